"""The database's clock in the demonstration's past.

When a bid came in is said by the database alone (``samkop_clock``, ADR 0022), so that nobody can
send one in late and call it early. The demonstration's bids lie in the past: the owner's connection
lets the clock show another time meanwhile, as nobody else can. It shows it to this connection only
and for a minute at most, so that a demonstration that is killed leaves a clock that is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connections

from samkop.platform.actors import Actor
from samkop.platform.database.driver import asked
from samkop.platform.unit_of_work import reading

RIGHT = "clock_timestamp()"
LASTS = "1 minute"
_CLOCK = """
CREATE OR REPLACE FUNCTION samkop_clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS
$$ SELECT {shows} $$
"""


@contextmanager
def database_clock(moment: datetime, reader: Actor) -> Iterator[None]:
    """Let the database's clock for bids stand at a moment, as this process asks it."""
    with reading(reader):
        [(backend, until)] = asked(
            f"SELECT pg_backend_pid(), ({RIGHT} + interval '{LASTS}')::text"
        ).fetchall()
    _set(
        f"CASE WHEN pg_backend_pid() = {int(backend)} AND {RIGHT} < '{until}'::timestamptz"
        f" THEN '{moment.isoformat()}'::timestamptz ELSE {RIGHT} END"
    )
    try:
        yield
    finally:
        _set(RIGHT)


def _set(shows: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(_CLOCK.format(shows=shows))

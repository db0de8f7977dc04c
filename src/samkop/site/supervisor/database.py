"""The embedded server under the supervisor: kept running, and let go at the end."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from samkop.platform import embedded_postgres as postgres
from samkop.site.supervisor.keeper import pause_after

LOOK_EVERY = 0.5  # seconds; at its process
ASK_EVERY = 10.0  # seconds; for a sign of life

_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


def is_embedded() -> bool:
    """Whether the installation uses the server in its data folder."""
    return not os.environ.get("DATABASE_URL")


class ServerKeeper:
    """The embedded server is no child of ours, but a daemon of the data folder.

    Whoever needs it may start it; this one notices when it is gone, and starts it again.
    """

    def __init__(self, data: Path, say: Callable[[str], None]) -> None:
        self.data, self.say = data, say
        self.failures = 0
        self.look_at = self.ask_at = 0.0

    def start(self) -> None:
        """Start it ahead of its first use, which is told what goes wrong."""
        with suppress(postgres.EmbeddedPostgresError):
            postgres.ensure_running(self.data)

    def tick(self) -> None:
        """Look whether it runs, when it is time to; start it if not."""
        now = time.monotonic()
        if now < self.look_at:
            return
        self.look_at = now + LOOK_EVERY
        try:
            runs = postgres.status(self.data).state == "running"
            if runs and now < self.ask_at:
                return
            if not runs:
                self.say("The database server is gone; starting it again.")
            postgres.ensure_running(self.data)
        except postgres.EmbeddedPostgresError as error:
            self.failures += 1
            self.look_at = time.monotonic() + max(LOOK_EVERY, pause_after(self.failures))
            self.say(str(error))
        else:
            self.failures = 0
            self.ask_at = time.monotonic() + ASK_EVERY


def close_own_connections() -> None:
    """Leave none of this process's open: the supervisor needs none."""
    if "django.db" in sys.modules:
        from django.db import connections

        connections.close_all()


def release_server(data: Path) -> bool:
    """Stop the embedded server, unless somebody is connected to it: then it goes on, and False.

    Close one's own connections first.
    """
    from psycopg import OperationalError, connect

    if not is_embedded() or postgres.status(data).state != "running":
        return True
    try:
        parameters = postgres.ensure_running(data).parameters("postgres")
        with connect(**parameters, autocommit=True) as connection:  # type: ignore[arg-type]
            row = connection.execute(_OTHERS).fetchone()
    except OperationalError:
        row = None  # it lets nobody in, so nobody uses it
    if row and row[0]:
        return False
    postgres.stop(data)
    return True

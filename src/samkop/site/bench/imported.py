"""The import's benchmark itself: ``python -m samkop.site.bench.imported DEVICES ROUNDS``.

Ours is the use case as a command calls it, from the file's bytes to the commit: read, held
against the register, written behind row security with every index, foreign key and trigger. The
limit is COPY of the very same rows, as the owner, into tables of the same shape, indexes and
checks; they have no foreign keys. Prints the seconds of each round as JSON.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import IO, Any

from samkop.site import start
from samkop.site.bench.registers import a_register, centre_codes, site_codes

BLOCK = 1 << 20
# Table and what of it is copied: all columns but those that the database computes.
COPIED = {
    "fleet_asset": "search_text",
    "fleet_custody": "",
}
# What is only ever added to is emptied all the same, with whatever hangs on it.
TRIGGERS = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT relname FROM pg_class WHERE relkind = 'r'
        AND relnamespace = 'public'::regnamespace AND relhastriggers
    LOOP EXECUTE format('ALTER TABLE %I {verb} TRIGGER USER', name); END LOOP;
END $$
"""


def main() -> None:
    """Measure, and print what was measured."""
    devices, rounds = map(int, sys.argv[1:3])
    start.django()
    start.migrate()
    print(json.dumps(measured(devices, rounds)))  # noqa: T201 - the answer


def measured(devices: int, rounds: int) -> dict[str, Any]:
    """Seconds of each round in the database that Django goes to, which has nothing else."""
    from samkop.platform.unit_of_work import perform

    party_id = _owner()
    content = a_register(devices)
    ours, limit = list[float](), list[float]()
    for _round in range(rounds):
        _empty()
        ours.append(_timed(lambda: _import(perform, party_id, content)))
        limit.append(_copied())
    with owners_cursor() as cursor:
        version = str(cursor.connection.info.server_version // 10_000)
    return {"ours": ours, "limit": limit, "version": version}


def _owner() -> int:
    from samkop.parties.usecases.parties import register_party
    from samkop.parties.usecases.places import add_cost_centre, add_delivery_location
    from samkop.platform import actors
    from samkop.platform.unit_of_work import perform

    operator = actors.job("operator")
    party = perform(
        operator, register_party, kind="municipality", legal_name="Provköping",
        name_sv="Provköping", name_fi="Provköping", country="FI", identifier_scheme="0212",
        identifier="9000112-9",
    )  # fmt: skip
    for code in site_codes():
        perform(
            operator, add_delivery_location, party_id=party.pk, code=code, name=code,
            street="Exempelgatan 1", postal_code="99999", city="Provköping", country="FI",
        )  # fmt: skip
    for code in centre_codes():
        perform(operator, add_cost_centre, party_id=party.pk, code=code, name=code)
    with owners_cursor() as cursor:
        for table in COPIED:
            cursor.execute(f"CREATE TABLE limit_{table} (LIKE {table} INCLUDING ALL)")
    return int(party.pk)


def _import(perform: Callable[..., Any], party_id: int, content: bytes) -> None:
    from samkop.fleet.usecases.register_import import import_fleet
    from samkop.platform import actors

    operator = actors.job("operator", party_id)
    perform(operator, import_fleet, party_id=party_id, name="register.csv", content=content)


def owners_cursor() -> Any:
    from django.db import connections

    return connections["owner"].cursor()


def _empty() -> None:
    """Without the rows of the round before; the owner may, in a database of its own."""
    with owners_cursor() as cursor:
        for verb in ("DISABLE", "ENABLE"):
            cursor.execute(TRIGGERS.format(verb=verb))
            if verb == "DISABLE":
                cursor.execute("TRUNCATE fleet_asset, fleet_custody CASCADE")
        for table in COPIED:
            cursor.execute(f"TRUNCATE limit_{table}")


def _copied() -> float:
    """Seconds to COPY the rows that the import has just written."""
    with owners_cursor() as cursor, ExitStack() as files:
        taken: list[tuple[str, IO[bytes]]] = []
        for table, computed in COPIED.items():
            columns = _columns(cursor, table, computed)
            file = files.enter_context(tempfile.TemporaryFile())
            with cursor.copy(f"COPY {table} ({columns}) TO STDOUT") as copy:
                for block in copy:
                    file.write(block)
            taken.append((f"COPY limit_{table} ({columns}) FROM STDIN", file))
        return _timed(lambda: _copy_all(cursor, taken))


def _columns(cursor: Any, table: str, computed: str) -> str:
    cursor.execute(
        "SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid ="
        " %s::regclass AND attnum > 0 AND NOT attisdropped AND attname <> %s",
        [table, computed],
    )
    return str(cursor.fetchone()[0])


def _copy_all(cursor: Any, taken: list[tuple[str, IO[bytes]]]) -> None:
    from django.db import transaction

    with transaction.atomic(using="owner"):
        for statement, file in taken:
            file.seek(0)
            with cursor.copy(statement) as copy:
                while block := file.read(BLOCK):
                    copy.write(block)


def _timed(work: Callable[[], object]) -> float:
    """Seconds, without the cyclic collector for both sides alike: a bulk makes no cycles."""
    gc.collect()
    gc.disable()
    try:
        started = time.perf_counter()
        work()
        return time.perf_counter() - started
    finally:
        gc.enable()


if __name__ == "__main__":
    main()

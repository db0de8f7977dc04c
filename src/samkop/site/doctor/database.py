"""The database: reached, of the right kind, up to date, and with the right time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connections

from samkop.platform import embedded_postgres as postgres
from samkop.site.doctor.findings import Finding, well, wrong
from samkop.site.start import missing_migrations

CLOCKS_MAY_DIFFER = timedelta(seconds=5)


def examine_login(data: Path) -> Finding:
    """Server version, both logins, extensions and letters, as every start checks them."""
    try:
        found = postgres.connection_settings(data, os.environ)
    except postgres.EmbeddedPostgresError as error:
        return wrong(error.code, str(error))
    where = "of your own" if found.server is None else "embedded"
    return well(
        "database",
        f"The database server ({where}) lets both logins in. It knows å, ä and ö, has the"
        " extensions, and row security binds the application's login.",
    )


def examine_database(now: datetime) -> Iterator[Finding]:
    """Version, migrations and clock; to be called when the login is well."""
    yield well("server-version", f"It is PostgreSQL {value('SHOW server_version')}.")
    yield migrations()
    yield from clock(now)


def migrations() -> Finding:
    """Whether the tables are those of this version."""
    missing = missing_migrations()
    if missing:
        return wrong(
            "migrations-missing",
            f"{len(missing)} changes of the tables are missing (the first is {missing[0]})."
            " Run: samkop migrate.",
        )
    return well("migrations", "The tables are those of this version.")


def clock(now: datetime) -> Iterator[Finding]:
    """Whether this machine, its database and its own past agree on the time."""
    difference = abs(value("SELECT clock_timestamp()") - now)
    newest = value("SELECT max(at) FROM platform_auditentry") if not missing_migrations() else None
    if difference > CLOCKS_MAY_DIFFER:
        yield wrong(
            "clock-differs",
            f"The clocks of this machine and of its database are {difference} apart."
            " Let both follow the same time server (NTP).",
        )
    if newest is not None and newest > now + CLOCKS_MAY_DIFFER:
        yield wrong(
            "clock-went-back",
            f"The newest entry of the audit trail is of {newest:%Y-%m-%d %H:%M} UTC, which is"
            " still to come. Set this machine's clock by a time server (NTP).",
        )
    elif difference <= CLOCKS_MAY_DIFFER:
        yield well(
            "clock", f"The clock says {now:%Y-%m-%d %H:%M:%S} UTC, and so does the database."
        )


def value(query: str, parameters: list[Any] | None = None) -> Any:
    """The one value of a query, read as the owner, whom no row security binds."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(query, parameters)
        row = cursor.fetchone()
    return None if row is None else row[0]


def now_in_utc() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)

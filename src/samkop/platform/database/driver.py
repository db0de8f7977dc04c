"""Statements handed to the driver itself, for the path of an order.

Django's own cursor, with its wrappers, costs more time than a small statement's way to the
server and back. What it does besides holds here too: the guard of the door, our errors as
Django's, and statements counted where a test or a developer counts them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections

from samkop.platform.database.guard import require_open_door

_PLACE = re.compile(r"%(?:s|%|\((?P<name>\w+)\)s)")


def asked(sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> psycopg.Cursor[Any]:
    """Run a statement, planned once a connection; the cursor holds its answer.

    Read the answer before the same statement is asked again: it has one cursor a connection.
    Whole numbers are bigint, however small: a plan is kept for each combination of types.
    Raises QueryOutsideTheDoor, and Django's DatabaseError.
    """
    database: Any = connections[DEFAULT_DB_ALIAS]
    if database.watched:
        logged = database.cursor()
        logged.execute(sql, values)
        return logged  # type: ignore[no-any-return]
    require_open_door(sql)
    numbered, names = _numbered(sql)
    if isinstance(values, Mapping):
        values = [values[name] for name in names]
    cursor: psycopg.Cursor[Any] = database.cursor_of(numbered)
    try:
        return cursor.execute(numbered, values, prepare=True)
    except psycopg.Error:
        with database.wrap_database_errors:
            raise


@cache
def _numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """The statement with PostgreSQL's own places ($1, $2 …), and the names of named ones.

    The driver would look for ours at each call, for it forgets those of long statements.
    """
    places: dict[str, int] = {}

    def numbered(place: re.Match[str]) -> str:
        if place[0] == "%%":
            return "%"
        name = place["name"] or str(len(places))
        return f"${places.setdefault(name, len(places) + 1)}"

    return _PLACE.sub(numbered, sql), tuple(places)

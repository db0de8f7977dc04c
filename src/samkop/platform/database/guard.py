"""No query outside the door.

Row security would answer such a query with no rows at all: a lazy queryset read too late
would silently show nothing. So it raises instead. Only infrastructure tables, which are
read before it is known who acts, may be touched outside (``infrastructure.py``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from samkop.platform.infrastructure import ASKED_BEFORE, INFRASTRUCTURE

door_is_open: ContextVar[bool] = ContextVar("door_is_open", default=False)

_TABLE = re.compile(
    r'\b(?:FROM|JOIN|INTO|UPDATE|ONLY)\s+(?:ONLY\s+)?"?([a-z_][a-z0-9_]*)"?', re.IGNORECASE
)


class QueryOutsideTheDoor(RuntimeError):  # noqa: N818 - says what happened
    """A query ran outside ``perform`` and ``reading``."""


@lru_cache(maxsize=4096)
def tables_of(sql: str) -> frozenset[str]:
    """The tables that a statement reads or writes, and the functions of ours that it calls."""
    names = _TABLE.findall(sql) + re.findall(r"\b(samkop_[a-z0-9_]+)\s*\(", sql)
    return frozenset(name.lower() for name in names)


# Django looks up the types of extensions in it whenever it opens a connection.
_TYPES = "pg_type"


def is_infrastructure(table: str) -> bool:
    """Whether a table, or one of procrastinate's functions, is declared infrastructure."""
    known = table in INFRASTRUCTURE or table in ASKED_BEFORE or table == _TYPES
    return known or table.startswith("procrastinate_")


def require_open_door(sql: str) -> None:
    """Raise QueryOutsideTheDoor unless it is known who acts, or this may be asked before."""
    if not door_is_open.get() and not all(map(is_infrastructure, tables_of(sql))):
        raise QueryOutsideTheDoor(
            "This query ran outside the door: wrap the read in `with reading(actor):` "
            f"or make the write through `perform(…)`. The query: {sql[:300]}"
        )


def guard(
    execute: Callable[..., Any],
    sql: Any,
    params: Any,
    many: bool,  # noqa: FBT001 - Django calls it by position
    context: dict[str, Any],
) -> Any:
    """Django's execute wrapper: runs the query, or raises QueryOutsideTheDoor."""
    require_open_door(str(sql))
    return execute(sql, params, many, context)

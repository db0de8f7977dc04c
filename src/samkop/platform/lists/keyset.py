"""Pages of a list by keyset: fifty rows from a place on, whatever stands before.

Rows may come from several queries that have no row in common (``sides``): an organisation's
orders are those that it placed, received or runs, and an index serves each side.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import DateField, DateTimeField, F, Field, IntegerField, Model, QuerySet
from django.db.models.fields.tuple_lookups import (  # type: ignore[import-untyped]
    Tuple,
    TupleGreaterThan,
    TupleLessThan,
)

PAGE = 50
COUNTED = 10_000
LARGEST_ID = 2**63 - 1
# Folding makes a text longer, so a key of ours can be longer than the name it sorts.
LONGEST_TEXT = 2_000
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
Row = TypeVar("Row", bound=Model)
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Order:
    """By which field a list is sorted, and in which direction; rows alike go by their id.

    Without ``field`` the id alone sorts.
    """

    field: str
    down: bool

    @property
    def fields(self) -> list[str]:
        """The names of the fields, the unique one last."""
        return [*([self.field] if self.field else []), "id"]


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows, and the cursors of the pages before and after (None where there is none)."""

    rows: list[Row]
    previous: str | None
    following: str | None

    @property
    def whole(self) -> bool:
        """Whether these are all rows there are."""
        return self.previous is None and self.following is None


def page_of(
    sides: Sequence[QuerySet[Row]], order: Order, *, after: str = "", before: str = ""
) -> Page[Row]:
    """The page that one of the cursors names. One that cannot be read shows the first page.

    One query a side.
    """
    model = sides[0].model
    start, end = _read(after, model, order), _read(before, model, order)
    if end is not None:
        found = _some(sides, Order(order.field, not order.down), end)
        more_before, more_after = len(found) > PAGE, True
        found = found[:PAGE][::-1]
    else:
        found = _some(sides, order, start)
        more_before, more_after = start is not None, len(found) > PAGE
        found = found[:PAGE]
    key = key_of(order)
    return Page(
        found,
        cursor_of(key(found[0])) if found and more_before else None,
        cursor_of(key(found[-1])) if found and more_after else None,
    )


def every_row(sides: Sequence[QuerySet[Row]], order: Order, at_once: int) -> Iterator[Row]:
    """All rows in order, read a few at a time; one query a side."""
    key = key_of(order)
    streams = [_sorted(side, order).iterator(at_once) for side in sides]
    return heapq.merge(*streams, key=key, reverse=order.down) if len(streams) > 1 else streams[0]


def counted(sides: Sequence[QuerySet[Row]]) -> int:
    """How many rows there are, but at most COUNTED and one; one query."""
    limited = [side.order_by().values("pk")[: COUNTED + 1] for side in sides]
    first, *others = limited
    found = first.union(*others, all=True) if others else first
    return min(found.count(), COUNTED + 1)


def key_of(order: Order) -> Callable[[Model], Key]:
    """The function that gives a row's values of the sorted fields."""
    paths = [field.split("__") for field in order.fields]

    def values(row: Model) -> Key:
        return tuple(_value(row, path) for path in paths)

    return values


def _value(row: Any, path: list[str]) -> Any:
    for name in path:
        row = getattr(row, name)
    return row


def _some(sides: Sequence[QuerySet[Row]], order: Order, start: Key | None) -> list[Row]:
    """The first rows after a place, one more than a page holds."""
    found = []
    for side in sides:
        rows = side if start is None else _after(side, order, start)
        found += list(_sorted(rows, order)[: PAGE + 1])
    if len(sides) > 1:
        found.sort(key=key_of(order), reverse=order.down)
    return list(islice(found, PAGE + 1))


def _after(rows: QuerySet[Row], order: Order, start: Key) -> QuerySet[Row]:
    if len(start) == 1:
        return rows.filter(**{"id__lt" if order.down else "id__gt": start[0]})
    compared = TupleLessThan if order.down else TupleGreaterThan
    return rows.filter(compared(Tuple(*(F(field) for field in order.fields)), start))


def _sorted(rows: QuerySet[Row], order: Order) -> QuerySet[Row]:
    return rows.order_by(*(f"-{field}" if order.down else field for field in order.fields))


def cursor_of(key: Key) -> str:
    """A place in a list as an address has it: the page after it, or before."""
    plain = [part.isoformat() if isinstance(part, date) else part for part in key]
    return signing.b64_encode(json.dumps(plain).encode()).decode()


def _read(cursor: str, model: type[Model], order: Order) -> Key | None:
    """A cursor's values, each of the type of its field; None where it is none of ours."""
    if not cursor:
        return None
    try:
        parts = json.loads(signing.b64_decode(cursor.encode()))
    except (ValueError, RecursionError):
        return None
    if not isinstance(parts, list) or len(parts) != len(order.fields):
        return None
    key = tuple(
        _part(_field(model, name), part) for name, part in zip(order.fields, parts, strict=True)
    )
    return None if None in key else key


def _field(model: type[Model], path: str) -> Field[Any, Any]:
    *through, last = path.split("__")
    for name in through:
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
    field: Field[Any, Any] = model._meta.pk if last == "id" else model._meta.get_field(last)  # type: ignore[assignment]
    return field


def _part(field: Field[Any, Any], part: Any) -> Any:
    """The part as the database takes it, or None."""
    if isinstance(field, DateField):
        return _time(part, with_clock=isinstance(field, DateTimeField))
    if isinstance(field, IntegerField):
        return part if type(part) is int and -LARGEST_ID <= part <= LARGEST_ID else None
    return part if _is_text(part) else None


def _time(part: Any, *, with_clock: bool) -> date | None:
    if not isinstance(part, str):
        return None
    try:
        if not with_clock:
            return date.fromisoformat(part)
        at = datetime.fromisoformat(part)
    except ValueError:
        return None
    return at if at.tzinfo is not None and EARLIEST < at < LATEST else None


def _is_text(part: Any) -> bool:
    """Whether the database could hold it: no NUL, no half of a surrogate pair."""
    if not isinstance(part, str) or len(part) > LONGEST_TEXT or "\0" in part:
        return False
    return not any("\ud800" <= letter <= "\udfff" for letter in part)

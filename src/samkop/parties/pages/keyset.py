"""Lists by keyset: fifty rows from a place on, whatever stands before, nothing counted."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import F, Model, QuerySet
from django.db.models.fields.tuple_lookups import (  # type: ignore[import-untyped]
    Tuple,
    TupleGreaterThan,
    TupleLessThan,
)
from django.http import HttpRequest

PAGE = 50
LARGEST_ID = 2**63 - 1
# Folding makes a text longer, so a key of ours can be longer than the name it sorts.
LONGEST_TEXT = 2_000
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows, and the cursors of the pages before and after (None where there is none)."""

    rows: list[Row]
    previous: str | None
    following: str | None


def page_of(
    request: HttpRequest,
    rows: QuerySet[Row],
    keys: Sequence[str],
    key_of: Callable[[Row], tuple[Any, ...]],
) -> Page[Row]:
    """The page that ``?after=`` or ``?before=`` names, sorted by ``keys``.

    ``keys`` are fields of leakproof types: texts, and last a unique number; ``key_of``
    gives a row's values of them. A cursor that cannot be read shows the first page.
    """
    columns = Tuple(*(F(key) for key in keys))
    after, before = _read(request, "after", keys), _read(request, "before", keys)
    if before is not None:
        backwards = rows.filter(TupleLessThan(columns, before)).order_by(*(f"-{k}" for k in keys))
        found = list(backwards[: PAGE + 1])
        more_before, more_after = len(found) > PAGE, True
        found = found[:PAGE][::-1]
    else:
        onwards = rows if after is None else rows.filter(TupleGreaterThan(columns, after))
        found = list(onwards.order_by(*keys)[: PAGE + 1])
        more_before, more_after = after is not None, len(found) > PAGE
        found = found[:PAGE]
    return Page(
        found,
        _written(key_of(found[0])) if found and more_before else None,
        _written(key_of(found[-1])) if found and more_after else None,
    )


def _written(key: tuple[Any, ...]) -> str:
    return signing.b64_encode(json.dumps(key).encode()).decode()


def _read(request: HttpRequest, name: str, keys: Sequence[str]) -> tuple[Any, ...] | None:
    text = request.GET.get(name)
    if not text:
        return None
    try:
        key = json.loads(signing.b64_decode(text.encode()))
    except (ValueError, RecursionError):
        return None
    if not isinstance(key, list) or len(key) != len(keys):
        return None
    *texts, number = key
    return tuple(key) if _is_id(number) and all(map(_is_text, texts)) else None


def _is_id(part: Any) -> bool:
    return type(part) is int and 0 <= part <= LARGEST_ID


def _is_text(part: Any) -> bool:
    """Whether the database could hold it: no NUL, no half of a surrogate pair."""
    if not isinstance(part, str) or len(part) > LONGEST_TEXT or "\0" in part:
        return False
    return not any("\ud800" <= letter <= "\udfff" for letter in part)

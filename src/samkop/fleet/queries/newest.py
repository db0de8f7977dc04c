"""Pages of lists for programs: the newest rows below an id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
# So many rows are a page.
PAGE = 100


def newest_below(sides: Sequence[QuerySet[Row]], before: int | None, **asked: Any) -> list[Row]:
    """The newest rows of one's own and of what one does for others: a page, and one row more.

    ``before`` is the last id of the page before. ``asked`` are conditions; one that is None or
    empty was not asked for.
    """
    kept = {name: value for name, value in asked.items() if value not in {None, ""}}
    if before is not None:
        kept["id__lt"] = before
    found = [row for rows in sides for row in rows.filter(**kept).order_by("-id")[: PAGE + 1]]
    return sorted(found, key=lambda row: -row.pk)[: PAGE + 1]

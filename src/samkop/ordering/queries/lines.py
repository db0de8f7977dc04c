"""Lines with what the shop calls their items."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import QuerySet

from samkop.ordering.models import OrderLine, RequisitionLine

LineT = TypeVar("LineT", OrderLine, RequisitionLine)
# Long texts of an item that no list of lines shows.
UNREAD = ("item__description", "item__properties", "item__search_text")


def with_items(lines: QuerySet[LineT]) -> QuerySet[LineT]:
    """The lines with their items, so that ``shown_name`` asks nothing more."""
    return lines.select_related("item").defer(*UNREAD)

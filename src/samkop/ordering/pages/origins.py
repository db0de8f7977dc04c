"""Origins of the prices on a page of ordering: each item's once, however many lines it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from samkop.agreements.pages.origins import ShownOrigin, kept_origin


class KeepsOrigin(Protocol):
    """A line of a requisition or an order."""

    item_id: int
    unit_price_cents: int
    origin: Mapping[str, Any]

    @property
    def shown_name(self) -> str: ...


def origins_of(lines: Iterable[KeepsOrigin]) -> list[tuple[str, ShownOrigin]]:
    """Name and origin of each item and price; lines from before origins were kept have none."""
    found = {}
    for line in lines:
        key = (line.item_id, line.unit_price_cents)
        if key not in found and (shown := kept_origin(line.origin)):
            found[key] = (line.shown_name, shown)
    return list(found.values())

"""Wishes and proposals of the joint range for tests."""

from __future__ import annotations

from typing import Any

from samkop.catalogue.models import CatalogueItem, Wish
from samkop.catalogue.usecases.wishes import say_wish
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform


def a_wish(employee: Actor, item: CatalogueItem, kind: str = "wish", **said: Any) -> Wish:
    """What an employee wishes of an item, or complains of."""
    return perform(employee, say_wish, kind=kind, item_id=item.pk, **said)


def range_things(employee: Actor, item: CatalogueItem, marker: str = "Battery") -> dict[str, int]:
    """A row of each noun of the joint range, by what ``declared_addresses`` calls it."""
    return {"wish": a_wish(employee, item, line=f"{marker} line").pk}

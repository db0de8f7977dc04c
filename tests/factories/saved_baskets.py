"""Saved baskets for tests."""

from __future__ import annotations

from factories.ordering import NOW, PHONE, Market, Municipality
from samkop.ordering.models import SavedBasket
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.saved_basket import save_basket
from samkop.platform.unit_of_work import perform


def a_saved_basket(
    market: Market, buyer: Municipality, *codes: str, name: str = "New teacher", shared: bool = True
) -> SavedBasket:
    """One of each of these items (else a phone), saved by the buyer's employee."""
    for code in codes or (PHONE,):
        perform(buyer.employee, add_to_basket, now=NOW, item_id=market.items[code].pk)
    return perform(buyer.employee, save_basket, now=NOW, name=name, shared=shared)

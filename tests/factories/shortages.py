"""A shortage for tests, made through the real use cases."""

from __future__ import annotations

from factories.ordering import Market
from samkop.catalogue.rules.stock_lists import Statement
from samkop.catalogue.usecases.availability import state_availability
from samkop.ordering.models import Allocation
from samkop.ordering.usecases.shortages import allocate_shortages
from samkop.platform.unit_of_work import perform


def a_shortage(market: Market, code: str) -> Allocation:
    """The supplier has none of an item that is waited for: nobody gets any."""
    perform(
        market.salesperson, state_availability, agreement_id=market.agreement.pk,
        statements=[Statement(code, in_stock=0)],
    )  # fmt: skip
    [made] = perform(market.category_manager, allocate_shortages, agreement_id=market.agreement.pk)
    return made

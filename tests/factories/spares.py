"""Spares at a site, for tests."""

from __future__ import annotations

from factories.ordering import NOW, PHONE, Market
from samkop.ordering.models import SpareRun, SpareStock
from samkop.ordering.usecases.spare_orders import refuse_spares
from samkop.ordering.usecases.spares import Levels, keep_spares
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform


def spares_kept(
    market: Market, code: str = PHONE, *, minimum: int, target: int, in_stock: int,
    by: Actor | None = None,
) -> SpareStock:  # fmt: skip
    """The first buyer's ICT manager, or ``by``, keeps so many of an item at the site."""
    buyer = market.buyers[0]
    return perform(
        by or buyer.manager, keep_spares, now=NOW, item_id=market.items[code].pk,
        delivery_location_id=buyer.site.pk, cost_centre_id=buyer.cost_centre.pk,
        levels=Levels(minimum, target), in_stock=in_stock,
    )  # fmt: skip


def spares_refused(
    market: Market, *, sentence: str, by: Actor | None = None
) -> tuple[SpareStock, SpareRun]:
    """Spares of which too few are left, and which could not be ordered."""
    stock = spares_kept(market, minimum=1, target=2, in_stock=0, by=by)
    run = perform(
        actors.job("purchase-keeper", stock.party_id), refuse_spares, now=NOW,
        spare_stock_id=stock.pk, code="budget-exceeded", sentence=sentence,
    )  # fmt: skip
    assert run is not None
    return stock, run

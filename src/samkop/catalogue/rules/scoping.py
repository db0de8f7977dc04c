"""Whether what is offered lies within what was tendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from samkop.agreements.rules import Model, RulePrice, Scope, breaches, closest
from samkop.catalogue.rules.joining import values_of
from samkop.catalogue.rules.offers import Offer, RowFault
from samkop.catalogue.vocabulary import RowFaultCode as Code

PLACES = {"category": "category", "maker": "manufacturer", "price": "price"}


def judged_by_scope(
    faults: Iterable[RowFault],
    offers: Iterable[Offer],
    *,
    rule_prices: Mapping[str, RulePrice],
    scopes: Mapping[str, Scope],
) -> Iterator[RowFault]:
    """The faults, with those of items that are outside the tendered scope.

    A listed item is held against its price group's scope. One that has no price yet is held
    against the closest scope, and told either which bound it breaks or that it may enter.
    """
    found = list(faults)
    unpriced = {fault.row for fault in found if fault.code == Code.NO_PRICE_RULE}
    settled = {fault.row for fault in found if fault.row not in unpriced}
    said = {
        offer.row: _judged(offer, rule_prices.get(offer.seller_item_id), scopes)
        for offer in offers
        if scopes and not offer.deleted and offer.row not in settled
    }
    for fault in found:
        if not (fault.row in unpriced and said.get(fault.row)):
            yield fault
    yield from (fault for fault in said.values() if fault)


def _judged(offer: Offer, rule: RulePrice | None, scopes: Mapping[str, Scope]) -> RowFault | None:
    model = Model(
        values_of(offer).category, offer.manufacturer, offer.price_cents, offer.properties
    )
    if rule is not None:
        scope = scopes.get(rule.price_group)
        broken = list(breaches(scope, model)) if scope else []
    else:
        scope, broken = closest(scopes.values(), model) or (None, [])
    if scope is None or (rule is not None and not broken):
        return None
    said = {"item": offer.seller_item_id, "group": scope.price_group}
    if not broken:
        return RowFault(offer.row, "seller_item_id", Code.NOT_ADMITTED, said)
    first = broken[0]
    said |= {"bound": first.bound, "found": first.found, "wanted": first.wanted}
    return RowFault(offer.row, PLACES.get(first.bound, first.bound), Code.OUTSIDE_SCOPE, said)

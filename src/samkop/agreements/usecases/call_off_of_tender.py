"""The rule of call-off of a lot with several suppliers: as the tender published it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from samkop.agreements.models import CallOffRule, FrameworkAgreement, ListPrice
from samkop.agreements.rules.numbers import free_number
from samkop.agreements.usecases.call_off import (
    Terms,
    adopt_call_off,
    enter_offer,
    prepare_call_off,
    rank_supplier,
)
from samkop.parties.rules import usual_language
from samkop.platform.actors import Actor
from samkop.tendering.models import AwardedLot, Tender
from samkop.tendering.vocabulary import CallOffMethod


def tie_by_call_off(
    actor: Actor,
    now: datetime,
    tender: Tender,
    made: Sequence[tuple[AwardedLot, FrameworkAgreement]],
) -> CallOffRule:
    """Tie the agreements of one lot, in preparation, by the published rule, and adopt it.

    Each supplier's place is its rank; what answers a line of the price sheet is each other's
    equal. They share the lot's maximum. Where no line has a price by which it could be called off
    directly, the rule stays to be completed by hand. In the open unit of work of who prepares the
    agreements. Raises Refused as ``prepare_call_off``, ``rank_supplier``, ``enter_offer`` and
    ``adopt_call_off``.
    """
    lot, first = made[0][0].lot, made[0][1]
    rule = prepare_call_off(
        actor=actor, now=now,
        terms=Terms(
            number=_free_number(first),
            title=str(getattr(lot, f"title_{usual_language(tender.owner.country)}")),
            method=lot.call_off_method, currency=tender.currency,
            maximum_value_cents=lot.maximum_value_cents, register_number=tender.register_number,
            turn_by=lot.turn_by, shares_maximum=True,
            mini_competition_from_cents=lot.mini_competition_from_cents,
        ),
    )  # fmt: skip
    offered = False
    for awarded, agreement in made:
        rank_supplier(
            actor=actor, now=now, rule_id=rule.pk, agreement_id=agreement.pk, rank=awarded.place
        )
        for price in ListPrice.objects.filter(agreement=agreement).order_by("id"):
            offered = True
            enter_offer(
                actor=actor, now=now, rule_id=rule.pk, agreement_id=agreement.pk,
                position=price.seller_item_id, seller_item_id=price.seller_item_id,
            )  # fmt: skip
    if offered or lot.call_off_method == CallOffMethod.MINI_COMPETITION:
        return adopt_call_off(actor=actor, now=now, rule_id=rule.pk)
    return rule


def _free_number(first: FrameworkAgreement) -> str:
    """That of the first supplier's agreement, where no rule has it yet."""
    rules = CallOffRule.objects.filter(purchasing_body_id=first.purchasing_body_id)
    return free_number(first.number, set(rules.values_list("number", flat=True)))

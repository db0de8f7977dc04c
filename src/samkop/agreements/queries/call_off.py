"""Reads: rules of call-off, their suppliers, offers and turns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from samkop.agreements.models import (
    CallOffOffer,
    CallOffRule,
    CallOffTurn,
    FrameworkAgreement,
    SharedCeiling,
)
from samkop.agreements.vocabulary import State
from samkop.platform.refusals import not_found


@dataclass(frozen=True)
class Turns:
    """What a supplier has had of a rule's call-offs: their number, and their value in cents."""

    turns: int = 0
    cents: int = 0


def call_off_of(rule_id: int) -> CallOffRule:
    """The rule. Raises Refused ``not-found``."""
    found = CallOffRule.objects.filter(id=rule_id).first()
    if found is None:
        raise not_found()
    return found


def call_offs_seen() -> QuerySet[CallOffRule]:
    """The rules that one's party runs, or under which it buys or supplies, the newest first."""
    return CallOffRule.objects.order_by("-id")


def places_of(rule_id: int) -> list[FrameworkAgreement]:
    """The agreements that are called off by the rule, as far as one may see them, by rank."""
    found = FrameworkAgreement.objects.filter(call_off_rule_id=rule_id)
    return list(found.select_related("supplier", "ceiling__shared").order_by("call_off_rank"))


def shared_by(places: Iterable[FrameworkAgreement]) -> SharedCeiling | None:
    """The ceiling that agreements of ``places_of`` share, as far as one may see it."""
    return next((one.ceiling.shared for one in places if hasattr(one, "ceiling")), None)


def offers_of(rule_id: int) -> list[CallOffOffer]:
    """Each supplier's item for each position, by position."""
    return list(CallOffOffer.objects.filter(rule_id=rule_id).order_by("position", "agreement_id"))


def turns_of(rule_id: int) -> dict[int, Turns]:
    """What each agreement has had, over all buyers; nothing for a supplier that asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT agreement_id, turns, cents FROM samkop_call_off_turns(%s)", [rule_id]
        )
        return {row[0]: Turns(row[1], row[2]) for row in cursor.fetchall()}


def choices_of(rule_id: int) -> QuerySet[CallOffTurn]:
    """The call-offs under a rule that one may see, with buyer and supplier, the newest first."""
    turns = CallOffTurn.objects.filter(rule_id=rule_id)
    return turns.select_related("buyer", "agreement__supplier").order_by("-id")


def choices_for(buyer_id: int, reference: str) -> list[CallOffTurn]:
    """How the suppliers of a buyer's requisition were found."""
    turns = CallOffTurn.objects.filter(buyer_id=buyer_id, reference=reference, turns=1)
    return list(turns.select_related("rule", "agreement__supplier").order_by("id"))


def rankable_of(rule: CallOffRule) -> list[FrameworkAgreement]:
    """The purchasing body's agreements in preparation that stand under no rule, by number."""
    found = FrameworkAgreement.objects.filter(
        purchasing_body_id=rule.purchasing_body_id, state=State.IN_PREPARATION,
        call_off_rule__isnull=True, currency=rule.currency,
    )  # fmt: skip
    return list(found.select_related("supplier").order_by("number"))

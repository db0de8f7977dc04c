"""What an organisation sees in the shop and does not order now, by its own decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries import NotOpen
from samkop.agreements.usecases.right_to_order import refused_by_decision
from samkop.catalogue.pages.cards import Card


@dataclass(frozen=True)
class Stopped:
    """An agreement whose goods are seen and not ordered, and why."""

    agreement: FrameworkAgreement
    why: str


def stopped_agreements(closed: NotOpen, today: date) -> list[Stopped]:
    """The agreements about which the organisation waits, or whose decision is not carried out."""
    return [
        Stopped(agreement, str(refused_by_decision(decision.pk, today)))
        for agreement, _code, decision in closed.stopped
    ]


def with_stopped(cards: Iterable[Card], stopped: Sequence[Stopped]) -> list[Card]:
    """The cards, those of these agreements with the reason instead of a button."""
    why = {one.agreement.pk: one.why for one in stopped}
    return [replace(card, reason=why.get(card.item.agreement_id, card.reason)) for card in cards]

"""What decides the rule of standstill, read of a tender."""

from __future__ import annotations

from samkop.tendering.models import OpenedBid, Tender
from samkop.tendering.rules import AwardFacts
from samkop.tendering.vocabulary import Regime


def facts_of(tender: Tender) -> AwardFacts:
    """The procedure, the rules that it is under, and how many bids there were."""
    bids = OpenedBid.objects.filter(tender=tender).count()
    return AwardFacts(tender.procedure, tender.regime == Regime.UNION, bids)

"""What decides the rule of standstill, read of a tender."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from samkop.core.money import Money
from samkop.core.procurement import Buyer, Kind, NoRuleError, threshold_of
from samkop.tendering.models import OpenedBid, Tender, TenderStateChange
from samkop.tendering.queries.tenders import day_of
from samkop.tendering.rules import AwardFacts
from samkop.tendering.vocabulary import ContractNature, TenderState

KINDS = {ContractNature.SUPPLIES: Kind.SUPPLIES, ContractNature.SERVICES: Kind.SERVICES}


def facts_of(tender: Tender, now: datetime) -> AwardFacts:
    """The procedure, its value against the threshold of the day of its notice, and its bids.

    The threshold is that of the day on which the notice was sent (directive 2014/24, art. 5(4)).
    """
    sent = TenderStateChange.objects.filter(tender=tender, to_state=TenderState.ANNOUNCED).first()
    day = day_of(tender.owner, sent.at if sent else now)
    value = Money(Decimal(tender.estimated_value_cents).scaleb(-2), tender.currency)
    try:
        kind = KINDS[ContractNature(tender.nature)]
        threshold = threshold_of(kind, Buyer.SUB_CENTRAL, day, tender.currency)
        above = threshold.reached_by(value)
    except NoRuleError:
        above = None
    bids = OpenedBid.objects.filter(tender=tender).count()
    return AwardFacts(tender.procedure, above, bids)

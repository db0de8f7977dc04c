"""What the decision begins its reasons with, and how a review is asked for: in the language that
is active. A person reads and completes both before they are sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from samkop.core.award.scoring.rounding import rounded
from samkop.platform.formatting import format_money, format_number
from samkop.tendering.models import BidRejection, OpenedBid, ProposedAward, Tender

THOUSANDTHS = 1000


def lot_reason(tender: Tender, award: ProposedAward) -> str:
    """Why a lot goes where it is proposed to go."""
    if award.reason:
        return award.reason
    told = {
        "winner": award.bid.bidder.name if award.bid else "",
        "price": money(tender, award.price_cents), "compared": compared(tender, award),
    }  # fmt: skip
    if award.place > 1:
        return _(
            "The bid of %(winner)s is number %(place)s on this lot by the criteria of the notice:"
            " its price is %(price)s, and it was compared at %(compared)s."
        ) % {**told, "place": award.place}
    return (
        _(
            "%(winner)s has the best bid on this lot by the criteria of the notice: its price is"
            " %(price)s, and it was compared at %(compared)s."
        )
        % told
    )


def bid_reason(
    tender: Tender, award: ProposedAward, bid: OpenedBid, rejection: BidRejection | None
) -> str:
    """Why another bid does not win the lot; what sets the two apart is for a person to add."""
    if rejection is not None:
        told = {"ground": rejection.get_ground_display(), "reason": rejection.reason}
        return _("Your bid was rejected. %(ground)s: %(reason)s") % told
    if award.bid is None:
        return award.reason
    cost = _cost_together(award, bid)
    if cost is None:
        own = _own_comparison(tender, award, bid)
    else:
        shown = format_money(cost, tender.currency)
        own = _("Your bid was compared at %(compared)s.") % {"compared": shown}
    if cost is not None and cost.scaleb(2) <= (award.evaluated_cost_cents or 0):
        why = _(
            "It does not win because the lots are awarded together: why this lot goes to another"
            " bid is told with the lot."
        )
    else:
        why = _(
            "The bid of %(winner)s is better by the criteria of the notice: it was compared at"
            " %(compared)s."
        ) % {"winner": award.bid.bidder.name, "compared": compared(tender, award)}
    return f"{own} {why}".strip()


def _cost_together(award: ProposedAward, bid: OpenedBid) -> Decimal | None:
    """What the bid was compared at where lots are awarded together, as the proposal has it."""
    for one in award.proposal.problem.get("bids", ()):
        lot, _slash, number = one["id"].partition("/")
        if lot == award.lot.code and bid.number.startswith(number):
            return Decimal(one["cost"])
    return None


def _own_comparison(tender: Tender, award: ProposedAward, bid: OpenedBid) -> str:
    """The same of a lot by itself, with price and place; empty where nothing is kept of it."""
    for one in _alone(award.proposal.outcome, award.lot.code):
        if one["number"] == bid.number and one["total"] is not None:
            told = {
                "price": format_money(Decimal(one["price"]), tender.currency),
                "compared": _total(tender, award, Fraction(one["total"])), "place": one["rank"],
            }  # fmt: skip
            return (
                _("Your bid at %(price)s was compared at %(compared)s, on place %(place)s.") % told
            )
    return ""


def _alone(outcome: Mapping[str, Any], code: str) -> list[dict[str, Any]]:
    """The bids on a lot that was proposed by itself."""
    rows = (one["bids"] for one in outcome.get("lots", ()) if one["lot"] == code)
    return next(rows, [])


def _total(tender: Tender, award: ProposedAward, total: Fraction) -> str:
    if award.score is not None:
        return format_number(Decimal(int(rounded(total * THOUSANDTHS, 0))) / THOUSANDTHS, 3)
    return money(tender, int(rounded(total, 0)))


def compared(tender: Tender, award: ProposedAward) -> str:
    """What a bid was compared at: points where the model has them, else money."""
    if award.score is not None:
        return format_number(Decimal(award.score) / THOUSANDTHS, 3)
    return money(tender, award.evaluated_cost_cents or award.price_cents)


def money(tender: Tender, cents: int | None) -> str:
    """An amount in the tender's currency."""
    if cents is None:
        return "\u2013"
    return format_money(Decimal(cents).scaleb(-2), tender.currency)


def instructions_of(country: str) -> dict[str, str]:
    """How a review is asked for in the owner's country, by the letter's language."""
    said = {}
    for language, _label in settings.LANGUAGES:
        with override(language):
            said[language] = _instructions(country)
    return said


def _instructions(country: str) -> str:
    if country == "SE":
        return _(
            "Whoever holds that the procurement act has not been followed, and that it suffers or"
            " may suffer damage by it, can ask the general administrative court"
            " (förvaltningsrätten) for a review (act 2016:1145, chapter 20). A request that"
            " reaches the court before the standstill is over keeps the agreement from being"
            " signed until the court has decided."
        )
    if country == "FI":
        return _(
            "Whom the decision concerns can ask the Market Court for a review; the request has to"
            " reach the court within 14 days from the receipt of the decision (act 1397/2016,"
            " section 147). The contracting authority can also be asked to correct its decision"
            " (sections 132 to 135)."
        )
    return _("A review is asked for at the court that the country's law names.")

"""What the decision begins its reasons with, and how a review is asked for: in the language that
is active. A person reads and completes both before they are sent.
"""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from samkop.platform.formatting import format_money, format_number
from samkop.tendering.models import ProposedAward, Tender

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


def bid_reason(tender: Tender, award: ProposedAward) -> str:
    """Why another bid does not win the lot; what sets the two apart is for a person to add."""
    if award.bid is None:
        return award.reason
    return _(
        "The bid of %(winner)s is better by the criteria of the notice: it was compared at"
        " %(compared)s."
    ) % {"winner": award.bid.bidder.name, "compared": compared(tender, award)}


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

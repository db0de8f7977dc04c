"""Reads: decisions on awards, standstills, reviews, how long bidders are bound."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from samkop.core import procurement
from samkop.core.holidays import is_working_day
from samkop.core.procurement import ValidityWatch, watch_validity
from samkop.parties.models import Party
from samkop.platform.refusals import not_found
from samkop.tendering.models import (
    AwardDecision,
    AwardedLot,
    AwardReview,
    ContractSignature,
    DecisionLetter,
    OpenedBid,
    Standstill,
    Tender,
    ValidityConsent,
    ValidityExtension,
)
from samkop.tendering.vocabulary import TenderState


def decision_of(tender_id: int) -> AwardDecision | None:
    """The newest decision of a tender, as far as who acts may see it."""
    return AwardDecision.objects.filter(tender_id=tender_id).order_by("-id").first()


def awarded_lots_of(decision_id: int) -> list[AwardedLot]:
    """To whom each lot goes, by the lots' codes and the suppliers' places."""
    rows = AwardedLot.objects.filter(decision_id=decision_id)
    return list(rows.select_related("lot", "supplier", "bid").order_by("lot__code", "place"))


def letters_of(decision_id: int) -> list[DecisionLetter]:
    """The letters that were sent, without their contents, by the bidders' names."""
    rows = DecisionLetter.objects.filter(decision_id=decision_id).select_related("bidder")
    return sorted(rows.defer("content"), key=lambda letter: letter.bidder.name)


def letter_of(tender_id: int, letter_id: int) -> DecisionLetter:
    """A letter with its content. Raises Refused ``not-found``."""
    rows = DecisionLetter.objects.filter(tender_id=tender_id, id=letter_id)
    found = rows.select_related("bidder", "decision").first()
    if found is None:
        raise not_found()
    return found


def standstill_of(decision_id: int) -> Standstill | None:
    """The standstill that counts: the one after the newest judgment, else after the sending."""
    return Standstill.objects.filter(decision_id=decision_id).order_by("-id").first()


def reviews_of(decision_id: int) -> list[AwardReview]:
    """The reviews of a decision with their judgments, in the order in which they came."""
    rows = AwardReview.objects.filter(decision_id=decision_id)
    return list(rows.select_related("lot", "judgment", "interim").order_by("filed_on", "id"))


def holding_reviews(decision_id: int, lot_id: int | None = None) -> list[AwardReview]:
    """The reviews without a judgment that hold back the contract (of a lot, if one is named)."""
    return [
        one
        for one in reviews_of(decision_id)
        if one.held
        and not hasattr(one, "judgment")
        and (lot_id is None or one.lot_id is None or one.lot_id == lot_id)
    ]


def signatures_of(decision_id: int) -> dict[int, ContractSignature]:
    """The signatures of a decision's lots, by the awarded lot."""
    rows = ContractSignature.objects.filter(awarded_lot__decision_id=decision_id)
    return {row.awarded_lot_id: row for row in rows}


def lots_signed_before(decision: AwardDecision) -> set[int]:
    """The lots that are signed by an earlier decision on the tender: those contracts stand."""
    rows = ContractSignature.objects.filter(tender_id=decision.tender_id)
    rows = rows.exclude(awarded_lot__decision_id=decision.pk)
    return set(rows.values_list("awarded_lot__lot_id", flat=True))


def bidders_of(tender_id: int) -> list[Party]:
    """Whoever has a bid that was opened, by name."""
    rows = Party.objects.filter(
        id__in=OpenedBid.objects.filter(tender_id=tender_id).values("bidder_id")
    )
    return sorted(rows, key=lambda bidder: bidder.name)


def extensions_of(tender_id: int) -> list[ValidityExtension]:
    """What was asked of the bidders, in that order."""
    return list(ValidityExtension.objects.filter(tender_id=tender_id).order_by("id"))


def answers_seen(tender_id: int) -> dict[int, list[ValidityConsent]]:
    """The answers that who acts may see, by what was asked."""
    found: dict[int, list[ValidityConsent]] = {}
    rows = ValidityConsent.objects.filter(tender_id=tender_id).select_related("bidder")
    for row in rows.order_by("at", "id"):
        found.setdefault(row.extension_id, []).append(row)
    return found


def bound_until(tender: Tender) -> dict[int, date]:
    """The last day on which each bidder is bound, by the bidder's id.

    From the tender's own day on, each consent binds longer; who has not consented is bound no
    longer than before.
    """
    first = tender.bids_valid_until
    if first is None:
        return {}
    days = {bidder.pk: first for bidder in bidders_of(tender.pk)}
    answers = ValidityConsent.objects.filter(tender_id=tender.pk, consents=True)
    for answer in answers.select_related("extension").order_by("extension_id"):
        longer = answer.extension.bound_until
        days[answer.bidder_id] = max(days.get(answer.bidder_id, first), longer)
    return days


def watch_of(tender: Tender, today: date) -> ValidityWatch | None:
    """Whether bidders are bound long enough; None where no day is set, nobody has bid, or all is
    over.

    The first of those who were awarded, or of all bidders before the decision, counts. While a
    review holds the contract back nobody knows until when they have to be bound.
    """
    if tender.state in {TenderState.CONCLUDED, TenderState.CANCELLED}:
        return None
    days, decision = bound_until(tender), decision_of(tender.pk)
    if tender.state == TenderState.DECIDED and decision is not None:
        winners = {lot.supplier_id for lot in awarded_lots_of(decision.pk)}
        days = {bidder: day for bidder, day in days.items() if bidder in winners}
    else:
        decision = None
    if not days:
        return None
    standing = standstill_of(decision.pk) if decision else None
    known = standing is not None and not holding_reviews(standing.decision_id)
    return watch_validity(
        ends=min(days.values()), today=today, country=tender.owner.country,
        needed_until=standing.first_day_to_sign if standing and known else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """A day of a standstill with its number, and whether nobody works on it."""

    number: int
    day: date
    off: bool


def counted_days(standing: Standstill) -> list[Counted]:
    """Each day from the one after the event to the last day, as the law counts them."""
    if standing.last_day is None:
        return []
    span = (standing.last_day - standing.event_day).days
    days = [standing.event_day + timedelta(number) for number in range(1, span + 1)]
    return [
        Counted(number, day, not is_working_day(day, standing.country))
        for number, day in enumerate(days, 1)
    ]


def in_law(standing: Standstill) -> procurement.Standstill:
    """The row as the law's reckoning has it."""
    return procurement.Standstill(
        country=standing.country, event=standing.event, event_day=standing.event_day,
        days=standing.days, last_day=standing.last_day,
        first_day_to_sign=standing.first_day_to_sign, source=standing.source,
        checked=standing.checked,
    )  # fmt: skip

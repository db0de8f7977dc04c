"""Agreements made of a tender: prepared with the decision, in force with the signature.

What was published, bid and decided is taken over; nobody types it a second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from samkop.agreements.models import FrameworkAgreement, TenderedAgreement
from samkop.agreements.queries import agreement_of_lot
from samkop.agreements.rules.numbers import free_number
from samkop.agreements.usecases.agreement import annul, prepare_agreement, put_in_force
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.call_off_of_tender import tie_by_call_off
from samkop.agreements.usecases.legal_basis import Basis
from samkop.agreements.usecases.mini_competition import record_result
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.agreements.usecases.review import record_judgment, start_interim
from samkop.agreements.vocabulary import BasisKind, ReviewOutcome, State
from samkop.core.bidding import content_of
from samkop.core.period import day_of, months_after
from samkop.parties.vocabulary import PartyKind
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.tendering.models import (
    AwardedLot,
    ContractSignature,
    InterimDecision,
    OpenedBid,
    ReviewJudgment,
    Standstill,
    Tender,
)
from samkop.tendering.queries import buyers_of, tender_of
from samkop.tendering.queries.awards import awarded_lots_of, lots_signed_before, standstill_of
from samkop.tendering.vocabulary import Procedure
from samkop.tendering.vocabulary import ReviewOutcome as AwardOutcome

LONGEST_TITLE = 200
DAY = timedelta(1)


def prepare_awarded(
    *, actor: Actor, now: datetime, tender_id: int, decision_id: int
) -> list[FrameworkAgreement]:
    """Prepare an agreement for each lot that a decision awards: with its buyers, prices, maximum.

    Of a lot with several suppliers each gets its own, tied by the rule of call-off that was
    published; they share the lot's maximum. A mini-competition is a call-off and makes none.
    Raises Refused as ``prepare_agreement``, ``name_buyer``, ``set_list_prices`` and
    ``prepare_call_off``.
    """
    tender, standing = tender_of(tender_id), standstill_of(decision_id)
    if tender.procedure == Procedure.MINI_COMPETITION or standing is None:
        return []
    lots, before = awarded_lots_of(decision_id), lots_signed_before(standing.decision)
    alone = len({one.lot_id for one in lots}) == 1
    prepared = []
    for _lot, rows in groupby(lots, key=lambda one: one.lot_id):
        awarded = [one for one in rows if one.supplier_id and one.lot_id not in before]
        made = [_prepared(actor, now, tender, one, standing, alone=alone) for one in awarded]
        if len(made) > 1:
            tie_by_call_off(actor, now, tender, list(zip(awarded, made, strict=True)))
        prepared += made
    return prepared


def carry_out_signature(
    *, actor: Actor, now: datetime, signature_id: int
) -> FrameworkAgreement | None:
    """A lot is signed: its agreement runs from the day that was signed, and is in force.

    One that was interim during a review comes into force as it stands: its term began with it.
    Of a mini-competition the result goes back to the agreement under which it was held.
    Raises Refused as ``put_in_force`` and ``record_judgment``.
    """
    rows = ContractSignature.objects.select_related("tender__owner")
    signed = rows.get(id=signature_id)
    if signed.tender.procedure == Procedure.MINI_COMPETITION:
        result = record_result(signed, now)
        return result.agreement if result else None
    agreement = agreement_of_lot(signed.awarded_lot_id)
    if agreement is None or agreement.state not in {State.IN_PREPARATION, State.INTERIM}:
        return agreement
    if agreement.state == State.INTERIM:
        judgment = _judgment_of(signed.awarded_lot)
        return record_judgment(
            actor=actor, now=now, agreement_id=agreement.pk, outcome=ReviewOutcome.AWARD_STANDS,
            decided_on=judgment.decided_on if judgment else signed.signed_on,
            register_number=signed.register_number, reason=judgment.note if judgment else "",
        )  # fmt: skip
    _set_term(agreement, signed.tender, signed.starts_on, signed.register_number)
    return put_in_force(
        actor=actor, now=now, agreement_id=agreement.pk, register_number=signed.register_number
    )


def begin_interim(*, actor: Actor, now: datetime, interim_id: int) -> list[FrameworkAgreement]:
    """Buying goes on during a review: the agreements of the lots concerned are interim.

    Raises Refused as ``start_interim``.
    """
    rows = InterimDecision.objects.select_related("review", "tender__owner")
    interim = rows.get(id=interim_id)
    review, tender = interim.review, interim.tender
    today = day_of(now, tender.owner.time_zone)
    begun = []
    for one in awarded_lots_of(review.decision_id):
        agreement = agreement_of_lot(one.pk)
        concerned = review.lot_id is None or review.lot_id == one.lot_id
        if agreement is None or not concerned or agreement.state != State.IN_PREPARATION:
            continue
        _set_term(agreement, tender, today, interim.register_number)
        begun.append(
            start_interim(
                actor=actor, now=now, agreement_id=agreement.pk, court=review.court,
                case_number=review.case_number, started_on=review.filed_on,
                reason=interim.reason, register_number=interim.register_number,
                interim_until=interim.interim_until,
            )
        )  # fmt: skip
    return begun


def carry_out_judgment(
    *, actor: Actor, now: datetime, judgment_id: int
) -> list[FrameworkAgreement]:
    """A court has taken an award away: nothing more is ordered from what was made of it.

    Where the award stands the signature follows, and with it the agreement. Raises Refused as
    ``annul`` and ``record_judgment``.
    """
    judgment = ReviewJudgment.objects.select_related("review").get(id=judgment_id)
    if judgment.outcome == AwardOutcome.AWARD_STANDS:
        return []
    annulled = []
    for agreement in _unsigned(judgment.review.decision_id):
        if agreement.state == State.INTERIM:
            record_judgment(
                actor=actor, now=now, agreement_id=agreement.pk,
                outcome=ReviewOutcome.AWARD_ANNULLED, decided_on=judgment.decided_on,
                register_number=judgment.register_number, reason=judgment.note,
            )  # fmt: skip
        else:
            annul(
                actor=actor, now=now, agreement_id=agreement.pk,
                reason=str(judgment.get_outcome_display()),
                register_number=judgment.register_number,
            )  # fmt: skip
        annulled.append(agreement)
    return annulled


def drop_prepared(
    *, actor: Actor, now: datetime, decision_id: int, reason: str, register_number: str
) -> list[FrameworkAgreement]:
    """The buyer took its decision back: what was prepared of it is annulled.

    Raises Refused as ``annul``.
    """
    dropped = [one for one in _unsigned(decision_id) if one.state == State.IN_PREPARATION]
    for agreement in dropped:
        annul(
            actor=actor, now=now, agreement_id=agreement.pk, reason=reason,
            register_number=register_number,
        )  # fmt: skip
    return dropped


def _unsigned(decision_id: int) -> Iterator[FrameworkAgreement]:
    for one in awarded_lots_of(decision_id):
        agreement = agreement_of_lot(one.pk)
        if agreement and agreement.state in {State.IN_PREPARATION, State.INTERIM}:
            yield agreement


def _prepared(
    actor: Actor, now: datetime, tender: Tender, awarded: AwardedLot, standing: Standstill, *,
    alone: bool,
) -> FrameworkAgreement:  # fmt: skip
    """Prices and legal bases hold from the decision on: an interim agreement may begin before
    the day from which the whole is signed.
    """
    lot, starts = awarded.lot, standing.first_day_to_sign
    agreement = prepare_agreement(
        actor=actor, now=now, number=_free_number(tender, awarded, alone=alone),
        register_number=tender.register_number, titles=_titles(tender, awarded, alone=alone),
        category=tender.category, supplier_id=awarded.supplier_id or 0, valid_from=starts,
        valid_until=_last_day(tender, starts), currency=tender.currency,
        maximum_value_cents=lot.maximum_value_cents, term_justification=tender.term_reason,
    )  # fmt: skip
    create(TenderedAgreement(agreement=agreement, tender=tender, awarded_lot=awarded, at=now))
    for row in buyers_of(tender.pk):
        if row.lot_id == lot.pk:
            name_buyer(
                actor=actor, now=now, agreement_id=agreement.pk, buyer_id=row.buyer_id,
                expected_share_cents=row.expected_value_cents,
                legal_basis=_basis(tender, row.buyer_id, standing.sent_on),
            )  # fmt: skip
    prices = _prices(tender, awarded)
    if prices:
        set_list_prices(
            actor=actor, now=now, agreement_id=agreement.pk, prices=prices,
            valid_from=standing.sent_on,
        )  # fmt: skip
    return agreement


def _free_number(tender: Tender, awarded: AwardedLot, *, alone: bool) -> str:
    """The tender's number, with the lot's where it has several."""
    agreements = FrameworkAgreement.objects.filter(purchasing_body_id=tender.owner_id)
    lot = "" if alone else f"/{int(awarded.lot.code.removeprefix('LOT-'))}"
    return free_number(tender.number, set(agreements.values_list("number", flat=True)), lot)


def _titles(tender: Tender, awarded: AwardedLot, *, alone: bool) -> dict[str, str]:
    titles = {}
    for language in ("sv", "fi", "en"):
        whole = getattr(tender, f"title_{language}")
        part = getattr(awarded.lot, f"title_{language}")
        titles[language] = (whole if alone else f"{whole}: {part}")[:LONGEST_TITLE]
    return titles


def _last_day(tender: Tender, starts: date) -> date:
    return months_after(starts, tender.term_months) - DAY


def _basis(tender: Tender, buyer_id: int, starts: date) -> Basis:
    """On what a buyer that the procurement named buys: its documents name it for that."""
    if buyer_id == tender.owner_id:
        kind = BasisKind.OWN_PROCUREMENT
    elif tender.owner.kind == PartyKind.CENTRAL_PURCHASING_BODY:
        kind = BasisKind.CENTRAL_PURCHASING
    else:
        kind = BasisKind.JOINT_PROCUREMENT
    return Basis(
        kind=kind, valid_from=starts, document=f"{tender.number} {tender.title}"[:LONGEST_TITLE],
        register_number=tender.register_number,
    )  # fmt: skip


def _prices(tender: Tender, awarded: AwardedLot) -> list[NewPrice]:
    """The bid's prices by line."""
    bid = OpenedBid.objects.get(id=awarded.bid_id or 0)
    return [
        NewPrice(
            row.line, awarded.lot.code, row.cents, reference=f"{tender.number}, {row.line}"
        )
        for row in content_of(bid.answers).prices
    ]  # fmt: skip


def _set_term(
    agreement: FrameworkAgreement, tender: Tender, starts: date, register_number: str
) -> None:
    """The term from the day on which it really begins; prices and bases hold from then."""
    change(
        agreement, valid_from=starts, valid_until=_last_day(tender, starts),
        register_number=register_number,
    )  # fmt: skip


def _judgment_of(awarded: AwardedLot) -> ReviewJudgment | None:
    rows = ReviewJudgment.objects.filter(review__decision_id=awarded.decision_id)
    return rows.order_by("-id").first()

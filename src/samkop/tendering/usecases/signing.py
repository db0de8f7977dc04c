"""Signing what was awarded, when the law lets it be signed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.platform.actors import Actor
from samkop.platform.formatting import format_date
from samkop.platform.outbox import tell
from samkop.platform.records import create
from samkop.platform.refusals import Refused, not_found
from samkop.tendering.models import AwardDecision, AwardedLot, ContractSignature, Tender
from samkop.tendering.queries.awards import (
    awarded_lots_of,
    bound_until,
    decision_of,
    holding_reviews,
    lots_signed_before,
    signatures_of,
    standstill_of,
)
from samkop.tendering.queries.tenders import day_of
from samkop.tendering.usecases.states import locked_tender, move_tender, require_state
from samkop.tendering.vocabulary import TenderState


def sign_award(
    *,
    actor: Actor,
    now: datetime,
    tender_id: int,
    awarded_lot_id: int,
    signed_on: date,
    starts_on: date,
    signed_for_buyer: str,
    signed_for_supplier: str,
    register_number: str,
) -> ContractSignature:
    """Record the signature of one lot with its supplier; its agreement comes into force by it.

    Refused before the first day that the standstill leaves, while a review holds the lot back,
    and with a supplier that is not bound any more. A lot that an earlier decision had signed is
    not signed again. With the last lot the tender is concluded.
    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``decision-not-sent``, ``lot-not-awarded``, ``signed-already``, ``signed-in-the-future``,
    ``starts-before-the-signature``, ``standstill-runs``, ``review-holds``, ``bid-not-binding``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.DECIDED)
    decision = decision_of(tender_id)
    if decision is None:
        raise not_found()
    lots = awarded_lots_of(decision.pk)
    awarded = next((one for one in lots if one.pk == awarded_lot_id), None)
    if awarded is None:
        raise not_found()
    signed, before = signatures_of(decision.pk), lots_signed_before(decision)
    _check_lot(awarded, signed, before)
    if signed_on > day_of(tender.owner, now):
        raise Refused("signed-in-the-future", _("The signature is dated after today. Correct it."))
    if starts_on < signed_on:
        raise Refused(
            "starts-before-the-signature", _("The agreement cannot begin before it is signed.")
        )
    check_signable(tender, decision, awarded, signed_on)
    signature = create(
        ContractSignature(
            tender=tender, awarded_lot=awarded, signed_on=signed_on, starts_on=starts_on,
            signed_for_buyer=signed_for_buyer, signed_for_supplier=signed_for_supplier,
            register_number=register_number, at=now,
        )
    )  # fmt: skip
    tell("award-signed", owner_id=tender.owner_id, signature_id=signature.pk)
    to_sign = {one.pk for one in lots if one.supplier_id and one.lot_id not in before}
    left = to_sign - set(signed) - {awarded_lot_id}
    if not left:
        move_tender(tender, TenderState.CONCLUDED, now, register_number=register_number)
    return signature


def check_signable(tender: Tender, decision: AwardDecision, awarded: AwardedLot, day: date) -> None:
    """Whether the law lets a lot be signed on a day. Raises Refused: ``decision-not-sent``,
    ``standstill-runs``, ``review-holds``, ``bid-not-binding``.
    """
    standing = standstill_of(decision.pk)
    if standing is None:
        raise Refused("decision-not-sent", _("Send the decision to the bidders first."))
    holding = holding_reviews(decision.pk, awarded.lot_id)
    if holding:
        raise Refused(
            "review-holds",
            _("A review runs (%(court)s, %(number)s): nothing is signed before the judgment."),
            court=holding[0].court, number=holding[0].case_number,
        )  # fmt: skip
    if day < standing.first_day_to_sign:
        raise Refused(
            "standstill-runs",
            _("The standstill runs: sign on %(first)s at the earliest."),
            first=format_date(standing.first_day_to_sign),
        )
    until = bound_until(tender).get(awarded.supplier_id or 0)
    if until is not None and until < day:
        raise Refused(
            "bid-not-binding",
            _("%(supplier)s was bound until %(until)s and has not consented to longer."
              " Take the decision back and evaluate again."),
            supplier=awarded.supplier, until=format_date(until),
        )  # fmt: skip


def _check_lot(
    awarded: AwardedLot, signed: dict[int, ContractSignature], before: Collection[int]
) -> None:
    if awarded.supplier_id is None:
        raise Refused("lot-not-awarded", _("Nobody has won this lot: there is nothing to sign."))
    if awarded.pk in signed or awarded.lot_id in before:
        raise Refused("signed-already", _("This lot is signed already."))

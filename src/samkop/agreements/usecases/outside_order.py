"""Recording what was ordered outside the shop, and correcting it by a counter-movement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import OutsideOrder, OutsideOrderCorrection, Participation
from samkop.agreements.policies import may_record_outside_order
from samkop.agreements.queries import agreement_of, day_of, price_groups_of
from samkop.agreements.usecases.ceiling import commit_outside, release
from samkop.agreements.usecases.right_to_order import NOT_JOINED
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def record_outside_order(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    buyer_id: int,
    document: str,
    ordered_on: date,
    cents: int,
    quantities: Mapping[str, int],
    note: str = "",
) -> OutsideOrder:
    """Record an order that was placed outside the shop; ceiling, share and tiers count it.

    ``cents`` without VAT; ``quantities`` are units per price group of the agreement. Raises
    Refused: ``not-found``, ``not-allowed``, ``outside-order-document-missing``,
    ``outside-order-known``, ``outside-order-in-the-future``, ``outside-order-amount-missing``,
    ``price-group-unknown``, ``quantity-negative``, ``agreement-not-joined``, and as
    ``commit_outside``.
    """
    agreement = agreement_of(agreement_id)
    require(may_record_outside_order(actor, agreement, buyer_id))
    document = document.strip()
    today = day_of(agreement.purchasing_body, now)
    _check_order(agreement_id, buyer_id, document, ordered_on, today)
    if cents <= 0:
        raise Refused("outside-order-amount-missing", _("Enter what was ordered for, without VAT."))
    units = _checked_units(agreement_id, quantities)
    participation = Participation.objects.filter(
        agreement_id=agreement_id, buyer_id=buyer_id
    ).first()
    if participation is None:
        raise Refused("agreement-not-joined", NOT_JOINED)
    order = create(
        OutsideOrder(
            agreement=agreement, participation=participation, buyer_id=buyer_id,
            supplier_id=agreement.supplier_id, document=document, ordered_on=ordered_on,
            cents=cents, quantities=units, note=note, at=now,
        )
    )  # fmt: skip
    tell("outside-order-recorded", outside_order_id=order.pk, agreement_id=agreement_id)
    commit_outside(
        agreement_id=agreement_id, participation_id=participation.pk, buyer_id=buyer_id,
        cents=cents, quantities=units, reference=order.reference, on=ordered_on, now=now,
    )  # fmt: skip
    return order


def correct_outside_order(
    *,
    actor: Actor,
    now: datetime,
    outside_order_id: int,
    cents: int,
    quantities: Mapping[str, int],
    reason: str,
) -> OutsideOrderCorrection:
    """Give back what an outside order was recorded too high by, in cents and units.

    What was recorded too low is an outside order of its own. Raises Refused: ``not-found``,
    ``not-allowed``, ``correction-reason-missing``, ``nothing-to-correct``,
    ``price-group-unknown``, ``quantity-negative``, ``released-too-much``.
    """
    order = (
        OutsideOrder.objects.select_related("agreement__purchasing_body")
        .filter(id=outside_order_id)
        .first()
    )
    if order is None:
        raise not_found()
    require(may_record_outside_order(actor, order.agreement, order.buyer_id))
    if not reason.strip():
        raise Refused("correction-reason-missing", _("Write what was recorded wrongly."))
    units = _checked_units(order.agreement_id, quantities)
    if cents < 0 or (cents == 0 and not units):
        raise Refused("nothing-to-correct", _("Enter by how much the order was recorded too high."))
    correction = create(
        OutsideOrderCorrection(
            outside_order=order, agreement_id=order.agreement_id, buyer_id=order.buyer_id,
            cents=cents, quantities=units, reason=reason.strip(), at=now,
        )
    )  # fmt: skip
    tell("outside-order-corrected", outside_order_id=order.pk, agreement_id=order.agreement_id)
    release(
        agreement_id=order.agreement_id, participation_id=order.participation_id,
        buyer_id=order.buyer_id, cents=cents, quantities=units, reference=order.reference,
        now=now, outside=True,
    )  # fmt: skip
    return correction


def _check_order(
    agreement_id: int, buyer_id: int, document: str, ordered_on: date, today: date
) -> None:
    if not document:
        raise Refused(
            "outside-order-document-missing",
            _("Enter the number under which the supplier knows the order."),
        )
    known = OutsideOrder.objects.filter(
        agreement_id=agreement_id, buyer_id=buyer_id, document=document
    )
    if known.exists():
        raise Refused(
            "outside-order-known",
            _("Order %(document)s of this buyer is recorded already. Correct it there."),
            document=document,
        )
    if ordered_on > today:
        raise Refused(
            "outside-order-in-the-future", _("The order is dated after today. Correct its day.")
        )


def _checked_units(agreement_id: int, quantities: Mapping[str, int]) -> dict[str, int]:
    """The units that are not zero, of price groups that the agreement has."""
    units = {group: number for group, number in quantities.items() if number}
    if any(number < 0 for number in units.values()):
        raise Refused("quantity-negative", _("Units are not negative. Correct them."))
    unknown = sorted(set(units) - set(price_groups_of(agreement_id)))
    if unknown:
        raise Refused(
            "price-group-unknown",
            _("The agreement has no price group %(group)s. Choose one of its own."),
            group=unknown[0],
        )
    return units

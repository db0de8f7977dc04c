"""An order comes from a municipality's own purchasing system: for what was reserved, or not.

It is taken in whole or refused whole, and answered either way (T76): that it was passed on to the
supplier, later what the supplier answers; or why it was refused. docs/adr/0015
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement, Participation
from samkop.agreements.queries import discounts_of_groups
from samkop.agreements.rules import origin_from_json
from samkop.agreements.usecases.right_to_order import require_right_to_order
from samkop.agreements.vocabulary import ActsAs
from samkop.catalogue.queries.availability import refuse_ended
from samkop.core import edocs
from samkop.core.period import day_of
from samkop.exchange.models import Message
from samkop.exchange.queries import may_exchange
from samkop.exchange.usecases.outbound import send_document
from samkop.ordering.documents.received_order import first_response
from samkop.ordering.models import (
    Order,
    OrderLine,
    ReceivedOrder,
    Requisition,
    RequisitionLine,
    Reservation,
    ReservationLine,
)
from samkop.ordering.policies import may_answer_received_order, may_take_order_in
from samkop.ordering.queries import budgets_by_year
from samkop.ordering.queries.received_orders import (
    cost_centre_for,
    held_of,
    location_for,
    received_order_of,
    reservation_for,
)
from samkop.ordering.rules.held_lines import Difference, NotAsReservedError, Taken, taken_lines
from samkop.ordering.rules.received_order import AskedOrder
from samkop.ordering.usecases.budget import commit_budget
from samkop.ordering.usecases.order import (
    by_group,
    count_on_ceiling,
    new_order,
    order_lines,
    write_order,
)
from samkop.ordering.usecases.payments import Priced, pay
from samkop.ordering.usecases.reservation import locked_reservation, release_ceiling
from samkop.ordering.vocabulary import RequisitionState, ReservationState
from samkop.parties.models import CostCentre, DeliveryLocation
from samkop.parties.queries import party_of, person_of
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, create_with
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

FACT = "received-order-decided"

DIFFERENCES = {
    Difference.NOT_RESERVED: _(
        "Line %(line)s: item %(item)s is not in reservation %(number)s. Order what was reserved,"
        " or fetch a new basket."
    ),
    Difference.UNIT: _("Line %(line)s: item %(item)s was reserved in another unit. Correct it."),
    Difference.PRICE: _(
        "Line %(line)s: item %(item)s was reserved at another price. Order it at the price that"
        " was reserved, or fetch a new basket."
    ),
    Difference.NOT_WHOLE: _(
        "Line %(line)s: the quantity of item %(item)s is no whole number above zero. Correct it."
    ),
    Difference.STEPS: _(
        "Line %(line)s: item %(item)s is not ordered in its steps. Correct the quantity."
    ),
    Difference.MORE: _(
        "Line %(line)s: more of item %(item)s is ordered than was reserved under %(number)s."
        " Order as many or fewer, or fetch a new basket."
    ),
}
OVER = {
    ReservationState.CONSUMED: (
        "reservation-consumed",
        _("Reservation %(number)s was ordered before. Fetch a new basket for what else is wanted."),
    ),
    ReservationState.EXPIRED: (
        "reservation-expired",
        _("Reservation %(number)s has run out, and what it held was given back. Fetch a new"
          " basket."),
    ),
    ReservationState.RELEASED: (
        "reservation-released",
        _("Reservation %(number)s was given back before the order came. Fetch a new basket."),
    ),
}  # fmt: skip


def take_order_in(
    *, actor: Actor, now: datetime, asked: AskedOrder, receiver_id: int, message_id: int
) -> ReceivedOrder:
    """Turn a buyer's order into one to the supplier, at the prices that are held for it.

    ``actor`` is the order's message, in the buyer's name. The reservation is consumed: what the
    order leaves of it is given back. Raises Refused, and keeps nothing then: ``not-allowed``,
    ``reservation-missing``, ``reservation-ambiguous``, ``order-of-several-reservations``,
    ``reservation-expired``, ``-consumed``, ``-released``, ``order-for-somebody-else``,
    ``order-currency-differs``, ``order-with-charges``, ``order-goes-elsewhere``, each
    ``Difference``, ``cost-centre-unknown``, ``delivery-location-unknown``, ``sale-ended``,
    ``budget-exceeded``, and as ``require_right_to_order``.
    """
    known = received_order_of(message_id)
    if known is not None:
        return known
    require(may_take_order_in(actor))
    found = reservation_for(actor.own_party_id, asked, now)
    reservation = locked_reservation(id=found.pk, buyer_id=actor.own_party_id)
    _require_held(reservation, now)
    _require_receiver(found.agreement, receiver_id)
    _require_same_terms(asked, reservation)
    held = list(reservation.lines.select_related("item").order_by("line_number"))
    taken = _taken(reservation, held, asked)
    today = day_of(now, party_of(actor.own_party_id).time_zone)
    ordered = {one.line_number for one in taken}
    refuse_ended((line.item for line in held if line.line_number in ordered), today)
    participation = require_right_to_order(reservation.buyer_id, reservation.agreement_id, today)
    requisition, priced = _requisition(reservation, held, taken, asked, now)
    return _place(reservation, participation, requisition, priced, _Came(
        asked, taken, receiver_id, message_id
    ), now)  # fmt: skip


class _Came:
    """The document, what it takes, and how it came."""

    def __init__(
        self, asked: AskedOrder, taken: Sequence[Taken], receiver_id: int, message_id: int
    ) -> None:
        self.asked, self.taken = asked, taken
        self.receiver_id, self.message_id = receiver_id, message_id

    def line_ids(self) -> dict[str, str]:
        """The buyer's ids by the order's line numbers."""
        lines = self.asked.lines
        return {str(n): lines[one.place].id for n, one in enumerate(self.taken, 1)}


def refuse_order_in(
    *, actor: Actor, now: datetime, asked: AskedOrder, receiver_id: int, message_id: int,
    code: str, sentence: str,
) -> ReceivedOrder:  # fmt: skip
    """Write down that an order was not taken in, and why; it is answered so."""
    known = received_order_of(message_id)
    if known is not None:
        return known
    require(may_take_order_in(actor))
    named = Reservation.objects.filter(
        buyer_id=actor.own_party_id, number__in=asked.references
    ).first()
    received = create(
        ReceivedOrder(
            buyer_id=actor.own_party_id, receiver_id=receiver_id, message_id=message_id,
            number=asked.number, currency=asked.currency, reservation=named,
            refusal_code=code[:60], sentence=sentence[:500], received_at=now,
        )
    )  # fmt: skip
    tell(FACT, received_order_id=received.pk, receiver_id=receiver_id)
    return received


def answer_received_order(*, actor: Actor, now: datetime, received_order_id: int) -> Message | None:
    """Answer an order that was taken in or refused, in the name of whom it was sent to.

    None where the two have no electronic addresses: it came by cXML then, and is answered so.
    Raises Refused ``not-allowed``.
    """
    received = ReceivedOrder.objects.select_related("buyer", "receiver").get(id=received_order_id)
    today = day_of(now, received.receiver.time_zone)
    return _send(actor, now, received, first_response(received, today))


def pass_answer_on(
    *, actor: Actor, now: datetime, received_order_id: int, document: edocs.OrderResponse
) -> Message | None:
    """Answer a buyer's order as its supplier has answered ours. Raises Refused ``not-allowed``."""
    received = ReceivedOrder.objects.select_related("receiver").get(id=received_order_id)
    return _send(actor, now, received, document)


def _send(
    actor: Actor, now: datetime, received: ReceivedOrder, document: edocs.OrderResponse
) -> Message | None:
    require(may_answer_received_order(actor, received))
    if not may_exchange(received.receiver_id, received.buyer_id):
        return None
    return send_document(
        actor=actor, now=now, receiver_id=received.buyer_id, document_type="order-response",
        number=document.id, issue_date=document.issue_date, content=edocs.write(document),
        subject=f"ordering.receivedorder:{received.pk}",
    )  # fmt: skip


def _require_held(reservation: Reservation, now: datetime) -> None:
    state = ReservationState(reservation.state)
    if state == ReservationState.HELD and now >= reservation.expires_at:
        state = ReservationState.EXPIRED  # the clock's job has not been there yet
    if state in OVER:
        code, sentence = OVER[state]
        raise Refused(code, sentence, number=reservation.number)


def _require_receiver(agreement: FrameworkAgreement, receiver_id: int) -> None:
    """The shop takes it: the purchasing body, that passes it on or resells; where it only passes
    on, the contract is the supplier's, and the order may be addressed to the supplier here.
    """
    receivers = {agreement.purchasing_body_id}
    if agreement.purchasing_body_acts_as == ActsAs.INTERMEDIARY:
        receivers.add(agreement.supplier_id)
    if receiver_id not in receivers:
        raise Refused(
            "order-for-somebody-else",
            _("What was reserved under agreement %(number)s is ordered from the shop: send the"
              " order to the address of the purchasing body."),
            number=agreement.number,
        )  # fmt: skip


def _require_same_terms(asked: AskedOrder, reservation: Reservation) -> None:
    if asked.currency != reservation.currency:
        raise Refused(
            "order-currency-differs",
            _("Reservation %(number)s is in %(currency)s. Order in that currency."),
            number=reservation.number, currency=reservation.currency,
        )  # fmt: skip
    if asked.has_charges:
        raise Refused(
            "order-with-charges",
            _(
                "The order adds charges or allowances to the prices that were reserved. Order"
                " without them."
            ),
        )
    if asked.goes_elsewhere:
        raise Refused(
            "order-goes-elsewhere",
            _(
                "One order goes to one place. Name it for the whole order, or send an order for"
                " each place, each with a basket of its own."
            ),
        )


def _taken(
    reservation: Reservation, held: Sequence[ReservationLine], asked: AskedOrder
) -> list[Taken]:
    try:
        return taken_lines(held_of(held), asked.wanted())
    except NotAsReservedError as error:
        line = asked.lines[error.place]
        raise Refused(
            error.difference.value, DIFFERENCES[error.difference], line=line.id,
            item=line.sellers_id, number=reservation.number,
        ) from error  # fmt: skip


def _requisition(
    reservation: Reservation, held: Sequence[ReservationLine], taken: Sequence[Taken],
    asked: AskedOrder, now: datetime,
) -> tuple[Requisition, list[Priced]]:  # fmt: skip
    """What was asked for, approved elsewhere, under the reservation's id and number."""
    connection = reservation.connection
    centre: CostCentre = cost_centre_for(reservation.buyer_id, asked) or connection.cost_centre
    place: DeliveryLocation = (
        location_for(reservation.buyer_id, asked.place) or connection.delivery_location
    )
    by_number = {line.line_number: line for line in held}
    requisition = Requisition(
        pk=reservation.pk, party=party_of(reservation.buyer_id),
        requester_id=reservation.person_id, recipient=person_of(reservation.person_id),
        number=reservation.number, cost_centre=centre, delivery_location=place,
        state=RequisitionState.ORDERED, currency=reservation.currency,
        total_cents=sum(
            one.quantity * by_number[one.line_number].unit_price_cents for one in taken
        ),
        note=f"{connection.name} {asked.number}"[:500], submitted_at=now,
    )  # fmt: skip
    lines = [
        _line(requisition, number, by_number[one.line_number], one, asked)
        for number, one in enumerate(taken, 1)
    ]
    create_with(requisition, lines)
    priced = []
    for line, one in zip(lines, taken, strict=True):
        origin = origin_from_json(by_number[one.line_number].origin)
        assert origin is not None  # noqa: S101 - kept with each reserved line
        priced.append(Priced(line, origin))
    return requisition, priced


def _line(
    requisition: Requisition, number: int, held: ReservationLine, taken: Taken, asked: AskedOrder
) -> RequisitionLine:
    return RequisitionLine(
        requisition=requisition, party_id=requisition.party_id, line_number=number,
        agreement_id=held.item.agreement_id, item=held.item, name=held.name,
        quantity=taken.quantity, unit_price_cents=held.unit_price_cents,
        net_cents=taken.quantity * held.unit_price_cents,
        delivery_location=requisition.delivery_location,
        reference=asked.lines[taken.place].note[:80], origin=held.origin,
        configuration_id=held.configuration_id, properties=held.properties,
        term_months=held.term_months,
    )  # fmt: skip


def _place(
    reservation: Reservation, participation: Participation, requisition: Requisition,
    priced: list[Priced], came: _Came, now: datetime,
) -> ReceivedOrder:  # fmt: skip
    """As any order: budget first, then the rows and the document, the ceiling last.

    The budget only where the municipality keeps one here for this cost centre and year.
    """
    today = day_of(now, requisition.party.time_zone)
    order = new_order(requisition, participation.agreement, participation, priced, now)
    if budgets_by_year(requisition.cost_centre_id, None, [today.year]):
        commit_budget(parts=pay(order, priced, today), reference=order.number, now=now)
    lines = list(order_lines(order, priced))
    write_order(order, lines, requisition, now, originator=came.asked.number)
    change(reservation, state=ReservationState.CONSUMED, ended_at=now, order=order)
    received = create(
        ReceivedOrder(
            buyer_id=order.buyer_id, receiver_id=came.receiver_id, message_id=came.message_id,
            number=came.asked.number, currency=order.currency, reservation=reservation,
            order=order, line_ids=came.line_ids(), received_at=now,
        )
    )  # fmt: skip
    tell(FACT, received_order_id=received.pk, receiver_id=came.receiver_id)
    _commit(reservation, order, lines, now)
    return received


def _commit(
    reservation: Reservation, order: Order, lines: Sequence[OrderLine], now: datetime
) -> None:
    """Give back what was held and commit the order, with the ceiling locked from one to the other.

    The price is the one that was held, whatever tier the volume has reached since: the marks
    are those of this moment.
    """
    release_ceiling(reservation, now)
    groups = list(by_group(lines))
    count_on_ceiling(order, lines, discounts_of_groups(order.agreement_id, groups), now)

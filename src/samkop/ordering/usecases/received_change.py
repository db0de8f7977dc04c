"""A municipality's own purchasing system wants its order changed or cancelled.

It goes the way of the buyer's own change: asked of the supplier, and nothing is given back before
its yes. It is answered each time (T116): that it was passed on, later what the supplier says; or
why it was refused. docs/adr/0015
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.core import edocs
from samkop.core.period import day_of
from samkop.exchange.models import Message
from samkop.exchange.queries import may_exchange
from samkop.exchange.usecases.outbound import send_document
from samkop.ordering.documents.received_change import first_answer
from samkop.ordering.models import Order, OrderChange, ReceivedChange, ReceivedOrder
from samkop.ordering.policies import may_answer_received_order, may_take_order_in
from samkop.ordering.queries.received_orders import received_change_of, received_order_numbered
from samkop.ordering.rules.received_change import AskedChange
from samkop.ordering.usecases.order import require_not_cancelled
from samkop.ordering.usecases.order_change import Wanted, cancel_or_ask, change_asked
from samkop.ordering.vocabulary import ChangeKind
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

FACT = "received-change-decided"


def take_change_in(
    *, actor: Actor, now: datetime, asked: AskedChange, receiver_id: int, message_id: int
) -> ReceivedChange:
    """Ask the supplier for what a buyer's own system wants of the order that came from there.

    ``actor`` is the document's message, in the buyer's name; whoever the basket was fetched for
    stands as the person. Raises Refused, and keeps nothing then: ``not-allowed``,
    ``changed-order-unknown``, ``change-for-somebody-else``, ``change-of-another-kind``,
    ``order-line-unknown``, ``order-cancelled-already``, and as ``ask_for_change`` and
    ``ask_for_cancellation``.
    """
    known = received_change_of(message_id)
    if known is not None:
        return known
    require(may_take_order_in(actor))
    received = _received_order(actor.own_party_id, asked)
    if received.receiver_id != receiver_id:
        raise Refused(
            "change-for-somebody-else",
            _("Order %(number)s was sent to another address. Send its change there too."),
            number=asked.order_number,
        )  # fmt: skip
    order = Order.objects.select_for_update().get(id=received.order_id or 0)
    require_not_cancelled(order)
    change = _ask(order, received, asked, now)
    taken = create(
        ReceivedChange(
            received_order=received, change=change, **_said(actor, asked, receiver_id, message_id),
            received_at=now,
        )
    )  # fmt: skip
    tell(FACT, received_change_id=taken.pk, receiver_id=receiver_id)
    return taken


def refuse_change_in(
    *, actor: Actor, now: datetime, asked: AskedChange, receiver_id: int, message_id: int,
    code: str, sentence: str,
) -> ReceivedChange:  # fmt: skip
    """Write down that a change was not taken in, and why; it is answered so."""
    known = received_change_of(message_id)
    if known is not None:
        return known
    require(may_take_order_in(actor))
    refused = create(
        ReceivedChange(
            refusal_code=code[:60], sentence=sentence[:500], received_at=now,
            **_said(actor, asked, receiver_id, message_id),
        )
    )  # fmt: skip
    tell(FACT, received_change_id=refused.pk, receiver_id=receiver_id)
    return refused


def answer_received_change(
    *, actor: Actor, now: datetime, received_change_id: int
) -> Message | None:
    """Answer a change that was taken in or refused, in the name of whom it was sent to.

    None as of ``answer_received_order``. Raises Refused ``not-allowed``.
    """
    asked = ReceivedChange.objects.select_related("buyer", "receiver")
    received = asked.get(id=received_change_id)
    today = day_of(now, received.receiver.time_zone)
    return _send(actor, now, received, first_answer(received, today))


def pass_change_answer_on(
    *, actor: Actor, now: datetime, received_change_id: int, document: edocs.OrderResponseAdvanced
) -> Message | None:
    """Answer a buyer's change as its supplier has answered ours. Raises Refused ``not-allowed``."""
    received = ReceivedChange.objects.select_related("receiver").get(id=received_change_id)
    return _send(actor, now, received, document)


def _send(
    actor: Actor, now: datetime, received: ReceivedChange, document: edocs.OrderResponseAdvanced
) -> Message | None:
    require(may_answer_received_order(actor, received))
    if not may_exchange(received.receiver_id, received.buyer_id):
        return None
    return send_document(
        actor=actor, now=now, receiver_id=received.buyer_id, document_type=document.kind,
        number=document.id, issue_date=document.issue_date, content=edocs.write(document),
        subject=f"ordering.receivedchange:{received.pk}",
    )  # fmt: skip


def _received_order(buyer_id: int, asked: AskedChange) -> ReceivedOrder:
    """The order of the buyer's that is meant: the youngest of that number that was taken in."""
    found = received_order_numbered(buyer_id, asked.order_number)
    if found is None:
        raise Refused(
            "changed-order-unknown",
            _("No order %(number)s was taken in here. Check the number that the change names."),
            number=asked.order_number,
        )  # fmt: skip
    return found


def _ask(
    order: Order, received: ReceivedOrder, asked: AskedChange, now: datetime
) -> OrderChange | None:
    reservation = received.reservation
    assert reservation is not None  # noqa: S101 - what was taken in had one
    reason = asked.reason.strip() or asked.number
    person_id = reservation.person_id
    if asked.cancels:
        return cancel_or_ask(order, reason, now, person_id)
    if asked.other:
        raise Refused(
            "change-of-another-kind",
            _("Line %(line)s: only fewer of it or another day can be asked for. Order what is new"
              " with a basket of its own."),
            line=asked.other,
        )  # fmt: skip
    quantities = _by_our_numbers(received, asked.quantities or {})
    return change_asked(order, Wanted(quantities, reason, asked.requested_on, person_id), now)


def _by_our_numbers(received: ReceivedOrder, quantities: Mapping[str, int]) -> dict[int, int]:
    ours = {theirs: int(number) for number, theirs in received.line_ids.items()}
    unknown = next((theirs for theirs in quantities if theirs not in ours), None)
    if unknown is not None:
        raise Refused(
            "order-line-unknown",
            _("The order has no line %(line)s. Name its lines as the order did."),
            line=unknown,
        )
    return {ours[theirs]: count for theirs, count in quantities.items()}


def _said(
    actor: Actor, asked: AskedChange, receiver_id: int, message_id: int
) -> dict[str, str | int]:
    return {
        "buyer_id": actor.own_party_id, "receiver_id": receiver_id, "message_id": message_id,
        "kind": ChangeKind.CANCELLATION if asked.cancels else ChangeKind.CHANGE,
        "number": asked.number, "order_number": asked.order_number,
        "currency": asked.currency or party_of(actor.own_party_id).currency,
    }  # fmt: skip

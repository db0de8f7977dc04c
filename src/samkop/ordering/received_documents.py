"""What goes between the shop and purchasing systems as documents; one use-case call each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.utils import translation

from samkop.core import edocs
from samkop.core.edocs.punchout import ORDER_REQUEST
from samkop.core.period import day_of
from samkop.exchange.queries import load_document, message_actor, message_key
from samkop.ordering.documents.received_change import (
    asked_change,
    passed_on_answer,
    restated_change,
)
from samkop.ordering.documents.received_order import asked_order, passed_on_response
from samkop.ordering.models import OrderResponse, ReceivedChange, ReceivedOrder
from samkop.ordering.policies import ORDER_ANSWERER
from samkop.ordering.queries.received_orders import (
    received_change_behind,
    received_order_behind,
    received_order_numbered,
)
from samkop.ordering.rules.received_change import AskedChange
from samkop.ordering.rules.received_order import AskedOrder
from samkop.ordering.usecases.basket_documents import send_basket_back
from samkop.ordering.usecases.received_change import (
    answer_received_change,
    pass_change_answer_on,
    refuse_change_in,
    take_change_in,
)
from samkop.ordering.usecases.received_order import (
    answer_received_order,
    pass_answer_on,
    refuse_order_in,
    take_order_in,
)
from samkop.ordering.vocabulary import ResponseCode
from samkop.platform import actors
from samkop.platform.outbox import Fact
from samkop.platform.refusals import Refused, RunAgain
from samkop.platform.unit_of_work import perform, reading

Decided = TypeVar("Decided", ReceivedOrder, ReceivedChange)
JOB = ORDER_ANSWERER.removeprefix("job:")
DECIDED = (ResponseCode.ACCEPTED, ResponseCode.REFUSED)


def order_received(fact: Fact) -> None:
    """A buyer's own system has ordered."""
    decide_on_order(fact.body)


def decide_on_order(body: Mapping[str, Any]) -> ReceivedOrder:
    """Take an order in, or refuse it with the sentence that says why; once, however often asked.

    A refusal is an answer and no fault: the message is applied either way. The sentence is
    English, the language in which documents are answered. ``body`` is that of the fact
    ``message-received``.
    """
    document = _document(body)
    assert isinstance(document, edocs.Order)  # noqa: S101 - routed by its type
    return _decide(body, asked_order(document), take_order_in, refuse_order_in)


def order_change_received(fact: Fact) -> None:
    """A buyer's own system wants its order changed or cancelled."""
    decide_on_change(fact.body)


def decide_on_change(body: Mapping[str, Any]) -> ReceivedChange:
    """Ask the supplier for a change or cancellation, or refuse it; as ``decide_on_order``."""
    document = _document(body)
    assert isinstance(document, edocs.OrderChange | edocs.OrderCancellation)  # noqa: S101
    return _decide(body, _asked(body, document), take_change_in, refuse_change_in)


def _document(body: Mapping[str, Any]) -> edocs.Document:
    with reading(actors.job("exchange-inbound", body["receiver_id"])):
        return load_document(body["message_id"]).document


def _asked(
    body: Mapping[str, Any], document: edocs.OrderChange | edocs.OrderCancellation
) -> AskedChange:
    """What is asked for; where a change says the whole order anew (cXML), against the order."""
    if isinstance(document, edocs.OrderCancellation) or document.customization_id != ORDER_REQUEST:
        return asked_change(document)
    with reading(actors.job("exchange-inbound", body["receiver_id"])):
        received = received_order_numbered(body["sender_id"], document.order_reference)
        before = load_document(received.message_id).document if received else None
    if not isinstance(before, edocs.Order):
        return asked_change(document)  # of an order that is not known here: it is refused so
    return restated_change(document, before)


def _decide(
    body: Mapping[str, Any], asked: AskedOrder | AskedChange, take: Callable[..., Decided],
    refuse: Callable[..., Decided],
) -> Decided:  # fmt: skip
    actor, key = message_actor(body), message_key(body)
    came = {
        "asked": asked, "receiver_id": body["receiver_id"], "message_id": body["message_id"],
    }  # fmt: skip
    try:
        return perform(actor, take, key=key, **came)
    except RunAgain:
        raise
    except Refused as refused:
        with translation.override("en"):
            sentence = str(refused)
        return perform(actor, refuse, key=key, **came, code=refused.code, sentence=sentence)


def answer_to_received_change(fact: Fact) -> None:
    """A change was taken in or refused: whoever it was sent to answers."""
    perform(
        actors.job(JOB, fact.body["receiver_id"]), answer_received_change,
        key=fact.key_for("answer"), received_change_id=fact.body["received_change_id"],
    )  # fmt: skip


def answer_to_received_order(fact: Fact) -> None:
    """An order was taken in or refused: whoever it was sent to answers."""
    perform(
        actors.job(JOB, fact.body["receiver_id"]), answer_received_order,
        key=fact.key_for("answer"), received_order_id=fact.body["received_order_id"],
    )  # fmt: skip


def answer_to_pass_on(fact: Fact) -> None:
    """A supplier has answered: a buyer that ordered from its own system hears of it there.

    Read in the buyer's name, who alone sees the answer, and sent by whom it had ordered from.
    """
    with reading(actors.job("order-keeper", fact.body["buyer_id"])) as unit:
        received = received_order_behind(fact.body["order_id"])
        if received is None or received.order is None:
            return
        answer = OrderResponse.objects.prefetch_related("lines").get(id=fact.body["response_id"])
        if answer.is_about_change_alone:
            return  # a T76 about it would accept or refuse the order itself
        today = day_of(unit.now, received.receiver.time_zone)
        document = passed_on_response(received, answer, list(received.order.lines.all()), today)
    perform(
        actors.job(JOB, received.receiver_id), pass_answer_on, key=fact.key_for("pass-on"),
        received_order_id=received.pk, document=document,
    )  # fmt: skip


def change_answer_to_pass_on(fact: Fact) -> None:
    """A supplier says yes or no to what a buyer's own system has asked: it hears of it there.

    An answer line by line is passed on as one to the order (``answer_to_pass_on``); that the
    supplier has it, says nothing new.
    """
    with reading(actors.job("order-keeper", fact.body["buyer_id"])) as unit:
        answer = OrderResponse.objects.get(id=fact.body["response_id"])
        received = received_change_behind(answer.change_id)
        if received is None or answer.response_code not in DECIDED:
            return
        today = day_of(unit.now, received.receiver.time_zone)
        document = passed_on_answer(received, answer, today)
    perform(
        actors.job(JOB, received.receiver_id), pass_change_answer_on,
        key=fact.key_for("pass-change-on"), received_change_id=received.pk, document=document,
    )  # fmt: skip


def basket_to_send(fact: Fact) -> None:
    """A basket was reserved whose system wants it as a document: the shop sends it."""
    perform(
        actors.job("basket-sender", fact.body["purchasing_body_id"]), send_basket_back,
        key=fact.key_for("send"), reservation_id=fact.body["reservation_id"],
    )  # fmt: skip

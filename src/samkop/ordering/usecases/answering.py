"""A supplier's people answer an order by hand, with the document that a system would send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.core import edocs
from samkop.core.period import day_of
from samkop.exchange.models import Message
from samkop.exchange.usecases.by_hand import require_addresses, written
from samkop.exchange.usecases.outbound import send_document
from samkop.exchange.vocabulary import DocumentType
from samkop.ordering.documents import ByHand, change_response_document, response_document
from samkop.ordering.models import Order, OrderChange, OrderLine
from samkop.ordering.policies import may_answer
from samkop.ordering.queries import answers_by_hand, order_of
from samkop.ordering.rules.answering import Said
from samkop.ordering.vocabulary import CHANGE_TRANSITIONS, ORDER_TRANSITIONS
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def answer_order(
    *,
    actor: Actor,
    now: datetime,
    order_id: int,
    said: Sequence[Said],
    note_text: str = "",
    sales_order_id: str = "",
) -> Message:
    """Answer an order of one's own customers; the answer lies in the buyer's mailbox at once.

    ``said`` has each line of the order once. ``note_text`` is for the whole, and needed where
    nothing comes. Raises Refused: ``not-found``, ``not-allowed``, ``order-over``,
    ``lines-missing``, ``quantity-above-order``, ``promised-in-the-past``, ``day-missing``,
    ``reason-missing``, ``own-address-missing``, ``response-invalid``.
    """
    order = order_of(order_id)
    if order is None:
        raise not_found()
    require(may_answer(actor, order))
    today = day_of(now, party_of(actor.own_party_id).time_zone)
    _check(order, said, today)
    if not any(one.total for one in said) and not note_text.strip():
        raise Refused(
            "reason-missing", _("Write why nothing comes, so that the buyer knows what to do."),
            status=422, fields={"note": _("Write a reason.")},
        )  # fmt: skip
    number = f"OR-{order.number}-{answers_by_hand(order).count() + 1}"
    by_hand = ByHand(number, today, tuple(said), note_text.strip(), sales_order_id.strip())
    response = response_document(order, list(order.lines.all()), by_hand)
    return send_document(
        actor=actor, now=now, receiver_id=order.buyer_id, document_type="order-response",
        number=number, issue_date=today, content=_content(order, response),
        subject=f"ordering.answer:{order.pk}", by_hand=True,
    )  # fmt: skip


def answer_change(
    *, actor: Actor, now: datetime, order_id: int, change_id: int, agreed: bool,
    promised_on: date | None = None, note_text: str = "",
) -> Message:  # fmt: skip
    """Say yes or no to what a customer asks of its order, or has decided on it; a no needs words.

    ``promised_on`` is by when the rest comes, where it is another day than before. Raises
    Refused: ``not-found``, ``not-allowed``, ``change-answered-already``,
    ``promised-in-the-past``, ``reason-missing``, ``own-address-missing``, ``response-invalid``.
    """
    order = order_of(order_id)
    asked = OrderChange.objects.filter(id=change_id, order_id=order_id).first()
    if order is None or asked is None:
        raise not_found()
    require(may_answer(actor, order))
    number = f"{asked.number}-R"
    sent = answers_by_hand(order).filter(number=number)
    if asked.state not in CHANGE_TRANSITIONS or sent.exists():
        raise Refused(
            "change-answered-already",
            _("This has been answered already. The order shows what it came to."),
        )  # fmt: skip
    today = day_of(now, party_of(actor.own_party_id).time_zone)
    if promised_on is not None and promised_on < today:
        raise Refused(
            "promised-in-the-past", _("The promised day has passed. Correct it."), status=422,
            fields={"promised_on": _("Choose a later day.")},
        )  # fmt: skip
    if not agreed and not note_text.strip():
        raise Refused(
            "reason-missing", _("Write why not, so that the buyer knows what to do."),
            status=422, fields={"note": _("Write a reason.")},
        )  # fmt: skip
    response = change_response_document(
        asked, order, number, today, agreed=agreed, words=note_text.strip(),
        promised_on=promised_on,
    )  # fmt: skip
    return send_document(
        actor=actor, now=now, receiver_id=order.buyer_id,
        document_type=DocumentType.ORDER_RESPONSE_ADVANCED, number=number, issue_date=today,
        content=_content(order, response), subject=f"ordering.answer:{order.pk}", by_hand=True,
    )  # fmt: skip


def _content(order: Order, response: edocs.Document) -> bytes:
    require_addresses(order.supplier, order.buyer)
    return written(response, "response-invalid")


def _check(order: Order, said: Sequence[Said], today: date) -> None:
    if order.state not in ORDER_TRANSITIONS:
        raise Refused(
            "order-over", _("The order is over: nothing of it comes any more."),
        )  # fmt: skip
    lines = {line.line_number: line for line in order.lines.all()}
    if sorted(one.line_number for one in said) != sorted(lines):
        raise Refused(
            "lines-missing", _("Answer each line of the order. Load the page again."), status=422
        )
    for one in said:
        _check_line(one, lines, today)


def _check_line(one: Said, lines: Mapping[int, OrderLine], today: date) -> None:
    line = lines[one.line_number]
    if one.quantity < 0 or one.later < 0 or one.total > line.quantity:
        raise Refused(
            "quantity-above-order",
            _("Line %(line)s: %(ordered)s were ordered. Confirm as many or fewer, now and later"
              " together."),
            status=422, line=one.line_number, ordered=line.quantity,
            fields={f"quantity_{one.line_number}": _("More than was ordered.")},
        )  # fmt: skip
    if (one.quantity and one.promised_on is None) or (one.later and one.later_on is None):
        raise Refused(
            "day-missing", _("Line %(line)s: write by which day it comes."),
            status=422, line=one.line_number,
            fields={
                f"{'later_on' if one.promised_on else 'promised'}_{one.line_number}": _(
                    "Choose the day."
                )
            },
        )  # fmt: skip
    if any(day is not None and day < today for day in (one.promised_on, one.later_on)):
        raise Refused(
            "promised-in-the-past", _("Line %(line)s: the promised day has passed. Correct it."),
            status=422, line=one.line_number,
        )  # fmt: skip

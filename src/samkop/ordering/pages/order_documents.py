"""The documents of an order: whoever may see the order may read them.

The mailbox with everything else in it stays with those whose work it is.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.exchange.models import Message
from samkop.exchange.pages.shown import TONES, document_file, shown_document
from samkop.exchange.queries import documents_of
from samkop.exchange.vocabulary import MessageState
from samkop.ordering.models import Order
from samkop.ordering.policies import may_see_order
from samkop.ordering.queries import order_of
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import not_found

RESPONSE_TONES = {"AB": "info", "AP": "good", "CA": "warn", "RE": "bad"}


@page()
def document(
    request: HttpRequest, actor: Actor, order_id: int, message_id: int
) -> tuple[str, dict[str, Any]]:
    """One document of an order, to be read."""
    order, message = _found(actor, order_id, message_id)
    shown, excerpt = shown_document(message)
    title = _("Order %(number)s") % {"number": order.number}
    return "ordering/order_document.html", {
        "order": order,
        "message": message,
        "tone": TONES[MessageState(message.state)],
        "document": shown,
        "excerpt": excerpt,
        "trail": [(title, reverse("order", args=[order.pk]))],
    }


@page()
def file(request: HttpRequest, actor: Actor, order_id: int, message_id: int) -> HttpResponse:
    """One document of an order, as it came or went."""
    return document_file(_found(actor, order_id, message_id)[1])


def documents_on(order: Order) -> list[dict[str, Any]]:
    """The order's own message and the suppliers' answers, as far as one may see them."""
    answers = {answer.message_id: answer for answer in order.responses.all()}
    items = []
    for message in documents_of(subject_of(order), answers):
        answer = answers.get(message.pk)
        items.append(
            {
                "label": f"{message.get_document_type_display()} {message.number}",
                "url": reverse("order-document", args=[order.pk, message.pk]),
                "xml_url": reverse("order-document-file", args=[order.pk, message.pk]),
                "at": answer.received_at if answer else message.created_at,
                "tone": RESPONSE_TONES[answer.response_code] if answer else "neutral",
                "state": (answer.get_response_code_display() if answer
                          else message.get_state_display()),
            }
        )  # fmt: skip
    return items


def _found(actor: Actor, order_id: int, message_id: int) -> tuple[Order, Message]:
    """The order and its document. Raises Refused ``not-found``, ``not-allowed``."""
    order = order_of(order_id)
    if order is None:
        raise not_found()
    allow(may_see_order(actor, order))
    answers = [answer.message_id for answer in order.responses.all()]
    message = documents_of(subject_of(order), answers).filter(id=message_id).first()
    if message is None:
        raise not_found()
    return order, message

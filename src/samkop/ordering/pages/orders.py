"""Orders: the list, and one order with its answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.exchange.queries import documents_of
from samkop.ordering.models import Order, OrderLine, OrderResponse
from samkop.ordering.pages.origins import origins_of
from samkop.ordering.pages.posted import number_of
from samkop.ordering.policies import (
    may_cancel,
    may_decide_substitute,
    may_see_order,
    may_see_orders,
)
from samkop.ordering.queries import PAGE, open_offers, order_of, orders_of
from samkop.ordering.queries.shortages import allocated_to
from samkop.ordering.usecases.order import cancel_order, standing_of
from samkop.ordering.usecases.order_response import decide_substitute
from samkop.ordering.vocabulary import DONE, OrderState
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import perform

TONES = {
    OrderState.PLACED: "info",
    OrderState.ACKNOWLEDGED: "info",
    OrderState.CONFIRMED: "good",
    OrderState.PARTLY_CONFIRMED: "warn",
    OrderState.SUBSTITUTE_OFFERED: "warn",
    OrderState.REFUSED: "bad",
    OrderState.CANCELLED: "neutral",
}


@page()
def orders(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """The organisation's orders, newest first, filtered by state in the address."""
    allow(may_see_orders(actor))
    state = request.GET.get("state", "")
    found = orders_of(
        actor.own_party_id,
        before=number_of(request.GET.get("after", "")),
        state=state if state in OrderState.values else "",
    )
    context = {
        "rows": [(order, TONES[OrderState(order.state)]) for order in found[:PAGE]],
        "following": found[PAGE - 1].pk if len(found) > PAGE else None,
        "states": [(value, label, value == state) for value, label in OrderState.choices],
        "state": state,
    }
    return "ordering/orders.html", context


@page()
def order(request: HttpRequest, actor: Actor, order_id: int) -> tuple[str, dict[str, Any]]:
    """One order: lines with what became of them, the answers, the documents, the history."""
    found = order_of(order_id)
    if found is None:
        raise not_found()
    allow(may_see_order(actor, found))
    own = found.buyer_id == actor.party_id
    context = {
        "order": found,
        "tone": TONES[OrderState(found.state)],
        "own": own,
        "lines": (lines := _lines(found)),
        "origins": origins_of(row["line"] for row in lines),
        "documents": _documents(found),
        "may_cancel": may_cancel(actor, found),
        "may_decide": may_decide_substitute(actor, found),
        "history": history_of(subject_of(found), DONE),
    }
    return "ordering/order.html", context


@act()
def cancel(request: HttpRequest, actor: Actor, order_id: int) -> Answer:
    """Cancel an order that has not been sent."""
    perform(actor, cancel_order, order_id=order_id)
    return Answer(
        to=reverse("order", args=[order_id]),
        message=_("Cancelled. Budget and ceiling have been given back."),
    )


@act()
def decide(request: HttpRequest, actor: Actor, order_id: int, line_id: int) -> Answer:
    """Accept or decline an offered substitute."""
    accepted = request.POST.get("decision") == "accept"
    perform(
        actor, decide_substitute, order_id=order_id, response_line_id=line_id, accepted=accepted
    )
    message = _("Substitute accepted.") if accepted else _("Substitute declined.")
    return Answer(to=reverse("order", args=[order_id]), message=message)


def _lines(order: Order) -> list[dict[str, Any]]:
    """Each line with what stands of it, what was promised, and an open substitute."""
    lines = list(order.lines.all())
    standing = standing_of(order, lines)
    answers, offers = list(order.responses.all()), open_offers(order.pk)
    allocated = allocated_to(order)
    return [
        {
            "line": line,
            "standing": standing[line.line_number],
            "missing": line.quantity - standing[line.line_number],
            "substitute": offers.get(line.line_number),
            "allocated": allocated.get(line.line_number),
            **_answered(line, answers),
        }
        for line in lines
    ]


def _answered(line: OrderLine, answers: list[OrderResponse]) -> dict[str, Any]:
    said = [
        answered
        for answer in answers
        for answered in answer.lines.all()
        if answered.line_number == line.line_number
    ]
    whole = [answer.promised_on for answer in answers if answer.promised_on]
    if not said:
        return {"promised_on": whole[-1] if whole else None, "note": ""}
    newest = said[-1]
    return {
        "promised_on": newest.promised_on or (whole[-1] if whole else None),
        "note": newest.note,
    }


def _documents(order: Order) -> list[dict[str, Any]]:
    """The order's own message and the suppliers' answers, as far as one may see them."""
    sent = [
        {
            "label": _("Order %(number)s") % {"number": message.number},
            "url": reverse("message", args=[message.pk]), "xml_url": "",
            "at": message.created_at, "tone": "neutral", "state": message.get_state_display(),
        }
        for message in documents_of(subject_of(order))
    ]  # fmt: skip
    answers = [
        {
            "label": _("Order response %(number)s") % {"number": answer.number},
            "url": reverse("message", args=[answer.message_id]), "xml_url": "",
            "at": answer.received_at, "tone": "info",
            "state": answer.get_response_code_display(),
        }
        for answer in order.responses.all()
    ]  # fmt: skip
    return [*sent, *answers]

"""The supplier's portal: an order answered by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.core.period import day_of
from samkop.ordering.models import Order
from samkop.ordering.pages.answer_form import AnswerForm
from samkop.ordering.pages.change_forms import ChangeAnswerForm
from samkop.ordering.pages.changes_shown import asked_rows, decisions_in
from samkop.ordering.policies import may_answer
from samkop.ordering.queries import answers_by_hand, order_of
from samkop.ordering.usecases.answering import answer_order
from samkop.ordering.vocabulary import CHANGE_TRANSITIONS, ORDER_TRANSITIONS
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import current_unit, perform, reading

# What the form suggests; the supplier writes its own.
USUAL = timedelta(days=7)


def answer_page(
    request: HttpRequest, actor: Actor, order_id: int, refused: Refused | None = None, *,
    refused_change: Refused | None = None,
) -> tuple[str, dict[str, Any]]:  # fmt: skip
    """The page with the fields for an answer, and what the buyer asks, if it asks anything."""
    order = _answerable(actor, order_id)
    waiting = [one for one in order.changes.all() if one.state in CHANGE_TRANSITIONS]
    asked = min(waiting, key=lambda one: one.sequence_number, default=None)
    change_form = ChangeAnswerForm(request.POST if refused_change else None, auto_id="id_change_%s")
    form = _form(request, actor, order, sent=refused is not None)
    return "ordering/order_answer.html", {
        "order": order,
        "form": with_refusal(form, refused),
        "asked": asked,
        "asked_rows": asked_rows(order, asked) if asked else [],
        "decisions": decisions_in(order, asked) if asked else [],
        "over": order.state not in ORDER_TRANSITIONS,
        "change_form": with_refusal(change_form, refused_change),
        "key": f"{order.pk}-{answers_by_hand(order).count()}",
        "trail": [
            (_("Orders"), reverse("orders")),
            (_("Order %(number)s") % {"number": order.number}, reverse("order", args=[order.pk])),
        ],
    }


answer = page()(answer_page)


@act(again=answer_page)
def send(request: HttpRequest, actor: Actor, order_id: int) -> Answer:
    """Send the answer."""
    with reading(actor):
        form = _form(request, actor, _answerable(actor, order_id), sent=True)
        values = checked(form)
    perform(
        actor, answer_order, key=request.POST.get("key", "")[:64] or None, order_id=order_id,
        said=form.said(), note_text=values["note"], sales_order_id=values["sales_order_id"],
    )  # fmt: skip
    return Answer(
        to=reverse("order", args=[order_id]),
        message=_("Your answer is on its way to the buyer. The order shows it in a moment."),
    )


def _answerable(actor: Actor, order_id: int) -> Order:
    order = order_of(order_id)
    if order is None:
        raise not_found()
    allow(may_answer(actor, order))
    return order


def _form(request: HttpRequest, actor: Actor, order: Order, *, sent: bool) -> AnswerForm:
    today = day_of(current_unit().now, party_of(actor.own_party_id).time_zone)
    return AnswerForm(
        request.POST if sent else None, lines=list(order.lines.all()), promised=today + USUAL
    )

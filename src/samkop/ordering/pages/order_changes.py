"""Changing or cancelling an order that has gone out; and the supplier's answer to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.ordering.models import Order
from samkop.ordering.pages.answering import answer_page
from samkop.ordering.pages.change_forms import CancellationForm, ChangeAnswerForm, ChangeForm
from samkop.ordering.policies import may_ask_for_change
from samkop.ordering.queries import order_of
from samkop.ordering.queries.line_progress import progress_in
from samkop.ordering.usecases.answering import answer_change
from samkop.ordering.usecases.order_change import (
    CHANGEABLE,
    ask_for_cancellation,
    ask_for_change,
)
from samkop.ordering.vocabulary import ChangeState, OrderState
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform, reading


def _page(
    request: HttpRequest, actor: Actor, order_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    order = _askable(actor, order_id)
    changes = "requested_on" in request.POST
    sent = refused is not None
    form = _change_form(request, order, sent=sent and changes)
    cancellation = CancellationForm(
        request.POST if sent and not changes else None, auto_id="id_cancel_%s"
    )
    progress = form.progress.values()
    return "ordering/order_change.html", {
        "order": order,
        "form": with_refusal(form, refused if changes else None),
        "cancellation": with_refusal(cancellation, None if changes else refused),
        "waits": any(one.state == ChangeState.ASKED for one in order.changes.all()),
        "may_change": order.state in CHANGEABLE,
        "may_cancel": not any(one.gone for one in progress),
        "trail": _trail(order),
    }


change_order = page()(_page)


@act(again=_page)
def cancel(request: HttpRequest, actor: Actor, order_id: int) -> Answer:
    """Take the whole order back: at once, or by asking the supplier."""
    values = checked(CancellationForm(request.POST))
    order = perform(actor, ask_for_cancellation, order_id=order_id, reason=values["reason"])
    at_once = order.state == OrderState.CANCELLED
    return Answer(
        to=reverse("order", args=[order_id]),
        message=_("Cancelled. Budget and ceiling have been given back.") if at_once else
        _("The supplier is asked. Its answer shows here, and you are told."),
    )  # fmt: skip


@act(again=_page)
def ask(request: HttpRequest, actor: Actor, order_id: int) -> Answer:
    """Ask for fewer, or for another day."""
    with reading(actor):
        form = _change_form(request, _askable(actor, order_id), sent=True)
        values = checked(form)
    perform(
        actor, ask_for_change, order_id=order_id, quantities=form.wanted(),
        requested_on=values["requested_on"], reason=values["reason"],
    )  # fmt: skip
    return Answer(
        to=reverse("order", args=[order_id]),
        message=_("The supplier is asked. Its answer shows here, and you are told."),
    )


def _answer_again(
    request: HttpRequest, actor: Actor, order_id: int, change_id: int,
    refused: Refused | None = None,
) -> tuple[str, dict[str, Any]]:  # fmt: skip
    return answer_page(request, actor, order_id, refused_change=refused)


@act(again=_answer_again)
def answer(request: HttpRequest, actor: Actor, order_id: int, change_id: int) -> Answer:
    """The supplier says yes or no."""
    values = checked(ChangeAnswerForm(request.POST))
    perform(
        actor, answer_change, order_id=order_id, change_id=change_id,
        agreed=request.POST.get("decision") == "agree", promised_on=values["promised_on"],
        note_text=values["note"],
    )  # fmt: skip
    return Answer(
        to=reverse("order", args=[order_id]),
        message=_("Your answer is on its way to the buyer. The order shows it in a moment."),
    )


def _askable(actor: Actor, order_id: int) -> Order:
    order = order_of(order_id)
    if order is None:
        raise not_found()
    allow(may_ask_for_change(actor, order))
    return order


def _change_form(request: HttpRequest, order: Order, *, sent: bool) -> ChangeForm:
    return ChangeForm(
        request.POST if sent else None, lines=list(order.lines.all()),
        progress=progress_in(order),
    )  # fmt: skip


def _trail(order: Order) -> list[tuple[str, str]]:
    return [
        (_("Orders"), reverse("orders")),
        (_("Order %(number)s") % {"number": order.number}, reverse("order", args=[order.pk])),
    ]

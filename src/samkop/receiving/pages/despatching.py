"""The supplier's portal: goods despatched by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.core.period import day_of
from samkop.exchange.queries import documents_of
from samkop.ordering.models import Order
from samkop.ordering.queries import order_of
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import current_unit, perform, reading
from samkop.receiving.pages.despatch_form import DespatchForm, Sendable
from samkop.receiving.policies import may_despatch
from samkop.receiving.queries.despatching import left_to_send, subject_of_despatch
from samkop.receiving.rules.despatching import listed
from samkop.receiving.usecases.despatching import despatch_order

# What the form suggests; the supplier writes its own.
USUAL = timedelta(days=2)


def _despatch(
    request: HttpRequest, actor: Actor, order_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    order = _sendable(actor, order_id)
    form = _form(request, order, sent=refused is not None)
    return "receiving/order_despatch.html", {
        "order": order,
        "form": with_refusal(form, refused),
        "nothing_left": not any(row.left for row in form.lines),
        "key": f"{order.pk}-{documents_of(subject_of_despatch(order.pk)).count()}",
        "trail": [
            (_("Orders"), reverse("orders")),
            (_("Order %(number)s") % {"number": order.number}, reverse("order", args=[order.pk])),
        ],
    }


despatch = page()(_despatch)


@act(again=_despatch)
def send(request: HttpRequest, actor: Actor, order_id: int) -> Answer:
    """Send the despatch advice."""
    with reading(actor):
        form = _form(request, _sendable(actor, order_id), sent=True)
        values = checked(form)
    perform(
        actor, despatch_order, key=request.POST.get("key", "")[:64] or None, order_id=order_id,
        sent=form.sent(), expected_on=values["expected_on"], carrier=values["carrier"],
        tracking_id=values["tracking_id"], package_marks=listed(values["package_marks"]),
        rest_reason=values["rest_reason"], note_text=values["note"],
    )  # fmt: skip
    return Answer(
        to=reverse("order", args=[order_id]),
        message=_("The buyer is told what is on its way. The order shows it in a moment."),
    )


def _sendable(actor: Actor, order_id: int) -> Order:
    order = order_of(order_id)
    if order is None:
        raise not_found()
    allow(may_despatch(actor, order))
    return order


def _form(request: HttpRequest, order: Order, *, sent: bool) -> DespatchForm:
    today = day_of(current_unit().now, order.supplier.time_zone)
    left = left_to_send(order)
    rows = [Sendable(line, left[line.line_number]) for line in order.lines.all()]
    return DespatchForm(request.POST if sent else None, rows=rows, expected_on=today + USUAL)

"""The lines behind the figures: what each was promised, first and last, and when it came."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samkop.ordering.models import DeliveryPromise
from samkop.ordering.policies import (
    may_see_orders,
    may_see_requisitions,
    may_see_reservations,
)
from samkop.ordering.queries.delivery_promises import sides_of
from samkop.ordering.rules.outcomes import days_late
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Days,
    Empty,
    Listing,
    Search,
    code,
    day,
    list_page,
    nothing,
    number,
    pill,
    text,
)
from samkop.platform.pages import page
from samkop.platform.pages.page import allow


class Listed(NamedTuple):
    """A promise, and by how many days it is late as of today; None where it is not."""

    promise: DeliveryPromise
    late: int | None


def _prepare(promises: list[DeliveryPromise]) -> list[Listed]:
    today = own_today()
    return [
        Listed(one, days_late(one.first_on, one.completed_on, today) if one.quantity else None)
        for one in promises
    ]


def _outcome(one: Listed) -> Cell:
    if not one.promise.quantity:
        return pill("bad", _("Does not come"))
    if one.late:
        return pill("bad", _("Late"))
    return pill("good", _("In time")) if one.promise.completed_on else pill("info", _("Promised"))


def _narrow(rows: QuerySet[DeliveryPromise], outcome: str) -> QuerySet[DeliveryPromise]:
    today = own_today()
    late = Q(completed_on__gt=F("first_on")) | Q(completed_on=None, first_on__lt=today)
    return {
        "in-time": rows.filter(completed_on__lte=F("first_on")),
        "late": rows.filter(late, quantity__gt=0),
        "never": rows.filter(quantity=0),
        "coming": rows.filter(completed_on=None, first_on__gte=today, quantity__gt=0),
    }[outcome]


def _since(rows: QuerySet[DeliveryPromise], on: date) -> QuerySet[DeliveryPromise]:
    return rows.filter(first_on__gte=on)


def _until(rows: QuerySet[DeliveryPromise], on: date) -> QuerySet[DeliveryPromise]:
    return rows.filter(first_on__lte=on)


KEPT: Listing[Listed] = Listing(
    name="kept-promises",
    title=gettext_lazy("Promised lines and what came of them"),
    address="kept-promises",
    order="-first",
    columns=(
        Column(
            "item", gettext_lazy("Item"), lambda one: text(one.promise.line.shown_name),
            link=lambda one: reverse("order", args=[one.promise.order_id]),
            second=lambda one: one.promise.order.number,
        ),
        Column(
            "number", gettext_lazy("Order"), lambda one: code(one.promise.order.number),
            usual=False,
        ),
        Column(
            "buyer", pgettext_lazy("organisation", "Buyer"),
            lambda one: text(str(one.promise.buyer)),
        ),
        Column("supplier", gettext_lazy("Supplier"), lambda one: text(str(one.promise.supplier))),
        Column(
            "agreement", gettext_lazy("Agreement"),
            lambda one: code(one.promise.agreement.number), usual=False,
        ),
        Column("outcome", gettext_lazy("Outcome"), _outcome),
        Column(
            "first", gettext_lazy("Promised first"), lambda one: day(one.promise.first_on),
            sort="first_on", down=True,
        ),
        Column("newest", gettext_lazy("Promised last"), lambda one: day(one.promise.last_on)),
        Column("came", gettext_lazy("Came"), lambda one: day(one.promise.completed_on)),
        Column(
            "late", gettext_lazy("Days late"),
            lambda one: number(one.late) if one.late else nothing(), numeric=True,
        ),
        Column(
            "quantity", gettext_lazy("Quantity"), lambda one: number(one.promise.quantity),
            numeric=True, usual=False,
        ),
    ),
    filters=(
        Choice(
            "outcome", gettext_lazy("Outcome"),
            [
                ("in-time", gettext_lazy("In time")), ("late", gettext_lazy("Late")),
                ("never", gettext_lazy("Does not come")),
                ("coming", gettext_lazy("Still to come")),
            ],
            _narrow,
        ),
        Search(
            "agreement", gettext_lazy("Agreement's number"),
            lambda rows, asked: rows.filter(agreement__number=asked),
        ),
        Days("since", gettext_lazy("Promised from"), _since),
        Days("until", gettext_lazy("until"), _until),
    ),
    empty=Empty(
        gettext_lazy("No line has been promised for these days"),
        gettext_lazy("A line shows here once its supplier has promised a day."), "check",
    ),
    prepare=_prepare,
)  # fmt: skip


@page()
def kept_promises(request: HttpRequest, actor: Actor) -> Any:
    """Every promised line that its buyer has not taken back, the newest first."""
    allow(may_see_orders(actor))
    return list_page(
        request, actor, KEPT, [rows.filter(wanted__gt=0) for rows in sides_of(actor.own_party_id)],
        "ordering/order_lists.html",
        sees_orders=True, sees_requisitions=may_see_requisitions(actor),
        sees_reservations=may_see_reservations(actor),
    )  # fmt: skip

"""What suppliers have promised and what has not come: late first where it is critical."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samkop.ordering.models import DeliveryPromise
from samkop.ordering.policies import (
    may_see_orders,
    may_see_requisitions,
    may_see_reservations,
    may_set_delivery_warning,
)
from samkop.ordering.queries.delivery_promises import here_of, promise_sides
from samkop.ordering.queries.delivery_warnings import warning_days_of
from samkop.ordering.rules.promises import Stage, stage_of
from samkop.parties.queries import own_today
from samkop.parties.vocabulary import Criticality
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_date, format_number
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Empty,
    Listing,
    code,
    day,
    list_page,
    number,
    pill,
    text,
)
from samkop.platform.pages import page
from samkop.platform.pages.page import allow

TONES = {
    Criticality.CRITICAL: "bad",
    Criticality.IMPORTANT: "warn",
    Criticality.ORDINARY: "neutral",
}


TIMES, SHORT = "\N{MULTIPLICATION SIGN}", "SHORT_DATE_FORMAT"


class Listed(NamedTuple):
    """A promise, how many of it are here, and whether it is late or soon will be."""

    promise: DeliveryPromise
    here: int
    stage: Stage | None


def _prepare(promises: list[DeliveryPromise]) -> list[Listed]:
    """What is here of each, and when its buyer is warned; two queries."""
    here, today = here_of(promises), own_today()
    days = warning_days_of(one.buyer_id for one in promises)
    return [
        Listed(
            one, here.get((one.order_id, one.line_number), 0),
            stage_of(one.due_on, today, days[one.buyer_id].at(one.criticality)),
        )
        for one in promises
    ]  # fmt: skip


def _state(one: Listed) -> Cell:
    if one.stage == Stage.LATE:
        return pill("bad", _("Late"))
    return pill("warn", _("Soon late")) if one.stage else pill("info", _("Promised"))


def _parts(one: Listed) -> str:
    """The parts where there are several, each with its day."""
    parts = one.promise.parts
    if len(parts) < 2:  # noqa: PLR2004 - one part is the column itself
        return ""
    return ", ".join(
        f"{format_number(count)} {TIMES} {format_date(date.fromisoformat(when), SHORT)}"
        for count, when in parts
    )


def _narrow(rows: Any, state: str) -> Any:
    today = own_today()
    return rows.filter(due_on__lt=today) if state == "late" else rows.filter(due_on__gte=today)


PROMISES: Listing[Listed] = Listing(
    name="delivery-promises",
    title=gettext_lazy("Promised deliveries"),
    address="delivery-promises",
    order="urgency",
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
            "urgency", gettext_lazy("Place of use"),
            lambda one: pill(
                TONES[Criticality(one.promise.criticality)],
                one.promise.get_criticality_display(),
            ),
            sort="rank",
        ),
        Column("state", gettext_lazy("State"), _state),
        Column(
            "outstanding", gettext_lazy("Outstanding"),
            lambda one: number(max(one.promise.quantity - one.here, 0)), numeric=True,
        ),
        Column("due", gettext_lazy("Promised"), lambda one: day(one.promise.due_on),
               second=_parts),
        Column("first", gettext_lazy("Promised first"), lambda one: day(one.promise.first_on)),
    ),
    filters=(
        Choice(
            "state", gettext_lazy("State"),
            [("late", gettext_lazy("Late")), ("coming", gettext_lazy("Not late"))], _narrow,
        ),
        Choice(
            "place", gettext_lazy("Place of use"), Criticality.choices,
            lambda rows, place: rows.filter(criticality=place),
        ),
    ),
    empty=Empty(
        gettext_lazy("Nothing that was promised is still to come"),
        gettext_lazy("A line shows here once its supplier has promised a day, until it is here."),
        "check",
    ),
    prepare=_prepare,
)  # fmt: skip


@page()
def promises(request: HttpRequest, actor: Actor) -> Any:
    """Open promises of all suppliers: critical places first, then by day."""
    allow(may_see_orders(actor))
    return list_page(
        request, actor, PROMISES, promise_sides(actor.own_party_id), "ordering/order_lists.html",
        sees_orders=True, sees_requisitions=may_see_requisitions(actor),
        sees_reservations=may_see_reservations(actor),
        may_set_warning=may_set_delivery_warning(actor),
    )  # fmt: skip

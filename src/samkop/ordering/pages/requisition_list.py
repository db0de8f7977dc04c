"""The organisation's requisitions, in one list: whoever decides or sees all orders reads it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.ordering.models import Requisition
from samkop.ordering.pages.progress import progress_of
from samkop.ordering.policies import may_see_orders, may_see_requisitions, may_see_reservations
from samkop.ordering.queries import all_requisitions_of
from samkop.ordering.vocabulary import RequisitionState
from samkop.parties.models import CostCentre
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_number
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Days,
    Empty,
    Listing,
    code,
    day,
    list_page,
    money,
    pill,
    text,
)
from samkop.platform.lists.days import from_day, to_day
from samkop.platform.lists.declared import Options
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit


def _state(requisition: Requisition) -> Cell:
    progress = progress_of(requisition)
    return pill(progress.tone, progress.label)


def _what(requisition: Requisition) -> Cell:
    return text(
        ", ".join(
            f"{format_number(line.quantity)} × {line.shown_name}"  # noqa: RUF001 - the sign of times
            for line in requisition.lines.all()
        )
    )


def _for(requisition: Requisition) -> str:
    if requisition.requester_id == requisition.recipient_id:
        return ""
    return _("for %(recipient)s") % {"recipient": requisition.recipient}


def _centres() -> Options:
    centres = CostCentre.objects.filter(party_id=current_unit().actor.own_party_id)
    return [(str(one.pk), str(one)) for one in centres.order_by("code", "id")]


REQUISITIONS: Listing[Requisition] = Listing(
    name="requisitions",
    title=gettext_lazy("Requisitions"),
    address="requisitions",
    order="-sent",
    columns=(
        Column(
            "number", gettext_lazy("Requisition"), lambda one: code(one.number),
            link=lambda one: reverse("requisition", args=[one.pk]),
        ),
        Column(
            "requester", gettext_lazy("Asked for by"), lambda one: text(str(one.requester)),
            second=_for,
        ),
        Column(
            "recipient", gettext_lazy("Recipient"), lambda one: text(str(one.recipient)),
            usual=False,
        ),
        Column("what", gettext_lazy("What"), _what),
        Column(
            "cost_centre", gettext_lazy("Cost centre"), lambda one: text(str(one.cost_centre)),
        ),
        Column(
            "site", gettext_lazy("Site"), lambda one: text(str(one.delivery_location)),
            usual=False,
        ),
        Column("state", gettext_lazy("State"), _state),
        Column(
            "sent", gettext_lazy("Sent in"), lambda one: day(one.submitted_at),
            sort="submitted_at", down=True,
        ),
        Column(
            "sum", gettext_lazy("Sum when sent in"),
            lambda one: money(one.total_cents, one.currency), sort="total_cents", down=True,
            numeric=True,
        ),
    ),
    filters=(
        Choice(
            "state", gettext_lazy("State"), RequisitionState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Choice(
            "cost_centre", gettext_lazy("Cost centre"), _centres,
            lambda rows, centre: rows.filter(cost_centre_id=int(centre)),
        ),
        Days("since", gettext_lazy("Sent in from"), from_day("submitted_at")),
        Days("until", gettext_lazy("until"), to_day("submitted_at")),
    ),
    empty=Empty(
        gettext_lazy("Nobody has asked for anything yet"),
        gettext_lazy("What people send in from the shop shows here."),
    ),
)  # fmt: skip


@page()
def requisitions(request: HttpRequest, actor: Actor) -> Any:
    """Everything that the organisation's people have asked for, the newest first."""
    allow(may_see_requisitions(actor))
    return list_page(
        request, actor, REQUISITIONS, all_requisitions_of(actor.own_party_id),
        "ordering/order_lists.html", sees_orders=may_see_orders(actor), sees_requisitions=True,
        sees_reservations=may_see_reservations(actor),
    )  # fmt: skip

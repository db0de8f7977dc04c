"""The list of work orders: on one's own devices, and those that one does for others."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.fleet.models import WorkOrder
from samkop.fleet.pages.work_shown import WORK_TONES, window_of
from samkop.fleet.vocabulary import WorkKind, WorkLineState, WorkState
from samkop.platform.lists import (
    Choice,
    Column,
    Days,
    Empty,
    Listing,
    code,
    day,
    number,
    pill,
    text,
)


def _devices(order: WorkOrder) -> int:
    return len(order.lines.all())


def _done(order: WorkOrder) -> int:
    return sum(line.state == WorkLineState.DONE for line in order.lines.all())


WORK_ORDERS: Listing[WorkOrder] = Listing(
    name="work-orders",
    title=_("Work orders"),
    address="work-orders",
    order="-due",
    columns=(
        Column(
            "number", _("Work order"), lambda one: code(one.number),
            link=lambda one: reverse("work-order", args=[one.pk]),
        ),
        Column("kind", _("Work"), lambda one: text(one.get_kind_display())),
        Column(
            "site", _("Site"), lambda one: text(one.site_name),
            second=lambda one: f"{one.postal_code} {one.city}".strip(),
        ),
        Column(
            "due", pgettext_lazy("work", "Due"), lambda one: day(one.due_on), sort="due_on",
            down=True, second=window_of,
        ),
        Column("performer", _("Done by"), lambda one: text(one.performer.legal_name)),
        Column("owner", _("For"), lambda one: text(one.owner.legal_name), usual=False),
        Column("devices", _("Devices"), lambda one: number(_devices(one)), numeric=True),
        Column("done", _("Devices done"), lambda one: number(_done(one)), numeric=True),
        Column(
            "state", _("State"),
            lambda one: pill(WORK_TONES[WorkState(one.state)], one.get_state_display()),
        ),
    ),
    filters=(
        Choice("state", _("State"), WorkState.choices,
               lambda rows, state: rows.filter(state=state)),
        Choice("kind", _("Work"), WorkKind.choices, lambda rows, kind: rows.filter(kind=kind)),
        Days("since", _("Due from"), lambda rows, day: rows.filter(due_on__gte=day)),
        Days("until", _("until"), lambda rows, day: rows.filter(due_on__lte=day)),
    ),
    empty=Empty(
        _("No work is planned"),
        _("Plan work for devices that are to be prepared, brought to a site, installed or"
          " fetched."),
        sign="list",
    ),
)  # fmt: skip

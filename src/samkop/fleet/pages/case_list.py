"""The lists of cases and of loans."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from samkop.fleet.models import DeviceCase, DeviceLoan
from samkop.fleet.vocabulary import CaseKind, CaseState, FaultKind
from samkop.parties.queries import own_today
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
    moment,
    nothing,
    pill,
    text,
)
from samkop.platform.lists.days import from_day, to_day

CASE_TONES = {
    CaseState.OPEN: "warn",
    CaseState.SENT: "info",
    CaseState.COMING: "info",
    CaseState.CLOSED: "neutral",
}

CASES: Listing[DeviceCase] = Listing(
    name="device-cases",
    title=gettext_lazy("Faults and requests"),
    address="device-cases",
    order="-opened",
    columns=(
        Column(
            "number", pgettext_lazy("device", "Case"), lambda one: code(one.number),
            link=lambda one: reverse("device-case", args=[one.pk]),
            second=lambda one: one.model_name,
        ),
        Column("kind", gettext_lazy("Kind"), lambda one: text(one.get_kind_display())),
        Column("fault", gettext_lazy("What is wrong"), lambda one: text(one.get_fault_display())),
        Column("serial", gettext_lazy("Serial number"), lambda one: code(one.serial_number)),
        Column(
            "owner", pgettext_lazy("organisation", "Customer"), lambda one: text(str(one.owner)),
            usual=False,
        ),
        Column(
            "supplier", gettext_lazy("Repaired by"),
            lambda one: text(str(one.supplier or "")),
        ),
        Column("rma", gettext_lazy("RMA number"), lambda one: code(one.rma_number), usual=False),
        Column(
            "opened", gettext_lazy("Since"), lambda one: moment(one.opened_at), sort="opened_at",
            down=True,
        ),
        Column("expected", gettext_lazy("Expected back"), lambda one: day(one.expected_on)),
        Column(
            "state", gettext_lazy("State"),
            lambda one: pill(CASE_TONES[CaseState(one.state)], one.get_state_display()),
            second=lambda one: one.get_outcome_display(),
        ),
    ),
    filters=(
        Choice(
            "state", gettext_lazy("State"), CaseState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Choice(
            "kind", gettext_lazy("Kind"), CaseKind.choices,
            lambda rows, kind: rows.filter(kind=kind),
        ),
        Choice(
            "fault", gettext_lazy("What is wrong"), FaultKind.choices,
            lambda rows, fault: rows.filter(fault=fault),
        ),
        Search(
            "serial", gettext_lazy("Serial number"),
            lambda rows, serial: rows.filter(serial_number=serial),
        ),
        Days("since", gettext_lazy("Opened from"), from_day("opened_at")),
        Days("until", gettext_lazy("until"), to_day("opened_at")),
    ),
    empty=Empty(
        gettext_lazy("Nothing is wrong"),
        gettext_lazy("Faults that people report, and devices that they want to swap or hand in,"
                     " stand here."),
        sign="check",
    ),
)  # fmt: skip


def _loan_state(one: DeviceLoan) -> Cell:
    if one.ended_at is not None:
        return pill("neutral", gettext_lazy("Came back"))
    if one.due_on < own_today():
        return pill("bad", gettext_lazy("Overdue"))
    return pill("info", pgettext_lazy("device", "Lent"))


LOANS: Listing[DeviceLoan] = Listing(
    name="device-loans",
    title=gettext_lazy("Loans"),
    address="loans",
    order="due",
    columns=(
        Column(
            "device", pgettext_lazy("asset", "Device"), lambda one: code(one.asset_number),
            link=lambda one: reverse("loan", args=[one.pk]),
            second=lambda one: one.model_name,
        ),
        Column("holder", gettext_lazy("Holder"), lambda one: text(one.holder.name)),
        Column("lent", pgettext_lazy("device", "Lent"), lambda one: moment(one.lent_at)),
        Column("due", gettext_lazy("To come back on"), lambda one: day(one.due_on), sort="due_on"),
        Column("state", gettext_lazy("State"), _loan_state),
        Column(
            "ended", gettext_lazy("Came back"),
            lambda one: nothing() if one.ended_at is None else moment(one.ended_at), usual=False,
        ),
    ),
    filters=(
        Choice(
            "state", gettext_lazy("State"),
            (("lent", pgettext_lazy("device", "Lent")), ("ended", gettext_lazy("Came back"))),
            lambda rows, state: rows.filter(ended_at__isnull=state == "lent"),
        ),
        Days(
            "due", gettext_lazy("To come back by"),
            lambda rows, until: rows.filter(due_on__lte=until),
        ),
    ),
    empty=Empty(
        gettext_lazy("Nothing is lent"),
        gettext_lazy("A device is lent from a fault's page, while another is repaired, or to"
                     " anybody of the organisation."),
        sign="swap",
        address="lend-device",
        action=gettext_lazy("Lend a device"),
    ),
)  # fmt: skip

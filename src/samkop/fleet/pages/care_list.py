"""The lists of missing devices, of recalls, and of who comes and goes."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from samkop.fleet.models import DeviceRecall, MissingDevice, StaffChange
from samkop.fleet.queries.care import dealt_with, held_by
from samkop.fleet.vocabulary import MissingKind, MissingState, StaffChangeKind, StaffChangeState
from samkop.parties.queries import own_today
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Days,
    Empty,
    Listing,
    code,
    day,
    moment,
    number,
    pill,
    text,
)
from samkop.platform.lists.days import from_day, to_day

MISSING_TONES = {
    MissingState.OPEN: "bad",
    MissingState.FOUND: "good",
    MissingState.ENDED: "neutral",
}
STAFF_TONES = {
    StaffChangeState.OPEN: "warn",
    StaffChangeState.DONE: "good",
    StaffChangeState.WITHDRAWN: "neutral",
}

MISSING: Listing[MissingDevice] = Listing(
    name="missing-devices",
    title=gettext_lazy("Missing devices"),
    address="missing-devices",
    order="-reported",
    columns=(
        Column(
            "device", pgettext_lazy("asset", "Device"), lambda one: code(one.asset_number),
            link=lambda one: reverse("missing-device", args=[one.pk]),
            second=lambda one: one.model_name,
        ),
        Column("kind", gettext_lazy("Kind"), lambda one: text(one.get_kind_display())),
        Column("holder", gettext_lazy("Who had it"), lambda one: text(one.holder.name)),
        Column("happened", gettext_lazy("Day of the loss"), lambda one: day(one.happened_on)),
        Column("police", gettext_lazy("Police report"), lambda one: code(one.police_report)),
        Column(
            "wiped", gettext_lazy("Erasure ordered"),
            lambda one: pill("warn", gettext_lazy("No")) if one.wiped_at is None
            else moment(one.wiped_at),
        ),
        Column(
            "reported", gettext_lazy("Reported"), lambda one: moment(one.reported_at),
            sort="reported_at", down=True,
        ),
        Column(
            "state", gettext_lazy("State"),
            lambda one: pill(MISSING_TONES[MissingState(one.state)], one.get_state_display()),
        ),
    ),
    filters=(
        Choice(
            "state", gettext_lazy("State"), MissingState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Choice(
            "kind", gettext_lazy("Kind"), MissingKind.choices,
            lambda rows, kind: rows.filter(kind=kind),
        ),
        Days("since", gettext_lazy("Reported from"), from_day("reported_at")),
        Days("until", gettext_lazy("until"), to_day("reported_at")),
    ),
    empty=Empty(
        gettext_lazy("Nothing is missing"),
        gettext_lazy("Whoever loses a device, or has it stolen, reports it from My devices."),
        sign="check",
    ),
)  # fmt: skip


def _progress(one: DeviceRecall) -> Cell:
    settled, total = dealt_with(one)
    return text(f"{settled} / {total}")


def _recall_state(one: DeviceRecall) -> Cell:
    if one.ended_at is not None:
        return pill("good", pgettext_lazy("recall", "Done"))
    if one.due_on < own_today():
        return pill("bad", gettext_lazy("Overdue"))
    return pill("warn", pgettext_lazy("recall", "Going on"))


RECALLS: Listing[DeviceRecall] = Listing(
    name="device-recalls",
    title=gettext_lazy("Recalls"),
    address="recalls",
    order="-due",
    columns=(
        Column(
            "title", gettext_lazy("Recall"), lambda one: text(one.title),
            link=lambda one: reverse("recall", args=[one.pk]),
        ),
        Column("model", gettext_lazy("Model"), lambda one: text(one.model_name)),
        Column("progress", gettext_lazy("Dealt with"), _progress, numeric=True),
        Column(
            "due", gettext_lazy("To be done by"), lambda one: day(one.due_on), sort="due_on",
            down=True,
        ),
        Column("opened", gettext_lazy("Since"), lambda one: moment(one.opened_at), usual=False),
        Column("state", gettext_lazy("State"), _recall_state),
    ),
    filters=(
        Choice(
            "state", gettext_lazy("State"),
            (("open", pgettext_lazy("recall", "Going on")),
             ("ended", pgettext_lazy("recall", "Done"))),
            lambda rows, state: rows.filter(ended_at__isnull=state == "open"),
        ),
    ),
    empty=Empty(
        gettext_lazy("Nothing is recalled"),
        gettext_lazy("When a maker recalls a model, all of your devices of it are found here and"
                     " followed until each is dealt with."),
        sign="check",
        address="new-recall",
        action=gettext_lazy("Recall a model"),
    ),
)  # fmt: skip

STAFF: Listing[StaffChange] = Listing(
    name="staff-changes",
    title=gettext_lazy("Joiners and leavers"),
    address="staff-changes",
    order="-on",
    columns=(
        Column(
            "person", gettext_lazy("Person"), lambda one: text(one.person_name),
            link=lambda one: reverse("staff-change", args=[one.pk]),
        ),
        Column("kind", gettext_lazy("Kind"), lambda one: text(one.get_kind_display())),
        Column(
            "on", gettext_lazy("First or last day"), lambda one: day(one.due_on), sort="due_on",
            down=True,
        ),
        Column("opened", gettext_lazy("Since"), lambda one: moment(one.opened_at), usual=False),
        Column(
            "state", gettext_lazy("State"),
            lambda one: pill(STAFF_TONES[StaffChangeState(one.state)], one.get_state_display()),
        ),
        Column("number", gettext_lazy("Devices"), lambda one: number(held_by(one)), numeric=True),
    ),
    filters=(
        Choice(
            "state", gettext_lazy("State"), StaffChangeState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Choice(
            "kind", gettext_lazy("Kind"), StaffChangeKind.choices,
            lambda rows, kind: rows.filter(kind=kind),
        ),
        Days("until", gettext_lazy("By the day"), lambda rows, last: rows.filter(due_on__lte=last)),
    ),
    empty=Empty(
        gettext_lazy("Nobody comes or goes"),
        gettext_lazy("When people are imported again, who is new in the file and who leaves with"
                     " devices stand here."),
        sign="people",
    ),
)  # fmt: skip

"""Work on devices: its kinds, how it goes, what whoever does it reports."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WorkKind(TextChoices):
    """What is to be done with the devices of a work order."""

    STAGING = "staging", _("Preparation")
    TRANSPORT = "transport", pgettext_lazy("work", "Transport")
    INSTALLATION = "installation", _("Installation")
    MAINTENANCE = "maintenance", pgettext_lazy("work", "Maintenance")
    SWAP = "swap", _("Swap")
    MOVE = "move", _("Move")
    COLLECTION = "collection", _("Collection")
    STOCKTAKING = "stocktaking", _("Stocktaking")


# Somebody at the site signs for what comes to it or goes from it.
SIGNED_KINDS = frozenset({WorkKind.TRANSPORT, WorkKind.INSTALLATION, WorkKind.SWAP})


class WorkState(TextChoices):
    """Where a work order stands."""

    OPEN = "open", pgettext_lazy("work", "To be done")
    UNDER_WAY = "under-way", pgettext_lazy("work", "Under way")
    DONE = "done", pgettext_lazy("work", "Done")
    CANCELLED = "cancelled", pgettext_lazy("work", "Cancelled")


_W = WorkState
# The database holds the same, in ``fleet_work_transition``.
WORK_TRANSITIONS: Mapping[WorkState, frozenset[WorkState]] = {
    _W.OPEN: frozenset({_W.UNDER_WAY, _W.DONE, _W.CANCELLED}),
    _W.UNDER_WAY: frozenset({_W.DONE, _W.CANCELLED}),
    _W.DONE: frozenset(),
    _W.CANCELLED: frozenset(),
}
GOING_ON = frozenset({WorkState.OPEN, WorkState.UNDER_WAY})


class WorkLineState(TextChoices):
    """What became of one device of a work order; each is final but the first."""

    OPEN = "open", pgettext_lazy("work", "To be done")
    DONE = "done", pgettext_lazy("work", "Done")
    NOT_DONE = "not-done", pgettext_lazy("work", "Not done")
    CANCELLED = "cancelled", pgettext_lazy("work", "Cancelled")


class EnrolmentCheck(TextChoices):
    """Whether a device stands in the list of its maker's enrolment programme."""

    NOT_NEEDED = "not-needed", _("Not needed")
    ENROLLED = "enrolled", _("Enrolled")
    NOT_ENROLLED = "not-enrolled", _("Not enrolled")
    OTHER_GROUP = "other-group", _("Enrolled for another group")
    EXCEPTED = "excepted", _("Exception made")


class ReportKind(TextChoices):
    """What whoever does the work says of one device."""

    SCANNED = "scanned", pgettext_lazy("work", "Scanned")
    COLLECTED = "collected", pgettext_lazy("work", "Collected")
    DONE = "done", pgettext_lazy("work", "Done")
    NOT_DONE = "not-done", pgettext_lazy("work", "Not done")
    BROUGHT_BACK = "brought-back", pgettext_lazy("work", "Brought back")


class NotDoneReason(TextChoices):
    """Why something was not done."""

    NOT_THERE = "not-there", _("Nobody was there")
    REFUSED = "refused", pgettext_lazy("work", "Was not accepted")
    DAMAGED = "damaged", pgettext_lazy("work", "The device is damaged")
    MISSING = "missing", pgettext_lazy("work", "The device is not there")
    OTHER = "other", pgettext_lazy("work", "Something else")
    PASSED_ON = "passed-on", pgettext_lazy("work", "Passed to another organisation")


# What whoever does the work can say; the others come of what happens to the device.
SAID_OF_WORK = tuple(one for one in NotDoneReason if one is not NotDoneReason.PASSED_ON)

# What the history says of each use case.
DONE = {
    "alarm_of_promised_work": _("Told of broken promises"),
    "cancel_work": pgettext_lazy("work", "Cancelled"),
    "change_work": pgettext_lazy("work", "Changed"),
    "drop_site_window": _("Hours of a site taken out"),
    "note_mdm_told": _("Device management told"),
    "set_mdm_endpoint": _("Device management's address set"),
    "set_site_window": _("Hours of a site set"),
    "tell_performer_of_broken_promise": _("Told of broken promises"),
    "tell_performer_of_work": _("Told"),
    "except_from_enrolment": _("Exception made"),
    "read_enrolment_list": _("List of enrolment read in"),
    "carry_out_reports": pgettext_lazy("work", "Reported"),
    "report_work": pgettext_lazy("work", "Reported"),
    "sync_work": pgettext_lazy("work", "Reported"),
    "plan_work": pgettext_lazy("work", "Planned"),
}

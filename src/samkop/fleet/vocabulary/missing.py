"""Devices that are lost or stolen."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MissingKind(TextChoices):
    """How a device went missing."""

    LOST = "lost", pgettext_lazy("device", "Lost")
    STOLEN = "stolen", _("Stolen")


class MissingState(TextChoices):
    """Where a loss stands."""

    OPEN = "open", pgettext_lazy("device", "Missing")
    FOUND = "found", _("Found")
    ENDED = "ended", pgettext_lazy("device", "Ended")


# What the history says of each use case.
DONE = {
    "add_to_missing": _("Police report or remote erasure noted"),
    "find_again": _("Found"),
    "report_missing": _("Reported missing"),
    "follow_ended": pgettext_lazy("device", "Ended"),
    "give_up": _("Given up; the security officer decides"),
}

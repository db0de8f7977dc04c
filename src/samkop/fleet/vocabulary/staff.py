"""Who joins and who leaves, and what that means for devices."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StaffChangeKind(TextChoices):
    """What the people feed has told."""

    JOINER = "joiner", _("Joiner")
    LEAVER = "leaver", _("Leaver")


class StaffChangeState(TextChoices):
    """Where the work for somebody who comes or goes stands."""

    OPEN = "open", pgettext_lazy("work", "To be done")
    DONE = "done", pgettext_lazy("work", "Done")
    WITHDRAWN = "withdrawn", pgettext_lazy("work", "Not needed")


# What the history says of each use case.
DONE = {
    "close_staff_change": pgettext_lazy("work", "Done"),
    "follow_joiners": _("Joiners told by the people feed"),
    "follow_leavers": _("Leavers told by the people feed"),
    "follow_returned": _("What a leaver had is back"),
}

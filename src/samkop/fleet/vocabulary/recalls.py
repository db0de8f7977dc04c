"""Recalls: all devices of a model that something has to be done with."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RecalledState(TextChoices):
    """What became of one device of a recall."""

    OPEN = "open", pgettext_lazy("recall", "To be done")
    DONE = "done", pgettext_lazy("recall", "Done")
    NOT_CONCERNED = "not-concerned", _("Not concerned")


# What the history says of each use case.
DONE = {
    "date_warranties": _("Under warranty until its day"),
    "follow_recall_work": _("Dealt with in a recall"),
    "open_recall": _("Recalled"),
    "relocate": pgettext_lazy("device", "Moved"),
    "set_warranty": _("Warranty set"),
    "settle_recalled": _("Dealt with in a recall"),
    "work_on_recall": _("Work order for the recall opened"),
}

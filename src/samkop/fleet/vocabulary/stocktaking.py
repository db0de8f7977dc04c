"""Audit rounds: what is where, found by scanning labels."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.fleet.vocabulary.assets import AssetState


class StocktakingState(TextChoices):
    """Whether a round still takes scans."""

    OPEN = "open", pgettext_lazy("stocktaking", "Under way")
    FINISHED = "finished", pgettext_lazy("stocktaking", "Finished")
    CANCELLED = "cancelled", pgettext_lazy("stocktaking", "Cancelled")


class ScanOutcome(TextChoices):
    """What a scan in a round has found."""

    HERE = "here", _("Here, as expected")
    ELSEWHERE = "elsewhere", _("Here, expected elsewhere")
    FOUND = "found", _("Here, was missing or ended")
    UNKNOWN = "unknown", _("In no register")


# What is not at its site is not looked for there.
LOOKED_FOR = frozenset(
    {
        AssetState.RECEIVED,
        AssetState.STAGED,
        AssetState.IN_USE,
        AssetState.RETURNED,
        AssetState.ERASED,
    }
)

DONE = {
    "cancel_stocktaking": _("Round cancelled"),
    "finish_stocktaking": _("Round finished"),
    "open_stocktaking": _("Round begun"),
    "scan_in_stocktaking": _("Scanned"),
}

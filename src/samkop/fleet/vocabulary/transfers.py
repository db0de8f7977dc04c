"""Devices pass to another organisation on a day."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TransferState(TextChoices):
    """How far a transfer has come, as its giver's row says."""

    DECIDED = "decided", pgettext_lazy("transfer", "Decided")
    DONE = "done", pgettext_lazy("transfer", "Carried out")
    CANCELLED = "cancelled", pgettext_lazy("transfer", "Cancelled")


DONE = {
    "answer_transfer": _("Transfer answered"),
    "cancel_transfer": _("Transfer cancelled"),
    "carry_out_transfer": _("Devices taken over"),
    "close_transfer": _("Devices passed on"),
    "decide_transfer": _("Transfer decided"),
    "tell_receiver_of_transfer": _("Receiver told"),
}

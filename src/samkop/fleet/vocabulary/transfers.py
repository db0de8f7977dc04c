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


class TaskKind(TextChoices):
    """What is to be done with devices that pass on, and goes on with whoever has them then."""

    WORK = "work", _("Work order")
    CASE = "case", pgettext_lazy("device", "Case")
    LOAN = "loan", pgettext_lazy("device", "Loan")
    RECALL = "recall", pgettext_lazy("device", "Recall")


DONE = {
    "answer_transfer": _("Transfer answered"),
    "cancel_transfer": _("Transfer cancelled"),
    "carry_out_transfer": _("Devices taken over"),
    "close_transfer": _("Devices passed on"),
    "decide_transfer": _("Transfer decided"),
    "let_go_of_passed": _("What was to be done passed on"),
    "take_over_task": _("What is to be done taken over"),
    "tell_giver_of_answer": _("Giver told"),
    "tell_receiver_of_transfer": _("Receiver told"),
}

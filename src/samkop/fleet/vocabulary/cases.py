"""Cases of devices in use: faults, swaps and returns asked for, repairs, loans."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.fleet.vocabulary.assets import AssetState


class CaseKind(TextChoices):
    """What somebody wants for a device (ITIL: incident, or request)."""

    FAULT = "fault", pgettext_lazy("device", "Fault")
    SWAP = "swap", _("Swap")
    RETURN = "return", pgettext_lazy("device", "Return")


class FaultKind(TextChoices):
    """What is wrong, as whoever uses the device sees it."""

    DEAD = "dead", _("Does not start")
    SCREEN = "screen", _("Screen")
    BATTERY = "battery", _("Battery or charging")
    INPUT = "input", _("Keyboard, mouse or touch")
    NETWORK = "network", _("Network or calls")
    SOUND = "sound", _("Sound or camera")
    SLOW = "slow", _("Slow, or stops")
    PROGRAM = "program", _("A program")
    DAMAGE = "damage", _("Fallen, wet or broken")
    OTHER = "other", _("Something else")


class CaseState(TextChoices):
    """Where a case stands."""

    OPEN = "open", pgettext_lazy("case", "Open")
    SENT = "sent", _("With the supplier")
    COMING = "coming", _("On its way back")
    CLOSED = "closed", pgettext_lazy("case", "Closed")


class RepairWay(TextChoices):
    """Who pays for a repair."""

    WARRANTY = "warranty", _("Warranty")
    OWN_COST = "own-cost", _("Own cost")


class CaseOutcome(TextChoices):
    """How a case ended."""

    HELPED = "helped", _("Helped at a distance")
    REPAIRED = "repaired", _("Repaired")
    REPLACED = "replaced", _("Replaced by the supplier")
    NOT_REPAIRED = "not-repaired", _("Not repaired")
    SWAPPED = "swapped", _("Swapped")
    HANDED_IN = "handed-in", _("Handed in")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    PASSED_ON = "passed-on", pgettext_lazy("case", "Passed to another organisation")


class RepairStep(TextChoices):
    """What the supplier says of a repair."""

    RECEIVED = "received", pgettext_lazy("repair", "Received")
    REPAIRED = "repaired", _("Repaired")
    REPLACED = "replaced", _("Replaced by another")
    REFUSED = "refused", _("Not repaired")


# The supplier's last word: with it the device, or another, is on its way back.
LAST_STEPS = {
    RepairStep.REPAIRED: CaseOutcome.REPAIRED,
    RepairStep.REPLACED: CaseOutcome.REPLACED,
    RepairStep.REFUSED: CaseOutcome.NOT_REPAIRED,
}

# What is lent or given in place of another stands in stock.
TO_BE_GIVEN = frozenset({AssetState.RECEIVED, AssetState.STAGED})

# What the history says of each use case.
DONE = {
    "apply_repair_report": _("Supplier's word on the repair taken in"),
    "close_case": pgettext_lazy("case", "Closed"),
    "end_loan": _("Loan ended"),
    "lend": pgettext_lazy("device", "Lent"),
    "open_case": _("Asked for"),
    "remind_of_loans": _("Reminded of loans"),
    "report_repair": _("Said by the supplier"),
    "send_for_repair": _("Sent for repair"),
    "swap": _("Swapped"),
    "take_handed_in": _("Handed in"),
    "take_repaired": _("Came back from the repair"),
    "tell_supplier_of_repair": _("Supplier told of the repair"),
}

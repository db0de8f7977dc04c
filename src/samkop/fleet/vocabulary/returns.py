"""Returns, proofs of erasure, losses and where devices go in the end."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.fleet.vocabulary.assets import AssetState, EndReason


class DeviceReturnState(TextChoices):
    """How far the return of one device has come."""

    ASKED = "asked", _("Asked for")
    HANDED_IN = "handed-in", _("Handed in")
    CHECKED = "checked", _("Checked")
    CLEARED = "cleared", _("Storage cleared")
    CLOSED = "closed", pgettext_lazy("return", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("return", "Cancelled")


# A device has at most one of these.
OPEN_RETURNS = frozenset(DeviceReturnState) - {
    DeviceReturnState.CLOSED,
    DeviceReturnState.CANCELLED,
}
# It is back, and its storage is not cleared yet.
BACK = frozenset({DeviceReturnState.HANDED_IN, DeviceReturnState.CHECKED})
# From these a device is handed in; what has come back already is handed in once more for nothing.
HANDED_IN_FROM = frozenset(
    {
        AssetState.RECEIVED,
        AssetState.STAGED,
        AssetState.IN_TRANSIT,
        AssetState.IN_USE,
        AssetState.MAINTENANCE,
        AssetState.MISSING,
    }
)


class Grade(TextChoices):
    """What a returned device is worth, as buyers of used devices grade."""

    A = "a", _("A: as good as new")
    B = "b", _("B: light wear")
    C = "c", _("C: heavy wear, works")
    D = "d", _("D: broken, for parts")


class ErasureMethod(TextChoices):
    """How a storage was sanitised (NIST SP 800-88 Rev. 1, section 2.5)."""

    CLEAR = "clear", _("Clear: overwritten or reset")
    PURGE = "purge", _("Purge: beyond laboratory recovery")
    DESTROY = "destroy", _("Destroy: the medium is destroyed")


class LossDecision(TextChoices):
    """What the security officer decided of a loss."""

    OPEN = "open", pgettext_lazy("loss", "Waits for the security officer")
    ACCEPTED = "accepted", pgettext_lazy("loss", "Accepted")
    REJECTED = "rejected", pgettext_lazy("loss", "Rejected")


class DisposalKind(TextChoices):
    """Where devices go in the end."""

    TO_LESSOR = "to-lessor", _("Back to the financier")
    SALE = "sale", _("Sold to a buyer of used devices")
    RECYCLING = "recycling", _("Recycled")
    DESTRUCTION = "destruction", _("Destroyed")


class DisposalState(TextChoices):
    """How far a disposal has come."""

    PREPARED = "prepared", pgettext_lazy("disposal", "In preparation")
    DONE = "done", pgettext_lazy("disposal", "Done")
    CANCELLED = "cancelled", pgettext_lazy("disposal", "Cancelled")


ENDS: Mapping[str, EndReason] = {
    DisposalKind.TO_LESSOR: EndReason.TO_LESSOR,
    DisposalKind.SALE: EndReason.SOLD,
    DisposalKind.RECYCLING: EndReason.RECYCLED,
    DisposalKind.DESTRUCTION: EndReason.DESTROYED,
}

DONE = {
    "ask_for_return": _("Return asked for"),
    "cancel_disposal": _("Disposal cancelled"),
    "cancel_device_return": _("Return cancelled"),
    "certify_destruction": _("Destruction certified"),
    "check_returned": _("Checked"),
    "complete_disposal": _("Gone"),
    "decide_loss": _("Loss decided"),
    "hand_in": _("Handed in"),
    "import_erasure_reports": _("Erasures taken from a file"),
    "prepare_disposal": _("Disposal prepared"),
    "price_disposal": _("Prices by grade written"),
    "prove_erasure": _("Erasure proven"),
    "report_loss": _("Loss reported"),
    "restock": _("To be used again"),
    "tell_holders_of_return": _("Holders told"),
    "tell_of_loss": _("Security officers told"),
}

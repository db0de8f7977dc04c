"""The words of this app: states, kinds of discrepancy, and which state may follow which."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConsignmentState(TextChoices):
    """From announced to received; in part where the rest is still to come."""

    EXPECTED = "expected", pgettext_lazy("delivery", "Expected")
    IN_PART = "in-part", _("Received in part")
    RECEIVED = "received", _("Received")


class ReceiptState(TextChoices):
    """A receipt is open while somebody scans, and then finished for good."""

    OPEN = "open", _("Being received")
    FINISHED = "finished", _("Finished")


class SerialState(TextChoices):
    """Where a received serial number is: here, or gone back."""

    RECEIVED = "received", _("Received")
    RETURNED = "returned", _("Returned")


class DiscrepancyKind(TextChoices):
    """What differs between what was ordered or announced and what came."""

    SHORT = "short", _("Missing")
    DAMAGED = "damaged", _("Damaged")
    WRONG_ITEM = "wrong-item", _("Wrong item")
    OVER = "over", _("More than expected")
    UNEXPECTED_SERIAL = "unexpected-serial", _("Other serial number than announced")
    OVER_ANNOUNCED = "over-announced", _("More announced than ordered")


class DiscrepancyState(TextChoices):
    """A discrepancy is open until somebody says what becomes of it."""

    OPEN = "open", pgettext_lazy("discrepancy", "Open")
    SETTLED = "settled", _("Settled")


class Settlement(TextChoices):
    """What becomes of a discrepancy."""

    KEEP = "keep", _("Kept as it is")
    RETURN = "return", _("Goes back to the supplier")
    CREDIT_EXPECTED = "credit-expected", _("A credit note is expected")
    REPLACEMENT = "replacement", _("The supplier sends a replacement")


class ReturnState(TextChoices):
    """A return is announced, goes, and the supplier has it; or it stays here after all."""

    ANNOUNCED = "announced", pgettext_lazy("return", "Announced")
    SENT = "sent", pgettext_lazy("return", "Sent")
    TAKEN = "taken", _("Taken back")
    CANCELLED = "cancelled", pgettext_lazy("return", "Cancelled")


class ReturnReason(TextChoices):
    """Why goods go back."""

    DAMAGED = "damaged", _("Damaged")
    WRONG_ITEM = "wrong-item", _("Wrong item")
    OVER = "over", _("More than expected")
    WITHDRAWN = "withdrawn", _("Not wanted any more, as agreed with the supplier")


class ReturnRemedy(TextChoices):
    """What the buyer wants for goods that go back."""

    REPLACEMENT = "replacement", _("A replacement")
    CREDIT = "credit", _("A credit note, and no replacement")


# What may be wanted of each reason, the most usual first. What came beyond what was expected,
# and what is not wanted, is not sent again.
REMEDIES = {
    ReturnReason.DAMAGED: (ReturnRemedy.REPLACEMENT, ReturnRemedy.CREDIT),
    ReturnReason.WRONG_ITEM: (ReturnRemedy.REPLACEMENT, ReturnRemedy.CREDIT),
    ReturnReason.OVER: (ReturnRemedy.CREDIT,),
    ReturnReason.WITHDRAWN: (ReturnRemedy.CREDIT,),
}

# What can become of each kind, the most usual first.
SETTLEMENTS = {
    DiscrepancyKind.SHORT: (
        Settlement.REPLACEMENT, Settlement.CREDIT_EXPECTED, Settlement.KEEP,
    ),
    DiscrepancyKind.DAMAGED: (
        Settlement.RETURN, Settlement.REPLACEMENT, Settlement.CREDIT_EXPECTED, Settlement.KEEP,
    ),
    DiscrepancyKind.WRONG_ITEM: (
        Settlement.RETURN, Settlement.REPLACEMENT, Settlement.CREDIT_EXPECTED, Settlement.KEEP,
    ),
    DiscrepancyKind.OVER: (Settlement.RETURN, Settlement.KEEP),
    DiscrepancyKind.UNEXPECTED_SERIAL: (Settlement.KEEP, Settlement.RETURN),
    DiscrepancyKind.OVER_ANNOUNCED: (Settlement.KEEP, Settlement.RETURN),
}  # fmt: skip

# What somebody reports while receiving; the others the system finds itself.
REPORTED = (DiscrepancyKind.DAMAGED, DiscrepancyKind.WRONG_ITEM)

# Pieces by any of their codes (UN/ECE Rec 20): one, each, piece.
PIECES = frozenset({"C62", "EA", "H87"})

# What the history says of each use case.
DONE = {
    "accept_return": _("Taken back by the supplier"),
    "announce_return": pgettext_lazy("return", "Announced"),
    "cancel_return": pgettext_lazy("return", "Cancelled"),
    "close_return": _("Taken back"),
    "count_pieces": _("Counted"),
    "finish_receipt": _("Received"),
    "receive_at_once": _("Received"),
    "receive_serial": _("Scanned"),
    "record_despatch": _("Announced by the supplier"),
    "report_discrepancy": _("Difference reported"),
    "settle_discrepancy": _("Difference settled"),
    "send_return": _("Sent back"),
    "tell_supplier_of_return": _("Supplier told of the goods that go back"),
    "set_segregation_limit": _("Limit for receiving what one has approved set"),
    "take_credit_instead": _("Credit note agreed on instead of a replacement"),
    "start_receipt": _("Receiving begun"),
    "start_receipt_of_order": _("Receiving begun"),
    "take_in_despatch": pgettext_lazy("delivery", "Expected"),
    "undo_serial": _("Scan undone"),
}

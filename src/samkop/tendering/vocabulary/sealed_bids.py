"""The words of sealed bids."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class EntryKind(TextChoices):
    """What an entry of the register tells (``core.sealing.Kind`` without padding)."""

    BID = "bid", _("Bid")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    LATE = "late", _("Late bid")


class Outcome(TextChoices):
    """What came of opening a bid."""

    OPENED = "opened", _("Opened")
    NOT_OPENABLE = "not-openable", _("Could not be opened or read")


class KeyFault(TextChoices):
    """What is missing before bids can be sealed to a tender's officers."""

    OFFICERS_MISSING = "officers-missing", _("Appoint at least two opening officers; three is safe")
    KEYS_MISSING = "officer-keys-missing", _("Each opening officer makes a key")
    KEYS_UNCONFIRMED = (
        "officer-keys-unconfirmed",
        _("Each officer's key is confirmed by its fingerprint"),
    )
    TENDER_KEY_MISSING = (
        "tender-key-missing",
        _("The tender's key is made of its officers, lots and deadline"),
    )
    NOT_REHEARSED = "opening-not-rehearsed", _("Two officers open a bid of trial")


DONE: Mapping[str, str | Promise] = {
    "appoint_officer": _("Opening officer appointed"),
    "confirm_officer_key": _("Key confirmed by its fingerprint"),
    "dismiss_officer": _("Opening officer dismissed"),
    "give_parts": _("Parts for the opening given out"),
    "give_rehearsal_parts": _("Parts of the bid of trial given out"),
    "keep_officer_key": _("Officer's key handed in"),
    "keep_rehearsal_bid": _("Bid of trial sealed"),
    "keep_sealed_part": _("Part of a sealed bid sent in"),
    "make_tender_key": _("Tender's key made"),
    "note_attempt": _("Attempt noted"),
    "open_bids": _("Bids opened"),
    "publish_root": _("Root of the register published"),
    "start_sealed_file": _("Sending in a sealed bid begun"),
    "submit_bid": _("Bid sent in"),
    "withdraw_bid": _("Bid withdrawn"),
}

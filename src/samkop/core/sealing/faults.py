"""What can be wrong with keys, sealed bids, parts, receipts and dossiers."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """What is wrong, as a code; the sentence says what to do."""

    NOT_READABLE = "not-readable"
    VERSION_UNKNOWN = "version-unknown"
    KEY_UNUSABLE = "key-unusable"
    WORDS_SHORT = "passphrase-short"
    WORDS_WRONG = "passphrase-wrong"
    OFFICERS_NUMBER = "officers-number"
    OFFICER_TWICE = "officer-twice"
    LOT_UNKNOWN = "lot-unknown"
    FILE_NAME = "file-name"
    FILE_CHANGED = "file-changed"
    TOO_LARGE = "too-large"
    OTHER_TENDER_KEY = "other-tender-key"
    NOT_AN_OFFICER = "not-an-officer"
    TOO_EARLY = "too-early"
    PART_UNOPENABLE = "part-unopenable"
    PART_FORGED = "part-forged"
    SAME_OFFICER = "same-officer"
    OTHER_BID = "other-bid"
    SEALED_WRONG = "sealed-wrong"
    BODY_CHANGED = "body-changed"
    BODY_CUT = "body-cut"
    BODY_EXTENDED = "body-extended"
    OTHER_BIDDER = "other-bidder"
    SIGNATURE_WRONG = "signature-wrong"


class SealingError(ValueError):
    """Something cannot be sealed, opened or read; ``code`` says what, the text what to do."""

    def __init__(self, code: Fault, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code

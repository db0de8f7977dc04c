"""What came out of the sealed bids at the opening."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class OpenedBid(models.Model):
    """A bid on one lot as it was opened; never changed.

    ``number`` is that of its receipt (16 bytes in hexadecimal), ``sealed_sha256`` the hash of
    the sealed file. ``answers`` is what the bid's ``bid.json`` says
    (schema ``bid-content``); its other files are ``OpenedFile``.
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="opened_bids"
    )
    # The composite foreign key (lot_id, tender_id) stands in the wall.
    lot = models.ForeignKey(
        "tendering.Lot", on_delete=models.PROTECT, related_name="opened_bids", db_constraint=False
    )
    bidder = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="opened_bids"
    )
    number = models.CharField(max_length=32)
    received_at = models.DateTimeField()
    sealed_sha256 = models.CharField(max_length=64)
    answers = models.JSONField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lot", "bidder"], name="opened_bid_one_a_lot"),
            models.UniqueConstraint(fields=["tender", "number"], name="opened_bid_number_once"),
            models.UniqueConstraint(fields=["id", "tender"], name="opened_bid_of_tender"),
            # Marks reference the bid with its lot, questions to a bidder the bid with who bid.
            models.UniqueConstraint(fields=["id", "lot"], name="opened_bid_on_lot"),
            models.UniqueConstraint(fields=["id", "bidder"], name="opened_bid_by_bidder"),
            models.CheckConstraint(
                condition=Q(number__regex="^[0-9a-f]{32}$"), name="opened_bid_number_of_a_receipt"
            ),
        ]


class OpenedFile(models.Model):
    """A file of an opened bid, as it was sent; never changed."""

    bid = models.ForeignKey(OpenedBid, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bid", "name"], name="opened_file_once")]

"""The register of a tender's bids: sealed files, what came in when, and the root over it.

Whose an entry is stands in it by a pseudonym alone (``bidding.bidder_of``), and nothing is counted
up: a copy of these tables names nobody.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from samkop.tendering.vocabulary import EntryKind

PSEUDONYM = 64  # hexadecimal digits of an HMAC-SHA-256
NUMBER = 32  # hexadecimal digits of a receipt's number


class SealedFile(models.Model):
    """A sealed bid while it is sent in and afterwards; its bytes are its ``SealedPart`` rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    # The composite foreign key (lot_id, tender_id) stands in the wall.
    lot = models.ForeignKey(
        "tendering.Lot", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    bidder = models.CharField(max_length=PSEUDONYM)
    size = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "tender"], name="sealed_file_of_tender"),
            models.CheckConstraint(condition=Q(size__gt=0), name="sealed_file_has_bytes"),
        ]


class SealedPart(models.Model):
    """So many bytes of a sealed file, from ``place`` times a part's length on; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    file = models.ForeignKey(SealedFile, on_delete=models.PROTECT, related_name="parts")
    place = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "place"], name="sealed_part_place_once")
        ]


class RegisterEntry(models.Model):
    """A bid that came in, in time or late, or the withdrawal of one; never changed.

    ``number`` is the receipt's, ``of`` that of the bid that is replaced or withdrawn, ``salt``
    hides the entry in its leaf. ``received_at`` and whether a bid is late are set by the
    database, by its own clock.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    # Composite foreign keys with tender_id stand in the wall.
    lot = models.ForeignKey(
        "tendering.Lot", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    edition = models.ForeignKey(
        "tendering.TenderKeyEdition", on_delete=models.PROTECT, related_name="+",
        db_constraint=False,
    )  # fmt: skip
    file = models.ForeignKey(
        SealedFile, on_delete=models.PROTECT, related_name="entries", db_constraint=False
    )
    bidder = models.CharField(max_length=PSEUDONYM)
    kind = models.CharField(max_length=10, choices=EntryKind)
    number = models.CharField(max_length=NUMBER)
    of = models.CharField(max_length=NUMBER, blank=True)
    sealed_sha256 = models.CharField(max_length=64)
    salt = models.CharField(max_length=64)
    received_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tender", "number"], name="entry_number_once"),
            models.UniqueConstraint(
                fields=["tender", "of"], condition=~Q(of="") & ~Q(kind="late"),
                name="entry_ends_a_bid_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="entry_kind_known"),
            models.CheckConstraint(
                condition=Q(received_at__isnull=False), name="entry_has_its_time"
            ),
            models.CheckConstraint(
                condition=~Q(kind="withdrawal") | ~Q(of=""), name="entry_withdraws_a_bid"
            ),
        ]  # fmt: skip


class RegisterRoot(models.Model):
    """The root over a tender's register, published at the deadline; never changed."""

    tender = models.OneToOneField(
        "tendering.Tender", on_delete=models.PROTECT, related_name="register_root"
    )
    # The composite foreign key (edition_id, tender_id) stands in the wall.
    edition = models.ForeignKey(
        "tendering.TenderKeyEdition", on_delete=models.PROTECT, related_name="+",
        db_constraint=False,
    )  # fmt: skip
    size = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True, blank=True)


class RegisterPadding(models.Model):
    """The salts of the leaves that stand for nothing, 32 bytes each; secret until the award."""

    tender = models.OneToOneField(
        "tendering.Tender", on_delete=models.PROTECT, related_name="register_padding"
    )
    salts = models.BinaryField()


class BidAttempt(models.Model):
    """That somebody tried to send in, withdraw, read or open a bid, and what came of it.

    ``actor`` is the pseudonym of a bidder, or who else acted. Nobody reads it before the award.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    actor = models.CharField(max_length=120)
    verb = models.CharField(max_length=60)
    outcome = models.CharField(max_length=60)
    at = models.DateTimeField(null=True, blank=True)

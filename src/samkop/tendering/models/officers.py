"""Who opens the bids, by which keys, and how it was rehearsed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from samkop.core.sealing import PublicKey


class OpeningOfficer(models.Model):
    """A person appointed to open a tender's bids together with another.

    ``public_key`` is made on the person's own machine (65 bytes of P-256 in hexadecimal);
    ``confirmed_by`` is the colleague who heard its fingerprint from the officer.
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="opening_officers"
    )
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="opening_officers"
    )
    name = models.CharField(max_length=200)
    public_key = models.CharField(max_length=130, blank=True)
    key_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tender", "person"], name="opening_officer_once"),
            models.UniqueConstraint(fields=["tender", "name"], name="opening_officer_name_once"),
            models.UniqueConstraint(fields=["id", "tender"], name="opening_officer_of_tender"),
            models.CheckConstraint(
                condition=Q(public_key="", key_at__isnull=True)
                | Q(public_key__regex="^04[0-9a-f]{128}$", key_at__isnull=False),
                name="opening_officer_key_with_its_time",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(public_key=""),
                name="opening_officer_confirms_a_key",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("person")),
                name="opening_officer_confirmed_by_another",
            ),
        ]

    @property
    def fingerprint(self) -> str:
        """What is compared by voice; empty without a key."""
        return PublicKey(bytes.fromhex(self.public_key)).fingerprint if self.public_key else ""


class TenderKeyEdition(models.Model):
    """The tender's key as it was published (schema ``tender-key``); never changed.

    A deadline that is put off makes another edition; bids sealed to the earlier stay good.
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="key_editions"
    )
    number = models.PositiveSmallIntegerField()
    file = models.TextField()
    digest = models.CharField(max_length=64)
    deadline = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tender", "number"], name="key_edition_number_once"),
            models.UniqueConstraint(fields=["tender", "digest"], name="key_edition_digest_once"),
            models.UniqueConstraint(fields=["id", "tender"], name="key_edition_of_tender"),
            models.CheckConstraint(
                condition=Q(digest__regex="^[0-9a-f]{64}$"), name="key_edition_digest_of_sha256"
            ),
        ]


class RehearsalBid(models.Model):
    """A bid of trial, sealed before publication so that officers open it for practice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="rehearsal_bids"
    )
    # The composite foreign key (edition_id, tender_id) stands in the wall.
    edition = models.ForeignKey(
        TenderKeyEdition, on_delete=models.PROTECT, related_name="rehearsals", db_constraint=False
    )
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "tender"], name="rehearsal_of_tender"),
        ]


class OfficerParts(models.Model):
    """What an officer gave out: of a rehearsal, or of all bids after the deadline.

    ``parts`` is the file ``bid-parts``. The newest of each officer counts; never changed.
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="officer_parts"
    )
    # Composite foreign keys with tender_id stand in the wall.
    officer = models.ForeignKey(
        OpeningOfficer, on_delete=models.PROTECT, related_name="parts", db_constraint=False
    )
    rehearsal = models.ForeignKey(
        RehearsalBid, on_delete=models.PROTECT, related_name="parts", null=True, blank=True,
        db_constraint=False,
    )  # fmt: skip
    parts = models.TextField()
    at = models.DateTimeField()


class RehearsalOpening(models.Model):
    """That two officers opened a bid of trial, and the text that came out of it."""

    rehearsal = models.OneToOneField(
        RehearsalBid, on_delete=models.PROTECT, related_name="opening", db_constraint=False
    )
    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey(
        OpeningOfficer, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    second = models.ForeignKey(
        OpeningOfficer, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(first=models.F("second")), name="rehearsal_opened_by_two"
            )
        ]

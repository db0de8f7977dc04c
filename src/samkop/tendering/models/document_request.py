"""Secrecy of what bidders sent, masked copies, and requests for documents as cases."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.tendering.vocabulary.documents import RequestedOutcome, Secrecy, SecrecyGround


class BidSecrecyDecision(models.Model):
    """Whether a document of a bid is secret (art. 21 of 2014/24/EU); never changed, newest counts.

    The document is a ``file`` of the bid, or, where none is named, the bid's own answers, of
    which ``pieces`` (such as ``criteria.Q1``) are secret. ``claim`` is the bidder's reason.
    """

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    # The composite foreign key (bid_id, tender_id) stands in the wall.
    bid = models.ForeignKey(
        "tendering.OpenedBid", on_delete=models.PROTECT, related_name="secrecy",
        db_constraint=False,
    )  # fmt: skip
    file = models.ForeignKey(
        "tendering.OpenedFile", on_delete=models.PROTECT, related_name="secrecy", null=True,
        blank=True,
    )  # fmt: skip
    claim = models.TextField(blank=True)
    secrecy = models.CharField(max_length=10, choices=Secrecy)
    pieces = models.JSONField(default=list)
    ground = models.CharField(max_length=20, choices=SecrecyGround, blank=True)
    reason = models.TextField()
    register_number = models.CharField(max_length=60)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "tender"], name="bid_secrecy_of_tender"),
            models.CheckConstraint(
                condition=Q(secrecy__in=Secrecy.values), name="bid_secrecy_known"
            ),
            models.CheckConstraint(
                condition=Q(secrecy=Secrecy.OPEN) | Q(ground__in=SecrecyGround.values),
                name="bid_secrecy_has_its_ground",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(register_number=""), name="bid_secrecy_registered"
            ),
        ]


class MaskedCopy(models.Model):
    """What is given instead of a document that is secret in part; never changed."""

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    decision = models.OneToOneField(
        BidSecrecyDecision, on_delete=models.PROTECT, related_name="masked", db_constraint=False
    )
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()


class DocumentRequest(models.Model):
    """Somebody asks for documents of a tender; a case of its own; never changed.

    ``requester`` and ``contact`` are empty where who asks does not say who they are, which the
    law of both countries lets them.
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="document_requests"
    )
    requester = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    wanted = models.TextField()
    received_on = models.DateField()
    register_number = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "tender"], name="document_request_of_tender"),
            models.CheckConstraint(
                condition=~Q(wanted="") & ~Q(register_number=""),
                name="document_request_registered",
            ),
        ]


class RequestedDocument(models.Model):
    """What was decided of one document of a request; never changed, the newest counts.

    The document is a ``file`` of a bid, a bid's answers (``bid`` alone), or a ``letter``.
    """

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        DocumentRequest, on_delete=models.PROTECT, related_name="documents", db_constraint=False
    )
    bid = models.ForeignKey(
        "tendering.OpenedBid", on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        db_constraint=False,
    )  # fmt: skip
    file = models.ForeignKey(
        "tendering.OpenedFile", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    letter = models.ForeignKey(
        "tendering.DecisionLetter", on_delete=models.PROTECT, related_name="+", null=True,
        blank=True,
    )  # fmt: skip
    outcome = models.CharField(max_length=10, choices=RequestedOutcome)
    ground = models.CharField(max_length=20, choices=SecrecyGround, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.CharField(max_length=120)
    register_number = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=RequestedOutcome.values),
                name="requested_document_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome=RequestedOutcome.GIVEN)
                | Q(ground__in=SecrecyGround.values) & ~Q(reason=""),
                name="requested_document_kept_back_on_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(bid__isnull=False, letter__isnull=True)
                | Q(bid__isnull=True, file__isnull=True, letter__isnull=False),
                name="requested_document_is_one",
            ),
        ]


class DocumentAppeal(models.Model):
    """An appeal against what was decided of a request; never changed."""

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        DocumentRequest, on_delete=models.PROTECT, related_name="appeals", db_constraint=False
    )
    court = models.CharField(max_length=120)
    filed_on = models.DateField()
    note = models.TextField(blank=True)
    register_number = models.CharField(max_length=60)
    at = models.DateTimeField()

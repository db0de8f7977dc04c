"""What bidders are asked after the opening: clarifications, explanations of a price, proof."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.tendering.vocabulary import InquiryKind, RulingOutcome


class InquiryRound(models.Model):
    """One question to one bidder or several in the same words, to be answered until a day.

    ``code`` is what it is about, where that has a code: a requirement, a criterion, an answer of
    the ESPD. Never changed.
    """

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=InquiryKind)
    code = models.CharField(max_length=60, blank=True)
    question = models.TextField()
    answer_until = models.DateField()
    asked_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "tender"], name="inquiry_round_of_tender"),
            models.CheckConstraint(
                condition=Q(kind__in=InquiryKind.values), name="inquiry_round_kind_known"
            ),
            models.CheckConstraint(condition=~Q(question=""), name="inquiry_round_asks_something"),
        ]


class BidInquiry(models.Model):
    """The question of a round to one bidder about one bid; it sees no other."""

    round = models.ForeignKey(
        InquiryRound, on_delete=models.PROTECT, related_name="inquiries", db_constraint=False
    )
    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    # The composite foreign keys stand in the wall.
    bid = models.ForeignKey(
        "tendering.OpenedBid", on_delete=models.PROTECT, related_name="inquiries",
        db_constraint=False,
    )  # fmt: skip
    bidder = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "bid"], name="bid_inquiry_once_a_round"),
            models.UniqueConstraint(fields=["id", "bidder"], name="bid_inquiry_of_bidder"),
            models.UniqueConstraint(fields=["id", "tender"], name="bid_inquiry_of_tender"),
        ]


class InquiryAnswer(models.Model):
    """A bidder's answer, perhaps with a file; never changed. The newest counts."""

    inquiry = models.ForeignKey(
        BidInquiry, on_delete=models.PROTECT, related_name="answers", db_constraint=False
    )
    bidder = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    file_name = models.CharField(max_length=120, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file = models.BinaryField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="inquiry_answer_says_something"),
            models.CheckConstraint(
                condition=Q(file_name="", file_sha256="") | (~Q(file_name="") & ~Q(file_sha256="")),
                name="inquiry_answer_file_with_its_hash",
            ),
        ]


class InquiryRuling(models.Model):
    """What the authority makes of the answer, or of none, with the reason; never changed."""

    inquiry = models.OneToOneField(
        BidInquiry, on_delete=models.PROTECT, related_name="ruling", db_constraint=False
    )
    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=RulingOutcome)
    reason = models.TextField()
    ruled_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=RulingOutcome.values), name="inquiry_ruling_outcome_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="inquiry_ruling_has_its_reason"),
        ]

"""From which day a decided award may be signed, and what holds it back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.tendering.vocabulary import AwardCase, CourtInstance, LetterWay, ReviewOutcome


class Standstill(models.Model):
    """The standstill after a decision was sent, or after a judgment; the newest counts.

    Never changed. Fields as ``core.procurement.Standstill`` has them: ``days`` and ``last_day``
    are empty where the law asks for none. ``checked``: whether somebody read the ``source``.
    """

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(
        "tendering.AwardDecision", on_delete=models.PROTECT, related_name="standstills",
        db_constraint=False,
    )  # fmt: skip
    judgment = models.OneToOneField(
        "tendering.ReviewJudgment", on_delete=models.PROTECT, null=True, blank=True,
        related_name="standstill",
    )  # fmt: skip
    country = models.CharField(max_length=2)
    case = models.CharField(max_length=20, choices=AwardCase)
    how = models.CharField(max_length=10, choices=LetterWay)
    sent_on = models.DateField()
    event = models.CharField(max_length=20)
    event_day = models.DateField()
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    first_day_to_sign = models.DateField()
    source = models.TextField()
    checked = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(judgment__isnull=True),
                name="standstill_begins_once",
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(first_day_to_sign__gt=F("last_day")),
                name="standstill_signed_after_its_last_day",
            ),
            models.CheckConstraint(
                condition=Q(first_day_to_sign__gte=F("sent_on")),
                name="standstill_signed_after_it_was_sent",
            ),
        ]  # fmt: skip


class AwardReview(models.Model):
    """A request for review of the award before a court (directive 89/665/EEC); never changed.

    ``lot`` is empty where all lots are concerned. ``ordered``: what the court decided meanwhile
    (True: nothing is signed; False: it may be). ``held``: whether the contract waits for the
    judgment, by the law of the day or by that order, with its ``source``.
    """

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="reviews")
    decision = models.ForeignKey(
        "tendering.AwardDecision", on_delete=models.PROTECT, related_name="reviews",
        db_constraint=False,
    )  # fmt: skip
    lot = models.ForeignKey(
        "tendering.Lot", on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        db_constraint=False,
    )  # fmt: skip
    court = models.CharField(max_length=120)
    instance = models.CharField(max_length=10, choices=CourtInstance)
    case_number = models.CharField(max_length=60)
    applicant = models.CharField(max_length=200)
    filed_on = models.DateField()
    ordered = models.BooleanField(null=True, blank=True)
    held = models.BooleanField()
    source = models.TextField()
    checked = models.BooleanField()
    register_number = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "tender"], name="award_review_of_tender"),
            models.UniqueConstraint(
                fields=["decision", "court", "case_number"], name="award_review_once"
            ),
            models.CheckConstraint(
                condition=Q(instance__in=CourtInstance.values), name="award_review_instance_known"
            ),
            models.CheckConstraint(
                condition=~Q(court="") & ~Q(case_number=""), name="award_review_named"
            ),
        ]


class ReviewJudgment(models.Model):
    """How a review ended; never changed.

    ``waived``: the court decided that the days after the judgment need not be kept.
    """

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    review = models.OneToOneField(
        AwardReview, on_delete=models.PROTECT, related_name="judgment", db_constraint=False
    )
    outcome = models.CharField(max_length=20, choices=ReviewOutcome)
    decided_on = models.DateField()
    waived = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    register_number = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=ReviewOutcome.values), name="review_judgment_outcome_known"
            )
        ]


class InterimDecision(models.Model):
    """Buying goes on during a review by an interim agreement, until a day; never changed."""

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    review = models.OneToOneField(
        AwardReview, on_delete=models.PROTECT, related_name="interim", db_constraint=False
    )
    interim_until = models.DateField(null=True, blank=True)
    reason = models.TextField()
    register_number = models.CharField(max_length=60)
    at = models.DateTimeField()

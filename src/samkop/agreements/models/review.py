"""A review of the award, during which the agreement is interim, and how it ended."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.agreements.vocabulary import ReviewOutcome


class Review(models.Model):
    """A review of the award before a court (directive 89/665/EEC); never changed."""

    agreement = models.OneToOneField(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="review"
    )
    court = models.CharField(max_length=120)
    case_number = models.CharField(max_length=60)
    started_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(court=""), name="review_has_a_court"),
            models.CheckConstraint(condition=~Q(case_number=""), name="review_has_a_case_number"),
            # A judgment references both.
            models.UniqueConstraint(fields=["id", "agreement"], name="review_of_agreement"),
        ]


class Judgment(models.Model):
    """How the review ended: the award stands, or is annulled; never changed."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="judgment")
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    decided_on = models.DateField()
    outcome = models.CharField(max_length=20, choices=ReviewOutcome)
    note = models.TextField(blank=True)
    register_number = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=ReviewOutcome.values), name="judgment_outcome_known"
            )
        ]

"""Longer validity of bids: asked of all bidders, answered by each."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class ValidityExtension(models.Model):
    """Bidders are asked to be bound longer, to ``bound_until``; never changed.

    Answers come until the end of ``answer_by``; who has not consented by then is not bound after
    the day that was accepted before.
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="validity_extensions"
    )
    bound_until = models.DateField()
    answer_by = models.DateField()
    reason = models.TextField()
    register_number = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "tender"], name="validity_extension_of_tender"),
            models.CheckConstraint(
                condition=Q(bound_until__gt=F("answer_by")),
                name="validity_extension_after_its_answers",
            ),
        ]


class ValidityConsent(models.Model):
    """A bidder's own answer to being bound longer; never changed."""

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    extension = models.ForeignKey(
        ValidityExtension, on_delete=models.PROTECT, related_name="answers", db_constraint=False
    )
    bidder = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    consents = models.BooleanField()
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["extension", "bidder"], name="validity_consent_once")
        ]

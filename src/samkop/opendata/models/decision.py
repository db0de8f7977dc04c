"""What an organisation has decided to publish."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.opendata.vocabulary import Field


class PublicationDecision(models.Model):
    """An organisation decides to publish a field, or not to; never changed, and the newest holds.

    ``decided_by`` is the organ or office that decided, not a person's name. Published itself:
    who publishes what since when is no secret.
    """

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="publication_decisions"
    )
    field = models.CharField(max_length=40, choices=Field)
    published = models.BooleanField()
    reason = models.CharField(max_length=400, blank=True)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=120)
    register_number = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(field__in=Field.values), name="publication_decision_field_known"
            ),
            models.CheckConstraint(
                condition=~Q(decided_by="") & ~Q(register_number=""),
                name="publication_decision_registered",
            ),
            models.CheckConstraint(
                condition=Q(published=True) | ~Q(reason=""),
                name="publication_decision_withheld_with_its_reason",
            ),
        ]
        indexes = [models.Index(fields=["owner", "field", "-id"], name="publication_newest")]

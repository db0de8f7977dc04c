"""Marks: each evaluator's own, and what they agree on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Mark(models.Model):
    """One evaluator's mark of a bid in a criterion, with its reason; never changed.

    The newest counts. No other sees it before both have handed in.
    """

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    # The composite foreign keys stand in the wall.
    lot = models.ForeignKey(
        "tendering.Lot", on_delete=models.PROTECT, related_name="marks", db_constraint=False
    )
    bid = models.ForeignKey(
        "tendering.OpenedBid", on_delete=models.PROTECT, related_name="marks",
        db_constraint=False,
    )  # fmt: skip
    appointment = models.ForeignKey(
        "tendering.EvaluatorAppointment", on_delete=models.PROTECT, related_name="marks",
        db_constraint=False,
    )  # fmt: skip
    evaluator = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    criterion = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=9, decimal_places=3)
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="mark_has_its_reason"),
            models.CheckConstraint(condition=Q(value__gte=0), name="mark_from_zero"),
        ]
        indexes = [models.Index(fields=["lot", "bid", "criterion"], name="mark_of_bid")]


class ConsensusMark(models.Model):
    """The mark that counts, which the evaluators agreed on; never changed, the newest counts.

    Has a reason where an evaluator had marked otherwise.
    """

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    # The composite foreign keys stand in the wall.
    lot = models.ForeignKey(
        "tendering.Lot", on_delete=models.PROTECT, related_name="consensus_marks",
        db_constraint=False,
    )  # fmt: skip
    bid = models.ForeignKey(
        "tendering.OpenedBid", on_delete=models.PROTECT, related_name="consensus_marks",
        db_constraint=False,
    )  # fmt: skip
    criterion = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=9, decimal_places=3)
    reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="consensus_mark_from_zero")
        ]
        indexes = [models.Index(fields=["lot", "bid", "criterion"], name="consensus_mark_of_bid")]

"""Who evaluates a lot, without a conflict of interest, and when each was done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class EvaluatorAppointment(models.Model):
    """A person of the contracting authority (``owner``) who marks the bids on a lot.

    Sees bids only after the opening, and only once a declaration says that there is no conflict
    of interest (2014/24/EU art. 24).
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="appointments"
    )
    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    # The composite foreign keys with tender_id stand in the wall.
    lot = models.ForeignKey(
        "tendering.Lot", on_delete=models.PROTECT, related_name="appointments",
        db_constraint=False,
    )  # fmt: skip
    evaluator = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="appointments"
    )
    appointed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lot", "evaluator"], name="evaluator_appointed_once_a_lot"
            ),
            models.UniqueConstraint(fields=["id", "evaluator"], name="appointment_of_evaluator"),
            models.UniqueConstraint(fields=["id", "lot"], name="appointment_of_lot"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="appointment_ends_with_a_reason",
            ),
        ]


class InterestDeclaration(models.Model):
    """What an evaluator declares of its interests, once, by itself; never changed."""

    appointment = models.OneToOneField(
        EvaluatorAppointment, on_delete=models.PROTECT, related_name="declaration"
    )
    evaluator = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    conflict = models.BooleanField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(conflict=False) | ~Q(note=""), name="conflict_of_interest_is_told"
            )
        ]


class MarkHandIn(models.Model):
    """An evaluator is done: the marks are fixed, and others' may be seen; never changed."""

    appointment = models.OneToOneField(
        EvaluatorAppointment, on_delete=models.PROTECT, related_name="hand_in"
    )
    evaluator = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

"""Somebody comes to the organisation, or leaves it, and devices with them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.fleet.vocabulary import StaffChangeKind, StaffChangeState


class StaffChange(models.Model):
    """What is to be done for one person who joins or leaves, as the people feed has told.

    ``due_on`` is the first day of who joins, the last of who leaves. What a leaver has is fetched
    by a work order whose ``source`` is this one.
    """

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The composite foreign keys (…, owner_id) stand in the wall's migration.
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    person_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=6, choices=StaffChangeKind)
    due_on = models.DateField()
    state = models.CharField(max_length=9, choices=StaffChangeState, default=StaffChangeState.OPEN)
    note = models.CharField(max_length=500, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "person", "kind"], condition=Q(state=StaffChangeState.OPEN),
                name="staff_change_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["owner", "person", "kind", "due_on"],
                condition=~Q(state=StaffChangeState.WITHDRAWN), name="staff_change_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=StaffChangeKind.values), name="staff_change_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state=StaffChangeState.OPEN, closed_at__isnull=True)
                | Q(state__in=[StaffChangeState.DONE, StaffChangeState.WITHDRAWN],
                    closed_at__isnull=False),
                name="staff_change_closed_at",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["owner", "due_on", "id"], name="staff_change_by_day")]

    def __str__(self) -> str:
        return self.person_name

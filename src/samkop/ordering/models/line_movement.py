"""How far each line of an order has come: what moved, and the sums."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.ordering.vocabulary import LineMovementKind


class OrderLineMovement(models.Model):
    """So many of a line were despatched, received, returned, released, invoiced or credited.

    Released: the supplier is not to deliver them any more, a credit note is agreed on.
    ``source`` names what told of it (``receiving.receipt:17``): the same source moves a line
    once. Seen by whoever sees the order, added by ``usecases.line_progress`` alone, in the
    buyer's name.
    """

    order = models.ForeignKey(
        "ordering.Order", on_delete=models.PROTECT, related_name="movements", db_index=False
    )
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    line_number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=LineMovementKind)
    quantity = models.PositiveIntegerField()
    source = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "line_number", "kind", "source"], name="order_line_moved_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LineMovementKind.values), name="order_line_movement_known"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="order_line_movement_is_something"
            ),
        ]


class OrderLineProgress(models.Model):
    """The sums of a line's movements; the row is there once something has moved."""

    order = models.ForeignKey(
        "ordering.Order", on_delete=models.PROTECT, related_name="progress", db_index=False
    )
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    line_number = models.PositiveSmallIntegerField()
    despatched = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    released = models.PositiveIntegerField(default=0)
    invoiced = models.PositiveIntegerField(default=0)
    credited = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "line_number"], name="order_line_progress_once"
            ),
            models.CheckConstraint(
                condition=Q(returned__lte=F("received")), name="order_line_returns_what_came"
            ),
            models.CheckConstraint(
                condition=Q(credited__lte=F("invoiced")),
                name="order_line_credits_what_was_invoiced",
            ),
        ]

"""When a supplier has promised the lines of an order, and when they came."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.parties.vocabulary import Criticality


class DeliveryPromise(models.Model):
    """What a supplier has promised of one order line, first and last, and what came of it.

    ``quantity`` is what stands of it; ``wanted`` what the buyer still wants, so that the rest
    is what the supplier leaves out. ``parts`` are [quantity, day] by the newest promise;
    ``due_on`` is the day of the first part that is not here, ``first_on`` the last day of the
    first promise that was made, ``last_on`` that of the newest. ``rank`` sorts by criticality
    and then by ``due_on``. ``completed_on`` is the day on which the last of ``quantity`` came;
    a line of which nothing comes any more is ``closed`` without one. Kept in the buyer's name;
    seen by whoever sees the order.
    """

    order = models.ForeignKey(
        "ordering.Order", on_delete=models.PROTECT, related_name="promises", db_index=False
    )
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    purchasing_body = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    line = models.ForeignKey("ordering.OrderLine", on_delete=models.PROTECT, related_name="+")
    line_number = models.PositiveSmallIntegerField()
    criticality = models.CharField(max_length=10, choices=Criticality)
    quantity = models.PositiveIntegerField()
    wanted = models.PositiveIntegerField(default=0)
    parts = models.JSONField(default=list)
    first_on = models.DateField()
    last_on = models.DateField()
    due_on = models.DateField()
    rank = models.CharField(max_length=12)
    warned_for = models.DateField(null=True)
    alarmed_for = models.DateField(null=True)
    completed_on = models.DateField(null=True)
    closed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "line_number"], name="delivery_promise_once_a_line"
            ),
            models.CheckConstraint(
                condition=Q(completed_on__isnull=True) | Q(closed=True),
                name="delivery_promise_complete_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(due_on__lte=F("last_on")), name="delivery_promise_due_by_its_end"
            ),
        ]
        indexes = [
            models.Index(
                fields=[side, "rank", "id"], name=f"promise_open_{name}", condition=Q(closed=False)
            )
            for side, name in (
                ("buyer", "buyer"), ("supplier", "supplier"), ("purchasing_body", "body"),
            )
        ] + [
            models.Index(fields=[side, "first_on", "id"], name=f"promise_first_{name}")
            for side, name in (
                ("buyer", "buyer"), ("supplier", "supplier"), ("purchasing_body", "body"),
            )
        ]  # fmt: skip

"""What a buyer expects, and how much of it has come."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.receiving.vocabulary import ConsignmentState


class Consignment(models.Model):
    """Goods on their way to one place of a buyer's (UBL Consignment).

    ``advice`` announced it; what comes unannounced stands under ``order`` alone. ``due_on`` is
    the day on which it is expected: by the advice, else by the supplier's promise.
    """

    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # A supplier may read the consignment but not the buyer's site: no join.
    delivery_location = models.ForeignKey(
        "parties.DeliveryLocation", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    advice = models.OneToOneField(
        "receiving.DespatchAdvice", null=True, blank=True, on_delete=models.PROTECT,
        related_name="consignment",
    )  # fmt: skip
    order = models.ForeignKey(
        "ordering.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField(max_length=200)
    state = models.CharField(
        max_length=10, choices=ConsignmentState, default=ConsignmentState.EXPECTED
    )
    due_on = models.DateField()
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "buyer", "supplier"], name="consignment_of_both"),
            models.CheckConstraint(
                condition=Q(state__in=ConsignmentState.values), name="consignment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(advice__isnull=False) ^ Q(order__isnull=False),
                name="consignment_announced_or_of_an_order",
            ),
            models.CheckConstraint(
                condition=Q(state=ConsignmentState.RECEIVED, finished_at__isnull=False)
                | (~Q(state=ConsignmentState.RECEIVED) & Q(finished_at__isnull=True)),
                name="consignment_finished_when_received",
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=~Q(state=ConsignmentState.RECEIVED),
                name="consignment_unannounced_once",
            ),
        ]
        indexes = [
            *(
                models.Index(fields=[side, field, "id"], name=f"consignment_{side}_{name}")
                for side in ("buyer", "supplier")
                for field, name in (("due_on", "due"), ("number", "number"))
            ),
            models.Index(
                fields=["buyer", "due_on"],
                name="consignment_awaited",
                condition=~Q(state=ConsignmentState.RECEIVED),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ConsignmentLine(models.Model):
    """So many pieces of an order's line, as far as finished receipts go.

    ``came_before`` of them had been received without any advice when this one came in.
    ``received`` counts all that came of the line, ``rejected`` what of that was damaged.
    """

    consignment = models.ForeignKey(Consignment, on_delete=models.PROTECT, related_name="lines")
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    despatch_line = models.OneToOneField(
        "receiving.DespatchLine", null=True, blank=True, on_delete=models.PROTECT,
        related_name="expected",
    )  # fmt: skip
    order = models.ForeignKey(
        "ordering.Order", on_delete=models.PROTECT, related_name="consignment_lines"
    )
    position = models.PositiveSmallIntegerField()
    line_number = models.PositiveSmallIntegerField()
    seller_item_id = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    unit_code = models.CharField(max_length=3)
    quantity = models.PositiveIntegerField()
    came_before = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consignment", "position"], name="consignment_line_once"
            ),
            models.UniqueConstraint(
                fields=["id", "buyer", "supplier"], name="consignment_line_of_both"
            ),
            models.CheckConstraint(
                condition=Q(came_before__lte=F("quantity")), name="consignment_line_came_before"
            ),
            models.CheckConstraint(
                condition=Q(rejected__lte=F("received")), name="consignment_line_rejects_what_came"
            ),
        ]

    @property
    def expected(self) -> int:
        """How many are still expected."""
        return max(self.quantity - self.came_before - self.received, 0)

    @property
    def over(self) -> int:
        """How many more came than were announced."""
        return max(self.received - self.quantity + self.came_before, 0)

"""Orders that came from a municipality's own purchasing system, and what was said to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ReceivedOrder(models.Model):
    """An order document of the buyer's (Peppol T01), taken in or refused; never changed.

    ``number`` is the buyer's own. Taken in, it consumed ``reservation`` and became ``order``;
    ``line_ids`` are the buyer's ids of its lines, by the order's line numbers. Refused, it has a
    ``refusal_code`` and its sentence. ``receiver`` is to whom it was sent, and who answers.
    """

    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    receiver = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    message_id = models.BigIntegerField(unique=True)
    number = models.CharField(max_length=200)
    currency = models.CharField(max_length=3)
    reservation = models.ForeignKey(
        "ordering.Reservation", null=True, blank=True, on_delete=models.PROTECT,
        related_name="received_orders", db_constraint=False,
    )  # fmt: skip
    order = models.OneToOneField(
        "ordering.Order", null=True, blank=True, on_delete=models.PROTECT, db_constraint=False,
        related_name="received_order",
    )  # fmt: skip
    line_ids = models.JSONField(default=dict)
    refusal_code = models.CharField(max_length=60, blank=True)
    sentence = models.CharField(max_length=500, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(refusal_code="", order__isnull=False, reservation__isnull=False)
                | (~Q(refusal_code="") & Q(order__isnull=True)),
                name="received_order_taken_or_refused",
            )
        ]
        indexes = [models.Index(fields=["buyer", "-id"], name="received_order_by_buyer")]

    def __str__(self) -> str:
        return self.number

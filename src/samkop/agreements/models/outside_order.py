"""Orders that buyers placed under an agreement, but outside the shop."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class OutsideOrder(models.Model):
    """An order placed with the supplier by other means; it counts like any other.

    ``document`` is the number under which buyer and supplier know it, ``cents`` its value
    without VAT, ``quantities`` the units per price group. Recorded by the buyer or by whoever
    runs the agreement; never changed: a correction is a row of its own.
    """

    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="outside_orders"
    )
    # The composite foreign key (participation_id, buyer_id) stands in the wall's migration.
    participation = models.ForeignKey(
        "agreements.Participation", on_delete=models.PROTECT, db_constraint=False
    )
    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    document = models.CharField(max_length=80)
    ordered_on = models.DateField()
    cents = models.BigIntegerField()
    quantities = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "buyer", "document"], name="outside_order_once"
            ),
            # A correction references all three.
            models.UniqueConstraint(
                fields=["id", "agreement", "buyer"], name="outside_order_of_buyer"
            ),
            models.CheckConstraint(condition=Q(cents__gt=0), name="outside_order_costs_something"),
            models.CheckConstraint(condition=~Q(document=""), name="outside_order_has_a_document"),
        ]
        indexes = [models.Index(fields=["agreement", "-id"], name="outside_order_by_agreement")]

    def __str__(self) -> str:
        return self.document

    @property
    def reference(self) -> str:
        """Under which its movements stand in the ledger."""
        return f"outside:{self.pk}"


class OutsideOrderCorrection(models.Model):
    """What an outside order was recorded too high by: a counter-movement, never changed."""

    outside_order = models.ForeignKey(
        OutsideOrder, on_delete=models.PROTECT, related_name="corrections", db_constraint=False
    )
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    cents = models.BigIntegerField()
    quantities = models.JSONField(default=dict)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cents__gte=0), name="outside_order_correction_gives_back"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="outside_order_correction_has_a_reason"
            ),
        ]

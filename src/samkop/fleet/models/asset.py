"""Devices."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from samkop.agreements.vocabulary import ItemCategory
from samkop.catalogue.models.folding import Folded
from samkop.fleet.vocabulary import AssetState, EndReason


def _searched() -> Folded:
    parts = [
        part for name in ("asset_number", "serial_number", "model_name")
        for part in (F(name), Value(" "))
    ]  # fmt: skip
    return Folded(Concat(*parts[:-1], output_field=models.TextField()))


class Asset(models.Model):
    """One device (ITIL configuration item), from the supplier's announcement to its end.

    ``asset_number`` is the owner's, on its label. ``category`` and ``model_name`` are the
    model's, here for lists. ``holder`` has it since ``held_since``, by step ``custody_step`` of
    its custody; ``location`` is the site where it is used or kept, None where that is not the
    owner's. ``order`` and ``order_line_number`` say how it was bought, ``unit_cents`` of
    ``currency`` without VAT for what; None where it came from a register. It is to be renewed on
    ``renew_on``, by its age or as ``renewal_plan`` decided, and has no security updates after
    ``support_ends``, its model's.
    """

    # The composite foreign keys (…, owner_id) stand in the wall's migration; they hold the owner.
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    asset_number = models.CharField(max_length=40)
    serial_number = models.CharField(max_length=100)
    model = models.ForeignKey(
        "fleet.DeviceModel", on_delete=models.PROTECT, related_name="assets", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    model_name = models.CharField(max_length=200)
    category = models.CharField(max_length=20, choices=ItemCategory)
    state = models.CharField(max_length=12, choices=AssetState, default=AssetState.EXPECTED)
    state_since = models.DateTimeField()
    holder = models.ForeignKey(
        "fleet.Holder", on_delete=models.PROTECT, related_name="assets", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    custody_step = models.PositiveIntegerField(default=0)
    held_since = models.DateTimeField()
    location = models.ForeignKey(
        "parties.DeliveryLocation", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", db_constraint=False, db_index=False,
    )  # fmt: skip
    cost_centre = models.ForeignKey(
        "parties.CostCentre", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    supplier = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    # Whoever owns it later does not see the order: no join.
    order = models.ForeignKey(
        "ordering.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False,
    )  # fmt: skip
    order_line_number = models.PositiveSmallIntegerField(null=True, blank=True)
    unit_cents = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    received_on = models.DateField(null=True, blank=True)
    warranty_until = models.DateField(null=True, blank=True)
    renew_on = models.DateField(null=True, blank=True)
    # The composite foreign key stands in the migration of the plans.
    renewal_plan = models.ForeignKey(
        "fleet.RenewalPlan", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    support_ends = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=12, choices=EndReason, blank=True)
    created_at = models.DateTimeField()
    search_text = models.GeneratedField(
        expression=_searched(), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "asset_number"], name="asset_number_once"
            ),
            models.UniqueConstraint(
                fields=["owner", "model", "serial_number"], condition=~Q(state=AssetState.ENDED),
                name="asset_serial_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=AssetState.values), name="asset_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=AssetState.ENDED, ended_on__isnull=False,
                            end_reason__in=EndReason.values)
                | (~Q(state=AssetState.ENDED) & Q(ended_on__isnull=True, end_reason="")),
                name="asset_ended_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(order__isnull=True) ^ Q(order_line_number__isnull=False),
                name="asset_of_an_order_line",
            ),
            models.CheckConstraint(
                condition=Q(unit_cents__isnull=True) | Q(unit_cents__gte=0),
                name="asset_price_not_negative",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["owner", "serial_number"], name="asset_by_serial"),
            models.Index(fields=["owner", "model_name", "id"], name="asset_by_model"),
            models.Index(fields=["owner", "state", "id"], name="asset_by_state"),
            models.Index(fields=["owner", "holder", "id"], name="asset_by_holder"),
            models.Index(fields=["owner", "location", "id"], name="asset_by_location"),
            models.Index(fields=["owner", "renew_on", "id"], name="asset_by_renewal"),
        ]

    def __str__(self) -> str:
        return self.asset_number

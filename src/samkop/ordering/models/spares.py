"""Spares that lie at a site: how many there are, and how many there should be at least."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.ordering.vocabulary import SpareMovementKind


class SpareStock(models.Model):
    """So many of an item that lie at a site, ready to replace what breaks.

    Where ``in_stock`` and what is on its way are together below ``minimum``, a requisition
    up to ``target`` is sent in, in ``person``'s name. ``newest`` is the id of the newest
    movement (0 before the first). One that is not ``active`` orders nothing and is kept.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    delivery_location = models.ForeignKey("parties.DeliveryLocation", on_delete=models.PROTECT)
    item = models.ForeignKey("catalogue.CatalogueItem", on_delete=models.PROTECT, related_name="+")
    cost_centre = models.ForeignKey("parties.CostCentre", on_delete=models.PROTECT)
    minimum = models.PositiveIntegerField()
    target = models.PositiveIntegerField()
    in_stock = models.PositiveIntegerField(default=0)
    newest = models.BigIntegerField(default=0)
    active = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "delivery_location", "item"], name="spare_stock_once_a_site",
                condition=Q(active=True),
            ),
            models.CheckConstraint(
                condition=Q(minimum__gte=1, target__gte=F("minimum"), target__lte=10_000),
                name="spare_stock_fills_up_to_its_minimum",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["party", "in_stock"], name="spare_stock_running",
                condition=Q(active=True),
            )
        ]  # fmt: skip


class SpareMovement(models.Model):
    """Somebody took pieces out, put some in, counted them, or said anew how many there should be.

    ``change`` is how many more there are than before, ``left`` how many there are then.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    spare_stock = models.ForeignKey(SpareStock, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=10, choices=SpareMovementKind)
    change = models.IntegerField()
    left = models.PositiveIntegerField()
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SpareMovementKind.values), name="spare_movement_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="taken", change__lt=0)
                | Q(kind="put-in", change__gt=0)
                | Q(kind="counted")
                | Q(kind="set", change=0),
                name="spare_movement_goes_its_way",
            ),
        ]


class SpareRun(models.Model):
    """What was ordered after a movement had left too few: a requisition, or a refusal.

    One a movement, whoever tries. ``put_in`` are those of ``quantity`` that lie in stock by now.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    spare_stock = models.ForeignKey(
        SpareStock, on_delete=models.PROTECT, related_name="runs", db_index=False
    )
    movement = models.ForeignKey(SpareMovement, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    put_in = models.PositiveIntegerField(default=0)
    requisition = models.ForeignKey("ordering.Requisition", on_delete=models.PROTECT, null=True)
    code = models.CharField(max_length=80, blank=True)
    sentence = models.CharField(max_length=500, blank=True)
    tried_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["spare_stock", "movement"], name="spare_run_once_a_movement"
            ),
            models.CheckConstraint(
                condition=Q(requisition__isnull=True, code__gt="")
                | Q(requisition__isnull=False, code=""),
                name="spare_run_ordered_or_refused",
            ),
            models.CheckConstraint(
                condition=Q(put_in__lte=F("quantity")), name="spare_run_puts_in_what_it_ordered"
            ),
        ]

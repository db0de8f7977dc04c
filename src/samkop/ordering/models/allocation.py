"""Shortages: the announced rule, and who gets how many."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.ordering.vocabulary import ShortageMethod
from samkop.parties.vocabulary import Criticality


class AllocationRule(models.Model):
    """How an agreement's shortages are divided after critical places; the newest holds."""

    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=15, choices=ShortageMethod)
    announced_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(method__in=ShortageMethod.values), name="allocation_rule_known"
            )
        ]
        indexes = [models.Index(fields=["agreement", "-id"], name="allocation_rule_newest")]


class Allocation(models.Model):
    """One division of what there is of an item among the orders that wait for it.

    ``supply`` counts stock and reserve, ``demand`` all that waited; the newest counts.
    Seen by everybody in the agreement; the lines by whom they concern.
    """

    item = models.ForeignKey("catalogue.CatalogueItem", on_delete=models.PROTECT)
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=15, choices=ShortageMethod)
    supply = models.PositiveIntegerField()
    demand = models.PositiveIntegerField()
    next_delivery = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id", "purchasing_body", "supplier"], name="allocation_of_parties"
            )
        ]
        indexes = [
            models.Index(fields=["item", "-id"], name="allocation_newest"),
            models.Index(fields=["purchasing_body", "-id"], name="allocation_by_body"),
        ]


class AllocatedLine(models.Model):
    """What one order line gets now; the rest comes with the next delivery."""

    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="lines")
    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey("ordering.Order", on_delete=models.PROTECT, related_name="+")
    line_number = models.PositiveSmallIntegerField()
    criticality = models.CharField(max_length=10, choices=Criticality)
    wanted = models.PositiveIntegerField()
    given = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["allocation", "order", "line_number"], name="allocated_line_once"
            ),
            models.CheckConstraint(
                condition=Q(given__lte=F("wanted")), name="allocated_line_not_more_than_wanted"
            ),
        ]
        indexes = [models.Index(fields=["order", "-id"], name="allocated_line_of_order")]

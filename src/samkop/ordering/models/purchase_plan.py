"""What is to be ordered on its day, as a plan lists it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.ordering.vocabulary import PlannedPurchaseState


class PlannedPurchase(models.Model):
    """A row of the plan: so many of an item for a site, ordered on ``order_on``.

    ``reference`` is the plan's own and tells rows apart, whoever loads them. It is ordered in
    ``person``'s name, with the other rows of its day, site, cost centre and project in one
    ``requisition``; ``code`` and ``sentence`` say why it was refused, until it is tried again.
    What is ordered or taken off is final.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=80)
    item = models.ForeignKey("catalogue.CatalogueItem", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    delivery_location = models.ForeignKey("parties.DeliveryLocation", on_delete=models.PROTECT)
    cost_centre = models.ForeignKey("parties.CostCentre", on_delete=models.PROTECT)
    project = models.ForeignKey(
        "ordering.BudgetProject", on_delete=models.PROTECT, null=True, blank=True
    )
    order_on = models.DateField()
    state = models.CharField(
        max_length=10, choices=PlannedPurchaseState, default=PlannedPurchaseState.WAITING
    )
    requisition = models.ForeignKey(
        "ordering.Requisition", on_delete=models.PROTECT, null=True, related_name="planned"
    )
    code = models.CharField(max_length=80, blank=True)
    sentence = models.CharField(max_length=500, blank=True)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "reference"], name="planned_purchase_once_a_reference"
            ),
            models.CheckConstraint(
                condition=~Q(reference=""), name="planned_purchase_has_a_reference"
            ),
            models.CheckConstraint(
                condition=Q(quantity__range=(1, 10_000)), name="planned_purchase_quantity_bounded"
            ),
            models.CheckConstraint(
                condition=Q(state__in=PlannedPurchaseState.values),
                name="planned_purchase_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="ordered", requisition__isnull=False)
                | (~Q(state="ordered") & Q(requisition__isnull=True)),
                name="planned_purchase_ordered_by_a_requisition",
            ),
            models.CheckConstraint(
                condition=Q(state="refused", code__gt="") | (~Q(state="refused") & Q(code="")),
                name="planned_purchase_refused_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "order_on"], name="planned_purchase_by_day"),
            models.Index(
                fields=["party", "order_on"], name="planned_purchase_due",
                condition=Q(state="waiting"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference

"""Who receives an organisation's invoices, and what it lets pass when they are matched."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from samkop.invoicing.vocabulary import ReceptionWay


class InvoiceReception(models.Model):
    """The organisation's choice of who receives and matches its invoices, from a day on.

    The newest line whose day has come holds; before the first one Samköp receives.
    """

    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    way = models.CharField(max_length=8, choices=ReceptionWay)
    valid_from = models.DateField()
    decided_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=ReceptionWay.values), name="invoice_reception_way_known"
            ),
            models.UniqueConstraint(
                fields=["party", "valid_from"], name="invoice_reception_once_a_day"
            ),
        ]


class MatchTolerance(models.Model):
    """What passes without a person, from a day on (core.matching.Tolerances).

    A price over the order's by so many thousandths or cents a unit, whichever is more, all of
    an invoice together at most ``total_cents``; ``quantity`` units beyond what was ordered;
    charges that nobody ordered; an invoice dated so many days before its order.
    """

    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    valid_from = models.DateField()
    price_permille = models.PositiveSmallIntegerField(default=0)
    price_cents = models.PositiveIntegerField(default=0)
    total_cents = models.PositiveIntegerField(null=True, blank=True)
    quantity = models.PositiveSmallIntegerField(default=0)
    charge_cents = models.PositiveIntegerField(default=0)
    charge_permille = models.PositiveSmallIntegerField(default=0)
    days_early = models.PositiveSmallIntegerField(default=0)
    decided_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "valid_from"], name="match_tolerance_once_a_day"
            ),
        ]

    @property
    def price_share(self) -> Decimal:
        """How much a price may be over the order's, as a share of it."""
        return Decimal(self.price_permille) / 1000

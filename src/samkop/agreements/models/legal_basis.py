"""On which legal basis a named buyer buys through the party that runs the agreement."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.agreements.vocabulary import BasisKind


class LegalBasis(models.Model):
    """Why this buyer may call off without a procurement of its own, from a day on.

    An order is placed only on a day on which one holds. Art. 12 of directive 2014/24/EU asks
    for three things at once, and all three are recorded as holding. Written by whoever runs
    the agreement; its last day may be set later, nothing else changes.
    """

    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    kind = models.CharField(max_length=20, choices=BasisKind)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=200)
    register_number = models.CharField(max_length=60)
    control_holds = models.BooleanField(default=False)
    activities_hold = models.BooleanField(default=False)
    no_private_capital = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "buyer", "valid_from"], name="legal_basis_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=BasisKind.values), name="legal_basis_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind=BasisKind.IN_HOUSE)
                | Q(control_holds=True, activities_hold=True, no_private_capital=True),
                name="legal_basis_in_house_conditions_hold",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="legal_basis_has_a_document"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="legal_basis_ends_after_its_start",
            ),
        ]

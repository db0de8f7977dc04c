"""Where things are delivered and used."""

from __future__ import annotations

from django.db import models

from samkop.parties.vocabulary import Criticality


class DeliveryLocation(models.Model):
    """A site of a party (UBL DeliveryLocation), with how critical its devices are."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    street = models.CharField(max_length=120)
    postal_code = models.CharField(max_length=12)
    city = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    gln = models.CharField(max_length=13, blank=True)
    criticality = models.CharField(max_length=10, choices=Criticality, default=Criticality.ORDINARY)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "code"], name="delivery_location_code_unique"),
            models.UniqueConstraint(fields=["id", "party"], name="delivery_location_of_party"),
            models.CheckConstraint(
                condition=models.Q(criticality__in=Criticality.values),
                name="delivery_location_criticality_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

"""A file of what a class or a school needs, between its upload and its ordering."""

from __future__ import annotations

from django.db import models


class OrderFile(models.Model):
    """An uploaded order file, as it came; it goes when it is ordered or replaced.

    Seen by the person alone. Rows that name no cost centre or site take those of the file.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT)
    cost_centre = models.ForeignKey("parties.CostCentre", on_delete=models.PROTECT)
    delivery_location = models.ForeignKey("parties.DeliveryLocation", on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

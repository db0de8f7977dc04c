"""Who pays inside a party."""

from __future__ import annotations

from django.db import models


class CostCentre(models.Model):
    """A cost centre of a party (UBL AccountingCost), with who answers for it."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    active = models.BooleanField(default=True)
    manager = models.ForeignKey(
        "parties.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "code"], name="cost_centre_code_unique"),
            # An order references both, so that no party can charge another's cost centre.
            models.UniqueConstraint(fields=["id", "party"], name="cost_centre_of_party"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

"""What an organisation assumes that each further model costs it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.fleet.vocabulary import MOST_YEARS


class VarietyAssumption(models.Model):
    """An owner's assumptions; one row, or none as long as the usual ones hold.

    A model costs ``image_cents``, ``spares_cents`` and ``knowledge_cents`` a year, however few
    devices of it there are; a device lasts ``years``. What replaces a device costs at least
    ``least_percent`` of what that one costs anew: cheaper models will not do. ``needs`` are needs
    of its own, a line each (group; category; people; least price); empty: those of its devices.
    """

    owner = models.OneToOneField("parties.Party", on_delete=models.PROTECT, related_name="+")
    image_cents = models.BigIntegerField()
    spares_cents = models.BigIntegerField()
    knowledge_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    years = models.PositiveSmallIntegerField()
    least_percent = models.PositiveSmallIntegerField()
    needs = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(image_cents__gte=0, spares_cents__gte=0, knowledge_cents__gte=0),
                name="variety_costs_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(years__gte=1, years__lte=MOST_YEARS, least_percent__lte=200),
                name="variety_of_a_life",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.image_cents + self.spares_cents + self.knowledge_cents}"

    @property
    def model_cents(self) -> int:
        """What a model costs a year."""
        return self.image_cents + self.spares_cents + self.knowledge_cents

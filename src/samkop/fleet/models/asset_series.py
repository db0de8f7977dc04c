"""The numbers that an organisation gives its devices."""

from __future__ import annotations

from django.db import models


class AssetSeries(models.Model):
    """An owner's own series of asset numbers: ``prefix`` and the next number, of six digits."""

    owner = models.OneToOneField("parties.Party", on_delete=models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=10, default="D")
    next_number = models.PositiveIntegerField(default=1)

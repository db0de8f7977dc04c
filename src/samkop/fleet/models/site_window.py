"""When a site takes things in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class SiteWindow(models.Model):
    """On a weekday (1 Monday to 7 Sunday, ISO 8601) a site is open between two times of its own."""

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The composite foreign key (location_id, owner_id) stands in the wall's migration.
    location = models.ForeignKey(
        "parties.DeliveryLocation", on_delete=models.PROTECT, related_name="+",
        db_constraint=False,
    )  # fmt: skip
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "location", "weekday"], name="site_window_once"
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7, opens__lt=F("closes")),
                name="site_window_is_one",
            ),
        ]

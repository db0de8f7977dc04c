"""Forecasts of what an organisation's people will need, years ahead."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class FleetForecast(models.Model):
    """An owner's forecast by its assumptions; another assumption is another row, a variant.

    ``assumptions`` is the text of a problem (``core.forecast``), ``figures`` what follows from it
    (``rules.forecasting.figures_of``), for ``years`` from January of ``start``. ``based_on`` is
    the forecast of which it is a variant.
    """

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(max_length=100)
    start = models.PositiveSmallIntegerField()
    years = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)
    assumptions = models.TextField()
    figures = models.JSONField()
    # The composite foreign key stands in the wall's migration.
    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="variants",
        db_constraint=False,
    )  # fmt: skip
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "owner"], name="fleet_forecast_of_owner"),
            models.CheckConstraint(
                condition=Q(years__gte=1, years__lte=40), name="fleet_forecast_of_years"
            ),
        ]
        indexes = [models.Index(fields=["owner", "-id"], name="fleet_forecast_newest")]

    def __str__(self) -> str:
        return self.name

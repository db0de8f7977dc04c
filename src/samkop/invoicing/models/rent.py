"""What financiers rent out: devices by schedule and serial number, each for its term."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from samkop.core.period import months_after
from samkop.invoicing.vocabulary import LONGEST_TERM


class RentSchedule(models.Model):
    """The rent of one device of a financier's schedule, as its buyer knows it.

    ``schedule`` is the financier's own number, ``monthly_cents`` of ``currency`` are without
    VAT. It runs from ``first_month`` (its first day) for ``months``, and ends with the month of
    ``returned_on``. The buyer's; the financier sees what it finances.
    """

    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    financier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    schedule = models.CharField(max_length=60)
    serial_number = models.CharField(max_length=100)
    monthly_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    first_month = models.DateField()
    months = models.PositiveSmallIntegerField()
    returned_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["buyer", "financier", "schedule", "serial_number"],
                name="rent_schedule_once_a_device",
            ),
            models.CheckConstraint(
                condition=Q(monthly_cents__gt=0), name="rent_schedule_costs_something"
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=LONGEST_TERM), name="rent_schedule_term"
            ),
            models.CheckConstraint(
                condition=Q(first_month__day=1), name="rent_schedule_from_the_first"
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "serial_number"], name="rent_schedule_serial"),
            models.Index(fields=["financier", "id"], name="rent_schedule_financier"),
        ]

    def __str__(self) -> str:
        return f"{self.schedule} {self.serial_number}"

    @property
    def last_month(self) -> date:
        """The first day of the last month for which it is owed, by its term."""
        return months_after(self.first_month, self.months - 1)

    def is_ended_by(self, day: date) -> bool:
        """Whether a return on a day ends it, and not its term before."""
        return self.last_month >= day.replace(day=1)

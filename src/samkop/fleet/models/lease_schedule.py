"""What financiers say: their schedules, device by device, and their words on a lease."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.fleet.vocabulary import LONGEST_TERM, StatementKind


class LeaseSchedule(models.Model):
    """A financier's schedule under its own ``number``: from when on, for how many months.

    Recorded by the financier, or by the lessee from the financier's file (``recorded_by``). Never
    changed: a corrected one is another row of the same number, and the newest counts.
    """

    financier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lessee = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_by = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.CharField(max_length=60)
    starts_on = models.DateField()
    months = models.PositiveSmallIntegerField()
    monthly_cents = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id", "financier", "lessee", "recorded_by"],
                name="lease_schedule_of_parties",
            ),
            models.CheckConstraint(
                condition=Q(recorded_by=F("financier")) | Q(recorded_by=F("lessee")),
                name="lease_schedule_recorded_by_a_side",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__day=1) & ~Q(number=""), name="lease_schedule_from_the_first"
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=LONGEST_TERM), name="lease_schedule_term"
            ),
        ]
        indexes = [
            models.Index(fields=["lessee", "number", "-id"], name="lease_schedule_of_lessee"),
            models.Index(fields=["financier", "-id"], name="lease_schedule_of_financier"),
        ]

    def __str__(self) -> str:
        return self.number


class LeaseScheduleLine(models.Model):
    """A device of a financier's schedule, and its rent of a month without VAT."""

    schedule = models.ForeignKey(
        LeaseSchedule, on_delete=models.PROTECT, related_name="lines", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    financier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lessee = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_by = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    serial_number = models.CharField(max_length=100)
    monthly_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "serial_number"], name="lease_schedule_line_once"
            ),
            models.CheckConstraint(
                condition=Q(monthly_cents__gt=0), name="lease_schedule_line_costs_something"
            ),
        ]


class LeaseStatement(models.Model):
    """The financier's word on a lease: what buying out costs, that notice or devices came.

    The financier's own, never changed; the newest of a kind counts. ``cents`` without VAT where
    it names a price, which holds until ``holds_until``.
    """

    # The composite foreign key (lease_id, owner_id, financier_id) stands in the wall's migration.
    lease = models.ForeignKey(
        "fleet.Lease", on_delete=models.PROTECT, related_name="statements", db_constraint=False
    )
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    financier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=15, choices=StatementKind)
    cents = models.BigIntegerField(null=True, blank=True)
    holds_until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=StatementKind.BUY_OUT_PRICE, cents__gte=0)
                | (Q(kind__in=[StatementKind.NOTICE_TAKEN, StatementKind.RETURN_TAKEN])
                   & Q(cents__isnull=True)),
                name="lease_statement_price_of_a_buy_out",
            ),
        ]  # fmt: skip

"""Leases: devices that a financier has paid for, and for which it asks rent."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from samkop.fleet.vocabulary import (
    USUAL_ALARM_DAYS,
    AccountingClass,
    LeaseEventKind,
    LeaseState,
    StopReason,
)


class Lease(models.Model):
    """What a lessee has accepted of a financier on one day: devices on one plan.

    The lessee's, ``owner``; the financier reads it. It costs interim rent from ``accepted_on``
    until ``starts_on`` (a first of a month; expected, until the financier's schedule is agreed,
    whose number is ``schedule_number`` then), and rent until ``ends_on``. ``price_cents`` of
    ``currency`` without VAT is what the financier has paid for all its devices.

    ``passed`` says by what it came to its lessee, where another began it: its devices, terms and
    days go on, and what was owed before is not here.

    ``financing_cents`` stand on the agreement's ceiling, ``budget_cents`` on budgets (id to
    cents); ``uncommitted_code`` says why something of it does not, since the last extension.
    ``value_permille`` and ``life_permille`` are the shares at its start by which it is classed,
    at a discount rate of ``rate_ppm`` a year.
    """

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    financier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The composite foreign keys of these three stand in the wall's migration.
    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="+",
        db_constraint=False,
    )  # fmt: skip
    participation = models.ForeignKey(
        "agreements.Participation", on_delete=models.PROTECT, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    plan = models.ForeignKey(
        "fleet.LeasePlan", on_delete=models.PROTECT, related_name="leases", db_constraint=False
    )
    # The composite foreign key (passed_id, owner_id, financier_id) stands in its wall's migration.
    passed = models.OneToOneField(
        "fleet.PassedLease", null=True, blank=True, on_delete=models.PROTECT, related_name="taken",
        db_constraint=False,
    )  # fmt: skip
    number = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=LeaseState, default=LeaseState.INTERIM)
    currency = models.CharField(max_length=3)
    accepted_on = models.DateField()
    accepted_at = models.DateTimeField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    schedule_number = models.CharField(max_length=60, blank=True)
    price_cents = models.BigIntegerField()
    financing_cents = models.BigIntegerField(default=0)
    budget_cents = models.JSONField(default=dict)
    uncommitted_code = models.CharField(max_length=60, blank=True)
    alarm_days = models.PositiveSmallIntegerField(default=USUAL_ALARM_DAYS)
    alarmed_for = models.DateField(null=True, blank=True)
    notice_given_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    rate_ppm = models.PositiveIntegerField()
    value_permille = models.PositiveIntegerField()
    life_permille = models.PositiveIntegerField()
    accounting_class = models.CharField(max_length=10, choices=AccountingClass)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "number"], name="lease_number_once"),
            # Parts of one schedule may come from another lessee one after the other.
            models.UniqueConstraint(
                fields=["owner", "financier", "schedule_number"],
                condition=~Q(schedule_number="") & Q(passed__isnull=True),
                name="lease_schedule_once",
            ),
            # Its devices and its ledger reference all three.
            models.UniqueConstraint(
                fields=["id", "owner", "financier"], name="lease_of_owner_and_financier"
            ),
            models.CheckConstraint(
                condition=Q(state__in=LeaseState.values), name="lease_state_known"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__day=1, starts_on__gte=F("accepted_on"))
                & Q(ends_on__gt=F("starts_on")),
                name="lease_starts_on_a_first",
            ),
            models.CheckConstraint(
                condition=Q(state=LeaseState.INTERIM, schedule_number="")
                | Q(state=LeaseState.ENDED)
                | (Q(state__in=[LeaseState.RUNNING, LeaseState.EXTENDED])
                   & ~Q(schedule_number="")),
                name="lease_runs_by_a_schedule",
            ),
            models.CheckConstraint(
                condition=Q(state=LeaseState.ENDED) ^ Q(ended_on__isnull=True),
                name="lease_ended_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(price_cents__gt=0, financing_cents__gte=0), name="lease_costs_something"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["owner", "ends_on", "id"], name="lease_by_end"),
            models.Index(fields=["financier", "id"], name="lease_of_financier"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def value_share(self) -> Decimal:
        """What its rents were worth of the price when it began, in per cent."""
        return Decimal(self.value_permille).scaleb(-1)

    @property
    def life_share(self) -> Decimal:
        """What its term was of the devices' life, in per cent."""
        return Decimal(self.life_permille).scaleb(-1)


class LeasedAsset(models.Model):
    """A device in a lease, by its serial number, as the financier knows it.

    It costs interim rent from ``interim_from`` (None: none; of days that began ``interim_since``
    what is left, where another lessee owes those before) and ``monthly_cents`` from
    ``first_month`` on, until the month of ``stopped_on`` or the lease's end. One that took a
    broken one's place ``replaces`` it: same price and rent, so that the lease stays what it was.
    ``cost_centre`` and ``project`` pay for it.
    """

    lease = models.ForeignKey(
        Lease, on_delete=models.PROTECT, related_name="devices", db_constraint=False
    )
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    financier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # Whoever owns it later still finds the lease that it had: no join.
    asset = models.ForeignKey("fleet.Asset", on_delete=models.PROTECT, related_name="leases")
    serial_number = models.CharField(max_length=100)
    model_name = models.CharField(max_length=200)
    cost_centre = models.ForeignKey(
        "parties.CostCentre", on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    project = models.ForeignKey(
        "ordering.BudgetProject", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", db_constraint=False, db_index=False,
    )  # fmt: skip
    price_cents = models.BigIntegerField()
    monthly_cents = models.BigIntegerField()
    interim_from = models.DateField(null=True, blank=True)
    interim_since = models.DateField(null=True, blank=True)
    first_month = models.DateField()
    stopped_on = models.DateField(null=True, blank=True)
    stop_reason = models.CharField(max_length=10, choices=StopReason, blank=True)
    buy_out_cents = models.BigIntegerField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asset"], condition=Q(stopped_on__isnull=True), name="leased_asset_once"
            ),
            models.CheckConstraint(
                condition=Q(price_cents__gt=0, monthly_cents__gt=0),
                name="leased_asset_costs_something",
            ),
            models.CheckConstraint(
                condition=Q(first_month__day=1), name="leased_asset_from_the_first"
            ),
            models.CheckConstraint(
                condition=Q(interim_since__isnull=True) | Q(interim_since__lte=F("interim_from")),
                name="leased_asset_interim_of_others_before",
            ),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True, stop_reason="")
                | Q(stopped_on__isnull=False, stop_reason__in=StopReason.values),
                name="leased_asset_stopped_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(buy_out_cents__isnull=True)
                | Q(buy_out_cents__gte=0, stop_reason=StopReason.BOUGHT_OUT),
                name="leased_asset_bought_out_for_a_price",
            ),
        ]
        indexes = [models.Index(fields=["owner", "serial_number"], name="leased_asset_serial")]

    def __str__(self) -> str:
        return self.serial_number


class LeaseEvent(models.Model):
    """A row of a lease's ledger: append-only, adds up to what is owed over its whole life.

    ``cents`` without VAT are owed to the financier, below 0 where something is owed no more; 0
    where nothing of money happened. ``month`` is that of a rent, ``devices`` how many it is about,
    ``due_on`` the day on which it falls due.
    """

    lease = models.ForeignKey(
        Lease, on_delete=models.PROTECT, related_name="events", db_constraint=False
    )
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    financier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12, choices=LeaseEventKind)
    month = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    cents = models.BigIntegerField(default=0)
    devices = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=LeaseEventKind.values), name="lease_event_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(month__isnull=False)
                ^ ~Q(kind__in=[LeaseEventKind.RENT, LeaseEventKind.INTERIM_RENT]),
                name="lease_event_rent_of_a_month",
            ),
        ]

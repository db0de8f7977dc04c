"""Plans of which devices are renewed in which month."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from samkop.agreements.vocabulary import ItemCategory
from samkop.fleet.vocabulary import LONGEST_PLAN, RenewalPlanState, WindowReason


class RenewalPlan(models.Model):
    """An owner's plan over ``months`` from the first day of ``start``.

    Devices are renewed at most ``early_months`` before and ``late_months`` after the end of
    their age; those that are due before it begins, within ``catch_up_months``. ``capacity``
    are devices that its installers manage a month, None: as many as there are; ``quiet_months``
    are months of the year (1 to 12) in which less is wanted (school terms); ``budgets`` cents
    by year, without VAT; ``round_min`` the least delivery round. Costs of a device and month too
    early, too late, and of a device of the largest month are the ``…_weight``; so are those of
    a device and month older than ``age_months``, of one of a model beyond the range, and of a
    kilogram of CO2e that unused life wastes. ``based_on`` is the plan of which it is a variant,
    ``joint`` that over a region of which it is the owner's part. The answer: ``objective`` and
    what it is proven within (``gap``, of one). ``conflicts`` are the limits that cannot all
    hold, as ``core.renewal.Limit`` has them, and with ``to`` those that have to move, and how
    far, at the least.
    """

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(max_length=120)
    state = models.CharField(
        max_length=12, choices=RenewalPlanState, default=RenewalPlanState.DRAFT
    )
    start = models.DateField()
    months = models.PositiveSmallIntegerField()
    early_months = models.PositiveSmallIntegerField()
    late_months = models.PositiveSmallIntegerField()
    catch_up_months = models.PositiveSmallIntegerField()
    capacity = models.PositiveIntegerField(null=True, blank=True)
    quiet_months = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    quiet_weight = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    budgets = models.JSONField(default=dict)
    currency = models.CharField(max_length=3)
    round_min = models.PositiveIntegerField(null=True, blank=True)
    early_weight = models.DecimalField(max_digits=8, decimal_places=2)
    late_weight = models.DecimalField(max_digits=8, decimal_places=2)
    level_weight = models.DecimalField(max_digits=8, decimal_places=2)
    age_months = models.PositiveSmallIntegerField(null=True, blank=True)
    age_weight = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    outlier_weight = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    carbon_weight = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="variants"
    )
    joint = models.ForeignKey(
        "fleet.JointPlan", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    revision = models.PositiveIntegerField(default=1)
    objective = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    gap = models.DecimalField(max_digits=10, decimal_places=8, null=True, blank=True)
    seconds = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    conflicts = models.JSONField(default=list)
    planned_at = models.DateTimeField(null=True, blank=True)
    decided_until = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "owner"], name="renewal_plan_of_owner"),
            models.UniqueConstraint(
                fields=["owner"], condition=Q(state=RenewalPlanState.DECIDED),
                name="renewal_plan_decided_once",
            ),
            models.UniqueConstraint(
                fields=["joint", "owner"],
                condition=Q(joint__isnull=False) & ~Q(state=RenewalPlanState.REPLACED),
                name="renewal_plan_one_part",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RenewalPlanState.values), name="renewal_plan_state_known"
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=LONGEST_PLAN), name="renewal_plan_months"
            ),
            models.CheckConstraint(condition=Q(start__day=1), name="renewal_plan_from_the_first"),
            models.CheckConstraint(
                condition=Q(early_weight__gte=0, late_weight__gte=0, level_weight__gte=0,
                            quiet_weight__gte=0),
                name="renewal_plan_weights_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(outlier_weight__gte=0, carbon_weight__gte=0)
                & (Q(age_weight=0) | Q(age_weight__gt=0, age_months__isnull=False)),
                name="renewal_plan_old_from_an_age",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["owner", "-id"], name="renewal_plan_newest")]

    def __str__(self) -> str:
        return self.name


class RenewalCohort(models.Model):
    """Devices of a plan that are alike for it: one model, one price, one window of months.

    ``assets`` are their ids, the longest due first. Months count from 0. ``item`` is what they
    are renewed by, None where nothing in the shop fits. ``bought`` is the month in which they
    came, before the plan below 0; None where their age does not count, or is not known.
    """

    plan = models.ForeignKey(RenewalPlan, on_delete=models.CASCADE, related_name="cohorts")
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    model = models.ForeignKey(
        "fleet.DeviceModel", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    item = models.ForeignKey(
        "catalogue.CatalogueItem", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    position = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    unit_cents = models.BigIntegerField()
    earliest = models.PositiveSmallIntegerField()
    due = models.PositiveSmallIntegerField()
    latest = models.PositiveSmallIntegerField()
    bought = models.SmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=10, choices=WindowReason)
    assets = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="renewal_cohort_once"),
            models.UniqueConstraint(fields=["id", "owner"], name="renewal_cohort_of_owner"),
            models.CheckConstraint(
                condition=Q(earliest__lte=F("latest"), due__lte=F("latest")),
                name="renewal_cohort_has_a_window",
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="renewal_cohort_of_devices"),
        ]


class RenewalStep(models.Model):
    """So many of a cohort in a month of the plan, counted from 0."""

    cohort = models.ForeignKey(RenewalCohort, on_delete=models.CASCADE, related_name="steps")
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    month = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()
    # Put on the purchase plan; what is there is changed there.
    ordered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "month"], name="renewal_step_once"),
            models.CheckConstraint(condition=Q(count__gte=1), name="renewal_step_of_devices"),
        ]


class RenewalForecast(models.Model):
    """What an owner's decided plan will need in a month: told to the supplier of the item, and
    to the purchasing body, whose next tender it fills.
    """

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    purchasing_body = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    item = models.ForeignKey("catalogue.CatalogueItem", on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=20, choices=ItemCategory)
    month = models.DateField()
    count = models.PositiveIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "item", "month"], name="renewal_forecast_once"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1, count__gte=1), name="renewal_forecast_of_a_month"
            ),
        ]
        indexes = [
            models.Index(fields=[side, "month", "id"], name=f"renewal_forecast_{side[:10]}")
            for side in ("supplier", "purchasing_body")
        ]

"""Where devices go in the end."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.fleet.vocabulary.returns import DisposalKind, DisposalState, Grade


class Disposal(models.Model):
    """Devices that leave together: to a financier, a buyer, a recycler, or to be destroyed.

    ``firm`` takes them, under its own ``reference`` (bill, certificate). ``weight_grams`` is
    what a recycler weighed. Money is in cents of ``currency`` without VAT.
    """

    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=DisposalKind)
    firm = models.CharField(max_length=200)
    state = models.CharField(
        max_length=9, choices=DisposalState, default=DisposalState.PREPARED
    )  # fmt: skip
    currency = models.CharField(max_length=3)
    reference = models.CharField(max_length=60, blank=True)
    weight_grams = models.PositiveIntegerField(null=True, blank=True)
    income_cents = models.BigIntegerField(default=0)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "number"], name="disposal_number_once"),
            models.UniqueConstraint(fields=["id", "owner"], name="disposal_of_owner"),
            models.CheckConstraint(
                condition=Q(kind__in=DisposalKind.values), name="disposal_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state=DisposalState.DONE, done_on__isnull=False)
                | Q(state__in=[DisposalState.PREPARED, DisposalState.CANCELLED],
                    done_on__isnull=True),
                name="disposal_done_on_a_day",
            ),
            # What is recycled is weighed, and the recycler says so.
            models.CheckConstraint(
                condition=~Q(state=DisposalState.DONE, kind=DisposalKind.RECYCLING)
                | (Q(weight_grams__gte=1) & ~Q(reference="")),
                name="disposal_recycled_by_weight",
            ),
            models.CheckConstraint(
                condition=Q(income_cents__gte=0), name="disposal_income_not_negative"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class GradePrice(models.Model):
    """What a firm pays for one device of a grade, in cents."""

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    disposal = models.ForeignKey(
        Disposal, on_delete=models.PROTECT, related_name="prices", db_constraint=False
    )
    grade = models.CharField(max_length=1, choices=Grade)
    unit_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["disposal", "grade"], name="grade_price_once"),
            models.CheckConstraint(
                condition=Q(grade__in=Grade.values, unit_cents__gte=0), name="grade_price_known"
            ),
        ]


class DisposedAsset(models.Model):
    """One device of a disposal; ``income_cents`` what was paid for it, 0 until it has gone."""

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    disposal = models.ForeignKey(
        Disposal, on_delete=models.PROTECT, related_name="devices", db_constraint=False
    )
    asset = models.ForeignKey("fleet.Asset", on_delete=models.PROTECT, related_name="disposals")
    device_return = models.ForeignKey(
        "fleet.DeviceReturn", on_delete=models.PROTECT, related_name="disposals",
        db_constraint=False,
    )  # fmt: skip
    income_cents = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["disposal", "device_return"], name="disposed_asset_once"
            ),
            models.CheckConstraint(
                condition=Q(income_cents__gte=0), name="disposed_asset_income_not_negative"
            ),
        ]  # fmt: skip

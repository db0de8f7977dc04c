"""Cases: what is asked for of a device in use, and what its supplier says of the repair."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.fleet.vocabulary import (
    LAST_STEPS,
    CaseKind,
    CaseOutcome,
    CaseState,
    FaultKind,
    RepairStep,
    RepairWay,
)


class DeviceCase(models.Model):
    """A fault, or a wish for a swap or a return, of one device (ITIL incident, request).

    Its number, serial number and model's name stand here for the supplier who repairs it, who
    does not see the register. ``holder`` had it when the case was opened. ``supplier`` and
    what follows is of the repair; ``cost_cents`` of ``currency`` without VAT.
    """

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asset = models.ForeignKey("fleet.Asset", on_delete=models.PROTECT, related_name="cases")
    number = models.CharField(max_length=60)
    asset_number = models.CharField(max_length=40)
    serial_number = models.CharField(max_length=100)
    model_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=6, choices=CaseKind)
    fault = models.CharField(max_length=8, choices=FaultKind, blank=True)
    words = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=6, choices=CaseState, default=CaseState.OPEN)
    # The composite foreign keys (…, owner_id) stand in the wall's migration.
    holder = models.ForeignKey(
        "fleet.Holder", on_delete=models.PROTECT, related_name="cases", db_constraint=False
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        "parties.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    supplier = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    way = models.CharField(max_length=8, choices=RepairWay, blank=True)
    rma_number = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    replacement_serial = models.CharField(max_length=100, blank=True)
    cost_cents = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    outcome = models.CharField(max_length=12, choices=CaseOutcome, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "number"], name="device_case_number_once"),
            models.UniqueConstraint(
                fields=["asset", "kind"], condition=~Q(state=CaseState.CLOSED),
                name="device_case_once_at_a_time",
            ),
            models.UniqueConstraint(fields=["id", "owner"], name="device_case_of_owner"),
            models.UniqueConstraint(
                fields=["id", "owner", "supplier"], name="device_case_of_both"
            ),
            models.CheckConstraint(
                condition=Q(kind=CaseKind.FAULT, fault__in=FaultKind.values)
                | Q(kind__in=[CaseKind.SWAP, CaseKind.RETURN], fault=""),
                name="device_case_fault_has_kind",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, supplier__isnull=True, way="")
                | Q(sent_at__isnull=False, supplier__isnull=False, way__in=RepairWay.values),
                name="device_case_sent_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CaseState.OPEN, CaseState.CLOSED])
                | Q(state__in=[CaseState.SENT, CaseState.COMING], sent_at__isnull=False),
                name="device_case_sent_before_it_comes",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.CLOSED, closed_at__isnull=False,
                            outcome__in=CaseOutcome.values)
                | (Q(closed_at__isnull=True) & ~Q(state=CaseState.CLOSED)),
                name="device_case_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(cost_cents__isnull=True) | Q(cost_cents__gte=0),
                name="device_case_cost_not_negative",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=[side, "opened_at", "id"], name=f"device_case_{side}_at")
            for side in ("owner", "supplier")
        ]

    def __str__(self) -> str:
        return self.number


class RepairReport(models.Model):
    """What a supplier says of a repair: a row of the supplier's, each step once.

    ``serial_number`` is that of the device that comes instead.
    """

    case = models.ForeignKey(DeviceCase, on_delete=models.PROTECT, related_name="reports")
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    step = models.CharField(max_length=8, choices=RepairStep)
    serial_number = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=500, blank=True)
    reported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=RepairStep.values), name="repair_report_step_known"
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(step=RepairStep.RECEIVED),
                name="repair_report_received_once",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(step__in=sorted(LAST_STEPS)),
                name="repair_report_ended_once",
            ),
            models.CheckConstraint(
                condition=(Q(step=RepairStep.REPLACED) & ~Q(serial_number=""))
                | (~Q(step=RepairStep.REPLACED) & Q(serial_number="")),
                name="repair_report_names_the_replacement",
            ),
        ]

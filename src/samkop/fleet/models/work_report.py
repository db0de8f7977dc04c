"""What whoever does the work says of it: rows of the performer's own, kept for good."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.fleet.models.work_order import WorkOrder, WorkOrderLine
from samkop.fleet.vocabulary import NotDoneReason, ReportKind


class Signature(models.Model):
    """Somebody signed for devices at a site, on the performer's phone.

    ``name`` is what was written beside it, ``person`` who that is, if a member of the owner's.
    ``strokes`` are lists of points ``[x, y]`` in a field of 600 by 200; empty where the name
    alone was typed. ``signed_at`` is the phone's time, ``received_at`` the server's.
    ``client_id`` is made on the phone: however often it is sent, it is kept once.
    """

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    performer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    work_order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="signatures")
    client_id = models.UUIDField()
    name = models.CharField(max_length=120)
    person = models.ForeignKey(
        "parties.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    strokes = models.JSONField(default=list, blank=True)
    signed_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["performer", "client_id"], name="signature_once"),
            models.UniqueConstraint(
                fields=["id", "work_order", "owner", "performer"], name="signature_of_both"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="signature_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class WorkReport(models.Model):
    """One scan, or one word on what was done with a device: once, however often it is sent.

    ``line`` is None of something scanned that is not of the order. ``at`` is the phone's time,
    ``received_at`` the server's: between them there may have been no connection.
    """

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    performer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    work_order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="reports")
    line = models.ForeignKey(
        WorkOrderLine, null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    client_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=ReportKind)
    serial_number = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=10, choices=NotDoneReason, blank=True)
    note = models.CharField(max_length=500, blank=True)
    signature = models.ForeignKey(
        Signature, null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    person = models.ForeignKey(
        "parties.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["performer", "client_id"], name="work_report_once"),
            models.CheckConstraint(
                condition=Q(kind__in=ReportKind.values), name="work_report_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(line__isnull=False) | Q(kind=ReportKind.SCANNED),
                name="work_report_of_a_line",
            ),
            models.CheckConstraint(
                condition=(Q(kind=ReportKind.NOT_DONE) & ~Q(reason=""))
                | (~Q(kind=ReportKind.NOT_DONE) & Q(reason="")),
                name="work_report_not_done_for_a_reason",
            ),
        ]

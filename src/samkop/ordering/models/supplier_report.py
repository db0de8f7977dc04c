"""Suppliers' periodic reports, and how each agrees with what the system knows."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.ordering.vocabulary import Finding


class SupplierReport(models.Model):
    """What a supplier reports for a period of an agreement: orders by buyer, and its fee.

    Amounts are without VAT in the agreement's currency. A report is never changed: another one
    for the same period takes its place. Sent in by the supplier or by the purchasing body.
    """

    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    turnover_cents = models.BigIntegerField()
    fee_cents = models.BigIntegerField()
    file_name = models.CharField(max_length=200, blank=True)
    sent_by = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="supplier_report_ends_after_its_start",
            )
        ]
        indexes = [models.Index(fields=["agreement", "-id"], name="supplier_report_by_agreement")]


class SupplierReportLine(models.Model):
    """One order as the supplier reports it; ``row`` is its number in the file.

    ``buyer`` is the party with that identifier, if there is one.
    """

    report = models.ForeignKey(SupplierReport, on_delete=models.PROTECT, related_name="lines")
    row = models.PositiveIntegerField()
    buyer_identifier = models.CharField(max_length=20)
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, null=True, related_name="+"
    )
    order_number = models.CharField(max_length=80)
    ordered_on = models.DateField()
    cents = models.BigIntegerField()
    fee_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "row"], name="supplier_report_line_once")
        ]


class Reconciliation(models.Model):
    """A report held against the orders known at that time; run again, it is a new row.

    ``known_cents`` is the value of the period's orders as the system knows them;
    ``fee_due_cents`` the agreement's fee on the reported turnover.
    """

    report = models.ForeignKey(
        SupplierReport, on_delete=models.PROTECT, related_name="reconciliations"
    )
    known_cents = models.BigIntegerField()
    fee_permille = models.PositiveSmallIntegerField()
    fee_due_cents = models.BigIntegerField()
    at = models.DateTimeField()


class ReconciliationLine(models.Model):
    """What was found of one order: matched, missing, unknown or of another amount.

    ``reported_cents`` is empty where the report leaves the order out, ``known_cents`` where
    the system does not know it.
    """

    reconciliation = models.ForeignKey(
        Reconciliation, on_delete=models.PROTECT, related_name="lines"
    )
    finding = models.CharField(max_length=20, choices=Finding)
    buyer_identifier = models.CharField(max_length=20)
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, null=True, related_name="+"
    )
    order_number = models.CharField(max_length=80)
    ordered_on = models.DateField()
    reported_cents = models.BigIntegerField(null=True)
    known_cents = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__in=Finding.values), name="reconciliation_finding_known"
            ),
            models.CheckConstraint(
                condition=Q(reported_cents__isnull=False) | Q(known_cents__isnull=False),
                name="reconciliation_line_of_an_order",
            ),
        ]

"""Sending in a supplier's report, and reconciling it with what the system knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries import agreement_of, day_of
from samkop.ordering.models import (
    Reconciliation,
    ReconciliationLine,
    SupplierReport,
    SupplierReportLine,
)
from samkop.ordering.policies import may_reconcile, may_send_report
from samkop.ordering.queries import known_orders, parties_by_identifier
from samkop.ordering.rules import Reported, ReportLine, fee_cents, reconcile
from samkop.platform.actors import Actor
from samkop.platform.imports import import_done
from samkop.platform.outbox import tell
from samkop.platform.records import create, create_all
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

MOST_LINES = 20_000
SUPPLIER_REPORT = "supplier-report"  # in the register of imports


def send_report(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    first_day: date,
    last_day: date,
    lines: Sequence[ReportLine],
    file_name: str = "",
    sha256: str = "",
) -> SupplierReport:
    """Keep a supplier's report of a period, sent by its own people or the purchasing body's.

    ``sha256`` is that of the file that it was read from, which the register of imports keeps.

    It is reconciled by whoever runs the agreement: at once, or when the fact is handled.
    Raises Refused: ``not-found``, ``not-allowed``, ``report-period-wrong``,
    ``report-too-long``.
    """
    agreement = agreement_of(agreement_id)
    require(may_send_report(actor, agreement))
    if last_day < first_day or last_day > day_of(agreement.purchasing_body, now):
        raise Refused(
            "report-period-wrong",
            _("The period ends before it begins, or after today. Correct its days."),
        )
    if len(lines) > MOST_LINES:
        raise Refused(
            "report-too-long",
            _("A report has at most %(most)s rows. Divide its period."),
            most=MOST_LINES,
        )
    report = create(
        SupplierReport(
            agreement=agreement, supplier_id=agreement.supplier_id,
            purchasing_body_id=agreement.purchasing_body_id, first_day=first_day,
            last_day=last_day, turnover_cents=sum(line.cents for line in lines),
            fee_cents=sum(line.fee_cents for line in lines), file_name=file_name[:200],
            sent_by_id=actor.own_party_id, at=now,
        )
    )  # fmt: skip
    _keep_lines(report, lines)
    if sha256:
        import_done(
            now=now, kind=SUPPLIER_REPORT, name=file_name, sha256=sha256, rows=len(lines),
            page=reverse("supplier-report", args=[report.pk]),
        )  # fmt: skip
    if actor.party_id == agreement.purchasing_body_id:
        _reconcile(report, agreement, now)
    else:
        tell(
            "supplier-report-received", report_id=report.pk,
            purchasing_body_id=agreement.purchasing_body_id,
        )  # fmt: skip
    return report


def _keep_lines(report: SupplierReport, lines: Sequence[ReportLine]) -> None:
    buyers = parties_by_identifier({line.buyer_identifier for line in lines})
    create_all(
        (
            SupplierReportLine(
                report=report, row=line.row, buyer_identifier=line.buyer_identifier,
                buyer_id=buyers.get(line.buyer_identifier), order_number=line.order_number,
                ordered_on=line.ordered_on, cents=line.cents, fee_cents=line.fee_cents,
            )
            for line in lines
        ),
        under=report,
    )  # fmt: skip


def reconcile_report(*, actor: Actor, now: datetime, report_id: int) -> Reconciliation:
    """Hold a report against the orders known now; earlier reconciliations stay.

    Raises Refused: ``not-found``, ``not-allowed``.
    """
    report = (
        SupplierReport.objects.select_related("agreement__purchasing_body")
        .filter(id=report_id)
        .first()
    )
    if report is None:
        raise not_found()
    require(may_reconcile(actor, report.agreement))
    return _reconcile(report, report.agreement, now)


def _reconcile(
    report: SupplierReport, agreement: FrameworkAgreement, now: datetime
) -> Reconciliation:
    reported = [
        Reported(line.buyer_identifier, line.order_number, line.ordered_on, line.cents)
        for line in report.lines.order_by("row")
    ]
    known = known_orders(
        agreement, report.first_day, report.last_day, [one.order_number for one in reported]
    )
    held = reconcile(reported, known)
    run = create(
        Reconciliation(
            report=report, known_cents=sum(order.cents for order in known if order.expected),
            fee_permille=agreement.fee_permille,
            fee_due_cents=fee_cents(report.turnover_cents, agreement.fee_permille), at=now,
        )
    )  # fmt: skip
    buyers = parties_by_identifier({one.buyer_identifier for one in held})
    create_all(
        (
            ReconciliationLine(
                reconciliation=run, finding=one.finding, buyer_identifier=one.buyer_identifier,
                buyer_id=buyers.get(one.buyer_identifier), order_number=one.order_number,
                ordered_on=one.ordered_on, reported_cents=one.reported_cents,
                known_cents=one.known_cents,
            )
            for one in held
        ),
        under=run,
    )  # fmt: skip
    return run

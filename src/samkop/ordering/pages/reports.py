"""Suppliers' reports: sending one in, and what its reconciliation found."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.agreements.queries import agreement_of
from samkop.core.money import amount_text
from samkop.core.tabular import UnreadableTableError, read_table
from samkop.ordering.models import ReconciliationLine, SupplierReport
from samkop.ordering.policies import may_reconcile, may_see_reports, may_send_report
from samkop.ordering.queries import newest_reconciliation, report_of, reports_of
from samkop.ordering.rules import FaultyReportError, ReportLine, report_lines
from samkop.ordering.usecases.reports import reconcile_report, send_report
from samkop.ordering.vocabulary import Finding
from samkop.parties.pages.forms import checked, day, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

SHOWN = 50
SHOWN_FINDINGS = 500
COLUMN_NAMES = {
    "buyer": _("buyer"), "order": _("order"), "date": _("date"), "amount": _("amount"),
    "fee": _("fee"),
}  # fmt: skip
TONES = {
    Finding.MATCHED: "good", Finding.MISSING: "warn", Finding.UNKNOWN: "bad",
    Finding.DIFFERENT_AMOUNT: "warn",
}  # fmt: skip


class ReportForm(forms.Form):
    """A report's period and its file."""

    first_day = day(_("First day of the period"), required=True)
    last_day = day(_("Last day of the period"), required=True)
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or .xlsx with the columns buyer (register number), order, date, amount and fee."
        ),
    )


@page()
def reports(request: HttpRequest, actor: Actor, agreement_id: int) -> tuple[str, dict[str, Any]]:
    """The reports of an agreement's supplier, and the form for one more."""
    return shown_reports(request, actor, agreement_id)


def shown_reports(
    request: HttpRequest, actor: Actor, agreement_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The page, after a refusal with what was wrong."""
    found = agreement_of(agreement_id)
    allow(may_see_reports(actor, found))
    form = None
    if may_send_report(actor, found):
        sent = ReportForm(request.POST, request.FILES) if refused else ReportForm()
        form = with_refusal(sent, refused)
    return "ordering/supplier_reports.html", {
        "agreement": found,
        "rows": list(reports_of(agreement_id)[:SHOWN]),
        "form": form,
        "trail": _trail(found.number, agreement_id),
    }


@act(again=shown_reports)
def send(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Keep the report; the purchasing body's own is reconciled at once."""
    values = checked(ReportForm(request.POST, request.FILES))
    content = values["file"].read()
    report = perform(
        actor, send_report, agreement_id=agreement_id, first_day=values["first_day"],
        last_day=values["last_day"], lines=_read(content), file_name=values["file"].name,
        sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    return Answer(to=reverse("supplier-report", args=[report.pk]), message=_("The report is in."))


@page()
def report(request: HttpRequest, actor: Actor, report_id: int) -> tuple[str, dict[str, Any]]:
    """A report and what was found of each order, those that differ first."""
    found = report_of(report_id)
    allow(may_see_reports(actor, found.agreement))
    run = newest_reconciliation(report_id)
    lines = list(run.lines.all()) if run else []
    runs = may_reconcile(actor, found.agreement)
    return "ordering/supplier_report.html", {
        "report": found,
        "agreement": found.agreement,
        "run": run,
        "rows": [_row(line, found, runs=runs) for line in lines[:SHOWN_FINDINGS]],
        "left_out": max(len(lines) - SHOWN_FINDINGS, 0),
        "counts": [
            (finding.label, sum(line.finding == finding for line in lines)) for finding in Finding
        ],
        "may_reconcile": runs,
        "trail": [
            *_trail(found.agreement.number, found.agreement_id),
            (_("Supplier's reports"), reverse("supplier-reports", args=[found.agreement_id])),
        ],
    }


@act()
def again(request: HttpRequest, actor: Actor, report_id: int) -> Answer:
    """Reconcile again, with the orders known now."""
    perform(actor, reconcile_report, report_id=report_id)
    return Answer(
        to=reverse("supplier-report", args=[report_id]),
        message=_("The report is reconciled with the orders known now."),
    )


def _read(content: bytes) -> list[ReportLine]:
    try:
        return report_lines(read_table(content))
    except UnreadableTableError as error:
        raise Refused(
            "report-unreadable", _("The file is no table. Save it as CSV or .xlsx."), status=422,
            fields={"file": _("The file is no table. Save it as CSV or .xlsx.")},
        ) from error  # fmt: skip
    except FaultyReportError as error:
        sentence = _("Row %(row)s: the column “%(column)s” is missing or wrong. Correct it.")
        raise Refused(
            "report-row-faulty", sentence, status=422, row=error.row,
            column=COLUMN_NAMES[error.column],
        ) from error  # fmt: skip


def _row(line: ReconciliationLine, report: SupplierReport, *, runs: bool) -> dict[str, Any]:
    record = ""
    if runs and line.finding == Finding.UNKNOWN and line.buyer_id:
        said = {
            "buyer": line.buyer_id, "document": line.order_number,
            "ordered_on": line.ordered_on.isoformat(),
            "amount": amount_text(line.reported_cents or 0),
        }  # fmt: skip
        address = reverse("record-outside-order", args=[report.agreement_id])
        record = f"{address}?{urlencode(said)}"
    return {
        "line": line,
        "tone": TONES[Finding(line.finding)],
        "buyer": line.buyer.name if line.buyer else line.buyer_identifier,
        "record": record,
    }


def _trail(number: str, agreement_id: int) -> list[tuple[Any, str]]:
    return [
        (_("Agreements"), reverse("agreements")),
        (number, reverse("agreement", args=[agreement_id])),
    ]

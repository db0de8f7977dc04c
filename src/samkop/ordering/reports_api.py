"""Suppliers' reports by program: send one in, read what was found, reconcile again."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from samkop.core.money import amount_text
from samkop.ordering.policies import may_see_reports
from samkop.ordering.queries import newest_reconciliation, report_of
from samkop.ordering.rules import ReportLine
from samkop.ordering.usecases.reports import reconcile_report, send_report
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform, reading, require

router = Router(tags=["Agreements"])

AMOUNT = "An amount without VAT, as a decimal string with two decimals"
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2200, 12, 31))]
Amount = Annotated[Decimal, Field(ge=-(10**12), le=10**12, decimal_places=2, description=AMOUNT)]


class LineIn(Schema):
    """One reported order; the buyer by its register number."""

    buyer_identifier: str = Field(min_length=1, max_length=20)
    order_number: str = Field(min_length=1, max_length=80)
    ordered_on: Day
    amount: Amount
    fee: Amount = Decimal(0)


class ReportIn(Schema):
    """What a supplier reports for a period, both days included."""

    first_day: Day
    last_day: Day
    lines: list[LineIn] = Field(max_length=20_000)


class FindingOut(Schema):
    """What was found of one order; null: not reported, or not known."""

    finding: str
    buyer_identifier: str
    order_number: str
    ordered_on: date
    reported: str | None = Field(description=AMOUNT)
    known: str | None = Field(description=AMOUNT)


class ReportOut(Schema):
    """A report with its newest reconciliation, if it has been reconciled."""

    id: int
    first_day: date
    last_day: date
    turnover: str = Field(description=AMOUNT)
    fee: str = Field(description=AMOUNT)
    fee_due: str | None = Field(description=AMOUNT)
    reconciled_at: datetime | None
    findings: list[FindingOut]


@router.post(
    "/agreements/{agreement_id}/supplier-reports",
    response={201: ReportOut, **PROBLEMS},
    operation_id="send_supplier_report",
)
@writes("agreements:write")
def send_supplier_report(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: ReportIn
) -> Status[ReportOut]:
    """Send in a supplier's report: by the supplier, or by whoever runs the agreement."""
    lines = [
        ReportLine(
            row, line.buyer_identifier, line.order_number, line.ordered_on,
            int(line.amount * 100), int(line.fee * 100),
        )
        for row, line in enumerate(body.lines, 1)
    ]  # fmt: skip
    made = perform(
        caller(request), send_report, key=key, agreement_id=agreement_id,
        first_day=body.first_day, last_day=body.last_day, lines=lines,
    )  # fmt: skip
    with reading(caller(request)):
        return Status(201, _report(made.pk))


@router.get(
    "/supplier-reports/{report_id}",
    response={200: ReportOut, **PROBLEMS},
    operation_id="get_supplier_report",
)
@reads("agreements:read")
def report_of_supplier(request: HttpRequest, report_id: Id) -> ReportOut:
    """A report and what was found of each order, those that differ first."""
    require(may_see_reports(caller(request), report_of(report_id).agreement))
    return _report(report_id)


@router.post(
    "/supplier-reports/{report_id}/reconciliation",
    response={201: ReportOut, **PROBLEMS},
    operation_id="reconcile_supplier_report",
)
@writes("agreements:write")
def reconcile_again(request: HttpRequest, report_id: Id, key: IdempotencyKey) -> Status[ReportOut]:
    """Reconcile a report again, with the orders known now."""
    perform(caller(request), reconcile_report, key=key, report_id=report_id)
    with reading(caller(request)):
        return Status(201, _report(report_id))


def _report(report_id: int) -> ReportOut:
    report, run = report_of(report_id), newest_reconciliation(report_id)
    lines = run.lines.all() if run else ()
    return ReportOut(
        id=report.pk, first_day=report.first_day, last_day=report.last_day,
        turnover=amount_text(report.turnover_cents), fee=amount_text(report.fee_cents),
        fee_due=amount_text(run.fee_due_cents) if run else None,
        reconciled_at=run.at if run else None,
        findings=[
            FindingOut(
                finding=line.finding, buyer_identifier=line.buyer_identifier,
                order_number=line.order_number, ordered_on=line.ordered_on,
                reported=_amount(line.reported_cents), known=_amount(line.known_cents),
            )
            for line in lines
        ],
    )  # fmt: skip


def _amount(cents: int | None) -> str | None:
    return None if cents is None else amount_text(cents)

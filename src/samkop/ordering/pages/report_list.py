"""The list of suppliers' reports, under all agreements that one runs or supplies."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.policies import SELLS
from samkop.agreements.queries import agreements_of
from samkop.ordering.models import SupplierReport
from samkop.ordering.policies import BUYS, may_see_report_list
from samkop.ordering.queries import reports_seen_by
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_date
from samkop.platform.lists import (
    Choice,
    Column,
    Days,
    Empty,
    Listing,
    code,
    day,
    list_page,
    moment,
    money,
    text,
)
from samkop.platform.lists.declared import Options
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit, once


def _agreements(party_id: int) -> list[FrameworkAgreement]:
    found = agreements_of(party_id)
    return [one for one in found if party_id in {one.purchasing_body_id, one.supplier_id}]


def _choices() -> Options:
    party_id = current_unit().actor.own_party_id
    return [(str(one.pk), str(one)) for one in once(_agreements, party_id)]


def _period(report: SupplierReport) -> str:
    return f"{format_date(report.first_day)} – {format_date(report.last_day)}"  # noqa: RUF001 - from to


REPORTS: Listing[SupplierReport] = Listing(
    name="supplier-reports",
    title=gettext_lazy("Suppliers' reports"),
    address="supplier-report-list",
    columns=(
        Column(
            "period", gettext_lazy("Period"), lambda one: text(_period(one)),
            link=lambda one: reverse("supplier-report", args=[one.pk]),
        ),
        Column(
            "agreement", gettext_lazy("Agreement"), lambda one: code(one.agreement.number),
            link=lambda one: reverse("supplier-reports", args=[one.agreement_id]),
        ),
        Column("supplier", gettext_lazy("Supplier"), lambda one: text(one.supplier.name)),
        Column(
            "sent_by", gettext_lazy("Sent by"), lambda one: text(one.sent_by.name), usual=False
        ),
        Column("sent", gettext_lazy("When"), lambda one: moment(one.at)),
        Column(
            "turnover", gettext_lazy("Turnover"),
            lambda one: money(one.turnover_cents, one.agreement.currency), numeric=True,
        ),
        Column(
            "fee", gettext_lazy("Fee"),
            lambda one: money(one.fee_cents, one.agreement.currency), numeric=True,
        ),
        Column(
            "first", gettext_lazy("First day of the period"), lambda one: day(one.first_day),
            usual=False,
        ),
        Column(
            "last", gettext_lazy("Last day of the period"), lambda one: day(one.last_day),
            usual=False,
        ),
        Column("file", gettext_lazy("File"), lambda one: text(one.file_name), usual=False),
    ),
    filters=(
        Choice(
            "agreement", gettext_lazy("Agreement"), _choices,
            lambda rows, agreement: rows.filter(agreement_id=int(agreement)),
            everything=gettext_lazy("All agreements"),
        ),
        Days(
            "since", gettext_lazy("Period ends from"),
            lambda rows, on: rows.filter(last_day__gte=on),
        ),
        Days("until", gettext_lazy("until"), lambda rows, on: rows.filter(last_day__lte=on)),
    ),
    empty=Empty(
        gettext_lazy("No reports yet"),
        gettext_lazy(
            "A report shows here when the supplier or the purchasing body has sent it in."
        ),
    ),
)  # fmt: skip


@page()
def reports(request: HttpRequest, actor: Actor) -> Any:
    """The reports of all suppliers, or of one's own organisation, the newest first."""
    allow(may_see_report_list(actor))
    rows = reports_seen_by(
        actor.own_party_id, runs=bool(actor.roles & BUYS), sells=bool(actor.roles & SELLS)
    )
    return list_page(
        request, actor, REPORTS, rows,
        "ordering/supplier_report_list.html", trail=[(_("Agreements"), reverse("agreements"))],
    )  # fmt: skip

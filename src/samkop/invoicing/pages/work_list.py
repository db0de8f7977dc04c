"""The work list: what of the invoices is in exception, and waits for somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.invoicing.models import InvoiceDiscrepancy
from samkop.invoicing.pages.words import DISCREPANCY_TONES, detail_of, reason_of
from samkop.invoicing.policies import may_decide_reception, may_see_discrepancies
from samkop.invoicing.queries.invoices import suppliers_in, work_list
from samkop.invoicing.vocabulary import PENDING, REASON_CHOICES, DiscrepancyState
from samkop.platform.actors import Actor
from samkop.platform.lists import (
    Choice,
    Column,
    Empty,
    Listing,
    code,
    day,
    list_page,
    money,
    pill,
    text,
)
from samkop.platform.lists.declared import Options
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit

AGES = [("7", _("More than a week")), ("30", _("More than 30 days"))]
SUMS = [("10000", _("100 or more")), ("100000", _("1,000 or more")),
        ("1000000", _("10,000 or more"))]  # fmt: skip


def _suppliers() -> Options:
    return [(str(one.pk), str(one)) for one in suppliers_in(current_unit().actor.own_party_id)]


def _in_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    return rows.filter(state__in=PENDING) if state == "pending" else rows.filter(state=state)


def _older(rows: QuerySet[Any], days: str) -> QuerySet[Any]:
    return rows.filter(since__lt=current_unit().now - timedelta(days=int(days)))


def _whose(rows: QuerySet[Any], whose: str) -> QuerySet[Any]:
    if whose == "nobody":
        return rows.filter(result__assignee__isnull=True)
    return rows.filter(result__assignee_id=current_unit().actor.person_id)


DISCREPANCIES: Listing[InvoiceDiscrepancy] = Listing(
    name="invoice-discrepancies",
    title=_("Discrepancies of invoices"),
    address="invoice-discrepancies",
    order="since",
    columns=(
        Column(
            "invoice", _("Invoice"), lambda one: code(one.result.invoice.number),
            link=lambda one: reverse("invoice", args=[one.result.invoice_id]),
        ),
        Column("supplier", _("Supplier"), lambda one: text(str(one.supplier))),
        Column(
            "reason", _("Reason"), lambda one: text(reason_of(one)),
            second=lambda one: detail_of(one, one.result.invoice.currency),
        ),
        Column(
            "state", _("State"),
            lambda one: pill(DISCREPANCY_TONES[DiscrepancyState(one.state)],
                             one.get_state_display()),
        ),
        Column(
            "order", _("Order"),
            lambda one: code(one.order_line.order.number if one.order_line else ""),
        ),
        Column("since", _("Since"), lambda one: day(one.since), sort="since"),
        Column(
            "assignee", _("Handled by"),
            lambda one: text(one.result.assignee.name if one.result.assignee else ""),
        ),
        Column(
            "code", _("Code"), lambda one: code(one.reason), usual=False,
        ),
        Column(
            "sum", _("Sum with VAT"),
            lambda one: money(one.total_cents, one.result.invoice.currency), numeric=True,
            sort="total_cents", down=True,
        ),
    ),
    filters=(
        Choice(
            "state", _("State"), [("pending", _("Not settled")), *DiscrepancyState.choices],
            _in_state,
        ),
        Choice(
            "reason", _("Reason"), REASON_CHOICES,
            lambda rows, reason: rows.filter(reason=reason),
        ),
        Choice(
            "supplier", _("Supplier"), _suppliers,
            lambda rows, supplier: rows.filter(supplier_id=int(supplier)),
        ),
        Choice("age", _("Since"), AGES, _older),
        Choice(
            "amount", _("Sum"), SUMS,
            lambda rows, cents: rows.filter(total_cents__gte=int(cents)),
        ),
        Choice(
            "whose", _("Handled by"), [("me", _("Me")), ("nobody", _("Nobody yet"))], _whose
        ),
    ),
    empty=Empty(
        _("Nothing is in exception"),
        _("Invoices that agree with order and goods are accepted by themselves."), "check",
    ),
)  # fmt: skip


@page()
def discrepancies(request: HttpRequest, actor: Actor) -> Any:
    """What waits for somebody, the oldest first."""
    allow(may_see_discrepancies(actor))
    return list_page(
        request, actor, DISCREPANCIES, work_list(actor.own_party_id), "invoicing/lists.html",
        tabs=True, decides=may_decide_reception(actor),
    )  # fmt: skip

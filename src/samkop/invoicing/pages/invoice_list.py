"""The list of invoices: of who gets them and of who sent them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.invoicing.models import MatchResult
from samkop.invoicing.pages.words import STATE_TONES
from samkop.invoicing.policies import (
    may_decide_reception,
    may_see_discrepancies,
    may_see_invoices,
)
from samkop.invoicing.queries.invoices import invoice_sides
from samkop.invoicing.vocabulary import UNSETTLED, InvoiceKind, InvoiceState
from samkop.platform.actors import Actor
from samkop.platform.lists import (
    Choice,
    Column,
    Days,
    Empty,
    Listing,
    Search,
    code,
    day,
    list_page,
    money,
    pill,
    text,
)
from samkop.platform.lists.days import from_day, to_day
from samkop.platform.pages import page
from samkop.platform.pages.page import allow

INVOICES: Listing[MatchResult] = Listing(
    name="invoices",
    title=_("Invoices"),
    address="invoices",
    order="-received",
    columns=(
        Column(
            "number", _("Invoice"), lambda one: code(one.invoice.number),
            link=lambda one: reverse("invoice", args=[one.invoice_id]),
            second=lambda one: one.invoice.get_kind_display() if one.invoice.is_credit else "",
        ),
        Column(
            "buyer", pgettext_lazy("organisation", "Buyer"), lambda one: text(str(one.buyer)),
        ),
        Column("supplier", _("Supplier"), lambda one: text(str(one.supplier))),
        Column(
            "state", _("State"),
            lambda one: pill(STATE_TONES[InvoiceState(one.state)], one.get_state_display()),
        ),
        Column("issued", _("Issued"), lambda one: day(one.invoice.issue_date), usual=False),
        Column("due", pgettext_lazy("payment", "Due"), lambda one: day(one.invoice.due_date)),
        Column(
            "received", _("Came in"), lambda one: day(one.created_at), sort="created_at", down=True
        ),
        Column(
            "order", _("To order"), lambda one: code(one.invoice.order_reference), usual=False
        ),
        Column(
            "sum", _("Sum with VAT"),
            lambda one: money(one.gross_cents, one.invoice.currency), numeric=True,
        ),
        Column(
            "held", _("In exception"),
            lambda one: money(one.discrepant_cents, one.invoice.currency), numeric=True,
        ),
    ),
    filters=(
        Search(
            "number", _("Number of invoice or order"),
            lambda rows, number: rows.filter(invoice__number=number)
            | rows.filter(invoice__order_reference=number),
        ),
        Choice(
            "state", _("State"), [("unsettled", _("Not settled")), *InvoiceState.choices],
            lambda rows, state: (
                rows.filter(state__in=UNSETTLED) if state == "unsettled"
                else rows.filter(state=state)
            ),
        ),
        Choice(
            "kind", _("Kind"), InvoiceKind.choices,
            lambda rows, kind: rows.filter(invoice__kind=kind),
        ),
        Days("since", _("Came in from"), from_day("created_at")),
        Days("until", _("until"), to_day("created_at")),
    ),
    empty=Empty(
        _("No invoices here"),
        _("An invoice shows here as soon as it has come in, whatever is wrong with it."), "file",
    ),
)  # fmt: skip


@page()
def invoices(request: HttpRequest, actor: Actor) -> Any:
    """The organisation's invoices, the newest first."""
    allow(may_see_invoices(actor))
    return list_page(
        request, actor, INVOICES, invoice_sides(actor.own_party_id), "invoicing/lists.html",
        tabs=may_see_discrepancies(actor), decides=may_decide_reception(actor),
    )  # fmt: skip

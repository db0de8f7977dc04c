"""Orders, receipts and prices, for a finance system that matches invoices by itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.invoicing.policies import may_decide_reception, may_see_discrepancies
from samkop.invoicing.queries.basis import Basis, ordered_by, with_progress
from samkop.platform.actors import Actor
from samkop.platform.lists import (
    Column,
    Days,
    Empty,
    Listing,
    Search,
    code,
    day,
    list_page,
    money,
    number,
    text,
)
from samkop.platform.lists.days import from_day, to_day
from samkop.platform.pages import page
from samkop.platform.pages.page import allow

BASIS: Listing[Basis] = Listing(
    name="matching-basis",
    title=_("Orders and receipts"),
    address="matching-basis",
    columns=(
        Column(
            "order", _("Order"), lambda one: code(one.line.order.number),
            link=lambda one: reverse("order", args=[one.line.order_id]),
            second=lambda one: str(one.line.order.supplier),
        ),
        Column("line", _("Line"), lambda one: number(one.line.line_number), numeric=True),
        Column(
            "supplier", _("Supplier"), lambda one: text(str(one.line.order.supplier)),
            file_only=True,
        ),
        Column(
            "supplier_number", _("Supplier's register number"),
            lambda one: code(one.line.order.supplier.identifier), file_only=True,
        ),
        Column(
            "agreement", _("Agreement"), lambda one: code(one.line.order.agreement.number),
            usual=False,
        ),
        Column(
            "cost_centre", _("Cost centre"), lambda one: code(one.line.order.cost_centre_code)
        ),
        Column("placed", _("Placed"), lambda one: day(one.line.order.placed_at)),
        Column(
            "item", _("Item number"), lambda one: code(one.line.seller_item_id), file_only=True
        ),
        Column(
            "name", _("Item"), lambda one: text(one.line.shown_name),
            second=lambda one: one.line.seller_item_id,
        ),
        Column("unit", _("Unit"), lambda one: code(one.line.unit_code), usual=False),
        Column(
            "price", _("Price"),
            lambda one: money(one.progress.unit_price_cents, one.line.order.currency),
            numeric=True,
        ),
        Column("ordered", _("Ordered"), lambda one: number(one.progress.ordered), numeric=True),
        Column("standing", _("Stands"), lambda one: number(one.progress.standing), numeric=True),
        Column("received", _("Received"), lambda one: number(one.progress.received), numeric=True),
        Column(
            "returned", _("Sent back"), lambda one: number(one.progress.returned), numeric=True
        ),
        Column(
            "released", _("Not to be replaced"), lambda one: number(one.progress.released),
            numeric=True, usual=False,
        ),
        Column("invoiced", _("Invoiced"), lambda one: number(one.progress.invoiced), numeric=True),
        Column("credited", _("Credited"), lambda one: number(one.progress.credited), numeric=True),
    ),
    filters=(
        Search(
            "order", _("Order"), lambda rows, asked: rows.filter(order__number=asked),
        ),
        Days("since", _("Placed from"), from_day("order__placed_at")),
        Days("until", _("until"), to_day("order__placed_at")),
    ),
    empty=Empty(_("Nothing has been ordered"), _("Each ordered line shows here."), "list"),
    prepare=with_progress,
)  # fmt: skip


@page()
def basis(request: HttpRequest, actor: Actor) -> Any:
    """Each ordered line with its price and what came of it; as CSV or Excel, too."""
    allow(may_see_discrepancies(actor))
    return list_page(
        request, actor, BASIS, ordered_by(actor.own_party_id), "invoicing/lists.html",
        tabs=True, decides=may_decide_reception(actor),
    )  # fmt: skip

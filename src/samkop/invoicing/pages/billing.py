"""The supplier's portal: an order invoiced by hand, and an invoice credited."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.core.billing.vat import choices_of, vat_number
from samkop.core.period import day_of
from samkop.exchange.queries import documents_of
from samkop.invoicing.models import Invoice
from samkop.invoicing.pages.bill_forms import Billable, BillForm, Creditable, CreditForm
from samkop.invoicing.policies import may_bill, may_credit
from samkop.invoicing.queries.own_bills import (
    credited_of,
    invoiced_on,
    order_billed,
    own_invoice,
    subject_of_credit,
    subject_of_order,
    usual_account,
)
from samkop.invoicing.rules.by_hand import USUAL_TERM
from samkop.invoicing.usecases.billing import invoice_order
from samkop.invoicing.usecases.crediting import credit_invoice
from samkop.ordering.models import Order
from samkop.ordering.queries import order_of
from samkop.ordering.queries.line_progress import progress_in
from samkop.parties.models import Party
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import current_unit, perform, reading


def _invoice(
    request: HttpRequest, actor: Actor, order_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    order = _billable(actor, order_id)
    form = _bill_form(request, order, sent=refused is not None)
    return "invoicing/order_invoice.html", {
        "order": order,
        "form": with_refusal(form, refused),
        "nothing_left": not any(row.left for row in form.lines),
        "key": f"{order.pk}-{documents_of(subject_of_order(order.pk)).count()}",
        "trail": _trail(order),
    }


invoice = page()(_invoice)


@act(again=_invoice)
def send_invoice(request: HttpRequest, actor: Actor, order_id: int) -> Answer:
    """Send the invoice."""
    with reading(actor):
        form = _bill_form(request, _billable(actor, order_id), sent=True)
        values = checked(form)
    perform(
        actor, invoice_order, key=request.POST.get("key", "")[:64] or None, order_id=order_id,
        invoiced=form.invoiced(), number=values["number"], due_on=values["due_on"],
        account=values["account"], reference=values["reference"],
        delivered_on=values["delivered_on"], tax_number=values.get("tax_number", ""),
        note_text=values["note"],
    )  # fmt: skip
    return Answer(
        to=reverse("order", args=[order_id]),
        message=_("Your invoice is on its way to the buyer. The order shows it in a moment."),
    )


def _credit(
    request: HttpRequest, actor: Actor, invoice_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    found = _creditable(actor, invoice_id)
    order = order_billed(found)
    form = _credit_form(request, found, sent=refused is not None)
    return "invoicing/invoice_credit.html", {
        "invoice": found,
        "form": with_refusal(form, refused),
        "key": f"{found.pk}-{documents_of(subject_of_credit(found.pk)).count()}",
        "back": _trail(order)[-1][1] if order else reverse("orders"),
        "trail": _trail(order) if order else [(_("Orders"), reverse("orders"))],
    }


credit = page()(_credit)


@act(again=_credit)
def send_credit(request: HttpRequest, actor: Actor, invoice_id: int) -> Answer:
    """Send the credit note."""
    with reading(actor):
        found = _creditable(actor, invoice_id)
        order = order_billed(found)
        form = _credit_form(request, found, sent=True)
        values = checked(form)
    perform(
        actor, credit_invoice, key=request.POST.get("key", "")[:64] or None,
        invoice_id=invoice_id, credited=form.credited(), number=values["number"],
        reason=values["reason"], tax_number=values.get("tax_number", ""),
    )  # fmt: skip
    return Answer(
        to=_trail(order)[-1][1] if order else reverse("orders"),
        message=_("Your credit note is on its way to the buyer."),
    )


def _billable(actor: Actor, order_id: int) -> Order:
    order = order_of(order_id)
    if order is None:
        raise not_found()
    allow(may_bill(actor, order))
    return order


def _creditable(actor: Actor, invoice_id: int) -> Invoice:
    found = own_invoice(invoice_id)
    if found is None or found.is_credit:
        raise not_found()
    allow(may_credit(actor, found))
    return found


def _bill_form(request: HttpRequest, order: Order, *, sent: bool) -> BillForm:
    today = day_of(current_unit().now, order.supplier.time_zone)
    return BillForm(
        request.POST if sent else None, rows=_rows(order),
        vats=choices_of(order.supplier.country, order.buyer.country, today),
        due_on=today + USUAL_TERM, account=usual_account(order.supplier_id),
        asks_tax_number=_asks(order.supplier),
    )  # fmt: skip


def _credit_form(request: HttpRequest, found: Invoice, *, sent: bool) -> CreditForm:
    before, _cents = credited_of(found)
    rows = [
        Creditable(line, max(line.quantity - before.get(line.line_id, 0), line.quantity * 0))
        for line in found.lines.all()
    ]
    return CreditForm(
        request.POST if sent else None, rows=rows, asks_tax_number=_asks(found.supplier)
    )


def _rows(order: Order) -> list[Billable]:
    """Each line with what is left of it; to begin with, what was despatched or has come."""
    progress, before = progress_in(order), invoiced_on(order)
    rows = []
    for line in order.lines.all():
        one = progress[line.line_number]
        left = one.left_after(before[line.line_number])
        suggested = min(max(one.gone - before[line.line_number], 0), left)
        rows.append(Billable(line, left, suggested, one.unit_price_cents))
    return rows


def _asks(seller: Party) -> bool:
    return vat_number(seller.country, seller.identifier) is None


def _trail(order: Order) -> list[tuple[str, str]]:
    return [
        (_("Orders"), reverse("orders")),
        (_("Order %(number)s") % {"number": order.number}, reverse("order", args=[order.pk])),
    ]

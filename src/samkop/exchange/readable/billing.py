"""Invoices and credit notes, laid out."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samkop.core.edocs import (
    CreditNote,
    Invoice,
)
from samkop.core.edocs.model import (
    InvoiceLine,
)
from samkop.exchange.readable.parts import (
    ABSENT,
    Readable,
    day_text,
    figures,
    money_text,
    party_line,
    quantity_text,
    words,
)
from samkop.platform.formatting import format_percent


def invoice_readable(invoice: Invoice | CreditNote, most: int | None) -> Readable:
    """The document laid out; at most so many lines, all of them for None."""
    currency, totals = invoice.currency, invoice.totals
    is_invoice = isinstance(invoice, Invoice)
    title = _("Invoice %(number)s") if is_invoice else _("Credit note %(number)s")
    due = invoice.due_date if isinstance(invoice, Invoice) else None
    return Readable(
        title=title % {"number": invoice.id},
        facts=[
            (_("Issued"), day_text(invoice.issue_date)),
            (pgettext("payment", "Due"), day_text(due) if due else None),
            (_("Seller"), party_line(invoice.seller)),
            (pgettext("organisation", "Buyer"), party_line(invoice.buyer)),
            (_("Buyer's reference"), invoice.buyer_reference),
            (_("To order"), invoice.order_reference),
            (_("About invoice"), ", ".join(one.id for one in invoice.preceding_invoices)),
            (_("Agreement"), invoice.contract_reference),
            (_("Cost centre"), invoice.accounting_cost),
            (_("Sum without VAT"), money_text(totals.tax_exclusive_amount, currency)),
            (_("VAT"), money_text(invoice.tax_amount, currency)),
            (_("To pay"), money_text(totals.payable_amount, currency)),
            (_("Note"), ", ".join(invoice.notes)),
        ],
        columns=[
            *words(_("Line"), _("Item"), _("Seller's number")),
            *figures(_("Quantity"), _("Price"), _("VAT"), _("Sum")),
        ],
        rows=[_invoice_line(line, currency) for line in invoice.lines[:most]],
        lines=len(invoice.lines),
    )


def _invoice_line(line: InvoiceLine, currency: str) -> list[str]:
    rates = [tax.percent for tax in line.item.taxes if tax.percent is not None]
    return [
        line.id,
        line.item.name or ABSENT,
        line.item.sellers_id or ABSENT,
        quantity_text(line.quantity),
        money_text(line.price.amount, currency),
        format_percent(rates[0] / 100, 1) if rates else ABSENT,
        money_text(line.line_extension_amount, currency),
    ]

"""Invoices and credit notes of core.edocs as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from samkop.core import edocs
from samkop.core.edocs import model as edoc
from samkop.core.money import to_cents
from samkop.core.texts import visible
from samkop.invoicing.rules.billed import Billed, BilledLine, Row
from samkop.invoicing.vocabulary import InvoiceKind

ONE = Decimal(1)
ORDER_NUMBER, SERIAL_NUMBER = "ON", "SE"  # UNTDID 1153
SERIAL_PROPERTIES = frozenset({"serial", "serial number", "serialnumber", "serial no"})
LONGEST_GTIN = 14


def billed_of(document: edocs.Invoice | edocs.CreditNote) -> Billed:
    """What an invoice or a credit note says (EN 16931), whatever its syntax was."""
    totals = document.totals
    net = totals.tax_exclusive_amount
    if net is None:
        net = totals.line_extension_amount
    vat = document.tax_amount
    gross = totals.tax_inclusive_amount
    return Billed(
        kind=_kind(document), number=document.id, issue_date=document.issue_date,
        due_date=_due_date(document), type_code=document.type_code[:3],
        currency=document.currency, net_cents=cents(net), vat_cents=cents(vat),
        gross_cents=cents(net + vat if gross is None else gross),
        payable_cents=cents(totals.payable_amount),
        order_reference=_kept(document.order_reference),
        contract_reference=_kept(document.contract_reference),
        despatch_reference=_kept(document.despatch_reference),
        buyer_reference=_kept(document.buyer_reference),
        accounting_cost=_kept(document.accounting_cost),
        note=visible(" ".join(document.notes))[:500],
        period_start=document.period_start, period_end=document.period_end,
        preceding=tuple(
            {"id": one.id, "issue_date": one.issue_date.isoformat() if one.issue_date else None}
            for one in document.preceding_invoices
        ),
        vat_breakdown=tuple(
            _vat(part) for total in document.tax_totals for part in total.breakdown
        ),
        allowances=tuple(map(_allowance, document.allowance_charges)),
        payment=tuple(
            {
                "code": means.code, "reference": means.payment_id or "",
                "account": means.account.id if means.account else "",
            }
            for means in document.payment_means
        ),
        lines=tuple(map(_line, document.lines)),
    )  # fmt: skip


def cents(amount: Decimal) -> int:
    """An amount in cents, halves away from zero (EN 16931-1, clause 6.5.11)."""
    return int(to_cents(amount).scaleb(2))


def _kind(document: edocs.Invoice | edocs.CreditNote) -> InvoiceKind:
    is_credit = isinstance(document, edocs.CreditNote)
    return InvoiceKind.CREDIT_NOTE if is_credit else InvoiceKind.INVOICE


def _due_date(document: edocs.Invoice | edocs.CreditNote) -> date | None:
    if isinstance(document, edocs.Invoice):
        return document.due_date
    return next((means.due_date for means in document.payment_means if means.due_date), None)


def _line(line: edoc.InvoiceLine) -> BilledLine:
    item, referred, vat = line.item, line.document, next(iter(line.item.taxes), None)
    about = (_kept(referred.id), _kept(referred.scheme)[:10]) if referred else ("", "")
    base = line.price.base_quantity
    return BilledLine(
        line_id=_kept(line.id), quantity=line.quantity.value,
        unit_code=(line.quantity.unit or "")[:10], net_cents=cents(line.line_extension_amount),
        unit_price=line.price.amount,
        base_quantity=base.value if base and base.value else ONE,
        name=visible(item.name or "")[:300], note=visible(line.note or "")[:500],
        seller_item_id=_kept(item.sellers_id), buyer_item_id=_kept(item.buyers_id),
        gtin=(item.gtin or "")[:LONGEST_GTIN],
        order_reference=about[0] if about[1] == ORDER_NUMBER else "",
        order_line_reference=_kept(line.order_line), object_id=about[0], object_scheme=about[1],
        vat_category=(vat.id if vat else "")[:3], vat_percent=vat.percent if vat else None,
        period_start=line.period.start_date if line.period else None,
        period_end=line.period.end_date if line.period else None,
        accounting_cost=_kept(line.accounting_cost), serials=tuple(_serials(line)),
        classifications=tuple(
            {"code": one.code, "list": one.list_id} for one in item.classifications
        ),
        allowances=tuple(map(_allowance, line.allowance_charges)),
    )  # fmt: skip


def _serials(line: edoc.InvoiceLine) -> Iterable[str]:
    """Serial numbers, each once: of the invoiced object, the item's instances and properties."""
    found = [one.serial_id for one in line.item.instances if one.serial_id]
    if line.document and line.document.scheme == SERIAL_NUMBER:
        found.append(line.document.id)
    found += [one.value for one in line.item.properties if one.name.lower() in SERIAL_PROPERTIES]
    return dict.fromkeys(found)


def _vat(part: edoc.VatBreakdown) -> Row:
    percent = part.category.percent
    return {
        "category": part.category.id,
        "percent": None if percent is None else str(percent.normalize()),
        "taxable_cents": cents(part.taxable_amount.amount),
        "vat_cents": cents(part.tax_amount.amount),
    }


def _allowance(one: edoc.AllowanceCharge) -> Row:
    percent = one.tax.percent if one.tax else None
    return {
        "charge": one.charge, "cents": cents(one.amount), "reason": visible(one.reason or ""),
        "code": one.reason_code or "", "category": one.tax.id if one.tax else "",
        "percent": None if percent is None else str(percent.normalize()),
    }  # fmt: skip


def _kept(text: str | None) -> str:
    return visible(text or "").strip()[:200]

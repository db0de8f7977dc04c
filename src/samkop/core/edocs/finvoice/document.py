"""Invoice and credit note from Finvoice: the value that UBL gives too, with EN 16931's numbers."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from samkop.core.edocs.finvoice import parties, payment
from samkop.core.edocs.finvoice.frame import Parties
from samkop.core.edocs.finvoice.rows import read_account, read_object, tax_category
from samkop.core.edocs.finvoice.values import (
    CURRENCY,
    branch,
    code,
    day,
    joined,
    leaf,
    number,
    text,
    texts,
)
from samkop.core.edocs.model import (
    EN16931,
    AllowanceCharge,
    CreditNote,
    DocumentReference,
    Invoice,
    InvoiceLine,
    MonetaryTotal,
    PrecedingInvoice,
    TaxTotal,
    VatBreakdown,
)
from samkop.core.edocs.tables import codelist
from samkop.core.edocs.ubl.tree import Branch
from samkop.core.money import Money

_ZERO = Decimal(0)
_TOTAL = "InvoiceTotalVatIncludedAmount"
_EXCLUSIVE = "InvoiceTotalVatExcludedAmount"
_ACCOUNTING = "InvoiceTotalVatAccountingAmount"
_PAYABLE = "EpiDetails/EpiPaymentInstructionDetails/EpiInstructedAmount"
_CREDIT, _INVOICE = "381", "380"
_FINNISH_CREDIT = "INV02"
PROJECT = "50"


def read_document(
    root: Branch, lines: list[InvoiceLine], notes: list[str], frame: Parties
) -> Invoice | CreditNote:
    """The document of a read Finvoice.

    Credit notes stand in Finvoice with negative amounts, in EN 16931 with positive ones; they are
    turned. Raises ValueError or ArithmeticError for values that Python cannot hold.
    """
    details = branch(root, "InvoiceDetails")
    kind = code(details, "InvoiceTypeCodeUN") or _kind(code(details, "InvoiceTypeCode"))
    credit = kind in codelist("UNCL1001_CreditNote")
    sign = -1 if credit and _is_negative(details) else 1
    shared = _shared(root, details, [turned(line, sign) for line in lines], sign, frame)
    shared.update(id=code(details, "InvoiceNumber") or "", type_code=kind)
    shared["notes"] = (*texts(details, "InvoiceFreeText"), *notes)
    due, project = payment.read_due_date(root), code(details, "ProjectReferenceIdentifier")
    if not credit:
        return Invoice(due_date=due, project_reference=project, **shared)
    if project:
        shared["documents"] = (DocumentReference(project, PROJECT), *shared["documents"])
    note = CreditNote(**shared)
    return replace(note, payment_means=payment.with_due_date(note, due))


def _kind(finnish: str | None) -> str:
    return _CREDIT if finnish == _FINNISH_CREDIT else _INVOICE


def _is_negative(details: Branch) -> bool:
    totals = (number(details, name) for name in (_TOTAL, _EXCLUSIVE, "RowsTotalVatExcludedAmount"))
    return next((total < 0 for total in totals if total), False)


def _shared(
    root: Branch, details: Branch, lines: list[InvoiceLine], sign: int, frame: Parties
) -> dict[str, Any]:
    total = leaf(details, _TOTAL)
    currency = total.attributes.get(CURRENCY, "") if total else ""
    buyer = parties.read_party(root, "Buyer", frame)
    return {
        "issue_date": day(details, "InvoiceDate"),
        "currency": currency,
        "tax_currency": _accounting_currency(details),
        "seller": parties.read_party(root, "Seller", frame),
        "buyer": buyer,
        "tax_totals": _tax_totals(details, currency, sign),
        "totals": _totals(root, details, lines, sign),
        "lines": tuple(lines),
        "tax_point_date": day(details, "VatPoint/VatPointDate"),
        "tax_point_code": code(details, "VatPoint/VatPointDateCode"),
        "accounting_cost": text(details, "AccountDimensionText"),
        "proposed_account": read_account(details, ""),
        "buyer_reference": text(details, "BuyerReferenceIdentifier"),
        "period_start": day(details, "InvoicingPeriodStartDate"),
        "period_end": day(details, "InvoicingPeriodEndDate"),
        "order_reference": code(details, "OrderIdentifier"),
        "sales_order_reference": code(details, "OrderConfirmationIdentifier"),
        "preceding_invoices": tuple(_preceding(details)),
        "despatch_reference": code(root, "DeliveryDetails/DeliveryNoteIdentifier"),
        "originator_reference": code(details, "TenderReference"),
        "contract_reference": code(details, "AgreementIdentifier"),
        "documents": tuple(_documents(root, details)),
        "payee": parties.read_payee(root),
        "tax_representative": parties.read_representative(root),
        "delivery": parties.read_delivery(root, buyer),
        "payment_means": payment.read_means(root),
        "payment_terms": payment.read_terms(root),
        "allowance_charges": tuple(_allowance_charges(details, sign)),
        "customization_id": EN16931,
        "profile_id": None,
    }


def _accounting_currency(details: Branch) -> str | None:
    found = leaf(details, _ACCOUNTING)
    return found.attributes.get(CURRENCY) if found else None


def _totals(root: Branch, details: Branch, lines: list[InvoiceLine], sign: int) -> MonetaryTotal:
    inclusive = _amount(details, _TOTAL, sign) or _ZERO
    exclusive = _amount(details, _EXCLUSIVE, sign)
    tax = _amount(details, "InvoiceTotalVatAmount", sign)
    if exclusive is None:
        exclusive = inclusive - (tax or _ZERO)
    rows = _amount(details, "RowsTotalVatExcludedAmount", sign)
    if rows is None:
        rows = sum((line.line_extension_amount for line in lines), _ZERO)
    payable = _amount(root, _PAYABLE, sign)
    return MonetaryTotal(
        line_extension_amount=rows,
        payable_amount=inclusive if payable is None else payable,
        tax_exclusive_amount=exclusive,
        tax_inclusive_amount=inclusive,
        allowance_total_amount=_amount(details, "DiscountsTotalVatExcludedAmount", sign),
        charge_total_amount=_amount(details, "ChargesTotalVatExcludedAmount", sign),
        prepaid_amount=_amount(details, "InvoicePaidAmount", sign),
        payable_rounding_amount=_amount(details, "InvoiceTotalRoundoffAmount", sign),
    )


def _amount(parent: Branch, path: str, sign: int) -> Decimal | None:
    found = number(parent, path)
    return None if found is None else sign * found


def _tax_totals(details: Branch, currency: str, sign: int) -> tuple[TaxTotal, ...]:
    groups = tuple(
        VatBreakdown(
            Money(_amount(group, "VatBaseAmount", sign) or _ZERO, currency),
            Money(_amount(group, "VatRateAmount", sign) or _ZERO, currency),
            replace(
                tax_category(code(group, "VatCode"), number(group, "VatRatePercent")),
                exemption_code=code(group, "VatExemptionReasonCode"),
                exemption_reason=joined(group, "VatFreeText"),
            ),
        )
        for group in details.branches("VatSpecificationDetails")
    )
    tax = _amount(details, "InvoiceTotalVatAmount", sign)
    if tax is None:
        tax = sum((group.tax_amount.amount for group in groups), _ZERO)
    totals = [TaxTotal(Money(tax, currency), groups)]
    accounted, other = _amount(details, _ACCOUNTING, sign), _accounting_currency(details)
    if accounted is not None and other:
        totals.append(TaxTotal(Money(accounted, other)))
    return tuple(totals)


def only_rate(root: Branch) -> Decimal | None:
    """The VAT rate of the whole document, where it has one only."""
    groups = list(branch(root, "InvoiceDetails").branches("VatSpecificationDetails"))
    return number(groups[0], "VatRatePercent") if len(groups) == 1 else None


def _preceding(details: Branch) -> list[PrecedingInvoice]:
    first = code(details, "OriginalInvoiceNumber")
    found = [PrecedingInvoice(first, day(details, "OriginalInvoiceDate"))] if first else []
    for reference in details.branches("OriginalInvoiceReference"):
        told = code(reference, "InvoiceNumber")
        if told:
            found.append(PrecedingInvoice(told, day(reference, "InvoiceDate")))
    return found


def _documents(root: Branch, details: Branch) -> list[DocumentReference]:
    invoiced = read_object(details)
    urls, names = texts(root, "InvoiceUrlText"), texts(root, "InvoiceUrlNameText")
    if len(names) != len(urls):
        names = urls
    linked = [DocumentReference(name, uri=url) for name, url in zip(names, urls, strict=True)]
    return [*([invoiced] if invoiced else []), *linked]


def _allowance_charges(details: Branch, sign: int) -> list[AllowanceCharge]:
    return [
        AllowanceCharge(
            charge=charge,
            amount=amount,
            reason=text(part, reason),
            reason_code=code(part, "ReasonCode"),
            factor=number(part, "Percent"),
            base_amount=_amount(part, "BaseAmount", sign),
            tax=tax_category(code(part, "VatCategoryCode"), number(part, "VatRatePercent")),
        )
        for name, reason, charge in (
            ("DiscountDetails", "FreeText", False),
            ("ChargeDetails", "ReasonText", True),
        )
        for part in details.branches(name)
        if (amount := _amount(part, "Amount", sign)) is not None
    ]


def turned(line: InvoiceLine, sign: int) -> InvoiceLine:
    """The line with the other sign of quantity and amounts, if `sign` is -1."""
    if sign > 0:
        return line
    return replace(
        line,
        quantity=replace(line.quantity, value=-line.quantity.value),
        line_extension_amount=-line.line_extension_amount,
        allowance_charges=tuple(
            replace(
                charge,
                amount=-charge.amount,
                base_amount=None if charge.base_amount is None else -charge.base_amount,
            )
            for charge in line.allowance_charges
        ),
    )

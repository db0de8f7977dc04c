"""From an invoice or credit note to Finvoice 3.0."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from lxml import etree

from samkop.core.edocs.finvoice import parties, payment
from samkop.core.edocs.finvoice.document import PROJECT
from samkop.core.edocs.finvoice.row_writing import write_row
from samkop.core.edocs.finvoice.rows import OBJECT, write_account, write_object
from samkop.core.edocs.finvoice.values import put, put_amount, put_day, put_percent
from samkop.core.edocs.model import (
    EN16931,
    BillingDocument,
    CreditNote,
    Invoice,
    InvoiceDelivery,
    TaxTotal,
)
from samkop.core.edocs.syntax import FINVOICE_3_0, schema_of

_ZERO = Decimal(0)
_CURRENCIES = "AmountCurrencyIdentifier"


def to_xml(document: BillingDocument) -> bytes:
    """The document as Finvoice in UTF-8. Raises ValueError for text that XML cannot hold."""
    return serialised(to_tree(document))


def serialised(root: Any) -> bytes:
    """A tree as UTF-8."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def to_tree(document: BillingDocument) -> Any:
    """The document as a tree, its elements in the schema's order. Raises ValueError as above."""
    root = etree.Element("Finvoice", Version="3.0")
    sign = -1 if isinstance(document, CreditNote) else 1
    parties.write_transmission(root, document)
    parties.write_party(root, "Seller", document.seller)
    parties.write_party(root, "Buyer", document.buyer)
    parties.write_others(root, document)
    parties.write_delivery(root, document)
    _write_information(root, document)
    _write_details(root, document, sign)
    payment.write_instruction(root, document, sign * document.totals.payable_amount)
    for line in document.lines:
        write_row(root, line, sign, document.currency)
    for reference in document.documents:
        if reference.uri is not None:
            put(root, "InvoiceUrlNameText", reference.id)
            put(root, "InvoiceUrlText", reference.uri)
    _order(root, "Finvoice")
    return root


def as_told(document: Invoice | CreditNote) -> Invoice | CreditNote:
    """The document in the form that Finvoice tells it in, where forms mean the same.

    Finvoice names no specification and no process of Peppol, has allowances before charges, and
    under a delivery without a name it has the buyer's.
    """
    delivery = document.delivery
    if delivery is not None and delivery.party_name == parties.own_name(document.buyer):
        delivery = replace(delivery, party_name=None)
    return replace(
        document,
        customization_id=EN16931,
        profile_id=None,
        delivery=None if delivery == InvoiceDelivery() else delivery,
        allowance_charges=tuple(sorted(document.allowance_charges, key=lambda one: one.charge)),
        lines=tuple(
            replace(
                line,
                allowance_charges=tuple(sorted(line.allowance_charges, key=lambda one: one.charge)),
            )
            for line in document.lines
        ),
    )


def _order(element: Any, name: str) -> None:
    """Put the children of an element, and theirs, into the order that the schema has."""
    aggregate = schema_of(FINVOICE_3_0).aggregate(name)
    if aggregate is None:
        return
    places = aggregate.children
    element[:] = sorted(element, key=lambda child: places[child.tag].position)
    for child in element:
        _order(child, places[child.tag].name)


def _write_information(root: Any, document: BillingDocument) -> None:
    information = etree.SubElement(root, "SellerInformationDetails")
    parties.write_legal_information(information, document.seller)
    payment.write_accounts(information, document)
    if not len(information):
        root.remove(information)


def _write_details(root: Any, document: BillingDocument, sign: int) -> None:
    details = etree.SubElement(root, "InvoiceDetails")
    credit = isinstance(document, CreditNote)
    put(details, "InvoiceTypeCode", "INV02" if credit else "INV01")
    put(details, "InvoiceTypeCodeUN", document.type_code)
    put(details, "InvoiceTypeText", "CREDIT NOTE" if credit else "INVOICE")
    put(details, "OriginCode", "Original")
    put(details, "InvoiceNumber", document.id)
    put_day(details, "InvoiceDate", document.issue_date)
    _write_references(details, document)
    _write_totals(details, document, sign)
    if document.tax_point_date is not None or document.tax_point_code is not None:
        point = etree.SubElement(details, "VatPoint")
        put_day(point, "VatPointDate", document.tax_point_date)
        put(point, "VatPointDateCode", document.tax_point_code)
    for note in document.notes:
        put(details, "InvoiceFreeText", note)
    payment.write_terms(details, document)
    _write_charges(details, document, sign)


def _write_references(details: Any, document: BillingDocument) -> None:
    first, *others = document.preceding_invoices or (None,)
    if first is not None:
        put(details, "OriginalInvoiceNumber", first.id)
        put_day(details, "OriginalInvoiceDate", first.issue_date)
    for preceding in others:
        reference = etree.SubElement(details, "OriginalInvoiceReference")
        put(reference, "InvoiceNumber", preceding.id if preceding else None)
        put_day(reference, "InvoiceDate", preceding.issue_date if preceding else None)
    put_day(details, "InvoicingPeriodStartDate", document.period_start)
    put_day(details, "InvoicingPeriodEndDate", document.period_end)
    put(details, "OrderIdentifier", document.order_reference)
    put(details, "OrderConfirmationIdentifier", document.sales_order_reference)
    put(details, "AgreementIdentifier", document.contract_reference)
    put(details, "BuyerReferenceIdentifier", document.buyer_reference)
    put(details, "ProjectReferenceIdentifier", _project(document))
    write_account(details, "", document.proposed_account)
    put(details, "AccountDimensionText", document.accounting_cost)
    put(details, "TenderReference", document.originator_reference)
    for told in document.documents:
        if told.type_code == OBJECT:
            write_object(details, told)


def _project(document: BillingDocument) -> str | None:
    if isinstance(document, Invoice):
        return document.project_reference
    return next((one.id for one in document.documents if one.type_code == PROJECT), None)


def _write_totals(details: Any, document: BillingDocument, sign: int) -> None:
    totals, currency = document.totals, document.currency
    for name, amount in (
        ("RowsTotalVatExcludedAmount", totals.line_extension_amount),
        ("DiscountsTotalVatExcludedAmount", totals.allowance_total_amount),
        ("ChargesTotalVatExcludedAmount", totals.charge_total_amount),
        ("InvoiceTotalVatExcludedAmount", totals.tax_exclusive_amount),
        ("InvoiceTotalVatIncludedAmount", totals.tax_inclusive_amount),
        ("InvoiceTotalRoundoffAmount", totals.payable_rounding_amount),
        ("InvoicePaidAmount", totals.prepaid_amount),
    ):
        put_amount(details, name, None if amount is None else sign * amount, currency)
    for total in document.tax_totals:
        own = total.amount.currency == currency
        put_amount(
            details,
            "InvoiceTotalVatAmount" if own else "InvoiceTotalVatAccountingAmount",
            sign * total.amount.amount,
            total.amount.currency,
        )
        _write_breakdown(details, total, sign)


def _write_breakdown(details: Any, total: TaxTotal, sign: int) -> None:
    for group in total.breakdown:
        part = etree.SubElement(details, "VatSpecificationDetails")
        base, tax = group.taxable_amount, group.tax_amount
        put_amount(part, "VatBaseAmount", sign * base.amount, base.currency)
        put_percent(part, "VatRatePercent", group.category.percent)
        put(part, "VatCode", group.category.id)
        put_amount(part, "VatRateAmount", sign * tax.amount, tax.currency)
        for line in (group.category.exemption_reason or "").split("\n"):
            put(part, "VatFreeText", line or None)
        put(part, "VatExemptionReasonCode", group.category.exemption_code)


def _write_charges(details: Any, document: BillingDocument, sign: int) -> None:
    currency = document.currency
    for charge in document.allowance_charges:
        name, reason = (
            ("ChargeDetails", "ReasonText") if charge.charge else ("DiscountDetails", "FreeText")
        )
        part = etree.SubElement(details, name)
        put(part, reason, charge.reason)
        put(part, "ReasonCode", charge.reason_code)
        put_percent(part, "Percent", charge.factor)
        put_amount(part, "Amount", sign * charge.amount, currency)
        base = charge.base_amount
        put_amount(part, "BaseAmount", None if base is None else sign * base, currency)
        if charge.tax is not None:
            put(part, "VatCategoryCode", charge.tax.id)
            put_percent(part, "VatRatePercent", charge.tax.percent)

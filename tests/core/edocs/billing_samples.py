"""Invoices and credit notes of our own making, small and valid."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.edocs.party_samples import BUYER, SELLER
from samkop.core.edocs import CreditNote, Invoice
from samkop.core.edocs.model import (
    EN16931,
    GTIN,
    Account,
    Classification,
    Identifier,
    InvoiceDelivery,
    InvoiceLine,
    Item,
    LegalEntity,
    MonetaryTotal,
    PaymentMeans,
    PrecedingInvoice,
    Price,
    Quantity,
    TaxCategory,
    TaxRegistration,
    TaxTotal,
    VatBreakdown,
)
from samkop.core.money import Money

ACCOUNT = Account("SE3550000000054910")
STANDARD = TaxCategory("S", Decimal(25))
PHONE = Item(
    name="Phone 14",
    descriptions=("A phone with 128 GB",),
    sellers_id="P-14",
    standard_id=Identifier("7300010000001", GTIN),
    classifications=(Classification("32250000", "STI"),),
    taxes=(STANDARD,),
)


def invoice_line(number: str = "1", quantity: int = 2, price: str = "349.50") -> InvoiceLine:
    return InvoiceLine(
        number,
        Quantity(Decimal(quantity), "C62"),
        quantity * Decimal(price),
        PHONE,
        Price(Decimal(price)),
        accounting_cost="4001",
        order_line=number,
    )


_SHARED = {
    "issue_date": date(2026, 5, 18),
    "currency": "EUR",
    "seller": replace(
        SELLER,
        tax_registrations=(TaxRegistration("SE556036079301"),),
        legal_entity=LegalEntity("Device supplier AB", Identifier("5560360793", "0007")),
    ),
    "buyer": replace(BUYER, legal_entity=LegalEntity("Wellbeing county")),
    "tax_totals": (
        TaxTotal(
            Money(Decimal("199.50"), "EUR"),
            (
                VatBreakdown(
                    Money(Decimal("798.00"), "EUR"), Money(Decimal("199.50"), "EUR"), STANDARD
                ),
            ),
        ),
    ),
    "totals": MonetaryTotal(
        line_extension_amount=Decimal("798.00"),
        payable_amount=Decimal("997.50"),
        tax_exclusive_amount=Decimal("798.00"),
        tax_inclusive_amount=Decimal("997.50"),
    ),
    "lines": (invoice_line("1"), invoice_line("2", 1, "99.00")),
    "buyer_reference": "Unit 7",
    "order_reference": "A-1001",
    "delivery": InvoiceDelivery(date(2026, 5, 13), Identifier("7300010000001", "0088")),
    "payment_means": (
        PaymentMeans("30", payment_id="1009", account=Account("SE3550000000054910")),
    ),
    "payment_terms": ("30 days net",),
}


def an_invoice() -> Invoice:
    return Invoice(id="F-1", due_date=date(2026, 6, 17), **_SHARED)


def a_credit_note() -> CreditNote:
    return CreditNote(
        id="K-1", preceding_invoices=(PrecedingInvoice("F-1", date(2026, 5, 18)),), **_SHARED
    )


BILLING_SAMPLES = {
    "invoice": an_invoice(),
    "credit-note": a_credit_note(),
    "invoice-en16931": replace(an_invoice(), customization_id=EN16931, profile_id=None),
    "credit-note-en16931": replace(a_credit_note(), customization_id=EN16931, profile_id=None),
}

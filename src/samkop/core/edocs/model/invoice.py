"""Invoices and credit notes of EN 16931 and Peppol BIS Billing 3, in UBL or Finvoice.

All amounts are in the document's currency, except those of VAT totals, which name their own.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samkop.core.edocs.model.item import Item
from samkop.core.edocs.model.order import MonetaryTotal
from samkop.core.edocs.model.party import Address, FromSeller, Party, TaxRegistration
from samkop.core.edocs.model.values import (
    AllowanceCharge,
    DocumentReference,
    Identifier,
    Period,
    Price,
    Quantity,
    TaxCategory,
)
from samkop.core.money import Money

BILLING = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
"""The specification of Peppol BIS Billing 3."""

BILLING_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
"""Its process."""

EN16931 = "urn:cen.eu:en16931:2017"
"""The specification of the European standard alone."""


@dataclass(frozen=True, slots=True)
class PrecedingInvoice:
    """An invoice that this one is about (BG-3): number (BT-25) and day of issue (BT-26)."""

    id: str
    issue_date: date | None = None


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid, where it is not the seller (BG-10): BT-59, BT-60 and BT-61."""

    name: str
    identifiers: tuple[Identifier, ...] = ()
    company_id: Identifier | None = None


@dataclass(frozen=True, slots=True)
class TaxRepresentative:
    """The seller's tax representative (BG-11): BT-62, BG-12 and BT-63."""

    name: str
    address: Address
    tax_registrations: tuple[TaxRegistration, ...] = ()


@dataclass(frozen=True, slots=True)
class InvoiceDelivery:
    """Where and when it was delivered (BG-13): BT-70 to BT-72 and the address (BG-15)."""

    actual_date: date | None = None
    location_id: Identifier | None = None
    address: Address | None = None
    party_name: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A payment card (BG-18): the last digits (BT-87), its network and its holder (BT-88)."""

    account: str
    network: str
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """An account that is paid to (BG-17): number (BT-84), holder (BT-85) and bank (BT-86)."""

    id: str
    name: str | None = None
    branch: str | None = None


@dataclass(frozen=True, slots=True)
class Mandate:
    """A direct debit (BG-19): the mandate's number (BT-89) and the payer's account (BT-91)."""

    id: str | None = None
    payer_account: str | None = None


@dataclass(frozen=True, slots=True)
class PaymentMeans:
    """How it is to be paid (BG-16).

    `code` is a UNCL 4461 code (BT-81), `name` its text (BT-82), `payment_id` the reference to give
    (BT-83). `due_date` is a credit note's day of payment (BT-9).
    """

    code: str
    name: str | None = None
    due_date: date | None = None
    payment_id: str | None = None
    card: Card | None = None
    account: Account | None = None
    mandate: Mandate | None = None


@dataclass(frozen=True, slots=True)
class VatBreakdown:
    """The VAT of one category and rate (BG-23): BT-116 to BT-121."""

    taxable_amount: Money
    tax_amount: Money
    category: TaxCategory


@dataclass(frozen=True, slots=True)
class TaxTotal:
    """The VAT in one currency (BT-110, BT-111); the breakdown stands in the document's only."""

    amount: Money
    breakdown: tuple[VatBreakdown, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedAccount:
    """The account that is proposed for booking, which Finvoice alone has a place for.

    `number` has at most four signs (NormalProposedAccountIdentifier), `text` 35
    (ProposedAccountText): the account's name, or a longer number with it.
    """

    number: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line of an invoice or credit note (BG-25).

    Quantity (BT-129, BT-130), net amount (BT-131), buyer's coding (BT-133), period (BG-26), the
    order's line (BT-132), the invoiced object (BT-128), allowances and charges (BG-27, BG-28), item
    (BG-31) and price (BG-29); in Finvoice the proposed account too.
    """

    id: str
    quantity: Quantity
    line_extension_amount: Decimal
    item: Item
    price: Price
    note: str | None = None
    accounting_cost: str | None = None
    period: Period | None = None
    order_line: str | None = None
    document: DocumentReference | None = None
    allowance_charges: tuple[AllowanceCharge, ...] = ()
    proposed_account: ProposedAccount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingDocument(FromSeller):
    """What an invoice and a credit note have in common.

    Number (BT-1), day (BT-2), kind (BT-3, UNCL 1001), currency (BT-5), seller (BG-4), buyer (BG-7),
    VAT totals (BT-110, BT-111, BG-23), totals (BG-22) and lines (BG-25); then what may be absent:
    VAT point (BT-7, BT-8), currency of VAT accounting (BT-6), buyer's reference (BT-10) and coding
    (BT-19), period (BG-14), references (BT-11 to BT-18, BG-3, BG-24), payee (BG-10), tax
    representative (BG-11), delivery (BG-13), payment (BG-16, BT-20), allowances and charges (BG-20,
    BG-21); in Finvoice the proposed account too.
    """

    id: str
    issue_date: date
    type_code: str
    currency: str
    seller: Party
    buyer: Party
    tax_totals: tuple[TaxTotal, ...]
    totals: MonetaryTotal
    lines: tuple[InvoiceLine, ...]
    notes: tuple[str, ...] = ()
    tax_point_date: date | None = None
    tax_currency: str | None = None
    accounting_cost: str | None = None
    buyer_reference: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    tax_point_code: str | None = None
    order_reference: str | None = None
    sales_order_reference: str | None = None
    preceding_invoices: tuple[PrecedingInvoice, ...] = ()
    despatch_reference: str | None = None
    receipt_reference: str | None = None
    originator_reference: str | None = None
    contract_reference: str | None = None
    documents: tuple[DocumentReference, ...] = ()
    payee: Payee | None = None
    tax_representative: TaxRepresentative | None = None
    delivery: InvoiceDelivery | None = None
    payment_means: tuple[PaymentMeans, ...] = ()
    payment_terms: tuple[str, ...] = ()
    allowance_charges: tuple[AllowanceCharge, ...] = ()
    proposed_account: ProposedAccount | None = None
    customization_id: str = BILLING
    profile_id: str | None = BILLING_PROCESS

    @property
    def is_peppol(self) -> bool:
        """Whether the rules of Peppol hold beside those of EN 16931."""
        return self.customization_id.startswith(BILLING)

    @property
    def tax_amount(self) -> Decimal:
        """The VAT in the document's currency (BT-110)."""
        amounts = (total.amount for total in self.tax_totals)
        return sum(
            (amount.amount for amount in amounts if amount.currency == self.currency), Decimal(0)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice(BillingDocument):
    """An invoice, due on `due_date` (BT-9), of the project `project_reference` (BT-11)."""

    type_code: str = "380"
    due_date: date | None = None
    project_reference: str | None = None

    @property
    def kind(self) -> str:
        """`invoice`, or `invoice-en16931` outside Peppol."""
        return "invoice" if self.is_peppol else "invoice-en16931"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNote(BillingDocument):
    """A credit note. When it is paid stands with the means of payment; projects are documents."""

    type_code: str = "381"

    @property
    def kind(self) -> str:
        """`credit-note`, or `credit-note-en16931` outside Peppol."""
        return "credit-note" if self.is_peppol else "credit-note-en16931"

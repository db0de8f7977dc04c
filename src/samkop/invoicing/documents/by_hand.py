"""The invoice or credit note that says what somebody typed (Peppol BIS Billing 3.0)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samkop.core import edocs
from samkop.core.billing.paying import Account
from samkop.core.billing.sums import line_amount, sums_of
from samkop.core.billing.vat import Vat, vat_number
from samkop.core.edocs import model as edoc
from samkop.exchange.queries import electronic_address
from samkop.parties.models import Party

ONE = Decimal(1)


@dataclass(frozen=True)
class HandLine:
    """One line: so many of an order's line, at a price of ``base`` units without VAT.

    ``line_id`` is its own number (BT-126), ``order_line`` that of the order's line (BT-132).
    """

    line_id: str
    order_line: str
    name: str
    seller_item_id: str
    quantity: Decimal
    unit_code: str
    price: Decimal
    vat: Vat
    base: Decimal = ONE

    @property
    def net(self) -> Decimal:
        """Its amount without VAT, to the cent."""
        return line_amount(self.quantity, self.price, self.base)


@dataclass(frozen=True)
class BilledByHand:
    """What is said besides the lines; texts are empty where unsaid.

    ``tax_number`` is the seller's VAT number where it does not follow from its own number.
    ``about`` is the invoice that a credit note is about: number and day.
    """

    number: str
    issued_on: date
    currency: str
    order_number: str = ""
    contract_number: str = ""
    accounting_cost: str = ""
    note: str = ""
    due_on: date | None = None
    delivered_on: date | None = None
    account: Account | None = None
    reference: str = ""
    tax_number: str = ""
    about: tuple[str, date] | None = None


def invoice_document(
    seller: Party, buyer: Party, billed: BilledByHand, lines: Iterable[HandLine]
) -> edocs.Invoice:
    """The invoice of these lines, with its sums."""
    written = tuple(map(_line, lines))
    sums = sums_of(written, billed.currency)
    return edocs.Invoice(
        id=billed.number, issue_date=billed.issued_on, due_date=billed.due_on,
        currency=billed.currency, seller=_side(seller, billed.tax_number), buyer=_side(buyer),
        lines=written, tax_totals=(sums.tax,), totals=sums.totals,
        notes=(billed.note,) if billed.note else (),
        order_reference=billed.order_number or None,
        contract_reference=billed.contract_number or None,
        accounting_cost=billed.accounting_cost or None,
        delivery=_delivery(buyer, billed.delivered_on), payment_means=_payment(billed),
    )  # fmt: skip


def credit_note_document(
    seller: Party, buyer: Party, billed: BilledByHand, lines: Iterable[HandLine]
) -> edocs.CreditNote:
    """The credit note of these lines, about the invoice that it names."""
    written = tuple(map(_line, lines))
    sums = sums_of(written, billed.currency)
    return edocs.CreditNote(
        id=billed.number, issue_date=billed.issued_on, currency=billed.currency,
        seller=_side(seller, billed.tax_number), buyer=_side(buyer), lines=written,
        tax_totals=(sums.tax,), totals=sums.totals,
        notes=(billed.note,) if billed.note else (),
        order_reference=billed.order_number or None,
        contract_reference=billed.contract_number or None,
        accounting_cost=billed.accounting_cost or None,
        preceding_invoices=(edoc.PrecedingInvoice(*billed.about),) if billed.about else (),
        delivery=_delivery(buyer, billed.delivered_on),
    )  # fmt: skip


def _side(party: Party, tax_number: str = "") -> edoc.Party:
    number = tax_number or vat_number(party.country, party.identifier)
    return edoc.Party(
        endpoint=electronic_address(party.pk),
        name=party.legal_name,
        address=edoc.Address(country=party.country),
        tax_registrations=(edoc.TaxRegistration(number),) if number else (),
        legal_entity=edoc.LegalEntity(
            party.legal_name, edoc.Identifier(party.identifier, party.identifier_scheme)
        ),
    )


def _delivery(buyer: Party, day: date | None) -> edoc.InvoiceDelivery | None:
    """Of the place a supplier may know no more here than the buyer's country."""
    if day is None:
        return None
    return edoc.InvoiceDelivery(day, address=edoc.Address(country=buyer.country))


def _payment(billed: BilledByHand) -> tuple[edoc.PaymentMeans, ...]:
    if billed.account is None:
        return ()
    account = edoc.Account(billed.account.number, branch=billed.account.branch)
    return (
        edoc.PaymentMeans(
            billed.account.means, payment_id=billed.reference or None, account=account
        ),
    )


def _line(line: HandLine) -> edoc.InvoiceLine:
    return edoc.InvoiceLine(
        line.line_id, edoc.Quantity(line.quantity, line.unit_code), line.net,
        edoc.Item(
            name=line.name, sellers_id=line.seller_item_id or None,
            taxes=(edoc.TaxCategory(line.vat.category, line.vat.percent),),
        ),
        edoc.Price(
            line.price,
            base_quantity=None if line.base == ONE else edoc.Quantity(line.base, line.unit_code),
        ),
        order_line=line.order_line or None,
    )  # fmt: skip

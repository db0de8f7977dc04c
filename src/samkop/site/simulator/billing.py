"""What a supplier asks to be paid: Peppol BIS Billing 3 invoices and credit notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from samkop.core.billing.paying import CREDIT_TRANSFER, iban_of
from samkop.core.billing.vat import EXEMPTION_CODES, INTRA_COMMUNITY, STANDARD, UNION, rates_of
from samkop.core.edocs import CreditNote, Invoice, Order
from samkop.core.edocs.model import (
    Account,
    Address,
    DocumentReference,
    Identifier,
    InvoiceDelivery,
    InvoiceLine,
    Item,
    LegalEntity,
    MonetaryTotal,
    Party,
    PaymentMeans,
    PrecedingInvoice,
    Price,
    Quantity,
    TaxCategory,
    TaxRegistration,
    TaxTotal,
    VatBreakdown,
)
from samkop.core.money import Money, to_cents
from samkop.site.simulator.goods import NONE

DAYS_TO_PAY = timedelta(days=30)
NOT_DEFINED = "1"  # UNCL 4461
# UNCL 1153: the invoiced object is the buyer's order.
ORDER_NUMBER = "ON"


@dataclass(frozen=True)
class Billed:
    """So many pieces of an order's line at a price, before tax."""

    order: Order
    line_id: str
    item: Item
    unit: str | None
    quantity: Decimal
    price: Decimal

    @property
    def net(self) -> Decimal:
        """The line's net amount (BT-131)."""
        return to_cents(self.quantity * self.price)


@dataclass(frozen=True)
class Bill:
    """What an invoice says, before it is a document; several orders are named line by line."""

    number: str
    day: date
    lines: tuple[Billed, ...]
    delivered: date
    currency: str
    tax: TaxCategory
    order_reference: str | None
    despatch_reference: str | None = None
    names_orders: bool = True
    order_suffix: str = ""

    @property
    def net(self) -> Decimal:
        """The sum without value added tax."""
        return sum((line.net for line in self.lines), NONE)

    @property
    def vat(self) -> Decimal:
        """The value added tax, to the cent."""
        return to_cents(self.net * (self.tax.percent or NONE) / 100)


def bill_of(number: str, day: date, lines: Sequence[Billed], delivered: date) -> Bill:
    """A right bill: the order's currency, the tax of the seller's country, its references."""
    order = lines[0].order
    orders = {line.order.id for line in lines}
    return Bill(
        number, day, tuple(lines), delivered, order.currency, tax_of(order, delivered),
        order_reference=order.id if len(orders) == 1 else None,
    )  # fmt: skip


def tax_of(order: Order, day: date) -> TaxCategory:
    """The tax on goods from the order's seller to its buyer: by country, on the day of delivery."""
    seller, buyer = country_of(order.seller), country_of(order.buyer)
    if seller != buyer and {seller, buyer} <= UNION:
        return TaxCategory(
            INTRA_COMMUNITY, NONE, exemption_code=EXEMPTION_CODES[INTRA_COMMUNITY],
            exemption_reason="Intra-community supply",
        )  # fmt: skip
    rates = rates_of(seller, day)
    if not rates:
        return TaxCategory("E", NONE, exemption_reason="Exempt from tax")
    return TaxCategory(STANDARD, rates[0])


def invoice_of(bill: Bill) -> Invoice:
    """The bill as an invoice."""
    return Invoice(id=bill.number, due_date=bill.day + DAYS_TO_PAY, **_shared(bill))


def credit_note_of(bill: Bill, number: str, day: date) -> CreditNote:
    """The credit note that takes back a whole invoice (BG-3 names it)."""
    return CreditNote(
        id=number,
        preceding_invoices=(PrecedingInvoice(bill.number, bill.day),),
        **_shared(replace(bill, day=day)),
    )


def country_of(party: Party) -> str:
    """The party's country, by its address or its register."""
    if party.address and party.address.country:
        return party.address.country
    scheme = party.endpoint.scheme if party.endpoint else None
    return {"0007": "SE", "0216": "FI"}.get(scheme or "", "")


def _shared(bill: Bill) -> dict[str, Any]:
    order = bill.lines[0].order
    named = bill.order_reference if bill.names_orders else None
    payable = bill.net + bill.vat
    place = order.delivery.address if order.delivery else None
    return {
        "issue_date": bill.day,
        "currency": bill.currency,
        "seller": _side(order.seller),
        "buyer": _side(order.buyer),
        "buyer_reference": order.accounting_cost or order.customer_reference or "-",
        "order_reference": f"{named}{bill.order_suffix}" if named else None,
        "despatch_reference": bill.despatch_reference,
        "delivery": InvoiceDelivery(
            bill.delivered, address=place or Address(country=country_of(order.buyer))
        ),
        "tax_totals": _taxes(bill),
        "totals": MonetaryTotal(
            line_extension_amount=bill.net,
            payable_amount=payable,
            tax_exclusive_amount=bill.net,
            tax_inclusive_amount=payable,
        ),
        "payment_means": (_payment(order.seller, bill.number),),
        "lines": tuple(_line(bill, line, place) for place, line in enumerate(bill.lines, start=1)),
    }


def _taxes(bill: Bill) -> tuple[TaxTotal, ...]:
    def money(amount: Decimal) -> Money:
        return Money(amount, bill.currency)

    breakdown = VatBreakdown(money(bill.net), money(bill.vat), bill.tax)
    return (TaxTotal(money(bill.vat), (breakdown,)),)


def _line(bill: Bill, line: Billed, place: int) -> InvoiceLine:
    of_several = bill.order_reference is None and bill.names_orders
    return InvoiceLine(
        id=str(place),
        quantity=Quantity(line.quantity, line.unit),
        line_extension_amount=line.net,
        item=Item(
            name=line.item.name or line.item.sellers_id or "-",
            sellers_id=line.item.sellers_id,
            buyers_id=line.item.buyers_id,
            standard_id=line.item.standard_id,
            taxes=(TaxCategory(bill.tax.id, bill.tax.percent),),
        ),
        price=Price(line.price),
        order_line=line.line_id if bill.names_orders else None,
        document=_order_of_line(bill, line) if of_several else None,
    )


def _order_of_line(bill: Bill, line: Billed) -> DocumentReference:
    """A line's own order, where the invoice is for several (BT-128)."""
    return DocumentReference(
        f"{line.order.id}{bill.order_suffix}", type_code="130", scheme=ORDER_NUMBER
    )


def _side(party: Party) -> Party:
    """A party with its tax number, as an invoice needs it."""
    country, number = country_of(party), _register_number(party)
    entity = party.legal_entity
    name = (entity.registration_name if entity else party.name) or "-"
    return Party(
        endpoint=party.endpoint,
        name=party.name,
        address=party.address or Address(country=country),
        tax_registrations=(TaxRegistration(_vat_number(country, number)),) if number else (),
        legal_entity=LegalEntity(name, Identifier(number) if number else None),
    )


def _register_number(party: Party) -> str:
    """The number in the country's register, in digits alone, or an empty text."""
    endpoint = party.endpoint
    if endpoint and endpoint.scheme == "0216":
        return endpoint.value[4:12]
    if endpoint and endpoint.scheme == "0007":
        return endpoint.value
    company = party.legal_entity.company_id if party.legal_entity else None
    return "".join(filter(str.isdigit, company.value)) if company else ""


def _vat_number(country: str, number: str) -> str:
    return f"SE{number}01" if country == "SE" else f"{country}{number}"


def _payment(party: Party, number: str) -> PaymentMeans:
    """To an account in the seller's own country, invented from its number in the register."""
    account = iban_of(country_of(party), _register_number(party) or "0")
    if account is None:
        return PaymentMeans(NOT_DEFINED, payment_id=number)
    return PaymentMeans(CREDIT_TRANSFER, payment_id=number, account=Account(account))

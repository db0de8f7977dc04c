"""Invoices, orders and catalogues of any length, of our own making and valid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from samkop.core.edocs import Catalogue, Document, Invoice, Order, write
from samkop.core.edocs.model import (
    Account,
    Address,
    CatalogueLine,
    CataloguePrice,
    Classification,
    Contact,
    Identifier,
    InvoiceLine,
    Item,
    ItemProperty,
    LegalEntity,
    MonetaryTotal,
    OrderLine,
    Party,
    PaymentMeans,
    Period,
    Price,
    PriceTerms,
    Quantity,
    TaxCategory,
    TaxRegistration,
    TaxTotal,
    VatBreakdown,
)
from samkop.core.money import Money

ACCOUNT = Account("FI2112345600000785")
CENT = Decimal("0.01")
RATE = Decimal("25.5")
TAX = TaxCategory("S", RATE)
ONE = Quantity(Decimal(1), "C62")
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
DAY = date(2026, 5, 18)
BUYER = Party(
    endpoint=Identifier("003701120389", "0216"),
    name="Wellbeing county",
    address=Address("FI", "Bay Street 1", None, "Vasa", "65100"),
    tax_registrations=(TaxRegistration("FI01120389"),),
    legal_entity=LegalEntity("Wellbeing county"),
    contact=Contact("Purchasing", "+358 6 000 0000", "purchasing@example.org"),
)
SELLER = Party(
    endpoint=Identifier("7300010000001", "0088"),
    name="Device supplier",
    address=Address("FI", "Harbour Street 1", None, "Helsinki", "00100"),
    tax_registrations=(TaxRegistration("FI01120389"),),
    legal_entity=LegalEntity("Device supplier Oy"),
)


def price_of(number: int) -> Decimal:
    """Prices differ from line to line."""
    return Decimal(100_00 + number % 7_919) / 100


def item_of(number: int) -> Item:
    """A device with what suppliers usually tell of one."""
    return Item(
        name=f"Laptop 14 model {number}",
        descriptions=(f"A laptop of 14 inches with 16 GB of memory, variant {number}",),
        sellers_id=f"L-{number}",
        standard_id=Identifier("7300010000001", "0160"),
        classifications=(Classification("30213100", "STI"),),
        taxes=(TAX,),
        properties=(
            ItemProperty("Memory", "16 GB"),
            ItemProperty("Storage", "512 GB"),
            ItemProperty("Colour", "Grey"),
        ),
    )


@dataclass(frozen=True)
class Amounts:
    """What all lines of a document come to."""

    net: Decimal

    @property
    def tax(self) -> Decimal:
        """The tax, to the cent."""
        return (self.net * RATE / 100).quantize(CENT, ROUND_HALF_UP)

    @property
    def totals(self) -> MonetaryTotal:
        """The totals of an order or invoice."""
        gross = self.net + self.tax
        return MonetaryTotal(self.net, gross, self.net, gross)


def _amounts(lines: int) -> Amounts:
    return Amounts(sum((2 * price_of(number) for number in range(1, lines + 1)), Decimal(0)))


def an_invoice(lines: int) -> Invoice:
    """Two of each device."""
    amounts = _amounts(lines)
    group = VatBreakdown(Money(amounts.net, "EUR"), Money(amounts.tax, "EUR"), TAX)
    return Invoice(
        id="F-1", issue_date=DAY, due_date=date(2026, 6, 17), currency="EUR",
        seller=SELLER, buyer=BUYER, buyer_reference="Unit 7", order_reference="A-1001",
        payment_means=(PaymentMeans("30", payment_id="1009", account=ACCOUNT),),
        tax_totals=(TaxTotal(Money(amounts.tax, "EUR"), (group,)),), totals=amounts.totals,
        lines=tuple(
            InvoiceLine(
                str(number), Quantity(Decimal(2), "C62"), 2 * price_of(number), item_of(number),
                Price(price_of(number)), order_line=str(number),
            )
            for number in range(1, lines + 1)
        ),
    )  # fmt: skip


def an_order(lines: int) -> Order:
    """Two of each device."""
    amounts = _amounts(lines)
    return Order(
        id="A-1001", issue_date=DAY, currency="EUR", buyer=BUYER,
        seller=replace(SELLER, tax_registrations=()),
        validity_end=date(2026, 6, 4), tax_amount=amounts.tax, totals=amounts.totals,
        lines=tuple(
            OrderLine(
                str(number), Quantity(Decimal(2), "C62"), item_of(number), Price(price_of(number)),
                2 * price_of(number), accounting_cost="4001",
            )
            for number in range(1, lines + 1)
        ),
    )  # fmt: skip


def a_catalogue(lines: int) -> Catalogue:
    """Each device with its price."""
    return Catalogue(
        id="C-1", issue_date=DAY, validity=YEAR,
        provider=Party(endpoint=SELLER.endpoint, legal_entity=SELLER.legal_entity),
        receiver=Party(endpoint=BUYER.endpoint, legal_entity=BUYER.legal_entity),
        seller=Party(name=SELLER.name), customer=Party(name=BUYER.name),
        lines=tuple(
            CatalogueLine(
                id=str(number), item=item_of(number), orderable=True, orderable_unit="C62",
                minimum_quantity=ONE, validity=YEAR,
                prices=(
                    PriceTerms(
                        CataloguePrice(Money(price_of(number), "EUR"), ONE, validity=YEAR),
                        minimum_quantity=ONE,
                    ),
                ),
            )
            for number in range(1, lines + 1)
        ),
    )  # fmt: skip


MAKERS: dict[str, Callable[[int], Document]] = {
    "invoice": an_invoice,
    "order": an_order,
    "catalogue": a_catalogue,
}


def written(kind: str, lines: int) -> bytes:
    """A document of the kind with so many lines."""
    return write(MAKERS[kind](lines))

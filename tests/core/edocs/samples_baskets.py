"""What comes back from a shop or for a catalogue: a basket, an agreement, an answer."""

from datetime import date, time
from decimal import Decimal

from samkop.core.edocs import CatalogueResponse, OrderAgreement, PunchOut
from samkop.core.edocs.model import (
    Address,
    AgreedDelivery,
    AgreedTax,
    AllowanceCharge,
    BasketTerms,
    CataloguePrice,
    Classification,
    Contact,
    DeliveryParty,
    DeliveryTerms,
    Identifier,
    Item,
    LegalEntity,
    MonetaryTotal,
    OrderAgreementLine,
    Party,
    Period,
    Price,
    PunchOutLine,
    Quantity,
    TaxCategory,
)
from samkop.core.money import Money

GLN = Identifier("7300010000001", "0088")
BUYER = Party(
    endpoint=Identifier("003701120389", "0216"),
    identifiers=(GLN,),
    legal_entity=LegalEntity("Wellbeing county"),
)
SELLER = Party(
    endpoint=Identifier("5560360793", "0007"),
    identifiers=(GLN,),
    legal_entity=LegalEntity("Device supplier AB"),
)
STANDARD = TaxCategory("S", Decimal("25.5"))
EXEMPT = TaxCategory("E", Decimal(0))
HEADSET = Item(
    name="Headset",
    descriptions=("For both ears",),
    sellers_id="H-2",
    standard_id=Identifier("7300010000001", "0160"),
    classifications=(Classification("32342100", "STI"),),
    taxes=(STANDARD,),
)


def an_agreement_line(number: str = "1", quantity: int = 2) -> OrderAgreementLine:
    return OrderAgreementLine(
        number,
        Quantity(Decimal(quantity), "C62"),
        Price(Decimal("50.00"), price_type="AAA"),
        HEADSET,
        quantity * Decimal("50.00"),
        deliveries=(AgreedDelivery(None, Period(date(2026, 5, 11))),),
    )


def an_agreement() -> OrderAgreement:
    return OrderAgreement(
        id="OA-1",
        issue_date=date(2026, 5, 4),
        order_reference="W-17",
        currency="EUR",
        seller=SELLER,
        buyer=BUYER,
        lines=(an_agreement_line(),),
        delivery_contact=Contact("Goods in"),
        promised_delivery=Period(date(2026, 5, 11), date(2026, 5, 15)),
        delivery_party=DeliveryParty("IT store", (GLN,)),
        delivery_terms=DeliveryTerms("DDP", ("By lift",), "Vasa", Address("FI", city="Vasa")),
        allowance_charges=(
            AllowanceCharge(charge=True, amount=Decimal("10.00"), reason="Freight", tax=STANDARD),
        ),
        tax_amount=Decimal("28.05"),
        taxes=(AgreedTax(Decimal("110.00"), Decimal("28.05"), STANDARD),),
        totals=MonetaryTotal(
            line_extension_amount=Decimal("100.00"),
            charge_total_amount=Decimal("10.00"),
            tax_exclusive_amount=Decimal("110.00"),
            tax_inclusive_amount=Decimal("138.05"),
            payable_amount=Decimal("138.05"),
        ),
    )


def a_catalogue_response(code: str = "AP") -> CatalogueResponse:
    return CatalogueResponse(
        id="CR-1",
        issue_date=date(2026, 1, 7),
        provider=BUYER,
        receiver=SELLER,
        response_code=code,
        catalogue_reference="C-1",
        catalogue_version="1",
    )


def a_basket_line(number: str = "1") -> PunchOutLine:
    price = CataloguePrice(
        Money(Decimal("50.00"), "EUR"), Quantity(Decimal(1), "C62"), price_type="AAA"
    )
    return PunchOutLine(
        number,
        BasketTerms(price, Quantity(Decimal(3), "C62"), Quantity(Decimal(2), "DAY")),
        HEADSET,
        "Lot 2",
    )


def a_basket(lines: int = 1) -> PunchOut:
    return PunchOut(
        id="B-1",
        issue_date=date(2026, 5, 4),
        issue_time=time(9, 30),
        provider=SELLER,
        receiver=Party(
            endpoint=BUYER.endpoint,
            legal_entity=BUYER.legal_entity,
            contact=Contact(id="session-17"),
        ),
        lines=tuple(a_basket_line(str(number)) for number in range(1, lines + 1)),
        validity=Period(end_date=date(2026, 5, 5), end_time=time(18)),
        contracts=("2026-17",),
    )

"""Documents of our own making that answer an order or an invoice; part of the samples."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from samkop.core.edocs import DespatchAdvice, InvoiceResponse, MessageLevelResponse
from samkop.core.edocs.model import (
    Address,
    Attachment,
    Carrier,
    Clarification,
    Classification,
    Condition,
    Consignment,
    Contact,
    DeliveryParty,
    DespatchLine,
    DespatchShipment,
    Dimension,
    DocumentReference,
    HandlingUnit,
    HazardousItem,
    Identifier,
    Item,
    ItemInstance,
    ItemProperty,
    LegalEntity,
    LineResponse,
    Package,
    Party,
    Period,
    Quantity,
)

GLN = Identifier("7300010000001", "0088")
PLACE = Address("FI", "Bay Street 1", "Door 2", "Vasa", "65100", "Ostrobothnia", "Room 3")
SUPPLIER = Party(
    endpoint=Identifier("5560360793", "0007"),
    identifiers=(GLN,),
    address=PLACE,
    legal_entity=LegalEntity("Device supplier AB"),
    contact=Contact("Despatch", "+46 90 000 000", "despatch@example.org"),
)
COUNTY = Party(
    endpoint=Identifier("003701120389", "0216"),
    identifiers=(GLN,),
    address=PLACE,
    legal_entity=LegalEntity("Wellbeing county"),
)
BATTERY = Item(
    name="Phone 14",
    buyers_id="4711",
    sellers_id="P-14",
    sellers_extended_id="BLUE",
    standard_id=Identifier("7300010000001", "0160"),
    standard_extended_id="EU",
    classifications=(Classification("32250000", "STI", "2008", "Phones"),),
    hazards=(HazardousItem("ADR", "9"),),
    properties=(
        ItemProperty("Memory", "128 GB", "M", "MEM", "LIST", Quantity(Decimal(128), "E34")),
    ),
    instances=(
        ItemInstance(
            "SN-0001",
            "LOT-9",
            date(2030, 1, 1),
            Identifier("07300010000001", "UDI"),
            date(2026, 4, 1),
            date(2031, 1, 1),
            (ItemProperty("IMEI", "350000000000006"),),
        ),
        ItemInstance("SN-0002"),
    ),
)
BOX = HandlingUnit(
    Identifier("373000100000000018", "SSCC"),
    "CT",
    hazardous=True,
    shipping_marks=("A-1001", "IT store"),
    dimensions=(Dimension("AAB", Quantity(Decimal("1.2"), "KGM")),),
    packages=(Package("BOX-1", "BX"), Package("BOX-2")),
)
SHIPMENT = DespatchShipment(
    "SHIP-1",
    ("Two boxes", "Fragile"),
    Quantity(Decimal("1.2"), "KGM"),
    Quantity(Decimal("0.01"), "MTQ"),
    Decimal(1),
    Consignment(
        "CON-1",
        "Van",
        Carrier((GLN,), "Carrier", (DocumentReference("D-1", type_name="Driving licence"),)),
    ),
    "3",
    "TRACK-1",
    Period(date(2026, 5, 11), date(2026, 5, 12), time(8), time(16)),
    DeliveryParty("IT store", (GLN,), PLACE, Contact("Goods in", "+358 6 000", "in@example.org")),
    date(2026, 5, 10),
    time(15, 30),
    Address("SE", "Harbour Street 2", city="Umeå", id="WH-1"),
)


def despatch_line(number: str = "1") -> DespatchLine:
    return DespatchLine(
        number,
        Quantity(Decimal(2), "C62"),
        "1",
        BATTERY,
        order_reference="A-1001",
        sales_order_line_id="S-1",
        outstanding=Quantity(Decimal(1), "C62"),
        outstanding_reasons=("AV", "Sold out"),
        note="In two boxes",
        documents=(DocumentReference("DOC-1", type_name="Test report"),),
        handling_units=(BOX,),
    )


def a_despatch_advice(lines: int = 2) -> DespatchAdvice:
    return DespatchAdvice(
        id="D-1",
        issue_date=date(2026, 5, 10),
        despatcher=SUPPLIER,
        consignee=COUNTY,
        lines=tuple(despatch_line(str(number)) for number in range(1, lines + 1)),
        issue_time=time(15, 31),
        note="Call before",
        order_references=("A-1001",),
        documents=(
            DocumentReference(
                "LIST-1",
                type_name="Packing list",
                attachment=Attachment(b"%PDF", "application/pdf", "list.pdf"),
                uri="https://example.org/list.pdf",
            ),
        ),
        consignee_contact=Contact("Goods in", "+358 6 000", "in@example.org"),
        buyer=Party(identifiers=(GLN,), name="Wellbeing county", address=PLACE),
        seller=Party(identifiers=(GLN,), name="Device supplier", address=PLACE),
        originator=Party(identifiers=(GLN,), name="Ward 3", address=PLACE),
        shipment=SHIPMENT,
    )


def an_invoice_response() -> InvoiceResponse:
    return InvoiceResponse(
        id="IR-1",
        issue_date=date(2026, 6, 2),
        sender_party=replace(COUNTY, address=None, contact=Contact("Invoices", "+358 6 1", "a@b")),
        receiver_party=replace(SUPPLIER, address=None, contact=None),
        response_code="UQ",
        document_id="INV-1",
        document_type_code="380",
        document_issue_date=date(2026, 6, 1),
        issue_time=time(9, 30),
        note="Please look again",
        effective_date=date(2026, 6, 2),
        clarifications=(
            Clarification(
                "REF",
                "OPStatusReason",
                "No such order",
                (Condition("BT-13", "A-1001"), Condition("BT-12")),
            ),
            Clarification("PIN", "OPStatusAction", "Which order is it?"),
        ),
        issuer=Party(identifiers=(GLN,), name="Device supplier"),
        recipient=Party(identifiers=(GLN,), name="Wellbeing county"),
    )


def a_message_level_response(lines: int = 2) -> MessageLevelResponse:
    return MessageLevelResponse(
        id="MLR-1",
        issue_date=date(2026, 6, 2),
        sender=COUNTY.endpoint,
        addressee=SUPPLIER.endpoint,
        response_code="RE",
        document_id="D-1",
        lines=tuple(
            LineResponse(f"/DespatchAdvice/cac:DespatchLine[{n}]", f"Fault {n}", "BV", "RE")
            for n in range(1, lines + 1)
        ),
        issue_time=time(9, 30),
        description="Two faults",
        document_type_code="351",
        document_version="1",
    )

"""An OrderRequest of cXML is read as untrusted, into the values that Peppol's orders have."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from purchasing_system import cxml_item, cxml_order
from samkop.core import edocs
from samkop.core.edocs import Faults, model
from samkop.core.edocs.outline import outline
from samkop.core.edocs.punchout import ORDER_REQUEST, CxmlOrder, read_cxml

PHONES = cxml_item("P-1", 2, "300.00", "2026-0000017/1")
PLACE = (
    '<ShipTo><Address addressID="7350053850019"><Name xml:lang="fi">The school</Name>'
    "<PostalAddress><Street>Main street 1</Street><City>T</City><PostalCode>33100</PostalCode>"
    '<Country isoCountryCode="FI">Finland</Country></PostalAddress></Address></ShipTo>'
)
OTHER = PLACE.replace("7350053850019", "9").replace("The school", "The library")
CENTRE = (
    '<Distribution><Accounting name="a"><AccountingSegment id="12"><Name xml:lang="en">Project'
    '</Name></AccountingSegment><AccountingSegment id="{}"><Name xml:lang="en">Cost Center</Name>'
    "</AccountingSegment></Accounting></Distribution>"
)


def read(*items, **more):
    found = read_cxml(cxml_order("samkop-1", "s3cret", *items, **more))
    assert isinstance(found, CxmlOrder), found
    return found.document


def test_an_order_says_what_one_of_peppol_says():
    item = cxml_item(
        "P-1", "2.0", "300.00", "2026-0000017/1",
        rest="<Comments>For Eva</Comments>" + CENTRE.format("4711"),
        more=' requestedDeliveryDate="2026-12-01"',
    )  # fmt: skip
    bill = '<BillTo><Address><Name xml:lang="fi">The town</Name></Address></BillTo>'
    order = read(item, header=PLACE + bill, comments="Ring first")
    line = model.OrderLine(
        id="10", quantity=model.Quantity(Decimal("2.0"), "EA"),
        item=model.Item(name="An item", sellers_id="P-1"), price=model.Price(Decimal("300.00")),
        line_extension_amount=Decimal("600.000"), quotation_line="2026-0000017/1", note="For Eva",
    )  # fmt: skip
    assert order == model.Order(
        id="PO-1", issue_date=date(2026, 11, 28), currency="EUR",
        buyer=model.Party(legal_entity=model.LegalEntity("The town")),
        seller=model.Party(legal_entity=model.LegalEntity("SHOP-1")), lines=(line,),
        note="Ring first", accounting_cost="4711",
        delivery=model.Delivery(
            location_id=model.Identifier("7350053850019"), location_name="The school",
            address=model.Address(street="Main street 1", postal_zone="33100"),
            requested_period=model.Period(date(2026, 12, 1), date(2026, 12, 1)),
        ),
        totals=model.MonetaryTotal(
            line_extension_amount=Decimal("600.000"), payable_amount=Decimal("600.000")
        ),
        customization_id=ORDER_REQUEST,
    )  # fmt: skip


def test_a_change_and_a_withdrawal_name_the_order_and_have_numbers_of_their_own():
    change = read(PHONES, type="update", version='orderVersion="2"')
    assert (change.kind, change.id, change.order_reference) == ("order-change", "PO-1-2", "PO-1")
    assert [(line.id, line.status_code) for line in change.lines] == [("10", "3")]
    unversioned = read(PHONES, type="update")
    assert unversioned.id == "7@rondo"
    gone = read(type="delete", comments="Not needed")
    assert (gone.kind, gone.id, gone.order_reference, gone.cancellation_note) == (
        "order-cancellation", "7@rondo", "PO-1", "Not needed",
    )  # fmt: skip


def test_a_place_that_all_lines_name_is_the_orders_and_another_is_the_lines_own():
    same = read(*(cxml_item("P-1", 1, "1", number=n, rest=PLACE) for n in (1, 2)))
    assert same.delivery.location_name == "The school"
    assert [line.deliveries for line in same.lines] == [(), ()]
    two = read(PHONES, cxml_item("P-2", 1, "1", number=20, rest=OTHER), header=PLACE)
    assert [len(line.deliveries) for line in two.lines] == [0, 1]


def test_cost_centres_that_differ_are_all_named():
    centres = [cxml_item("P", 1, "1", number=n, rest=CENTRE.format(n)) for n in (1, 2, 1)]
    assert read(*centres).accounting_cost == "1, 2"


@pytest.mark.parametrize(
    ("header", "charged"),
    [
        ("", False),
        ('<Shipping><Money currency="EUR">0.00</Money></Shipping>', False),
        ('<Shipping><Money currency="EUR">9.90</Money></Shipping>', True),
        ('<Tax><Money currency="EUR">150.00</Money></Tax>', False),
    ],
)
def test_what_is_added_to_the_prices_is_told_and_taxes_are_not(header, charged):
    assert bool(read(PHONES, header=header).allowance_charges) == charged


def test_a_price_for_several_is_kept_with_how_many():
    several = PHONES.replace(
        "<Description",
        '<PriceBasisQuantity quantity="100"><UnitOfMeasure>EA</UnitOfMeasure></PriceBasisQuantity>'
        "<Description",
    )
    [line] = read(several).lines
    assert line.price == model.Price(Decimal("300.00"), model.Quantity(Decimal(100), "EA"))
    assert line.line_extension_amount == Decimal("6.00")  # by hand: 2 at 300.00 a hundred


@pytest.mark.parametrize(
    ("items", "more"),
    [
        ((), {}),
        ((PHONES,), {"number": ""}),
        ((PHONES,), {"number": "9" * 201}),
        ((PHONES,), {"date": "soon"}),
        ((PHONES,), {"type": "steal"}),
        ((PHONES,), {"currency": "SEK"}),
        ((PHONES,), {"currency": ""}),
        ((PHONES,), {"version": 'orderType="blanket"'}),
        ((PHONES,), {"type": "update", "payload": ""}),
        ((cxml_item("P-1", "many", "1.00"),), {}),
        ((cxml_item("P-1", 1, "-1.00"),), {}),
        ((cxml_item("P-1", 1, "1e3"),), {}),
    ],
    ids=range(12),
)
def test_what_the_standard_demands_and_is_not_there_is_a_fault(items, more):
    found = read_cxml(cxml_order("samkop-1", "s3cret", *items, **more))
    assert isinstance(found, Faults)
    assert [fault.rule for fault in found.faults] == ["CXML-ORDER"]


def test_what_is_kept_has_no_secret_and_reads_as_the_same():
    found = read_cxml(cxml_order("samkop-1", "s3cret", PHONES))
    assert b"s3cret" not in found.content
    assert b"DOCTYPE" not in found.content
    assert edocs.read(found.content) == found.document
    entries, faults = outline(found.content)
    assert (faults.valid, faults.ruleset) == (True, "cxml-order:1.2")
    assert ("Order request header", "") in [
        (one.label.split(" / ")[-1], one.value) for one in entries
    ]


def test_the_reader_of_documents_knows_an_order_and_no_other_message_of_cxml():
    whole = cxml_order("samkop-1", "s3cret", PHONES)
    assert edocs.read(whole).kind == "order"
    other = whole.replace(b"OrderRequest", b"OtherRequest")
    assert edocs.validate(other).rules == {"CXML-KIND"}
    hostile = whole.replace(b'cXML.dtd">', b'cXML.dtd" [<!ENTITY a "b">]>')
    assert edocs.validate(hostile).rules == {"EDOC-DOCTYPE"}
    wide = b"<cXML>" + b"<a/>" * 100_000 + b"</cXML>"
    assert edocs.validate(wide).rules == {"EDOC-WIDTH"}


def test_thousands_of_lines_with_places_are_read_in_passing():
    items = [cxml_item("P", 1, "1", number=n, rest=PLACE if n % 2 else OTHER) for n in range(1_000)]
    assert len(read(*items).lines) == 1_000


@given(st.binary(max_size=200), st.integers(0, 2_000))
def test_whatever_comes_raises_nothing(data, at):
    whole = cxml_order("samkop-1", "s3cret", PHONES)
    spoilt = whole[:at] + data + whole[at:]
    assert isinstance(read_cxml(spoilt), CxmlOrder | Faults)

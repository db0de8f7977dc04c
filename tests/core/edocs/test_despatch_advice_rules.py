"""Each rule of the despatch advice (T16), and serial numbers and marks as they are read."""

from dataclasses import replace

import pytest

from core.edocs.samples import all_of, rules_broken, text, without
from core.edocs.samples_answers import BATTERY, BOX, a_despatch_advice, despatch_line
from samkop.core.edocs import DespatchAdvice, Flag, read, validate, write
from samkop.core.edocs.model import ItemInstance
from samkop.core.edocs.source import STREAMED_FROM
from samkop.core.edocs.ubl.bindings import to_xml

LINE = "cac:DespatchLine"
ITEM = f"{LINE}/cac:Item"


def nameless(role: str):
    """A change: the party in that role has only an address."""
    party = f"{role}/cac:Party"
    return all_of(without(f"{party}/cac:PartyName"), without(f"{party}/cac:PartyIdentification"))


CASES = {
    "R003 an item without identifier": (
        {"R003"},
        all_of(
            without(f"{ITEM}/cac:SellersItemIdentification"),
            without(f"{ITEM}/cac:StandardItemIdentification"),
        ),
    ),
    "R004 an item without name": ({"R004", "B19601"}, without(f"{ITEM}/cbc:Name")),
    "R005 and R006 no quantity": (
        {"R005", "R006", "B18002"},
        without(f"{LINE}/cbc:DeliveredQuantity"),
    ),
    "R006 a negative quantity": ({"R006"}, text(f"{LINE}/cbc:DeliveredQuantity", "-1")),
    "R007 outstanding without reason": (
        {"R007"},
        all_of(without(f"{LINE}/cbc:OutstandingReason"), without(f"{LINE}/cbc:OutstandingReason")),
    ),
    "R008 a nameless buyer": ({"R008"}, nameless("cac:BuyerCustomerParty")),
    "R009 a nameless seller": ({"R009"}, nameless("cac:SellerSupplierParty")),
    "R010 a nameless originator": ({"R010"}, nameless("cac:OriginatorCustomerParty")),
    "R011 another specification": ({"R011"}, text("cbc:CustomizationID", "urn:example")),
    "B00301 another process": ({"B00301"}, text("cbc:ProfileID", "urn:example")),
}


@pytest.mark.parametrize(("rules", "change"), CASES.values(), ids=CASES.keys())
def test_a_broken_rule_is_told_by_its_id(rules, change):
    assert rules_broken("despatch-advice", change) == {f"PEPPOL-T16-{rule}" for rule in rules}


def test_outstanding_without_reason_is_a_warning_and_nothing_outstanding_needs_none():
    advice = a_despatch_advice(1)
    bare = replace(advice.lines[0], outstanding_reasons=())
    (fault,) = validate(to_xml(replace(advice, lines=(bare,)))).faults
    assert (fault.rule, fault.flag) == ("PEPPOL-T16-R007", Flag.WARNING)
    nothing = replace(bare, outstanding=None)
    assert validate(to_xml(replace(advice, lines=(nothing,)))).faults == ()


def test_one_of_name_and_identifier_tells_who_a_party_is():
    for part in ("cac:PartyName", "cac:PartyIdentification"):
        change = without(f"cac:BuyerCustomerParty/cac:Party/{part}")
        assert rules_broken("despatch-advice", change) == set()


def test_serial_numbers_and_marks_are_read_in_their_order():
    again = read(write(a_despatch_advice(1)))
    assert isinstance(again, DespatchAdvice)
    (line,) = again.lines
    assert line.serial_numbers == ("SN-0001", "SN-0002")
    assert line.handling_units == (BOX,)


def test_a_lot_has_no_serial_number():
    lot = ItemInstance(lot_number="LOT-9")
    line = replace(despatch_line(), item=replace(BATTERY, instances=(lot,)))
    assert line.serial_numbers == ()


def test_a_line_without_marks_has_no_shipment():
    advice = a_despatch_advice(1)
    line = replace(advice.lines[0], handling_units=())
    data = write(replace(advice, lines=(line,), shipment=None))
    assert b"cac:Shipment" not in data
    assert read(data) == replace(advice, lines=(line,), shipment=None)


def test_a_fault_far_behind_among_its_siblings_is_named_by_its_place():
    advice = a_despatch_advice(1)
    codes = {7: "?", 90: "?", 91: "?"}
    units = tuple(replace(BOX, type_code=codes.get(place, "CT")) for place in range(1, 101))
    line = replace(advice.lines[0], handling_units=units)
    unit = "/DespatchAdvice/cac:DespatchLine/cac:Shipment/cac:TransportHandlingUnit"
    assert [
        fault.location for fault in validate(to_xml(replace(advice, lines=(line,)))).faults
    ] == [f"{unit}[{place}]/cbc:TransportHandlingUnitTypeCode" for place in codes]


def test_a_line_with_five_hundred_serial_numbers_and_marks_is_read_in_a_stream():
    advice = a_despatch_advice(8)
    many = tuple(ItemInstance(f"SN-{number:06}") for number in range(500))
    units = tuple(replace(BOX, shipping_marks=(f"MARK-{number}",)) for number in range(500))
    lines = tuple(
        replace(line, item=replace(BATTERY, instances=many), handling_units=units)
        for line in advice.lines
    )
    data = to_xml(replace(advice, lines=lines))
    assert len(data) > STREAMED_FROM
    assert read(data) == replace(advice, lines=lines)

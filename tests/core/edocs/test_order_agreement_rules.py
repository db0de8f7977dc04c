"""Each rule of the order agreement (T110), broken alone or with those that must break with it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.edocs.samples import all_of, attribute, doubled, spoilt, text, without
from core.edocs.samples_baskets import (
    EXEMPT,
    HEADSET,
    STANDARD,
    an_agreement,
    an_agreement_line,
)
from samkop.core.edocs import InvalidDocumentError, validate, write
from samkop.core.edocs.model import AgreedTax, AllowanceCharge, TaxCategory
from samkop.core.edocs.source import STREAMED_FROM
from samkop.core.edocs.ubl.bindings import to_xml

LINE = "cac:OrderLine/cac:LineItem"
ALLOWANCE = "cac:AllowanceCharge"
TOTALS = "cac:LegalMonetaryTotal"
SUBTOTAL = "cac:TaxTotal/cac:TaxSubtotal"
ITEM = f"{LINE}/cac:Item"
CASES = {
    "R001 a negative price": ({"R001"}, text(f"{LINE}/cac:Price/cbc:PriceAmount", "-1")),
    "R002 an item without number": (
        {"R002"},
        all_of(
            without(f"{ITEM}/cac:SellersItemIdentification"),
            without(f"{ITEM}/cac:StandardItemIdentification"),
        ),
    ),
    "R004 another currency": (
        {"R004"},
        attribute(f"{SUBTOTAL}/cbc:TaxableAmount", "currencyID", "SEK"),
    ),
    "R005 less than nothing to pay": (
        {"R005", "R012"},
        text(f"{TOTALS}/cbc:PayableAmount", "-1"),
    ),
    "R006 lines below nothing": (
        {"R006", "R007", "R010"},
        text(f"{TOTALS}/cbc:LineExtensionAmount", "-1"),
    ),
    "R008 other charges": ({"R008", "R010"}, text(f"{TOTALS}/cbc:ChargeTotalAmount", "11")),
    "R011 another tax": (
        {"R011", "R012"},
        text(f"{TOTALS}/cbc:TaxInclusiveAmount", "138.06"),
    ),
    "R013 three decimals": ({"R013"}, text(f"{SUBTOTAL}/cbc:TaxableAmount", "110.000")),
    "R014 a line without amount": (
        {"R007", "R014"},
        without(f"{LINE}/cbc:LineExtensionAmount"),
    ),
    "R018 a charge without reason": ({"R018"}, without(f"{ALLOWANCE}/cbc:AllowanceChargeReason")),
    "R019 no rate": (
        {"R019", "R020"},
        without(f"{ITEM}/cac:ClassifiedTaxCategory/cbc:Percent"),
    ),
    "R020 a standard rate of nothing": (
        {"R020", "R026"},
        text(f"{ITEM}/cac:ClassifiedTaxCategory/cbc:Percent", "0"),
    ),
    "R021 a negative charge": ({"R008", "R021"}, text(f"{ALLOWANCE}/cbc:Amount", "-10")),
    "R024 tax is not the rate": (
        {"R024", "R025"},
        text(f"{SUBTOTAL}/cbc:TaxAmount", "28.06"),
    ),
    "R025 tax twice": ({"R025"}, doubled(SUBTOTAL)),
    "R026 a rate that the totals do not have": (
        {"R026"},
        text(f"{ITEM}/cac:ClassifiedTaxCategory/cbc:Percent", "25.500001"),
    ),
    "R027 a category that the totals do not have": (
        {"R026", "R027"},
        text(f"{ALLOWANCE}/cac:TaxCategory/cbc:ID", "Z"),
    ),
    "R030 another specification": (
        {"R030"},
        text("cbc:CustomizationID", "urn:fdc:peppol.eu:poacc:trns:order_agreement:4"),
    ),
}


@pytest.mark.parametrize(("rules", "change"), CASES.values(), ids=CASES.keys())
def test_a_broken_rule_is_told_by_its_id(rules, change):
    data = spoilt("order-agreement", change)
    found = validate(data, ruleset="peppol-order-agreement:3.0.17").rules
    assert found == {f"PEPPOL-T110-{rule}" for rule in rules}


def refused(agreement) -> set[str]:
    with pytest.raises(InvalidDocumentError) as caught:
        write(agreement)
    return {rule.removeprefix("PEPPOL-T110-") for rule in caught.value.faults.rules}


def test_what_is_exempt_says_why_and_what_is_not_does_not():
    (standard,) = an_agreement().taxes
    exempt = AgreedTax(Decimal("5.00"), Decimal(0), EXEMPT)
    with_both = replace(an_agreement(), taxes=(standard, exempt))
    assert refused(with_both) == {"R028"}
    excused = replace(standard, category=replace(STANDARD, exemption_reason="None"))
    assert refused(replace(an_agreement(), taxes=(excused,))) == {"R029"}
    said = replace(exempt, category=replace(EXEMPT, exemption_reason="Postage stamps"))
    assert validate(write(replace(an_agreement(), taxes=(standard, said)))).rules == frozenset()


def test_without_a_tax_total_any_category_will_do():
    agreement = replace(
        an_agreement(),
        tax_amount=None,
        taxes=(),
        totals=None,
        allowance_charges=(),
        lines=(replace(an_agreement_line(), item=replace(HEADSET, taxes=(TaxCategory("O"),))),),
    )
    assert validate(write(agreement)).rules == frozenset()


def test_a_percentage_and_its_base_go_together():
    charge = AllowanceCharge(charge=True, amount=Decimal("10.00"), reason="Freight", tax=STANDARD)
    only_factor = replace(charge, factor=Decimal(10))
    only_base = replace(charge, base_amount=Decimal("100.00"))
    both = replace(charge, factor=Decimal(10), base_amount=Decimal("100.00"))
    wrong = replace(both, factor=Decimal(11))
    for allowance, rules in ((only_factor, {"R015"}), (only_base, {"R016"}), (wrong, {"R017"})):
        assert refused(replace(an_agreement(), allowance_charges=(allowance,))) == rules
    assert validate(write(replace(an_agreement(), allowance_charges=(both,)))).rules == frozenset()


def test_a_reason_code_is_one_of_its_list():
    (charge,) = an_agreement().allowance_charges
    allowance = replace(charge, charge=False, reason_code="FC")
    assert "CL001" in refused(replace(an_agreement(), allowance_charges=(allowance,)))
    assert "CL002" in refused(
        replace(an_agreement(), allowance_charges=(replace(charge, reason_code="95"),))
    )


def test_a_gross_price_and_its_allowance_are_not_negative():
    line = an_agreement_line()
    price = replace(line.price, allowance_amount=Decimal(-1), gross_amount=Decimal(-2))
    agreement = replace(an_agreement(), lines=(replace(line, price=price),))
    assert refused(agreement) == {"R022", "R023"}


def test_a_long_agreement_adds_up_its_lines_and_knows_their_tax_as_they_pass():
    lines = tuple(an_agreement_line(str(number)) for number in range(1, 2_001))
    net = Decimal(200_010)
    tax = Decimal("51002.55")
    agreement = replace(
        an_agreement(),
        lines=lines,
        tax_amount=tax,
        taxes=(AgreedTax(net, tax, STANDARD),),
        totals=replace(
            an_agreement().totals,
            line_extension_amount=Decimal(200_000),
            tax_exclusive_amount=net,
            tax_inclusive_amount=net + tax,
            payable_amount=net + tax,
        ),
    )
    data = to_xml(agreement)
    assert len(data) > STREAMED_FROM
    assert validate(data).rules == frozenset()
    exempt = replace(an_agreement_line("2001", 0), item=replace(HEADSET, taxes=(EXEMPT,)))
    wrong = to_xml(replace(agreement, lines=(*lines[1:], exempt)))
    assert validate(wrong).rules == {f"PEPPOL-T110-{rule}" for rule in ("R007", "R026", "R027")}

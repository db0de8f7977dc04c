"""Each rule of the order (T01), broken alone or with those that must break with it."""

import pytest

from core.edocs.samples import (
    added,
    all_of,
    attribute,
    doubled,
    rules_broken,
    text,
    without,
)

LINE = "cac:OrderLine/cac:LineItem"
TOTAL = "cac:AnticipatedMonetaryTotal"
REASON = "<cbc:AllowanceChargeReason>Volume</cbc:AllowanceChargeReason>"


def allowance(amount: str, *more: str, charge: str = "false", reason: str = REASON) -> str:
    return (
        f"<cac:AllowanceCharge><cbc:ChargeIndicator>{charge}</cbc:ChargeIndicator>{reason}"
        f"{more[0] if more else ''}"
        f'<cbc:Amount currencyID="EUR">{amount}</cbc:Amount>'
        f"{more[1] if len(more) > 1 else ''}</cac:AllowanceCharge>"
    )


FACTOR = "<cbc:MultiplierFactorNumeric>10</cbc:MultiplierFactorNumeric>"
BASE = '<cbc:BaseAmount currencyID="EUR">100.00</cbc:BaseAmount>'


def on_line(xml: str):
    return added(LINE, xml, before="cac:Price")


def on_order(xml: str):
    return added("", xml, before="cac:TaxTotal")


def on_price(xml: str):
    return added(f"{LINE}/cac:Price", xml)


NO_FAULT = on_line(allowance("0.00", reason=REASON))
CASES = {
    "R001 line numbers are unique": ({"R001"}, text(f"{LINE}/cbc:ID", "2")),
    "R002 no end of validity": ({"R002"}, without("cac:ValidityPeriod")),
    "R003 another currency": (
        {"R003"},
        attribute(f"{TOTAL}/cbc:PayableAmount", "currencyID", "SEK"),
    ),
    "R004 negative quantity": (
        {"R004", "R024"},
        text(f"{LINE}/cbc:Quantity", "-2"),
    ),
    "R005 negative price": ({"R005", "R024"}, text(f"{LINE}/cac:Price/cbc:PriceAmount", "-1")),
    "R006 negative payable amount": (
        {"R006", "R016"},
        text(f"{TOTAL}/cbc:PayableAmount", "-1001.49"),
    ),
    "R007 negative sum of lines": (
        {"R007", "R008", "R011"},
        text(f"{TOTAL}/cbc:LineExtensionAmount", "-798.00"),
    ),
    "R008 and R011 the sum of lines is a cent off": (
        {"R008", "R011"},
        text(f"{TOTAL}/cbc:LineExtensionAmount", "798.01"),
    ),
    "R009 an allowance that the totals do not have": (
        {"R009"},
        on_order(allowance("5.00")),
    ),
    "R010 a charge that the totals do not have": (
        {"R010"},
        on_order(allowance("5.00", charge="true")),
    ),
    "R011 and R017 the net total is a cent off": (
        {"R011", "R017"},
        text(f"{TOTAL}/cbc:TaxExclusiveAmount", "798.01"),
    ),
    "R014 a nameless originator": (
        {"R014"},
        added(
            "",
            "<cac:OriginatorCustomerParty><cac:Party><cac:Contact><cbc:Name>Reception</cbc:Name>"
            "</cac:Contact></cac:Party></cac:OriginatorCustomerParty>",
            before="cac:Delivery",
        ),
    ),
    "R016 the payable amount is a cent off": (
        {"R016"},
        text(f"{TOTAL}/cbc:PayableAmount", "1001.50"),
    ),
    "R017 the tax is a cent off": ({"R017"}, text("cac:TaxTotal/cbc:TaxAmount", "203.50")),
    "R019 net price is not gross less allowance": (
        {"R019"},
        on_price(allowance("0.51", "", BASE.replace("100.00", "350.00"), reason="")),
    ),
    "R020 a percentage of nothing": ({"R020"}, on_line(allowance("0.00", FACTOR))),
    "R021 a base without percentage": ({"R021"}, on_line(allowance("0.00", "", BASE))),
    "R022 not the percentage of the base": (
        {"R022", "R024"},
        on_line(allowance("10.03", FACTOR, BASE)),
    ),
    "R023 an allowance without reason": (
        {"R023"},
        on_line(allowance("0.00", reason="")),
    ),
    "R024 the line's amount is 0.03 off": (
        {"R024", "R008"},
        text(f"{LINE}/cbc:LineExtensionAmount", "699.03"),
    ),
    "R025 a price for no unit": (
        {"R025"},
        on_price('<cbc:BaseQuantity unitCode="C62">0</cbc:BaseQuantity>'),
    ),
    "R026 a VAT number of no country": (
        {"R026"},
        text("cac:BuyerCustomerParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID", "XX1"),
    ),
    "R027 and R019 a negative gross price": (
        {"R027", "R019"},
        on_price(allowance("0.00", "", BASE.replace("100.00", "-1.00"), reason="")),
    ),
    "R028 three decimals": (
        {"R028", "R016", "R017"},
        all_of(
            text(f"{TOTAL}/cbc:TaxInclusiveAmount", "1001.491"),
        ),
    ),
    "R029 a tax category without rate": (
        {"R029", "R030"},
        without(f"{LINE}/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent"),
    ),
    "R030 a standard rate of nothing": (
        {"R030"},
        text(f"{LINE}/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", "0"),
    ),
    "R031 another process": ({"R031"}, text("cbc:ProfileID", "urn:example")),
    "R032 a negative allowance": (
        {"R032", "R024"},
        on_line(allowance("-1.00")),
    ),
    "R033 and R019 a negative allowance on a price": (
        {"R033", "R019"},
        on_price(allowance("-1.00", "", BASE.replace("100.00", "100.00"), reason="")),
    ),
    "R034 another specification": ({"R034"}, text("cbc:CustomizationID", "urn:example")),
    "R035 a quotation line without quotation": (
        {"R035"},
        all_of(
            without("cac:QuotationDocumentReference"),
            added(
                "cac:OrderLine",
                "<cac:QuotationLineReference><cbc:LineID>1</cbc:LineID>"
                "</cac:QuotationLineReference>",
            ),
        ),
    ),
}


@pytest.mark.parametrize(("rules", "change"), CASES.values(), ids=CASES.keys())
def test_a_broken_rule_is_told_by_its_id(rules, change):
    assert rules_broken("order", change) == {f"PEPPOL-T01-{rule}" for rule in rules}


def test_an_allowance_of_nothing_with_a_reason_is_in_order():
    assert rules_broken("order", NO_FAULT) == set()


def test_a_line_amount_may_be_two_cents_off():
    change = all_of(
        text(f"{LINE}/cbc:LineExtensionAmount", "699.02"),
        text(f"{TOTAL}/cbc:LineExtensionAmount", "798.02"),
        text(f"{TOTAL}/cbc:TaxExclusiveAmount", "798.02"),
        text("cac:TaxTotal/cbc:TaxAmount", "203.47"),
    )
    assert rules_broken("order", change) == set()


@pytest.mark.parametrize(("charge", "rule"), [("false", "CL001"), ("true", "CL002")])
def test_a_reason_code_belongs_to_the_list_of_its_kind(charge, rule):
    wrong = {"false": "AA", "true": "41"}[charge]
    code = f"<cbc:AllowanceChargeReasonCode>{wrong}</cbc:AllowanceChargeReasonCode>{REASON}"
    assert rules_broken("order", on_line(allowance("0.00", charge=charge, reason=code))) == {
        f"PEPPOL-T01-{rule}"
    }


def test_a_second_tax_total_leaves_the_official_rules_without_verdict():
    assert rules_broken("order", doubled("cac:TaxTotal")) == {"EDOC-ABORT"}


def test_a_comment_inside_a_code_leaves_the_official_rules_without_verdict():
    def split(root):
        from lxml import etree

        code = root.find("{*}DocumentCurrencyCode")
        comment = etree.Comment("split")
        comment.tail, code.text = "R", "EU"
        code.append(comment)

    assert rules_broken("order", split) == {"EDOC-ABORT"}


def test_a_total_beyond_all_arithmetic_is_a_fault_and_no_failure():
    amounts = ("LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount")
    change = all_of(*(text(f"{TOTAL}/cbc:{name}", "9" * 40) for name in amounts))
    line = text(f"{LINE}/cbc:LineExtensionAmount", "9" * 40)
    assert "EDOC-ABORT" in rules_broken("order", all_of(change, line))

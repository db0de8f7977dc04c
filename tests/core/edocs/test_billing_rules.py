"""Rules of Peppol Billing and EN 16931, each broken alone or with those that must break with it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree

from core.edocs.billing_samples import a_credit_note, an_invoice, invoice_line
from core.edocs.samples import (
    added,
    all_of,
    attribute,
    doubled,
    rules_broken,
    text,
    without,
)
from samkop.core.edocs import Flag, validate, write
from samkop.core.edocs.ubl.bindings import to_xml

SELLER = "cac:AccountingSupplierParty/cac:Party"
BUYER = "cac:AccountingCustomerParty/cac:Party"
COUNTRY = "cac:PostalAddress/cac:Country/cbc:IdentificationCode"
SUBTOTAL = "cac:TaxTotal/cac:TaxSubtotal"
TOTAL = "cac:LegalMonetaryTotal"
LINE = "cac:InvoiceLine"


def seller_from(country: str, vat: str):
    return all_of(
        text(f"{SELLER}/{COUNTRY}", country),
        text(f"{SELLER}/cac:PartyTaxScheme/cbc:CompanyID", vat),
    )


def german(*changes):
    return all_of(
        seller_from("DE", "DE123456789"),
        text(f"{BUYER}/{COUNTRY}", "DE"),
        added(
            SELLER,
            "<cac:Contact><cbc:Name>Sales</cbc:Name><cbc:Telephone>0301234</cbc:Telephone>"
            "<cbc:ElectronicMail>sales@example.org</cbc:ElectronicMail></cac:Contact>",
        ),
        added(
            f"{SELLER}/cac:PostalAddress", "<cbc:PostalZone>10115</cbc:PostalZone>", "cac:Country"
        ),
        *changes,
    )


def category(code: str, percent: str | None):
    """Every tax category becomes another one."""

    def change(root: etree._Element) -> None:
        for name in ("TaxCategory", "ClassifiedTaxCategory"):
            for tax in root.iter("{*}" + name):
                tax.find("{*}ID").text = code
                rate = tax.find("{*}Percent")
                if percent is None:
                    tax.remove(rate)
                else:
                    rate.text = percent

    return change


CASES = {
    "a customer's reference is needed": (
        {"PEPPOL-EN16931-R003"},
        all_of(without("cbc:BuyerReference"), without("cac:OrderReference")),
    ),
    "a process of Billing is needed": ({"PEPPOL-EN16931-R007"}, text("cbc:ProfileID", "x")),
    "the specification is Billing": (
        {"PEPPOL-EN16931-R004"},
        text("cbc:CustomizationID", "urn:example"),
    ),
    "an empty element": (
        {"PEPPOL-EN16931-R008"},
        added("", "<cbc:AccountingCost/>", "cbc:BuyerReference"),
    ),
    "buyers have an electronic address": (
        {"PEPPOL-EN16931-R010"},
        without(f"{BUYER}/cbc:EndpointID"),
    ),
    "an amount in another currency": (
        {"PEPPOL-EN16931-R051"},
        attribute(f"{LINE}/cac:Price/cbc:PriceAmount", "currencyID", "SEK"),
    ),
    "a kind that Billing does not know": (
        {"PEPPOL-EN16931-P0100"},
        text("cbc:InvoiceTypeCode", "130"),
    ),
    "a kind that nobody knows": (
        {"BR-CL-01", "PEPPOL-EN16931-P0100"},
        text("cbc:InvoiceTypeCode", "1"),
    ),
    "the line's amount is quantity times price": (
        {"PEPPOL-EN16931-R120"},
        text(f"{LINE}/cbc:InvoicedQuantity", "3"),
    ),
    "the price's unit is the quantity's": (
        {"PEPPOL-EN16931-R130"},
        added(f"{LINE}/cac:Price", '<cbc:BaseQuantity unitCode="XBX">1</cbc:BaseQuantity>'),
    ),
    "the lines add up": (
        {"BR-CO-10", "BR-CO-13"},
        text(f"{TOTAL}/cbc:LineExtensionAmount", "798.01"),
    ),
    "the amount to pay": ({"BR-CO-16"}, text(f"{TOTAL}/cbc:PayableAmount", "997.51")),
    "the amount with tax": (
        {"BR-CO-15"},
        all_of(
            text(f"{TOTAL}/cbc:TaxInclusiveAmount", "997.51"),
            text(f"{TOTAL}/cbc:PayableAmount", "997.51"),
        ),
    ),
    "the VAT total": (
        {"BR-CO-14", "BR-CO-15"},
        text("cac:TaxTotal/cbc:TaxAmount", "199.51"),
    ),
    "the tax of the breakdown": (
        {"BR-CO-14", "BR-CO-17", "BR-S-09"},
        text(f"{SUBTOTAL}/cbc:TaxAmount", "201.00"),
    ),
    "the base of the breakdown": (
        {"BR-CO-17", "BR-S-08", "BR-S-09"},
        text(f"{SUBTOTAL}/cbc:TaxableAmount", "790.00"),
    ),
    "three decimals": (
        {"BR-DEC-18", "BR-CO-16", "UBL-DT-01"},
        text(f"{TOTAL}/cbc:PayableAmount", "997.501"),
    ),
    "sellers need a tax number for standard VAT": (
        {"BR-S-02"},
        without(f"{SELLER}/cac:PartyTaxScheme"),
    ),
    "the standard rate is above zero": (
        {"BR-S-05", "BR-S-08", "SE-R-006"},
        text(f"{LINE}/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", "0"),
    ),
    "reverse charge has no rate and a reason": (
        {"BR-AE-05", "BR-AE-09", "BR-AE-10"},
        category("AE", "25"),
    ),
    "what is exempt has a reason and no tax": (
        {"BR-E-09", "BR-E-10", "BR-CO-17"},
        category("E", "0"),
    ),
    "supplies within the Union need the country of delivery": (
        {"BR-IC-05", "BR-IC-09", "BR-IC-10", "BR-IC-12"},
        category("K", "25"),
    ),
    "what is outside VAT goes without VAT numbers": (
        {"BR-O-02", "BR-O-09", "BR-O-10", "BR-CO-17"},
        category("O", None),
    ),
    "a VAT category that is none": (
        {"BR-CL-17", "BR-CL-18"},
        category("X", "25"),
    ),
    "a line with two tax categories": (
        {"UBL-SR-48"},
        doubled(f"{LINE}/cac:Item/cac:ClassifiedTaxCategory"),
    ),
    "an element outside the data model": (
        {"UBL-CR-003"},
        added("", "<cbc:ProfileExecutionID>1</cbc:ProfileExecutionID>", "cbc:ID"),
    ),
    "an element outside the data model, in a line": (
        {"UBL-CR-515"},
        added(LINE, "<cbc:UUID>1</cbc:UUID>", "cbc:InvoicedQuantity"),
    ),
    "an attribute outside the data model": (
        {"UBL-CR-656", "UBL-DT-28"},
        all_of(
            attribute("cbc:InvoiceTypeCode", "listID", "x"),
            attribute("cbc:InvoiceTypeCode", "listAgencyID", "6"),
        ),
    ),
    "a payee that is the seller": (
        {"BR-17"},
        added(
            "",
            "<cac:PayeeParty><cac:PartyName><cbc:Name>Device supplier</cbc:Name>"
            "</cac:PartyName></cac:PayeeParty>",
            "cac:Delivery",
        ),
    ),
    "a credit transfer without account": (
        {"BR-61"},
        without("cac:PaymentMeans/cac:PayeeFinancialAccount"),
    ),
    "two payment references": (
        {"UBL-SR-26", "UBL-SR-44"},
        added("cac:PaymentMeans", "<cbc:PaymentID>7</cbc:PaymentID>", "cac:PayeeFinancialAccount"),
    ),
    "the note's subject": (
        {"BR-CL-08"},
        added("", "<cbc:Note>#XYZ#text</cbc:Note>", "cbc:DocumentCurrencyCode"),
    ),
    "a GLN with a slip of the pen": (
        {"PEPPOL-COMMON-R040"},
        text(f"{BUYER}/cac:PartyIdentification/cbc:ID", "7300010000002"),
    ),
    "a Swedish VAT number has its length": (
        {"SE-R-001"},
        text(f"{SELLER}/cac:PartyTaxScheme/cbc:CompanyID", "SE5560360793"),
    ),
    "a Swedish organisation number has its check digit": (
        {"SE-R-013", "PEPPOL-COMMON-R049"},
        text(f"{SELLER}/cac:PartyLegalEntity/cbc:CompanyID", "5560360794"),
    ),
    "a Swedish payment by an old code": (
        {"SE-R-011"},
        text("cac:PaymentMeans/cbc:PaymentMeansCode", "56"),
    ),
    "a Danish seller has a CVR number": (
        {"DK-R-014"},
        seller_from("DK", "DK12345678"),
    ),
    "a Norwegian seller is in the register": (
        {"NO-R-002"},
        seller_from("NO", "NO923609016MVA"),
    ),
    "a Norwegian VAT number has its form": (
        {"NO-R-001", "NO-R-002"},
        seller_from("NO", "NO923609017MVA"),
    ),
    "an Italian seller has an address": (
        {"IT-R-002", "IT-R-004"},
        seller_from("IT", "IT12345678901"),
    ),
    "a Dutch seller has address and number": (
        {"NL-R-002", "NL-R-003", "NL-R-009"},
        all_of(seller_from("NL", "NL123456789B01"), without("cac:OrderReference")),
    ),
    "an Icelandic seller has kennitala and address": (
        {"IS-R-002", "IS-R-003"},
        seller_from("IS", "IS12345"),
    ),
    "a Greek seller has a number of its own kind": (
        {
            *(f"GR-R-001-{part}" for part in range(1, 8)),
            *("GR-R-003", "GR-S-011", "GR-R-009", "GR-R-004-1", "GR-S-008-1"),
        },
        seller_from("GR", "EL123456789"),
    ),
    "German parties, all told": (set(), german()),
    "a German seller has a contact": (
        {"DE-R-002"},
        german(without(f"{SELLER}/cac:Contact")),
    ),
    "a German account is an IBAN": (
        {"DE-R-019"},
        german(text("cac:PaymentMeans/cbc:PaymentMeansCode", "58")),
    ),
    "a German discount has its form": (
        {"DE-R-018"},
        german(text("cac:PaymentTerms/cbc:Note", "#SKONTO#TAGE=14#PROZENT=2#")),
    ),
}


@pytest.mark.parametrize(("rules", "change"), CASES.values(), ids=CASES.keys())
def test_a_broken_rule_is_told_by_its_id(rules, change):
    assert rules_broken("invoice", change) == rules


@pytest.mark.parametrize(
    "change",
    [
        text("cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID", "DE89 3704 0044 0532 0130 00"),
        text("cac:PaymentTerms/cbc:Note", "#SKONTO#TAGE=14#PROZENT=2.00#\n"),
    ],
    ids=["an IBAN with blanks", "a discount"],
)
def test_what_german_parties_may_write(change):
    code = text("cac:PaymentMeans/cbc:PaymentMeansCode", "58")
    iban = text("cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID", "DE89370400440532013000")
    assert rules_broken("invoice", german(all_of(code, iban, change))) == set()


def test_outside_peppol_only_the_european_standard_is_asked():
    """No electronic address, no reference, a country's rules: all of these are Peppol's."""
    change = all_of(
        without(f"{BUYER}/cbc:EndpointID"),
        without("cbc:BuyerReference"),
        without("cac:OrderReference"),
        text(f"{SELLER}/cac:PartyTaxScheme/cbc:CompanyID", "SE1"),
    )
    assert rules_broken("invoice-en16931", change) == set()
    assert rules_broken("invoice", change) == {
        "PEPPOL-EN16931-R003",
        "PEPPOL-EN16931-R010",
        "SE-R-001",
    }


def test_a_credit_note_has_the_rules_of_its_own_line():
    change = text("cac:CreditNoteLine/cbc:CreditedQuantity", "3")
    assert rules_broken("credit-note", change) == {"PEPPOL-EN16931-R120"}
    project = (
        "<cac:AdditionalDocumentReference><cbc:ID>P</cbc:ID>"
        "<cbc:DocumentTypeCode>50</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>"
    )
    one = added("", project, "cac:AccountingSupplierParty")
    assert rules_broken("credit-note", one) == set()
    assert rules_broken("credit-note", all_of(one, one)) == {"PEPPOL-EN16931-R080"}
    assert rules_broken("credit-note", text("cbc:CreditNoteTypeCode", "420")) == {
        "PEPPOL-EN16931-P0101"
    }


def test_where_two_vat_numbers_hide_the_seller_s_country_no_country_s_rules_hold():
    def change(root: etree._Element) -> None:
        seller_from("NO", "NO923609016MVA")(root)
        doubled(f"{SELLER}/cac:PartyTaxScheme")(root)

    assert rules_broken("invoice", change) == {"UBL-SR-12"}


def test_a_charge_on_the_document_goes_into_totals_and_breakdown():
    """Recomputed by hand: 798.00 - 48.00 = 750.00, a quarter of it is 187.50."""
    allowance = (
        "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>"
        "<cbc:AllowanceChargeReasonCode>95</cbc:AllowanceChargeReasonCode>"
        '<cbc:Amount currencyID="EUR">48.00</cbc:Amount><cac:TaxCategory><cbc:ID>S</cbc:ID>'
        "<cbc:Percent>25</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
        "</cac:TaxCategory></cac:AllowanceCharge>"
    )
    charged = added("", allowance, "cac:TaxTotal")
    assert rules_broken("invoice", charged) == {"BR-CO-11", "BR-S-08"}
    totals = all_of(
        charged,
        text("cac:TaxTotal/cbc:TaxAmount", "187.50"),
        text(f"{SUBTOTAL}/cbc:TaxableAmount", "750.00"),
        text(f"{SUBTOTAL}/cbc:TaxAmount", "187.50"),
        text(f"{TOTAL}/cbc:TaxExclusiveAmount", "750.00"),
        text(f"{TOTAL}/cbc:TaxInclusiveAmount", "937.50"),
        added(
            TOTAL,
            '<cbc:AllowanceTotalAmount currencyID="EUR">48.00</cbc:AllowanceTotalAmount>',
            "cbc:PayableAmount",
        ),
        text(f"{TOTAL}/cbc:PayableAmount", "937.50"),
    )
    assert rules_broken("invoice", totals) == set()


def test_the_last_of_many_lines_is_named_by_its_place_in_a_long_invoice():
    lines = tuple(invoice_line(str(number), 1, "1.00") for number in range(1, 3001))
    invoice = replace(
        an_invoice(),
        lines=(*lines, replace(invoice_line("3001", 1, "1.00"), line_extension_amount=Decimal(2))),
    )
    faults = validate(to_xml(invoice)).faults
    assert [fault.location for fault in faults if fault.rule == "PEPPOL-EN16931-R120"] == [
        "/Invoice/cac:InvoiceLine[3001]"
    ]
    assert {fault.rule for fault in faults} == {
        "BR-CO-10",
        "BR-S-08",
        "PEPPOL-EN16931-R120",
    }


def test_warnings_leave_an_invoice_valid():
    root = etree.fromstring(write(a_credit_note()))
    added("", "<cbc:ProfileExecutionID>1</cbc:ProfileExecutionID>", "cbc:ID")(root)
    faults = validate(etree.tostring(root))
    assert [(fault.rule, fault.flag) for fault in faults.faults] == [("UBL-CR-003", Flag.WARNING)]
    assert faults.valid

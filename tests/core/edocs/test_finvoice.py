"""Finvoice: what is read of it, what its rules find, and what it cannot carry."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from core.edocs.billing_samples import an_invoice
from core.edocs.finvoice_samples import FINVOICE_SAMPLES, FINVOICE_WRITTEN
from core.edocs.samples import SAMPLES
from samkop.core.edocs import (
    CreditNote,
    Faults,
    InvalidDocumentError,
    Invoice,
    examine,
    read,
    validate,
    write,
)
from samkop.core.edocs.fitting import Fitted, write_fitting
from samkop.core.edocs.model import (
    Address,
    Attachment,
    DocumentReference,
    Identifier,
    ItemInstance,
    ProposedAccount,
    Quantity,
    TaxCategory,
)
from samkop.core.edocs.outline import outline

INVOICE, CREDIT_NOTE = FINVOICE_SAMPLES.values()
WRITTEN = FINVOICE_WRITTEN["finvoice invoice"]
FRAME = """<?xml version="1.0" encoding="ISO-8859-15"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"
  xmlns:eb="http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd">
<SOAP-ENV:Header><eb:MessageHeader>
<eb:From><eb:PartyId>003701120389</eb:PartyId><eb:Role>Sender</eb:Role></eb:From>
<eb:From><eb:PartyId>BANKFIHH</eb:PartyId><eb:Role>Intermediator</eb:Role></eb:From>
<eb:To><eb:PartyId>FI2112345600000785</eb:PartyId><eb:Role>Receiver</eb:Role></eb:To>
</eb:MessageHeader></SOAP-ENV:Header><SOAP-ENV:Body/></SOAP-ENV:Envelope>
"""


def changed(path: str, text: str | None = None, **attributes: str) -> bytes:
    """The sample with another text (or none, which takes the element out) or attribute."""
    root = etree.fromstring(WRITTEN)
    element = root.find(path)
    if text is None and not attributes:
        element.getparent().remove(element)
    elif text is not None:
        element.text = text
    for name, value in attributes.items():
        element.set(name, value)
    return etree.tostring(root)


DETAILS, ROW = "InvoiceDetails", "InvoiceRow"
PAYMENT = "EpiDetails/EpiPaymentInstructionDetails"
FATAL = {
    "an element missing": ("FINVOICE-MISSING", changed("EpiDetails")),
    "a name too long": (
        "FINVOICE-LENGTH",
        changed("SellerPartyDetails/SellerOrganisationName", "x" * 71),
    ),
    "a number too short": ("FINVOICE-LENGTH", changed(f"{DETAILS}/InvoiceNumber", "")),
    "a decimal point": (
        "FINVOICE-TYPE",
        changed(f"{DETAILS}/InvoiceTotalVatAmount", "199.50"),
    ),
    "a day that is none": ("FINVOICE-TYPE", changed(f"{DETAILS}/InvoiceDate", "20260230")),
    "no version": ("FINVOICE-ATTRIBUTE", WRITTEN.replace(b'"3.0"', b'"4.0"')),
    "an unknown element": (
        "FINVOICE-ELEMENT",
        WRITTEN.replace(b"<EpiDetails>", b"<Colour>red</Colour><EpiDetails>"),
    ),
    "four streets": (
        "FINVOICE-REPEATED",
        WRITTEN.replace(
            b"<BuyerTownName>", b"<BuyerStreetName>ab</BuyerStreetName>" * 3 + b"<BuyerTownName>"
        ),
    ),
    "a quotation": ("FINVOICE-R01", changed(f"{DETAILS}/InvoiceTypeCode", "QUO01")),
    "a cancellation": ("FINVOICE-R02", changed(f"{DETAILS}/OriginCode", "Cancel")),
    "an amount in another currency": (
        "FINVOICE-R04",
        changed(f"{DETAILS}/RowsTotalVatExcludedAmount", AmountCurrencyIdentifier="SEK"),
    ),
    "a row in another currency": (
        "FINVOICE-R04",
        changed(f"{ROW}/RowVatExcludedAmount", AmountCurrencyIdentifier="SEK"),
    ),
    "a row and rows under it": (
        "FINVOICE-R08",
        WRITTEN.replace(b"</InvoiceRow>", b"<SubInvoiceRow/></InvoiceRow>", 1),
    ),
    "a day of VAT told twice": (
        "FINVOICE-R09",
        WRITTEN.replace(
            b"<VatSpecificationDetails>",
            b'<VatPoint><VatPointDate Format="CCYYMMDD">20260518</VatPointDate>'
            b"<VatPointDateCode>3</VatPointDateCode></VatPoint><VatSpecificationDetails>",
        ),
    ),
    "a quantity in words": ("FINVOICE-R10", changed(f"{ROW}/InvoicedQuantity", "two")),
    "no such currency": (
        "FINVOICE-CL01",
        WRITTEN.replace(b'"EUR"', b'"QQQ"'),
    ),
    "no such country": (
        "FINVOICE-CL02",
        changed("SellerPartyDetails/SellerPostalAddressDetails/CountryCode", "QQ"),
    ),
    "rows that do not add up": (
        "BR-CO-10",
        changed(f"{DETAILS}/RowsTotalVatExcludedAmount", "797,00"),
    ),
    "tax that is not the rate": (
        "BR-S-09",
        changed(f"{DETAILS}/VatSpecificationDetails/VatRateAmount", "99,50"),
    ),
    "an amount to pay that does not follow": (
        "BR-CO-16",
        changed(f"{PAYMENT}/EpiInstructedAmount", "900,00"),
    ),
}


@pytest.mark.parametrize(("rule", "data"), FATAL.values(), ids=FATAL.keys())
def test_a_file_that_cannot_be_trusted_is_refused(rule: str, data: bytes) -> None:
    faults = read(data)
    assert isinstance(faults, Faults)
    assert rule in faults.rules
    assert (faults.kind, faults.ruleset) == ("finvoice", "finvoice:3.0")
    assert faults == validate(data)


WARNED = {
    "a copy": ("FINVOICE-R03", changed(f"{DETAILS}/OriginCode", "Copy")),
    "a reference with a slip": (
        "FINVOICE-R05",
        changed(f"{PAYMENT}/EpiRemittanceInfoIdentifier", "1008"),
    ),
    "an account with a slip": (
        "FINVOICE-R06",
        changed(
            "EpiDetails/EpiPartyDetails/EpiBeneficiaryPartyDetails/EpiAccountID",
            "FI2112345600000786",
        ),
    ),
    "a business ID with a slip": (
        "FINVOICE-R07",
        changed("SellerPartyDetails/SellerPartyIdentifier", "0112038-8"),
    ),
    "no address of the seller": (
        "BR-08",
        changed("SellerPartyDetails/SellerPostalAddressDetails"),
    ),
}


@pytest.mark.parametrize(("rule", "data"), WARNED.values(), ids=WARNED.keys())
def test_what_a_person_should_look_at_is_a_warning(rule: str, data: bytes) -> None:
    document, faults = examine(data)
    assert isinstance(document, Invoice)
    assert faults.rules == {rule}


def test_faults_of_a_line_stand_at_its_row() -> None:
    text_row = b"<InvoiceRow><RowFreeText>Work done in May</RowFreeText></InvoiceRow><InvoiceRow>"
    data = WRITTEN.replace(b"<InvoiceRow>", text_row, 1).replace(
        b"<ArticleName>Phone 14</ArticleName>", b""
    )
    data = data.replace(b"<ArticleIdentifier>P-14</ArticleIdentifier>", b"")
    data = data.replace(b"<RowFreeText>First row\nof two</RowFreeText>", b"")
    entries, faults = outline(data)
    assert {(fault.rule, fault.location) for fault in faults.faults} == {
        ("BR-25", "/Finvoice/InvoiceRow[2]"),
        ("BR-25", "/Finvoice/InvoiceRow[3]"),
    }
    marked = [entry.label for entry in entries if entry.faults]
    assert marked == ["Invoice row", "Invoice row"]
    document = read(data)
    assert isinstance(document, Invoice)
    assert document.notes == ("Thank you.", "Åäö €", "Work done in May")


def test_a_credit_note_has_positive_amounts_whichever_sign_its_file_has() -> None:
    data = FINVOICE_WRITTEN["finvoice credit note"]
    assert b">-997,50<" in data
    assert read(data) == CREDIT_NOTE
    assert read(data.replace(b">-", b">")) == CREDIT_NOTE
    assert CREDIT_NOTE.tax_amount == Decimal("199.50")


def test_without_a_code_the_finnish_kind_tells_a_credit_note() -> None:
    data = FINVOICE_WRITTEN["finvoice credit note"].replace(
        b"<InvoiceTypeCodeUN>381</InvoiceTypeCodeUN>", b""
    )
    assert read(data) == CREDIT_NOTE


def test_older_files_leave_codes_and_sums_out() -> None:
    root = etree.fromstring(WRITTEN.replace(b'"3.0"', b'"2.01"'))
    gone = ("RowVatCode", "VatCode", "RowsTotalVatExcludedAmount", "RowPositionIdentifier")
    for name in gone:
        for element in list(root.iter(name)):
            element.getparent().remove(element)
    for element in root.iter("InvoicedQuantity"):
        del element.attrib["QuantityUnitCodeUN"]
        element.set("QuantityUnitCode", "kpl")
    document = read(etree.tostring(root))
    assert isinstance(document, Invoice)
    assert document == INVOICE
    assert document.lines[0].quantity == Quantity(Decimal(2), "C62")
    assert document.lines[0].item.taxes == (TaxCategory("S", Decimal(25)),)


def test_an_amount_per_row_is_worked_out_where_it_is_not_told() -> None:
    root = etree.fromstring(WRITTEN)
    for element in list(root.iter("RowVatExcludedAmount")):
        element.getparent().remove(element)
    document = read(etree.tostring(root))
    assert isinstance(document, Invoice)
    # 2 x 349.50 and 1 x 99.00
    assert [line.line_extension_amount for line in document.lines] == [
        Decimal("699.00"),
        Decimal("99.00"),
    ]


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-15", "UTF-16"])
def test_finvoice_comes_in_the_encodings_of_banks(encoding: str) -> None:
    data = etree.tostring(etree.fromstring(WRITTEN), encoding=encoding, xml_declaration=True)
    assert read(data) == INVOICE


def test_a_frame_of_soap_is_taken_off_and_tells_the_addresses() -> None:
    bare = etree.fromstring(WRITTEN)
    bare.remove(bare.find("MessageTransmissionDetails"))
    body = etree.tostring(bare, encoding="ISO-8859-15", xml_declaration=True)
    document = read(FRAME.encode("iso-8859-15") + body)
    assert isinstance(document, Invoice)
    assert document.sender == Identifier("003701120389", "0216")
    assert document.addressee == Identifier("FI2112345600000785")
    assert document.notes == INVOICE.notes
    undeclared = etree.tostring(bare, encoding="unicode").encode("iso-8859-15")
    assert read(FRAME.encode("iso-8859-15") + undeclared) == document


def test_a_frame_with_nothing_behind_it_is_no_document() -> None:
    faults = read(FRAME.encode("iso-8859-15"))
    assert isinstance(faults, Faults)
    assert faults.rules == {"EDOC-KIND"}


def test_the_finnish_unit_number_is_the_address_where_none_is_told() -> None:
    root = etree.fromstring(WRITTEN)
    root.remove(root.find("MessageTransmissionDetails"))
    unit = etree.Element("SellerOrganisationUnitNumber")
    unit.text = "003701120389"
    root.find("SellerPartyDetails").addnext(unit)
    document = read(etree.tostring(root))
    assert isinstance(document, Invoice)
    assert document.sender == Identifier("003701120389", "0216")
    assert document.addressee is None


def test_what_finvoice_cannot_carry_is_refused_by_name() -> None:
    attached = DocumentReference("1", attachment=Attachment(b"x", "application/pdf", "a.pdf"))
    with pytest.raises(InvalidDocumentError) as refused:
        write(replace(INVOICE, documents=(attached,), receipt_reference="R-1"), syntax="finvoice")
    (fault,) = refused.value.faults.faults
    assert fault.rule == "EDOC-LOSS"
    assert dict(fault.values) == {"value": "receipt_reference, documents"}
    with pytest.raises(InvalidDocumentError) as refused:
        write(an_invoice(), syntax="finvoice")
    assert refused.value.faults.rules == {"FINVOICE-MISSING"}


def test_what_has_no_room_is_told_in_words_and_stands_in_the_free_text() -> None:
    first, second = INVOICE.lines
    item = replace(
        first.item, name="N" * 150, instances=tuple(ItemInstance(f"SN-{one}") for one in range(3))
    )
    coded = "6560;4100;P-1;a rather long object;I25"
    rich = replace(
        INVOICE,
        lines=(replace(first, item=item, accounting_cost=coded), second),
        documents=(DocumentReference("1", attachment=Attachment(b"x", "text/csv", "a.csv")),),
        seller=replace(INVOICE.seller, address=Address("SE", city="Umeå")),
        notes=("x" * 600,),
        proposed_account=ProposedAccount("6560", "Inköp"),
    )
    found = write_fitting(rich, lambda fault: fault.message)
    assert [(one.location, dict(one.values)["value"]) for one in found.left_out] == [
        ("/lines/1/item/name", "N" * 150),
        ("/lines/1/item/instances", "SN-1, SN-2"),
        ("/lines/1/accounting_cost", coded),
        ("/documents", "1, text/csv, a.csv"),
    ]
    again = read(found.content)
    assert isinstance(again, Invoice)
    assert again.notes == ("x" * 512, "x" * 88, *(one.message for one in found.left_out))
    assert again.seller.address == Address("SE", "--", city="Umeå", postal_zone="--")
    assert (again.totals, again.proposed_account) == (INVOICE.totals, rich.proposed_account)
    assert write_fitting(rich, lambda fault: fault.message) == found
    assert write_fitting(INVOICE, str) == Fitted(WRITTEN, ())


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"id": "F" * 21}, "FINVOICE-LENGTH"),
        ({"notes": ("\x00",)}, "EDOC-TEXT"),
        ({"lines": (replace(INVOICE.lines[0], id="L" * 80), INVOICE.lines[1])}, "EDOC-LOSS"),
    ],
)
def test_a_number_that_has_no_room_is_never_cut(changed: dict[str, Any], rule: str) -> None:
    with pytest.raises(InvalidDocumentError) as refused:
        write_fitting(replace(INVOICE, **changed), str)
    assert refused.value.faults.rules == {rule}


def test_only_invoices_are_written_in_finvoice_and_no_other_syntax_is_known() -> None:
    for document, syntax in ((SAMPLES["order"], "finvoice"), (INVOICE, "edifact")):
        with pytest.raises(ValueError, match="is not written in"):
            write(document, syntax=syntax)


def test_the_same_invoice_in_both_syntaxes_is_the_same_value() -> None:
    assert read(write(INVOICE)) == read(write(INVOICE, syntax="finvoice")) == INVOICE
    assert read(write(CREDIT_NOTE)) == read(WRITTEN_NOTE) == CREDIT_NOTE


WRITTEN_NOTE = FINVOICE_WRITTEN["finvoice credit note"]


def test_peppols_specification_is_no_loss() -> None:
    peppol = replace(an_invoice(), seller=INVOICE.seller)
    again = read(write(peppol, syntax="finvoice"))
    assert isinstance(again, Invoice)
    assert again.kind == "invoice-en16931"
    assert replace(
        again, customization_id=peppol.customization_id, profile_id=peppol.profile_id
    ) == (peppol)
    assert (again.issue_date, again.due_date) == (date(2026, 5, 18), date(2026, 6, 17))


def test_the_kinds_are_those_of_en_16931() -> None:
    assert (INVOICE.kind, CREDIT_NOTE.kind) == ("invoice-en16931", "credit-note-en16931")
    assert isinstance(CREDIT_NOTE, CreditNote)

"""cXML: a request for the shop is read as untrusted; what we write is read back."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from samkop.core.edocs import Faults
from samkop.core.edocs.punchout import (
    BasketLine,
    Brought,
    Credential,
    CxmlSetUp,
    Speakers,
    order_message,
    read_cxml,
    set_up_answer,
    status_answer,
)

AT = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
DOCTYPE = '<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd">'
REQUEST = """<?xml version="1.0" encoding="UTF-8"?>
{doctype}
<cXML payloadID="1@erp.example.fi" timestamp="2026-11-28T09:30:00+02:00">
  <Header>
    <From><Credential domain="NetworkId"><Identity>BUYER</Identity></Credential></From>
    <To><Credential domain="DUNS"><Identity>SHOP</Identity></Credential></To>
    <Sender>
      <Credential domain="NetworkId"><Identity>a network</Identity></Credential>
      <Credential domain="Samkop"><Identity>samkop-1</Identity>
        <SharedSecret>s3cret</SharedSecret></Credential>
      <UserAgent>Rondo 5</UserAgent>
    </Sender>
  </Header>
  <Request deploymentMode="production">
    <PunchOutSetupRequest operation="create">
      <BuyerCookie>cookie-7</BuyerCookie>
      <Extrinsic name="UserEmail">eva@example.org</Extrinsic>
      <BrowserFormPost><URL>https://erp.example.fi/return?a=1&amp;b=2</URL></BrowserFormPost>
      <Contact role="endUser"><Name xml:lang="fi">E</Name><Email>other@example.org</Email></Contact>
      <SelectedItem><ItemID><SupplierPartID>P-1</SupplierPartID>
        <SupplierPartAuxiliaryID>17</SupplierPartAuxiliaryID></ItemID></SelectedItem>
    </PunchOutSetupRequest>
  </Request>
</cXML>"""


def request(doctype=DOCTYPE):
    return REQUEST.replace("{doctype}", doctype).encode()


SAID = CxmlSetUp(
    Speakers(
        identity="samkop-1", secret="s3cret", buyer=Credential("NetworkId", "BUYER"),
        supplier=Credential("DUNS", "SHOP"),
    ),
    operation="create", cookie="cookie-7",
    return_address="https://erp.example.fi/return?a=1&b=2", email="eva@example.org", selected="17",
)  # fmt: skip


@pytest.mark.parametrize(
    "doctype",
    [
        DOCTYPE, "",
        "<!DOCTYPE cXML SYSTEM 'https://xml.cxml.org/schemas/cXML/1.2.050/cXML.dtd' >",
    ],
)  # fmt: skip
def test_a_request_is_read_with_the_document_type_of_the_standard_or_without(doctype):
    assert read_cxml(request(doctype)) == SAID
    assert read_cxml(b"\xef\xbb\xbf" + request(doctype)) == SAID


def test_the_contact_is_asked_where_no_user_is_named():
    plain = request().replace(b'name="UserEmail"', b'name="Other"')
    assert read_cxml(plain).email == "other@example.org"


@pytest.mark.parametrize(
    ("quantity", "read"),
    [("2", "2"), ("2.0", "2.0"), (" 12.5 ", "12.5"), ("", None), ("-1", None), ("1e9", None),
     ("NaN", None), ("\u0663", None), ("9" * 13, None)],
)  # fmt: skip
def test_lines_that_are_brought_along_are_read_with_their_places(quantity, read):
    item = (
        f'<ItemOut quantity="{quantity}"><ItemID><SupplierPartID>P</SupplierPartID>'
        "<SupplierPartAuxiliaryID> 2026-0000017/1 </SupplierPartAuxiliaryID></ItemID></ItemOut>"
    )
    end = "</PunchOutSetupRequest>"
    found = read_cxml(request().replace(end.encode(), f"{item}<ItemOut/>{end}".encode()))
    assert found.brought == (
        Brought("2026-0000017/1", None if read is None else Decimal(read)), Brought("", None),
    )  # fmt: skip


ELSEWHERE = '<!DOCTYPE cXML SYSTEM "{}">'
HOSTILE = {
    "another place": ELSEWHERE.format("http://127.0.0.1:9/cXML.dtd"),
    "another host before": ELSEWHERE.format(
        "http://evil.example/http://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd"
    ),
    "a user before the host": ELSEWHERE.format(
        "http://xml.cxml.org@evil.example/schemas/cXML/1.2.014/cXML.dtd"
    ),
    "a file": ELSEWHERE.format("file:///etc/passwd"),
    "another document type of theirs": DOCTYPE.replace("/cXML.dtd", "/Fulfill.dtd"),
    "another version": DOCTYPE.replace("1.2.014", "1.3.014"),
    "another root": DOCTYPE.replace("DOCTYPE cXML", "DOCTYPE a"),
    "a public identifier": '<!DOCTYPE cXML PUBLIC "x" "http://xml.cxml.org/x.dtd">',
    "an internal subset": DOCTYPE[:-1] + ' [<!ENTITY a "b">]>',
    "an internal subset alone": '<!DOCTYPE cXML [<!ENTITY a "b">]>',
    "an external entity": DOCTYPE[:-1] + " [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
    "twice": DOCTYPE + DOCTYPE,
    "a bomb": DOCTYPE[:-1] + ' [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    "small letters": DOCTYPE.replace("DOCTYPE", "doctype"),
}


@pytest.mark.parametrize("doctype", HOSTILE.values(), ids=HOSTILE)
def test_every_other_document_type_is_refused(doctype):
    found = read_cxml(request(doctype))
    assert isinstance(found, Faults)
    assert [fault.rule for fault in found.faults] in (["EDOC-DOCTYPE"], ["EDOC-XML"])


def test_a_document_type_after_a_remark_or_in_another_encoding_is_refused():
    behind = request("<!-- a remark -->" + DOCTYPE)
    wide = request().decode().replace("UTF-8", "UTF-16").encode("utf-16")
    for data in (behind, wide):
        assert [fault.rule for fault in read_cxml(data).faults] == ["EDOC-DOCTYPE"]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "EDOC-XML"),
        (b"no XML", "EDOC-XML"),
        (request()[:-9], "EDOC-XML"),
        (request().replace(b"BUYER", b"&a;"), "EDOC-XML"),
        (b"<cXML/>", "CXML-KIND"),
        (request().replace(b"PunchOutSetupRequest", b"StatusUpdateRequest"), "CXML-KIND"),
        (request().replace(b"cXML ", b"dXML ", 2).replace(b"/cXML>", b"/dXML>"), "EDOC-DOCTYPE"),
        (b"<cXML>" + b"<a/>" * 100_000 + b"</cXML>", "EDOC-WIDTH"),
        (b"<a>" * 30_000, "EDOC-XML"),
        (b"<cXML>" + b" " * 1_000_000 + b"</cXML>", "EDOC-SIZE"),
    ],
    ids=range(10),
)
def test_what_is_no_request_is_a_fault(data, rule):
    found = read_cxml(data)
    assert isinstance(found, Faults)
    assert [fault.rule for fault in found.faults] == [rule]


@given(st.binary(max_size=200))
def test_whatever_comes_raises_nothing(data):
    assert isinstance(read_cxml(data), Faults)
    assert isinstance(read_cxml(request()[:-20] + data), Faults | CxmlSetUp)


def opened(message):
    """As the other side parses it, without the document type."""
    text = message if isinstance(message, str) else message.decode()
    return etree.fromstring(text.partition('.dtd">')[2])


def test_the_answer_names_the_page_that_opens_the_shop():
    answer = opened(set_up_answer("https://s.example/a?b=1&c=2", payload_id="7@s", at=AT))
    assert (answer.get("payloadID"), answer.get("timestamp")) == (
        "7@s",
        "2026-11-28T09:30:00+00:00",
    )
    status = answer.find("Response/Status")
    assert (status.get("code"), status.get("text")) == ("200", "OK")
    start = answer.findtext("Response/PunchOutSetupResponse/StartPage/URL")
    assert start == "https://s.example/a?b=1&c=2"


def test_a_refusal_has_the_code_and_the_sentence():
    answer = opened(status_answer(401, "Unauthorized", "Not <you>.", payload_id="7", at=AT))
    status = answer.find("Response/Status")
    assert (status.get("code"), status.get("text"), status.text) == (
        "401", "Unauthorized", "Not <you>.",
    )  # fmt: skip


def a_line(text="Phone", price=Decimal("300.00"), **fields):
    given_ = {
        "description": text, "quantity": 3, "unit": "EA", "price": price, "currency": "EUR",
        "product_id": "17", "sellers_id": "P-1", "supplier": "S", "agreement": "A-1",
        "category": "phone", "manufacturer": "M", "long_text": "long", "lead_days": 4,
        "reservation": "2026-0000017", "reservation_line": "1",
    }  # fmt: skip
    return BasketLine(**{**given_, **fields})


def message_of(*lines):
    return order_message(
        lines, cookie="cookie <7>", sender=Credential("DUNS", "SHOP"),
        receiver=Credential("NetworkId", "BUYER"), agent="Samköp", currency="EUR",
        language="sv", payload_id="7@s", at=AT,
    )  # fmt: skip


def test_the_basket_goes_back_line_by_line_with_its_reservation():
    message = opened(message_of(a_line(), a_line("Cable", Decimal("12.50"), quantity=2)))
    assert message.findtext("Header/From/Credential/Identity") == "SHOP"
    assert message.findtext("Header/To/Credential/Identity") == "BUYER"
    order = message.find("Message/PunchOutOrderMessage")
    assert order.findtext("BuyerCookie") == "cookie <7>"
    head = order.find("PunchOutOrderMessageHeader")
    assert head.get("operationAllowed") == "edit"
    assert head.findtext("Total/Money") == "925.00"  # by hand: 3 at 300.00 and 2 at 12.50
    first, second = order.findall("ItemIn")
    assert (first.get("quantity"), second.get("quantity")) == ("3", "2")
    assert first.findtext("ItemID/SupplierPartAuxiliaryID") == "2026-0000017/1"
    assert [part.tag for part in first.find("ItemDetail")] == [
        "UnitPrice", "Description", "UnitOfMeasure", "Classification", "ManufacturerName",
        "LeadTime", *["Extrinsic"] * 5,
    ]  # fmt: skip


def test_a_basket_that_was_left_is_empty():
    order = opened(message_of()).find("Message/PunchOutOrderMessage")
    assert order.findall("ItemIn") == []
    assert order.findtext("PunchOutOrderMessageHeader/Total/Money") == "0.00"


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"))


@given(TEXT)
def test_whatever_an_item_is_called_comes_out_as_it_is(text):
    order = opened(message_of(a_line(text))).find("Message/PunchOutOrderMessage")
    assert (order.findtext("ItemIn/ItemDetail/Description") or "") == text

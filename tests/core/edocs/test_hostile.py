"""Input that wants to crash, hang, phone home or fill the memory."""

import random
import socket
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.edocs.samples import WRITTEN
from samkop.core.edocs import Faults, Limits, read, validate
from samkop.core.edocs.outline import outline

CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
OPEN = (
    f'<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2" xmlns:cac="{CAC}"'
    f' xmlns:cbc="{CBC}">'
)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY a{i} "{("&a" + (str(i - 1) if i > 1 else "") + ";") * 10}">' for i in range(1, 10)
)
LAUGHING = f"{LAUGHS}]>{OPEN}<cbc:ID>&a9;</cbc:ID></Order>"


def order(inner: str) -> bytes:
    return f"{OPEN}{inner}</Order>".encode()


def answer(inner: str) -> bytes:
    return order(inner).replace(b"Order", b"ApplicationResponse")


UNIT = "<cac:TransportHandlingUnit>{}</cac:TransportHandlingUnit>"
FAR_BEHIND = UNIT.format("<cbc:ID>1</cbc:ID>") * 11_800 + UNIT.format("<cbc:Colour/>") * 150

REFUSED = {
    "faults behind 11,800 handling units": (
        order(
            f"<cac:DespatchLine><cac:Shipment>{FAR_BEHIND}</cac:Shipment></cac:DespatchLine>"
        ).replace(b"Order", b"DespatchAdvice"),
        "UBL-21-ELEMENT",
    ),
    "20,000 serial numbers on a line": (
        order(f"<cac:DespatchLine><cac:Item>{'<cac:ItemInstance/>' * 20_000}</cac:Item>")
        .replace(b"Order", b"DespatchAdvice")
        .replace(b"</DespatchAdvice>", b"</cac:DespatchLine></DespatchAdvice>"),
        "EDOC-WIDTH",
    ),
    "20,000 faults told in an answer": (
        answer(f"<cac:DocumentResponse>{'<cac:LineResponse/>' * 20_000}</cac:DocumentResponse>"),
        "EDOC-WIDTH",
    ),
    "an answer to 11,000 documents": (answer("<cac:DocumentResponse/>" * 11_000), "EDOC-FAULTS"),
    "a billion laughs": (LAUGHING.encode(), "EDOC-DOCTYPE"),
    "laughs in UTF-16": (LAUGHING.encode("utf-16"), "EDOC-DOCTYPE"),
    "laughs in UTF-16 without mark": (
        f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHING}'.encode("utf-16-be"),
        "EDOC-DOCTYPE",
    ),
    "laughs after a mark and a long comment": (
        b"\xef\xbb\xbf<!--" + b"x" * 3_000_000 + b"-->" + LAUGHING.encode(),
        "EDOC-DOCTYPE",
    ),
    "laughs hidden in UTF-7": (
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<a/>',
        "EDOC-ENCODING",
    ),
    "laughs in EBCDIC": (
        f'<?xml version="1.0" encoding="IBM037"?>{LAUGHING}'.encode("cp037"),
        "EDOC-XML",
    ),
    "a file as an entity": (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{OPEN}&e;</Order>'.encode(),
        "EDOC-DOCTYPE",
    ),
    "nothing": (b"", "EDOC-XML"),
    "blanks": (b" \n ", "EDOC-XML"),
    "null bytes": (b"\0" * 100, "EDOC-XML"),
    "a null byte inside": (order("<cbc:ID>a\0b</cbc:ID>"), "EDOC-XML"),
    "a null character": (order("<cbc:ID>&#0;</cbc:ID>"), "EDOC-XML"),
    "bytes that are no UTF-8": (
        f"{OPEN}<cbc:ID>".encode() + b"\xff\xfe</cbc:ID></Order>",
        "EDOC-XML",
    ),
    "half a UTF-16 character": (LAUGHING.encode("utf-16")[:-1], "EDOC-ENCODING"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "EDOC-XML"),
    "100,000 levels": (order("<cac:Party>" * 100_000 + "</cac:Party>" * 100_000), "EDOC-XML"),
    "200 levels": (order("<cac:Party>" * 200 + "</cac:Party>" * 200), "EDOC-DEPTH"),
    "250 unknown levels": (order("<a>" * 250 + "</a>" * 250), "EDOC-DEPTH"),
    "a million children": (order("<cbc:Note/>" * 1_000_000), "EDOC-WIDTH"),
    "20,000 children": (order("<cbc:Note/>" * 20_000), "EDOC-WIDTH"),
    "20,000 grandchildren": (
        order(f"<cac:Delivery>{'<cbc:ID/>' * 20_000}</cac:Delivery>"),
        "EDOC-WIDTH",
    ),
    "a million comments": (order("<!--x-->" * 1_000_000), "EDOC-WIDTH"),
    "100,000 broken lines": (order("<cac:OrderLine/>" * 100_000), "EDOC-FAULTS"),
    "9,000 kinds of elements": (
        order("<a>" + "".join(f"<x{i}/>" for i in range(9_000)) + "</a>"),
        "UBL-21-ELEMENT",
    ),
    "50,000 attributes": (
        order("<cbc:ID " + " ".join(f"a{i}='1'" for i in range(50_000)) + ">1</cbc:ID>"),
        "EDOC-ATTRIBUTES",
    ),
    "a text of 11 MB": (order(f"<cbc:Note>{'x' * 11_000_000}</cbc:Note>"), "EDOC-XML"),
    "a number of 9 MB": (
        order(
            '<cac:AnticipatedMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">'
            f"{'9' * 9_000_000}</cbc:LineExtensionAmount></cac:AnticipatedMonetaryTotal>"
        ),
        "UBL-21-MISSING",
    ),
    "a year of a million digits": (
        order(f"<cbc:IssueDate>{'1' * 1_000_000}-01-01</cbc:IssueDate>"),
        "UBL-21-TYPE",
    ),
    "a GLN of 5 MB": (
        order(f'<cbc:EndpointID schemeID="0088">{"1" * 5_000_000}</cbc:EndpointID>'),
        "PEPPOL-COMMON-R040",
    ),
    "an inclusion": (
        order(
            '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"'
            ' parse="text"/>'
        ),
        "UBL-21-ELEMENT",
    ),
    "a web page": (b"<html><body>404</body></html>", "EDOC-KIND"),
    "another kind of document": (
        b'<Reminder xmlns="urn:oasis:names:specification:ubl:schema:xsd:Reminder-2"/>',
        "EDOC-KIND",
    ),
}


@pytest.mark.parametrize(("data", "rule"), REFUSED.values(), ids=REFUSED.keys())
def test_hostile_input_is_a_fault_and_no_failure(data: bytes, rule: str) -> None:
    faults = read(data)
    assert isinstance(faults, Faults)
    assert rule in faults.rules
    assert not faults.valid
    assert outline(data)[1] == faults


def test_a_file_larger_than_the_limit_is_refused_unread() -> None:
    data = WRITTEN["order"]
    assert validate(data, limits=Limits(size=len(data))).valid
    assert validate(data, limits=Limits(size=len(data) - 1)).rules == {"EDOC-SIZE"}


def test_more_lines_than_the_limit_are_refused() -> None:
    assert validate(WRITTEN["order"], limits=Limits(lines=2)).valid
    assert validate(WRITTEN["order"], limits=Limits(lines=1)).rules == {"EDOC-LINES"}


def test_every_truncation_is_a_fault() -> None:
    for data in WRITTEN.values():
        whole = data.rstrip()
        for end in range(0, len(whole), 7):
            assert isinstance(read(whole[:end]), Faults)


def test_nothing_is_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        callers: list[object] = []

        def listen() -> None:
            try:
                callers.append(server.accept())
            except TimeoutError:
                return

        listener = threading.Thread(target=listen)
        listener.start()
        url = f"http://127.0.0.1:{port}/x"
        xsi = "http://www.w3.org/2001/XMLSchema-instance"
        located = OPEN.replace(">", f' xmlns:xsi="{xsi}" xsi:schemaLocation="a {url}">')
        for data in (
            f'<!DOCTYPE Order SYSTEM "{url}">{OPEN}</Order>',
            f'<!DOCTYPE x [<!ENTITY % e SYSTEM "{url}">%e;]>{OPEN}</Order>',
            f"{located}</Order>",
            f'<?xml-stylesheet href="{url}"?>{OPEN}</Order>',
        ):
            assert isinstance(read(data.encode()), Faults)
        listener.join()
    assert callers == []


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_random_bytes_are_a_fault(data: bytes) -> None:
    assert isinstance(read(data), Faults)


@settings(max_examples=200)
@given(st.sampled_from(sorted(WRITTEN)), st.randoms(use_true_random=False))
def test_random_damage_never_fails(kind: str, chance: random.Random) -> None:
    data = bytearray(WRITTEN[kind])
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(data))
        data[place : place + chance.randint(0, 5)] = chance.randbytes(chance.randint(0, 5))
    faults = validate(bytes(data))
    assert isinstance(read(bytes(data)), Faults) == (not faults.valid)

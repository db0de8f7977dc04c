"""Envelopes: what is wrapped comes out as it was; what is no envelope is a fault."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from core.edocs.hostile_child import MILLION, MOST, PEAK, held
from core.edocs.hostile_files import hostile_files
from core.edocs.samples import SAMPLES, WRITTEN
from samkop.core.edocs import Faults, Limits, read, write
from samkop.core.edocs.business_envelope import NAMESPACE, BusinessEnvelope, unwrap, wrap
from samkop.core.edocs.model import Identifier

SENDER, RECEIVER = Identifier("003702016895", "0216"), Identifier("5560360793", "0007")
AT = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)


def wrapped(document: bytes) -> bytes:
    return wrap(
        document, sender=SENDER, receiver=RECEIVER, instance="e-1", created=AT, country="FI"
    )


def scopes(envelope: bytes) -> dict[str, str]:
    root = etree.fromstring(envelope)
    found = root.iter(f"{{{NAMESPACE}}}Scope")
    return {
        scope.findtext(f"{{{NAMESPACE}}}Type") or "": scope.findtext(
            f"{{{NAMESPACE}}}InstanceIdentifier"
        )
        or ""
        for scope in found
    }


PLAIN = ("invoice-en16931", "credit-note-en16931")


@pytest.mark.parametrize("kind", [kind for kind in SAMPLES if kind not in PLAIN])
def test_what_is_wrapped_comes_out_as_it_was(kind):
    opened = unwrap(wrapped(WRITTEN[kind]))
    assert isinstance(opened, BusinessEnvelope)
    assert (opened.sender, opened.receiver, opened.instance) == (SENDER, RECEIVER, "e-1")
    assert read(opened.content) == SAMPLES[kind]
    assert write(read(opened.content)) == WRITTEN[kind]


def test_the_scopes_name_document_process_and_country():
    assert scopes(wrapped(WRITTEN["order"])) == {
        "DOCUMENTID": "urn:oasis:names:specification:ubl:schema:xsd:Order-2::Order##"
        "urn:fdc:peppol.eu:poacc:trns:order:3::2.1",
        "PROCESSID": "urn:fdc:peppol.eu:poacc:bis:ordering:3",
        "COUNTRY_C1": "FI",
    }


def test_advanced_ordering_is_ubl_2_3():
    known = scopes(wrapped(WRITTEN["order-change"]))["DOCUMENTID"]
    assert known.endswith("urn:fdc:peppol.eu:poacc:trns:order_change:3::2.3")


def test_the_same_document_gives_the_same_bytes():
    assert wrapped(WRITTEN["order"]) == wrapped(WRITTEN["order"])


@pytest.mark.parametrize(
    "document", [b"<Finvoice Version='3.0'/>", *(WRITTEN[kind] for kind in PLAIN)]
)
def test_what_follows_no_process_of_the_network_is_not_wrapped(document):
    with pytest.raises(ValueError, match="network"):
        wrapped(document)


ENVELOPE = wrapped(WRITTEN["order"])


@pytest.mark.parametrize(
    ("spoilt", "rule"),
    [
        (b"", "EDOC-XML"),
        (b"no XML", "EDOC-XML"),
        (ENVELOPE[:-40], "EDOC-XML"),
        (WRITTEN["order"], "EDOC-ENVELOPE"),
        (ENVELOPE.replace(b"<Sender>", b"<Other>").replace(b"</Sender>", b"</Other>"),
         "EDOC-ENVELOPE"),
        (ENVELOPE.replace(b"iso6523-actorid-upis", b"something"), "EDOC-ENVELOPE"),
        (ENVELOPE.replace(b"0216:003702016895", b"nobody"), "EDOC-ENVELOPE"),
        (ENVELOPE.replace(b">e-1<", b"><"), "EDOC-ENVELOPE"),
        (ENVELOPE.replace(b">e-1<", b">" + b"e" * 201 + b"<"), "EDOC-ENVELOPE"),
        (ENVELOPE.replace(b"0216:003702016895", b"0216:" + b"0" * 60), "EDOC-ENVELOPE"),
        (ENVELOPE.replace(b"</StandardBusinessDocument>", b"<a/></StandardBusinessDocument>"),
         "EDOC-ENVELOPE"),
        (ENVELOPE.replace(b"<StandardBusinessDocument ",
                          b"<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
                          b"<StandardBusinessDocument "), "EDOC-DOCTYPE"),
    ],
)  # fmt: skip
def test_what_is_no_envelope_is_a_fault(spoilt, rule):
    found = unwrap(spoilt)
    assert isinstance(found, Faults)
    assert [fault.rule for fault in found.faults] == [rule]


def test_an_envelope_that_is_too_large_is_a_fault():
    found = unwrap(ENVELOPE, limits=Limits(size=100))
    assert isinstance(found, Faults)
    assert [fault.rule for fault in found.faults] == ["EDOC-SIZE"]


def around(document: bytes) -> bytes:
    head, tail = ENVELOPE[: ENVELOPE.index(b"<Order")], b"\n</StandardBusinessDocument>\n"
    return head + document + tail


def test_what_is_inside_an_envelope_is_not_parsed_and_so_fills_no_memory():
    wide = around(b"<Order>" + b"<a/>" * 7 * MILLION + b"</Order>")
    before = held("VmRSS")
    PEAK.write_text("5")  # forgets the most that was held
    opened = unwrap(wide)
    assert isinstance(opened, BusinessEnvelope)
    assert held("VmHWM") - before < MOST
    found = read(opened.content)
    assert isinstance(found, Faults)


def test_whatever_is_put_into_an_envelope_raises_nothing(tmp_path):
    outcomes = {
        type(unwrap(around(data)))
        for _name, data in hostile_files("http://127.0.0.1:9/x", tmp_path.as_uri(), 1)
    }
    assert outcomes == {BusinessEnvelope, Faults}


def test_namespaces_that_the_envelope_declares_hold_inside_it():
    inside = WRITTEN["order"].partition(b"?>")[2].strip()
    assert b' xmlns:cac="' in inside
    declared = inside[inside.index(b' xmlns:cac="') :]
    declared = declared[: declared.index(b'"', 12) + 1]
    moved = around(inside.replace(declared, b"", 1)).replace(
        b"<StandardBusinessDocument ", b"<StandardBusinessDocument" + declared + b" ", 1
    )
    opened = unwrap(moved)
    assert isinstance(opened, BusinessEnvelope)
    assert read(opened.content) == SAMPLES["order"]


@pytest.mark.parametrize("begin", [b"<!-- > -->", b"<?note > ?>"])
def test_an_envelope_whose_header_has_remarks_is_opened(begin):
    remarked = ENVELOPE.replace(b"<HeaderVersion>", begin + b"<HeaderVersion>", 1)
    opened = unwrap(remarked)
    assert isinstance(opened, BusinessEnvelope)
    assert read(opened.content) == SAMPLES["order"]

"""Envelopes: what is wrapped comes out as it was; what is no envelope is a fault."""

from datetime import UTC, datetime

import pytest
from lxml import etree

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

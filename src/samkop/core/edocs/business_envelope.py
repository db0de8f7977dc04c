"""The envelope in which an access point carries a document: who sends what to whom.

Peppol Business Message Envelope 2.0, a profile of the Standard Business Document Header of
UN/CEFACT, version 1.0. The document inside is not looked at beyond its root.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from samkop.core.edocs.limits import STANDARD, Limits
from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model import Faults
from samkop.core.edocs.model.values import Identifier
from samkop.core.edocs.rules.rulesets import for_document
from samkop.core.edocs.source import UnreadableError, checked
from samkop.core.edocs.syntax import UBL_2_3
from samkop.core.edocs.ubl.findings import unreadable

NAMESPACE = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
AUTHORITY = "iso6523-actorid-upis"
"""The scheme of participant identifiers (Peppol Policy for use of Identifiers 4.4)."""
LONGEST_PARTICIPANT, LONGEST_INSTANCE = 56, 200
"""More characters are read of no participant (scheme and identifier) and of no envelope's own."""
DOCUMENT_SCHEME, PROCESS_SCHEME = "busdox-docid-qns", "cenbii-procid-ubl"

_LONGEST_HEADER = 100_000
_NAME = rb"(?:[A-Za-z_][\w.-]*:)?"
_DECLARATION = re.compile(rb"\s*<\?xml[^>]*\?>").match
_STARTS = re.compile(rb"<([^\s<>/!?=\"']+)").match
_DECLARES = re.compile(rb"\sxmlns(?::([^\s=]+))?\s*=").findall
_HEADER_ENDS = re.compile(rb".*</%sStandardBusinessDocumentHeader\s*>" % _NAME, re.DOTALL).fullmatch
_ENVELOPE_ENDS = re.compile(rb"</%sStandardBusinessDocument\s*>\s*" % _NAME).fullmatch
_CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
_PARSER: dict[str, Any] = {
    "load_dtd": False,
    "no_network": True,
    "resolve_entities": False,
    "dtd_validation": False,
    "huge_tree": False,
    "recover": False,
}
_HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<StandardBusinessDocument xmlns="{namespace}"><StandardBusinessDocumentHeader>\
<HeaderVersion>1.0</HeaderVersion>\
<Sender><Identifier Authority="{authority}">{sender}</Identifier></Sender>\
<Receiver><Identifier Authority="{authority}">{receiver}</Identifier></Receiver>\
<DocumentIdentification><Standard>{standard}</Standard><TypeVersion>{version}</TypeVersion>\
<InstanceIdentifier>{instance}</InstanceIdentifier><Type>{type}</Type>\
<CreationDateAndTime>{created}</CreationDateAndTime></DocumentIdentification>\
<BusinessScope>\
<Scope><Type>DOCUMENTID</Type><InstanceIdentifier>{document_id}</InstanceIdentifier>\
<Identifier>{document_scheme}</Identifier></Scope>\
<Scope><Type>PROCESSID</Type><InstanceIdentifier>{process_id}</InstanceIdentifier>\
<Identifier>{process_scheme}</Identifier></Scope>\
<Scope><Type>COUNTRY_C1</Type><InstanceIdentifier>{country}</InstanceIdentifier></Scope>\
</BusinessScope></StandardBusinessDocumentHeader>
"""


@dataclass(frozen=True)
class BusinessEnvelope:
    """What came in an envelope: the participants on its outside, and the document's bytes.

    ``instance`` is the envelope's own identifier, unique to it.
    """

    sender: Identifier
    receiver: Identifier
    instance: str
    content: bytes


def wrap(
    document: bytes,
    *,
    sender: Identifier,
    receiver: Identifier,
    instance: str,
    created: datetime,
    country: str,
) -> bytes:
    """A UBL document of ours (UTF-8, valid) in its envelope, its own bytes unchanged.

    ``country`` is the sender's (ISO 3166-1 alpha-2). The same arguments give the same bytes.
    Raises ValueError where the document is no UBL or names no process.
    """
    root = etree.fromstring(document, etree.XMLParser(**_PARSER))
    name = etree.QName(root)
    customization = (root.findtext(f"{{{_CBC}}}CustomizationID") or "").strip()
    profile = (root.findtext(f"{{{_CBC}}}ProfileID") or "").strip()
    if not (name.namespace and customization and profile):
        raise ValueError("the network carries only UBL documents that name their process")
    known = for_document(name.localname, customization, profile=profile)
    version = "2.3" if known is not None and known.syntax is UBL_2_3 else "2.1"
    header = _HEADER.format(
        namespace=NAMESPACE,
        authority=AUTHORITY,
        sender=escape(_participant(sender)),
        receiver=escape(_participant(receiver)),
        standard=escape(name.namespace),
        version=version,
        instance=escape(instance),
        type=escape(name.localname),
        created=created.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        document_id=escape(f"{name.namespace}::{name.localname}##{customization}::{version}"),
        document_scheme=DOCUMENT_SCHEME,
        process_id=escape(profile),
        process_scheme=PROCESS_SCHEME,
        country=escape(country),
    )
    body = document[document.index(b"?>") + 2 :] if document.startswith(b"<?xml") else document
    return header.encode() + body.strip() + b"\n</StandardBusinessDocument>\n"


def unwrap(data: bytes, *, limits: Limits = STANDARD) -> BusinessEnvelope | Faults:
    """The participants and the document of an envelope; Faults where it is none.

    Never raises for bad input. Only the header is parsed here, so that the document inside
    costs no memory: its faults are for ``read`` to find, within its bounds.
    """
    try:
        data = checked(data, limits)
        header, after = _header(data)
        return _opened(header, data, _document(data, after))
    except UnreadableError as error:
        return Faults((error.fault,))
    except (etree.XMLSyntaxError, ValueError):
        return _no_envelope("EDOC-XML")
    except LookupError:
        return _no_envelope("EDOC-ENVELOPE")


def _opened(header: Any, data: bytes, content: bytes) -> BusinessEnvelope | Faults:
    sender, receiver = (_party(header, role) for role in ("Sender", "Receiver"))
    where = f"{_tag('DocumentIdentification')}/{_tag('InstanceIdentifier')}"
    instance = (header.findtext(where) or "").strip()
    if sender is None or receiver is None or not 0 < len(instance) <= LONGEST_INSTANCE:
        return _no_envelope("EDOC-ENVELOPE")
    declaration = _DECLARATION(data)
    begin = declaration[0] if declaration else b'<?xml version="1.0" encoding="UTF-8"?>'
    declared = b"".join(
        b' %s="%s"' % (b"xmlns:" + prefix if prefix else b"xmlns", uri)
        for prefix, uri in _inherited(header, content)
    )
    named = _STARTS(content)
    if named is None:
        raise LookupError
    document = content[: named.end()] + declared + content[named.end() :]
    return BusinessEnvelope(sender, receiver, instance, begin + b"\n" + document)


def _header(data: bytes) -> tuple[Any, int]:
    """The header, parsed, and where in the bytes it ends.

    Raises LookupError where the bytes begin with no envelope, XMLSyntaxError where with no XML.
    """
    parser: Any = etree.XMLPullParser(events=("start", "end"), **_PARSER)
    name, place, root = _tag("StandardBusinessDocumentHeader"), 0, None
    while (end := data.find(b">", place, _LONGEST_HEADER) + 1) > 0:
        parser.feed(data[place:end])
        place = end
        for event, element in parser.read_events():
            root = element if root is None else root
            if root.tag != _tag("StandardBusinessDocument"):
                raise LookupError
            if event == "start" and element.getparent() is root and element.tag != name:
                raise LookupError
            if event == "end" and element.tag == name and _HEADER_ENDS(data, 0, end):
                return element, end
    if root is None or len(data) <= _LONGEST_HEADER:
        parser.close()
    raise LookupError


def _document(data: bytes, place: int) -> bytes:
    """The bytes between the header and the envelope's end: one element, or LookupError."""
    end = data.rfind(b"</")
    if end < place or not _ENVELOPE_ENDS(data, end):
        raise ValueError
    content = data[place:end].strip()
    named = _STARTS(content)
    if named is None or not content.endswith((b"</" + named[1] + b">", b"/>")):
        raise LookupError
    if content.endswith(b"/>") and content.count(b"<") > 1:
        raise LookupError
    return content


def _inherited(header: Any, content: bytes) -> list[tuple[bytes, bytes]]:
    """The namespaces that the envelope declares and the document inside does not itself."""
    own = {prefix or b"" for prefix in _DECLARES(content[: content.index(b">")])}
    around = header.getparent().nsmap
    return [
        ((prefix or "").encode(), escape(uri, {'"': "&quot;"}).encode())
        for prefix, uri in around.items()
        if (prefix or "").encode() not in own
    ]


def _party(header: Any, role: str) -> Identifier | None:
    """``0216:003712345678`` of the one Sender or Receiver."""
    found = header.findall(f"{_tag(role)}/{_tag('Identifier')}")
    if len(found) != 1 or found[0].get("Authority") != AUTHORITY:
        return None
    scheme, _colon, value = (found[0].text or "").strip().partition(":")
    fitting = scheme and value and len(scheme) + len(value) < LONGEST_PARTICIPANT
    return Identifier(value, scheme) if fitting else None


def _participant(address: Identifier) -> str:
    return f"{address.scheme}:{address.value}"


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _no_envelope(rule: str) -> Faults:
    sentence = gettext_noop("The file is no business message envelope with one document in it.")
    return Faults((unreadable(rule, sentence),))

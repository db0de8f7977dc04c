"""The envelope in which an access point carries a document: who sends what to whom.

Peppol Business Message Envelope 2.0, a profile of the Standard Business Document Header of
UN/CEFACT, version 1.0. The document inside is not looked at beyond its root.
"""

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

    Never raises for bad input. The document's faults are for ``read`` to find.
    """
    try:
        root = etree.fromstring(checked(data, limits), etree.XMLParser(**_PARSER))
        return _opened(root)
    except UnreadableError as error:
        return Faults((error.fault,))
    except (etree.XMLSyntaxError, ValueError):
        return _no_envelope("EDOC-XML")


def _opened(root: Any) -> BusinessEnvelope | Faults:
    header = root.find(_tag("StandardBusinessDocumentHeader"))
    if root.tag != _tag("StandardBusinessDocument") or header is None:
        return _no_envelope("EDOC-ENVELOPE")
    sender, receiver = (_party(header, role) for role in ("Sender", "Receiver"))
    where = f"{_tag('DocumentIdentification')}/{_tag('InstanceIdentifier')}"
    instance = (header.findtext(where) or "").strip()
    inside = [one for one in root if one is not header and isinstance(one.tag, str)]
    if sender is None or receiver is None or len(inside) != 1:
        return _no_envelope("EDOC-ENVELOPE")
    if not 0 < len(instance) <= LONGEST_INSTANCE:
        return _no_envelope("EDOC-ENVELOPE")
    inside[0].tail = None
    content = etree.tostring(inside[0], encoding="UTF-8", xml_declaration=True)
    return BusinessEnvelope(sender, receiver, instance, content)


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

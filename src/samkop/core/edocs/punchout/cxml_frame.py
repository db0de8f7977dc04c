"""What every message of cXML 1.2 has: how it is read as untrusted, who speaks, how it is written.

cXML Reference Guide 1.2, chapter "cXML Basics". The one document type that the standard has is cut
away before the parser sees it and never loaded; any other is refused, and so is an internal subset.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from samkop.core.edocs.limits import Limits
from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.source import UnreadableError, checked, parse
from samkop.core.edocs.ubl.findings import unreadable

BOUNDS = Limits(size=1_000_000)
"""A request for the shop has a few kilobytes; with a large basket in it a few hundred."""
LONGEST_TEXT = 2_000
SYSTEM = "http://xml.cxml.org/schemas/cXML/1.2.050/cXML.dtd"

_MOST_TAGS = 40_000
DOCTYPE = (
    rb"<!DOCTYPE\s{1,20}cXML\s{1,20}SYSTEM\s{1,20}"
    rb"(?P<mark>[\"'])https?://xml\.cxml\.org/schemas/cXML/1\.2\.\d{3}/cXML\.dtd(?P=mark)\s{0,20}>"
)
"""The standard's own, matched to its last sign."""
_DOCTYPE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>)?\s*(" + DOCTYPE + rb")").match
_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE cXML SYSTEM "{SYSTEM}">
"""
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?").fullmatch


@dataclass(frozen=True, slots=True)
class Credential:
    """Who a party of a message is: an identity in a domain (``NetworkId``, ``DUNS``)."""

    domain: str
    identity: str


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who speaks to whom: ``identity`` and ``secret`` are those by which the sender proves itself.

    ``buyer`` and ``supplier`` are the header's From and To, for an answer's own header.
    """

    identity: str
    secret: str
    buyer: Credential
    supplier: Credential


def opened(data: bytes) -> Any:
    """The root element of a message. Raises UnreadableError."""
    found = _DOCTYPE(data[:2_000])
    if found:
        data = data[: found.start(1)] + data[found.end(1) :]
    data = checked(data, BOUNDS)
    if data.count(b"<") > _MOST_TAGS:
        raise UnreadableError(
            unreadable(
                "EDOC-WIDTH", gettext_noop("The file has more elements than any real document.")
            )
        )
    return parse(data)


def speakers_of(root: Any) -> Speakers:
    """Who speaks: the sender's credential that has a secret, the first where it has several."""
    found = root.findall("Header/Sender/Credential")
    sender = next((one for one in found if one.find("SharedSecret") is not None), None)
    return Speakers(
        text_of(sender, "Identity"), text_of(sender, "SharedSecret"),
        _credential(root, "From"), _credential(root, "To"),
    )  # fmt: skip


def _credential(root: Any, role: str) -> Credential:
    found = root.find(f"Header/{role}/Credential")
    domain = "" if found is None else (found.get("domain") or "")
    return Credential(domain[:LONGEST_TEXT], text_of(found, "Identity"))


def text_of(element: Any, path: str) -> str:
    """The text of the first element there, without blanks around it; empty where there is none."""
    if element is None:
        return ""
    return (element.findtext(path) or "").strip()[:LONGEST_TEXT]


def number_of(text: str) -> Decimal | None:
    """A number that is written plainly (``12``, ``12.50``); None for what is none."""
    return Decimal(text) if _NUMBER(text) else None


def written(credential: Credential) -> str:
    """A credential as a message has it."""
    return (
        f"<Credential domain={quoteattr(credential.domain)}>"
        f"<Identity>{escape(credential.identity)}</Identity></Credential>"
    )


def money(amount: Decimal, currency: str) -> str:
    """An amount as a message has it."""
    return f"<Money currency={quoteattr(currency)}>{amount:.2f}</Money>"


def message(inside: str, payload_id: str, at: datetime) -> str:
    """A whole message around its header and body. ``at`` is aware."""
    moment = at.isoformat(timespec="seconds")
    return (
        f"{_HEAD}<cXML payloadID={quoteattr(payload_id)} timestamp={quoteattr(moment)}>"
        f"{inside}</cXML>\n"
    )

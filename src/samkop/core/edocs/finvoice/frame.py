"""The frame that operators send a Finvoice in: a SOAP envelope before it, in the same file.

The envelope (SOAP 1.1 with an ebXML 2.0 header) is a document of its own, after which the invoice
follows with its own declaration. Who sends and who gets it stands in both.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_NAME = rb"(?:[A-Za-z_][\w.-]{0,40}:)?"
_COMMENT = rb"<!--[^-]*(?:-[^-]+)*-->\s*"  # one way to match only: no number of them is slow
_BEGINS = re.compile(rb"\s*(<\?xml[^>]{0,200}\?>)?\s*(?:%s)*<(%sEnvelope)[\s>]" % (_COMMENT, _NAME))
_PARTY = re.compile(
    rb"<%s(From|To)>\s*<%sPartyId(?:\s[^>]{0,200})?>([^<]{1,100})</%sPartyId>\s*"
    rb"<%sRole>\s*(Sender|Receiver)\s*</" % (_NAME, _NAME, _NAME, _NAME)
)


class Parties(NamedTuple):
    """The addresses in a frame; empty where it tells none."""

    sender: str = ""
    receiver: str = ""


def split(data: bytes) -> tuple[bytes, bytes]:
    """The frame and the document behind it; the frame is empty where there is none."""
    begins = _BEGINS.match(data, 0, 8_000)
    if begins is None:
        return b"", data
    closing = b"</" + begins[2] + b">"
    end = data.find(closing)
    document = data[end + len(closing) :].lstrip() if end >= 0 else b""
    if not document:
        return b"", data
    if begins[1] and not document.startswith(b"<?xml"):
        document = begins[1] + document
    return data[: end + len(closing)], document


def parties_of(frame: bytes) -> Parties:
    """Who sends the framed document and who gets it."""
    found = dict(_addresses(frame))
    return Parties(found.get("Sender", ""), found.get("Receiver", ""))


def _addresses(frame: bytes) -> Iterator[tuple[str, str]]:
    for match in _PARTY.finditer(frame):
        yield match[3].decode("ascii"), match[2].decode("ascii", "replace").strip()

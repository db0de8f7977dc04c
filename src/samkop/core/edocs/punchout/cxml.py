"""cXML 1.2: a purchasing system's request for the shop, our answers, and the basket's message.

cXML Reference Guide 1.2, chapter "Implementing PunchOut". What comes is read as untrusted, with
the one document type that the standard has, which is never loaded; any other is refused, and so
is an internal subset.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from samkop.core.edocs.limits import Limits
from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Faults
from samkop.core.edocs.punchout.basket import BasketLine
from samkop.core.edocs.source import UnreadableError, checked, parse
from samkop.core.edocs.ubl.findings import unreadable

BOUNDS = Limits(size=1_000_000)
"""A request for the shop has a few kilobytes; with a large basket in it a few hundred."""
LONGEST_TEXT = 2_000
SYSTEM = "http://xml.cxml.org/schemas/cXML/1.2.050/cXML.dtd"

_MOST_TAGS = 40_000
_DOCTYPE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>)?\s*"
    rb"(<!DOCTYPE\s{1,20}cXML\s{1,20}SYSTEM\s{1,20}"
    rb"([\"'])https?://xml\.cxml\.org/schemas/cXML/1\.2\.\d{3}/cXML\.dtd\2\s{0,20}>)"
).match
_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE cXML SYSTEM "{SYSTEM}">
"""


@dataclass(frozen=True, slots=True)
class Credential:
    """Who a party of a message is: an identity in a domain (``NetworkId``, ``DUNS``)."""

    domain: str
    identity: str


@dataclass(frozen=True, slots=True)
class CxmlSetUp:
    """A PunchOutSetupRequest; empty where it says nothing.

    ``operation`` is create, edit or inspect. ``identity`` and ``secret`` are the sender's own, by
    which it proves itself; ``buyer`` and ``supplier`` are who speaks to whom, for the answer's
    header. ``cookie`` is the system's name for the session. ``selected`` is the shop's own number
    of an item to begin with (SupplierPartAuxiliaryID of a SelectedItem).
    """

    identity: str
    secret: str
    operation: str
    cookie: str
    return_address: str
    buyer: Credential
    supplier: Credential
    email: str = ""
    selected: str = ""


def read_cxml_set_up(data: bytes) -> CxmlSetUp | Faults:
    """The request in the bytes, or why it is none. Never raises for bad input.

    Rules: as of the reader of documents; ``CXML-KIND`` for a message of another kind.
    """
    found = _DOCTYPE(data[:2_000])
    if found:
        data = data[: found.start(1)] + data[found.end(1) :]
    try:
        return _set_up(_parsed(data))
    except UnreadableError as error:
        return Faults((error.fault,))


def _parsed(data: bytes) -> Any:
    """The root element. Raises UnreadableError."""
    data = checked(data, BOUNDS)
    if data.count(b"<") > _MOST_TAGS:
        raise UnreadableError(
            unreadable(
                "EDOC-WIDTH", gettext_noop("The file has more elements than any real document.")
            )
        )
    return parse(data)


def _set_up(root: Any) -> CxmlSetUp | Faults:
    request = root.find("Request/PunchOutSetupRequest")
    if root.tag != "cXML" or request is None:
        sentence = gettext_noop("The message is no cXML PunchOutSetupRequest.")
        return Faults((unreadable("CXML-KIND", sentence),))
    sender = _secretive(root)
    return CxmlSetUp(
        identity=_text(sender, "Identity"),
        secret=_text(sender, "SharedSecret"),
        operation=(request.get("operation") or "").strip(),
        cookie=_text(request, "BuyerCookie"),
        return_address=_text(request, "BrowserFormPost/URL"),
        buyer=_credential(root, "From"),
        supplier=_credential(root, "To"),
        email=_email(request),
        selected=_text(request, "SelectedItem/ItemID/SupplierPartAuxiliaryID"),
    )


def _secretive(root: Any) -> Any:
    """The sender's credential that has a secret: the first, where it has several."""
    found = root.findall("Header/Sender/Credential")
    return next((one for one in found if one.find("SharedSecret") is not None), None)


def _credential(root: Any, role: str) -> Credential:
    found = root.find(f"Header/{role}/Credential")
    domain = "" if found is None else (found.get("domain") or "")
    return Credential(domain[:LONGEST_TEXT], _text(found, "Identity"))


def _email(request: Any) -> str:
    for extrinsic in request.findall("Extrinsic"):
        if (extrinsic.get("name") or "").lower() == "useremail":
            return (extrinsic.text or "").strip()[:LONGEST_TEXT]
    return _text(request, "Contact/Email")


def _text(element: Any, path: str) -> str:
    if element is None:
        return ""
    return (element.findtext(path) or "").strip()[:LONGEST_TEXT]


def set_up_answer(start_page: str, *, payload_id: str, at: datetime) -> bytes:
    """A PunchOutSetupResponse: the shop is open at ``start_page``. ``at`` is aware."""
    inside = (
        '<Status code="200" text="OK"/><PunchOutSetupResponse><StartPage>'
        f"<URL>{escape(start_page)}</URL></StartPage></PunchOutSetupResponse>"
    )
    return _message(f"<Response>{inside}</Response>", payload_id, at).encode()


def status_answer(code: int, text: str, sentence: str, *, payload_id: str, at: datetime) -> bytes:
    """A Response with a status that is no success: cXML's code and text, and our sentence."""
    status = f'<Status code="{code}" text={quoteattr(text)} xml:lang="en">{escape(sentence)}'
    return _message(f"<Response>{status}</Status></Response>", payload_id, at).encode()


def order_message(
    lines: Sequence[BasketLine],
    *,
    cookie: str,
    sender: Credential,
    receiver: Credential,
    agent: str,
    currency: str,
    language: str,
    payload_id: str,
    at: datetime,
) -> str:
    """A PunchOutOrderMessage: the basket, whose lines are all in ``currency``; none if it is left.

    ``operationAllowed`` is ``create``: what is reserved is as it is, and another basket is
    fetched by another request. The reservation and its line stand as SupplierPartAuxiliaryID.
    """
    total = sum((line.price * line.quantity for line in lines), Decimal(0))
    header = (
        '<PunchOutOrderMessageHeader operationAllowed="create"><Total>'
        f"{_money(total, currency)}</Total></PunchOutOrderMessageHeader>"
    )
    items = "".join(_item(line, language) for line in lines)
    parties = (
        f"<From>{_written(sender)}</From><To>{_written(receiver)}</To>"
        f"<Sender>{_written(sender)}<UserAgent>{escape(agent)}</UserAgent></Sender>"
    )
    inside = (
        f"<Header>{parties}</Header><Message><PunchOutOrderMessage>"
        f"<BuyerCookie>{escape(cookie)}</BuyerCookie>{header}{items}"
        "</PunchOutOrderMessage></Message>"
    )
    return _message(inside, payload_id, at)


def _item(line: BasketLine, language: str) -> str:
    place = f"{line.reservation}/{line.reservation_line}" if line.reservation else line.product_id
    lead = "" if line.lead_days is None else f"<LeadTime>{max(line.lead_days, 0)}</LeadTime>"
    maker = f"<ManufacturerName>{escape(line.manufacturer)}</ManufacturerName>"
    told = {
        "Reservation": line.reservation, "Supplier": line.supplier, "Agreement": line.agreement,
        "ProductID": line.product_id, "LongText": line.long_text,
    }  # fmt: skip
    extrinsics = "".join(
        f"<Extrinsic name={quoteattr(name)}>{escape(value)}</Extrinsic>"
        for name, value in told.items()
        if value
    )
    return (
        f'<ItemIn quantity="{line.quantity}"><ItemID>'
        f"<SupplierPartID>{escape(line.sellers_id)}</SupplierPartID>"
        f"<SupplierPartAuxiliaryID>{escape(place)}</SupplierPartAuxiliaryID></ItemID>"
        f"<ItemDetail><UnitPrice>{_money(line.price, line.currency)}</UnitPrice>"
        f"<Description xml:lang={quoteattr(language)}>{escape(line.description)}</Description>"
        f"<UnitOfMeasure>{escape(line.unit)}</UnitOfMeasure>"
        f'<Classification domain="Samkop">{escape(line.category or "-")}</Classification>'
        f"{maker if line.manufacturer else ''}{lead}{extrinsics}</ItemDetail></ItemIn>"
    )


def _money(amount: Decimal, currency: str) -> str:
    return f"<Money currency={quoteattr(currency)}>{amount:.2f}</Money>"


def _written(credential: Credential) -> str:
    return (
        f"<Credential domain={quoteattr(credential.domain)}>"
        f"<Identity>{escape(credential.identity)}</Identity></Credential>"
    )


def _message(inside: str, payload_id: str, at: datetime) -> str:
    moment = at.isoformat(timespec="seconds")
    return (
        f"{_HEAD}<cXML payloadID={quoteattr(payload_id)} timestamp={quoteattr(moment)}>"
        f"{inside}</cXML>\n"
    )

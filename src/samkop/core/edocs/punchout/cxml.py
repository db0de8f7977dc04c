"""cXML 1.2: a purchasing system's request for the shop, our answers, and the basket's message.

cXML Reference Guide 1.2, chapter "Implementing PunchOut".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from samkop.core.edocs.punchout.basket import BasketLine
from samkop.core.edocs.punchout.cxml_frame import (
    LONGEST_TEXT,
    Credential,
    Speakers,
    message,
    money,
    number_of,
    speakers_of,
    text_of,
    written,
)


@dataclass(frozen=True, slots=True)
class Brought:
    """A line of a basket that was returned before, brought along to be changed or looked at.

    ``place`` is what stood as its SupplierPartAuxiliaryID (``2026-0000017/1``); ``quantity`` is
    None where it is no number.
    """

    place: str
    quantity: Decimal | None


@dataclass(frozen=True, slots=True)
class CxmlSetUp:
    """A PunchOutSetupRequest; empty where it says nothing.

    ``operation`` is create, edit or inspect. ``cookie`` is the system's name for the session.
    ``selected`` is the shop's own number of an item to begin with (SupplierPartAuxiliaryID of a
    SelectedItem); ``brought`` are the lines of its ItemOut.
    """

    speakers: Speakers
    operation: str
    cookie: str
    return_address: str
    email: str = ""
    selected: str = ""
    brought: tuple[Brought, ...] = ()


def set_up_of(root: Any) -> CxmlSetUp | None:
    """The request that a message is; None where it is another."""
    request = root.find("Request/PunchOutSetupRequest")
    if root.tag != "cXML" or request is None:
        return None
    return CxmlSetUp(
        speakers=speakers_of(root),
        operation=(request.get("operation") or "").strip(),
        cookie=text_of(request, "BuyerCookie"),
        return_address=text_of(request, "BrowserFormPost/URL"),
        email=_email(request),
        selected=text_of(request, "SelectedItem/ItemID/SupplierPartAuxiliaryID"),
        brought=tuple(
            Brought(
                text_of(item, "ItemID/SupplierPartAuxiliaryID"),
                number_of((item.get("quantity") or "").strip()),
            )
            for item in request.findall("ItemOut")
        ),
    )  # fmt: skip


def _email(request: Any) -> str:
    for extrinsic in request.findall("Extrinsic"):
        if (extrinsic.get("name") or "").lower() == "useremail":
            return (extrinsic.text or "").strip()[:LONGEST_TEXT]
    return text_of(request, "Contact/Email")


def set_up_answer(start_page: str, *, payload_id: str, at: datetime) -> bytes:
    """A PunchOutSetupResponse: the shop is open at ``start_page``. ``at`` is aware."""
    inside = (
        '<Status code="200" text="OK"/><PunchOutSetupResponse><StartPage>'
        f"<URL>{escape(start_page)}</URL></StartPage></PunchOutSetupResponse>"
    )
    return message(f"<Response>{inside}</Response>", payload_id, at).encode()


def status_answer(code: int, text: str, sentence: str, *, payload_id: str, at: datetime) -> bytes:
    """A Response that is its status alone: cXML's code and text, and our sentence."""
    status = f'<Status code="{code}" text={quoteattr(text)} xml:lang="en">{escape(sentence)}'
    return message(f"<Response>{status}</Status></Response>", payload_id, at).encode()


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

    ``operationAllowed`` is ``edit``: it may be brought along again to be changed or looked at.
    The reservation and its line stand as SupplierPartAuxiliaryID.
    """
    total = sum((line.price * line.quantity for line in lines), Decimal(0))
    header = (
        '<PunchOutOrderMessageHeader operationAllowed="edit"><Total>'
        f"{money(total, currency)}</Total></PunchOutOrderMessageHeader>"
    )
    items = "".join(_item(line, language) for line in lines)
    parties = (
        f"<From>{written(sender)}</From><To>{written(receiver)}</To>"
        f"<Sender>{written(sender)}<UserAgent>{escape(agent)}</UserAgent></Sender>"
    )
    inside = (
        f"<Header>{parties}</Header><Message><PunchOutOrderMessage>"
        f"<BuyerCookie>{escape(cookie)}</BuyerCookie>{header}{items}"
        "</PunchOutOrderMessage></Message>"
    )
    return message(inside, payload_id, at)


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
        f"<ItemDetail><UnitPrice>{money(line.price, line.currency)}</UnitPrice>"
        f"<Description xml:lang={quoteattr(language)}>{escape(line.description)}</Description>"
        f"<UnitOfMeasure>{escape(line.unit)}</UnitOfMeasure>"
        f'<Classification domain="Samkop">{escape(line.category or "-")}</Classification>'
        f"{maker if line.manufacturer else ''}{lead}{extrinsics}</ItemDetail></ItemIn>"
    )

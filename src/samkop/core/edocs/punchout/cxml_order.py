"""cXML 1.2, OrderRequest: an order, its change or its withdrawal, as the values that UBL gives too.

cXML Reference Guide 1.2, chapter "Purchase Orders". A change says the whole order anew: its lines
are what is to be, and what it does not name is taken out. There are no electronic addresses in it:
who sends it is known by the secret, to whoever let it in.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lxml import etree

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model import (
    Address,
    AllowanceCharge,
    Delivery,
    Identifier,
    Item,
    LegalEntity,
    LineActionCode,
    LineDelivery,
    MonetaryTotal,
    Order,
    OrderCancellation,
    OrderChange,
    OrderChangeLine,
    OrderLine,
    Party,
    Period,
    Price,
    Quantity,
)
from samkop.core.edocs.punchout.cxml_frame import Speakers, number_of, speakers_of, text_of
from samkop.core.edocs.source import UnreadableError
from samkop.core.edocs.ubl.findings import unreadable

ORDER_REQUEST = "cXML-1.2:OrderRequest"
"""The CustomizationID of what is read here."""
RULESET = "cxml-order:1.2"
LONGEST_NUMBER = 200

_ZERO = Decimal(0)
_SECRETS = ("SharedSecret", "DigitalSignature", "CredentialMac")
_USUAL = {"", "regular", "release"}
_CENTRES = {"costcenter", "costcentre", "kostnadsställe", "kustannuspaikka"}

_Place = tuple[str, str, str, str]
OrderDocument = Order | OrderChange | OrderCancellation


@dataclass(frozen=True, slots=True)
class CxmlOrder:
    """An OrderRequest: who sends it, what it says, and its bytes without the sender's secret."""

    speakers: Speakers
    document: OrderDocument
    content: bytes


def order_of(root: Any) -> CxmlOrder | None:
    """The order that a message is; None where it is another.

    Raises UnreadableError: ``CXML-ORDER`` for what the standard demands and is not there.
    """
    request = root.find("Request/OrderRequest")
    if root.tag != "cXML" or request is None:
        return None
    document = _document(root, request)
    return CxmlOrder(speakers_of(root), document, _without_secret(root))


def _document(root: Any, request: Any) -> OrderDocument:
    header = request.find("OrderRequestHeader")
    if header is None:
        raise _missing("OrderRequestHeader")
    if (header.get("orderType") or "").strip().lower() not in _USUAL:
        raise _missing("OrderRequestHeader/@orderType (regular)")
    number = _attribute(header, "orderID")
    kind = (header.get("type") or "new").strip().lower()
    said: dict[str, Any] = {
        "id": number if kind == "new" else _number_of_change(root, header, number),
        "issue_date": _day(_attribute(header, "orderDate"), "@orderDate"),
        "buyer": _buyer(root, header),
        "seller": _party(text_of(root, "Header/To/Credential/Identity")),
        "customization_id": ORDER_REQUEST,
    }  # fmt: skip
    comments = _comments(header)
    if kind == "delete":
        return OrderCancellation(order_reference=number, cancellation_note=comments, **said)
    if kind not in {"new", "update"}:
        raise _missing("OrderRequestHeader/@type (new, update, delete)")
    items = request.findall("ItemOut")
    if not items:
        raise _missing("ItemOut")
    common = _common_place(header, items)
    lines = [_line(item, number, common) for number, item in enumerate(items, 1)]
    said |= _terms(header, items, lines)
    said["delivery"] = _delivery(common, items)
    said["note"] = comments or None
    if kind == "new":
        return Order(lines=tuple(lines), **said)
    said["lines"] = tuple(map(_changed, lines))
    version = (header.get("orderVersion") or "1").strip()
    return OrderChange(order_reference=number, sequence_number=version, **said)


def _number_of_change(root: Any, header: Any, number: str) -> str:
    """By its version, else by the message: the order's own number is the order's."""
    version = (header.get("orderVersion") or "").strip()
    return (f"{number}-{version}" if version else _attribute(root, "payloadID"))[:LONGEST_NUMBER]


def _terms(header: Any, items: list[Any], lines: list[OrderLine]) -> dict[str, Any]:
    """What holds of the whole order, where the standard has it at each line too."""
    total = header.find("Total/Money")
    currency = "" if total is None else (total.get("currency") or "").strip()
    amounts = [money.get("currency") for item in items for money in item.iter("Money")]
    if not currency or any((one or "").strip() != currency for one in amounts):
        raise _missing("Total/Money/@currency (one for all)")
    summed = sum((line.line_extension_amount or _ZERO for line in lines), _ZERO)
    centres = dict.fromkeys(filter(None, [_centre(header), *map(_centre, items)]))
    charges = _charges(header, "Shipping/Money", "Total/Modifications")
    return {
        "currency": currency,
        "accounting_cost": ", ".join(centres) or None,
        "allowance_charges": charges,
        "totals": MonetaryTotal(
            line_extension_amount=summed,
            payable_amount=number_of((total.text or "").strip()) or summed,
        ),
    }


def _line(item: Any, number: int, common: _Place | None) -> OrderLine:
    quantity = number_of((item.get("quantity") or "").strip())
    if quantity is None:
        raise _missing(f"ItemOut[{number}]/@quantity")
    unit = text_of(item, "ItemDetail/UnitOfMeasure")
    price = _price(item, number, unit)
    base = price.base_quantity.value if price and price.base_quantity else Decimal(1)
    named = text_of(item, "ItemID/SupplierPartAuxiliaryID")
    return OrderLine(
        id=(item.get("lineNumber") or str(number)).strip()[:LONGEST_NUMBER],
        quantity=Quantity(quantity, unit or None),
        item=Item(
            name=text_of(item, "ItemDetail/Description") or None,
            sellers_id=text_of(item, "ItemID/SupplierPartID") or None,
        ),
        price=price,
        line_extension_amount=price.amount * quantity / base if price else None,
        quotation_line=named or None,
        note=_comments(item) or None,
        allowance_charges=_charges(
            item, "Shipping/Money", "ItemDetail/UnitPrice/Modifications"
        ),
        deliveries=_elsewhere(_place(item), common),
    )  # fmt: skip


def _price(item: Any, number: int, unit: str) -> Price | None:
    told = item.find("ItemDetail/UnitPrice/Money")
    if told is None:
        return None
    amount = number_of((told.text or "").strip())
    basis = item.find("ItemDetail/PriceBasisQuantity")
    if amount is None:
        raise _missing(f"ItemOut[{number}]/ItemDetail/UnitPrice/Money")
    if basis is None:
        return Price(amount)
    count = number_of((basis.get("quantity") or "").strip())
    if not count or (basis.get("conversionFactor") or "1").strip() not in {"1", "1.0"}:
        raise _missing(f"ItemOut[{number}]/ItemDetail/PriceBasisQuantity")
    return Price(amount, Quantity(count, text_of(basis, "UnitOfMeasure") or unit or None))


def _changed(line: OrderLine) -> OrderChangeLine:
    return OrderChangeLine(
        id=line.id, status_code=LineActionCode.CHANGED, quantity=line.quantity, item=line.item,
        price=line.price, line_extension_amount=line.line_extension_amount,
        allowance_charges=line.allowance_charges, note=line.note,
        quotation_line=line.quotation_line,
    )  # fmt: skip


def _charges(parent: Any, *paths: str) -> tuple[AllowanceCharge, ...]:
    """What is added to or taken from the prices; nothing where it comes to nothing."""
    found = []
    for path in paths:
        part = parent.find(path)
        if part is None:
            continue
        amounts = [(money.text or "").strip() for money in part.iter("Money")]
        if "Modifications" in path or any(number_of(text) != _ZERO for text in amounts):
            amount = next((number_of(text) for text in amounts), None)
            found.append(AllowanceCharge(True, amount or _ZERO, path.partition("/")[0]))
    return tuple(found)


def _centre(parent: Any) -> str:
    """The cost centre that it is charged to: the segment of its accounting that is called so."""
    for segment in parent.iterfind("Distribution/Accounting/AccountingSegment"):
        if _is_centre(text_of(segment, "Name")):
            return (segment.get("id") or "").strip()[:LONGEST_NUMBER]
    for segment in parent.iterfind("Distribution/Accounting/Segment"):
        if _is_centre(segment.get("type") or ""):
            return (segment.get("id") or "").strip()[:LONGEST_NUMBER]
    for extrinsic in parent.iterfind("Extrinsic"):
        if _is_centre(extrinsic.get("name") or ""):
            return (extrinsic.text or "").strip()[:LONGEST_NUMBER]
    return ""


def _is_centre(name: str) -> bool:
    return "".join(sign for sign in name.casefold() if sign.isalpha()) in _CENTRES


def _common_place(header: Any, items: list[Any]) -> _Place | None:
    """Where the order goes: as its header says, else as all lines that say anything say alike."""
    places = {_place(item) for item in items} - {None}
    return _place(header) or (next(iter(places)) if len(places) == 1 else None)


def _delivery(place: _Place | None, items: list[Any]) -> Delivery | None:
    """Where it goes, and when, if all of its lines are wanted on one day."""
    days = {(item.get("requestedDeliveryDate") or "").strip() for item in items} - {""}
    day = _day(next(iter(days)), "@requestedDeliveryDate") if len(days) == 1 else None
    if place is None and day is None:
        return None
    located, name, street, postal_code = place or ("", "", "", "")
    return Delivery(
        location_id=Identifier(located) if located else None,
        location_name=name or None,
        address=Address(street=street or None, postal_zone=postal_code or None)
        if street or postal_code
        else None,
        requested_period=Period(day, day) if day else None,
    )


def _elsewhere(place: _Place | None, common: _Place | None) -> tuple[LineDelivery, ...]:
    """The line's own place, where it is another than the order's."""
    if place is None or place == common:
        return ()
    located, name, _street, _postal_code = place
    return (LineDelivery(Period(), Identifier(located or name or "-"), name or None),)


def _place(parent: Any) -> _Place | None:
    """Number, name, street and postal code of where it goes; None where nothing is said."""
    address = parent.find("ShipTo/Address")
    if address is None:
        return None
    found = (
        (address.get("addressID") or "").strip()[:LONGEST_NUMBER],
        text_of(address, "Name"),
        text_of(address, "PostalAddress/Street"),
        text_of(address, "PostalAddress/PostalCode"),
    )
    return found if any(found) else None


def _buyer(root: Any, header: Any) -> Party:
    name = text_of(header, "BillTo/Address/Name")
    return _party(name or text_of(root, "Header/From/Credential/Identity"))


def _party(name: str) -> Party:
    return Party(legal_entity=LegalEntity(name or "-"))


def _comments(parent: Any) -> str:
    return text_of(parent, "Comments")


def _attribute(element: Any, name: str) -> str:
    found = (element.get(name) or "").strip()
    if not found or len(found) > LONGEST_NUMBER:
        raise _missing(f"{element.tag}/@{name}")
    return str(found)


def _day(text: str, place: str) -> date:
    """The day of a moment, in its own time zone."""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise _missing(place) from None


def _missing(place: str) -> UnreadableError:
    sentence = gettext_noop("The order has no {place} that can be read. Send it with it.")
    return UnreadableError(unreadable("CXML-ORDER", sentence, place=place))


def _without_secret(root: Any) -> bytes:
    """The message as it came, but for what its sender proves itself by."""
    for secret in list(root.iter(*_SECRETS)):
        secret.clear()
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))

"""How a basic element and a Python value become each other."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from samkop.core.edocs.model import Attachment, Classification, Identifier, Quantity
from samkop.core.edocs.ubl.tree import WHITESPACE, Leaf, decimal_of
from samkop.core.money import Money


@dataclass(frozen=True, slots=True)
class Codec:
    """`read` takes a Leaf; `write` fills an element, given the document's currency."""

    read: Callable[[Leaf], Any]
    write: Callable[[Any, Any, str | None], None]


def _text(show: Callable[[Any], str]) -> Callable[[Any, Any, str | None], None]:
    def write(element: Any, value: Any, _currency: str | None) -> None:
        element.text = show(value)

    return write


def _plain(number: Decimal) -> str:
    return format(number, "f")


def _write_amount(element: Any, value: Decimal, currency: str | None) -> None:
    element.text = _plain(value)
    if currency is not None:
        element.set("currencyID", currency)


def _write_money(element: Any, value: Money, _currency: str | None) -> None:
    _write_amount(element, value.amount, value.currency)


def _write_quantity(element: Any, value: Quantity, _currency: str | None) -> None:
    element.text = _plain(value.value)
    _set(element, unitCode=value.unit)


def _write_identifier(element: Any, value: Identifier, _currency: str | None) -> None:
    element.text = value.value
    _set(element, schemeID=value.scheme)


def _read_classification(leaf: Leaf) -> Classification:
    given = leaf.attributes
    return Classification(
        leaf.value, given.get("listID", ""), given.get("listVersionID"), given.get("name")
    )


def _write_classification(element: Any, value: Classification, _currency: str | None) -> None:
    element.text = value.code
    _set(element, listID=value.list_id, listVersionID=value.list_version, name=value.name)


def _read_attachment(leaf: Leaf) -> Attachment:
    content = base64.b64decode(leaf.text)
    return Attachment(
        content, leaf.attributes.get("mimeCode", ""), leaf.attributes.get("filename", "")
    )


def _write_attachment(element: Any, value: Attachment, _currency: str | None) -> None:
    element.text = base64.b64encode(value.content).decode("ascii")
    _set(element, mimeCode=value.mime_code, filename=value.filename)


def _set(element: Any, **attributes: str | None) -> None:
    for name, value in attributes.items():
        if value is not None:
            element.set(name, value)


def _read_date(leaf: Leaf) -> date:
    return date.fromisoformat(leaf.text[:10])


def _read_time(leaf: Leaf) -> time:
    text = leaf.text
    return time.fromisoformat(f"00{text[2:]}" if text.startswith("24") else text)


TEXT = Codec(lambda leaf: leaf.text, _text(str))
CODE = Codec(lambda leaf: leaf.value, _text(str))
DECIMAL = Codec(lambda leaf: decimal_of(leaf.text), _text(_plain))
BOOLEAN = Codec(
    lambda leaf: leaf.text.strip(WHITESPACE) in {"true", "1"},
    _text(lambda value: "true" if value else "false"),
)
DATE = Codec(_read_date, _text(date.isoformat))
TIME = Codec(_read_time, _text(time.isoformat))
AMOUNT = Codec(lambda leaf: decimal_of(leaf.text), _write_amount)
MONEY = Codec(
    lambda leaf: Money(decimal_of(leaf.text), leaf.attributes.get("currencyID", "")), _write_money
)
QUANTITY = Codec(
    lambda leaf: Quantity(decimal_of(leaf.text), leaf.attributes.get("unitCode")), _write_quantity
)
IDENTIFIER = Codec(
    lambda leaf: Identifier(leaf.value, leaf.attributes.get("schemeID")), _write_identifier
)
CLASSIFICATION = Codec(_read_classification, _write_classification)
ATTACHMENT = Codec(_read_attachment, _write_attachment)

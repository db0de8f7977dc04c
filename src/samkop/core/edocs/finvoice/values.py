"""Finvoice's small values, read and written: decimal commas, days as CCYYMMDD, amounts."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree

from samkop.core.edocs.model import Identifier
from samkop.core.edocs.rules.finvoice import decimal_of
from samkop.core.edocs.ubl.tree import Branch, Leaf

CURRENCY = "AmountCurrencyIdentifier"
_LEAST_DECIMALS = 2
_NOTHING = Branch()


def branch(parent: Branch, *path: str) -> Branch:
    """The element with children at a path; one without any where there is none."""
    for step in path:
        parent = parent.branch(step) or _NOTHING
    return parent


def leaf(parent: Branch, path: str) -> Leaf | None:
    """The first element at a path that is not empty."""
    return next((found for found in parent.leaves(path) if found.value), None)


def text(parent: Branch, path: str) -> str | None:
    """The first text at a path as it stands; None where it is empty."""
    found = leaf(parent, path)
    return found.text if found else None


def code(parent: Branch, path: str) -> str | None:
    """The same without blanks around it."""
    found = leaf(parent, path)
    return found.value if found else None


def texts(parent: Branch, path: str) -> tuple[str, ...]:
    """All texts at a path that are not empty."""
    return tuple(found.text for found in parent.leaves(path) if found.value)


def joined(parent: Branch, path: str) -> str | None:
    """All texts at a path, each on a line of its own."""
    return "\n".join(texts(parent, path)) or None


def number(parent: Branch, path: str) -> Decimal | None:
    """The number at a path."""
    found = leaf(parent, path)
    return decimal_of(found.text) if found else None


def first_number(parent: Branch, *paths: str) -> Decimal | None:
    """The number at the first path that has one."""
    return next((found for path in paths if (found := number(parent, path)) is not None), None)


def day(parent: Branch, path: str) -> date | None:
    """The day at a path."""
    found = code(parent, path)
    return date(int(found[:4]), int(found[4:6]), int(found[6:])) if found else None


def identifier(parent: Branch, path: str) -> Identifier | None:
    """The identifier at a path, with its scheme."""
    return next(identifiers(parent, path), None)


def identifiers(parent: Branch, path: str) -> Iterator[Identifier]:
    """All identifiers at a path."""
    return (
        Identifier(found.value, found.attributes.get("SchemeID"))
        for found in parent.leaves(path)
        if found.value
    )


def put(parent: Any, name: str, value: str | None, **attributes: str | None) -> Any:
    """A new element with a text and attributes; nothing where the text is None."""
    if value is None:
        return None
    element = etree.SubElement(parent, name)
    element.text = value
    for attribute, content in attributes.items():
        if content is not None:
            element.set(attribute, content)
    return element


def put_identifier(parent: Any, name: str, value: Identifier | None) -> None:
    """A new element for an identifier."""
    if value is not None:
        put(parent, name, value.value, SchemeID=value.scheme)


def put_day(parent: Any, name: str, value: date | None) -> None:
    """A new element for a day."""
    if value is not None:
        put(parent, name, f"{value.year:04}{value.month:02}{value.day:02}", Format="CCYYMMDD")


def put_amount(
    parent: Any, name: str, value: Decimal | None, currency: str, **attributes: str | None
) -> None:
    """A new element for an amount, which has at least two decimals."""
    if value is not None:
        put(parent, name, amount_text(value), **{CURRENCY: currency}, **attributes)


def put_percent(parent: Any, name: str, value: Decimal | None) -> None:
    """A new element for a percentage."""
    if value is not None:
        put(parent, name, decimal_text(value))


def decimal_text(value: Decimal) -> str:
    """`Decimal("25.50")` → `25,5`."""
    shown = format(value, "f")
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return "0" if shown in {"-0", ""} else shown.replace(".", ",")


def amount_text(value: Decimal) -> str:
    """`Decimal("25.5")` → `25,50`."""
    whole, _, decimals = decimal_text(value).partition(",")
    return f"{whole},{decimals:0<{_LEAST_DECIMALS}}"

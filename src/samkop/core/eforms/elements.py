"""Elements of UBL 2.3 and the eForms extensions, made in the order in which they are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from lxml import etree

from samkop.core.eforms.codes import LANGUAGES, checked
from samkop.core.eforms.values import Text

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_EFORMS = "http://data.europa.eu/p27"
PREFIXES: Mapping[str, str] = {
    "cac": f"{_UBL}:CommonAggregateComponents-2",
    "cbc": f"{_UBL}:CommonBasicComponents-2",
    "ext": f"{_UBL}:CommonExtensionComponents-2",
    "efac": f"{_EFORMS}/eforms-ubl-extension-aggregate-components/1",
    "efbc": f"{_EFORMS}/eforms-ubl-extension-basic-components/1",
    "efext": f"{_EFORMS}/eforms-ubl-extensions/1",
}
CENTS = 100
Node = etree._Element
Part = Node | Iterable["Part"] | None


def root(name: str, *parts: Part) -> bytes:
    """The document: UTF-8, indented."""
    namespace = f"{_UBL}:{name}-2"
    # The stubs know no default namespace.
    spaces: Any = {None: namespace, **PREFIXES}
    top = etree.Element(f"{{{namespace}}}{name}", nsmap=spaces)
    _append(top, parts)
    etree.indent(top)
    return etree.tostring(top, xml_declaration=True, encoding="UTF-8")


def group(name: str, *parts: Part) -> Node | None:
    """An element of elements; None where nothing is in it."""
    made = etree.Element(_tag(name))
    _append(made, parts)
    return made if len(made) else None


def leaf(name: str, value: str | int | None, **attributes: str) -> Node | None:
    """An element with a text; None where there is none. Raises ValueError on control characters."""
    if value is None or value == "":
        return None
    made = etree.Element(_tag(name), attributes)
    made.text = str(value)
    return made


def code(name: str, value: str | None, list_name: str) -> Node | None:
    """A code of a list. Raises UnknownCodeError."""
    return None if value is None else leaf(name, checked(list_name, value), listName=list_name)


def identifier(value: str, scheme: str) -> Node | None:
    """``cbc:ID`` with its ``schemeName``."""
    return leaf("cbc:ID", value, schemeName=scheme)


def said(name: str, value: Text | None) -> list[Node | None]:
    """The text in each of its languages, an element each."""
    return [
        leaf(name, words, languageID=LANGUAGES[language])
        for language, words in (value or {}).items()
    ]


def money(name: str, cents: int | None, currency: str) -> Node | None:
    """An amount with two decimals."""
    if cents is None:
        return None
    amount = f"{cents // CENTS}.{cents % CENTS:02}"
    return leaf(name, amount, currencyID=checked("currency", currency))


def indicator(name: str, *, yes: bool) -> Node | None:
    """Whether something is so."""
    return leaf(name, "true" if yes else "false")


def day(name: str, value: date | None, at: datetime) -> Node | None:
    """A day in the time zone of ``at``, in which notices write it."""
    return None if value is None else leaf(name, f"{value.isoformat()}{_offset(at)}")


def date_of(name: str, at: datetime) -> Node | None:
    """The day of a moment with its offset."""
    return leaf(name, f"{at.date().isoformat()}{_offset(at)}")


def time_of(name: str, at: datetime) -> Node | None:
    """The time of day of a moment, to the second, with its offset."""
    return leaf(name, f"{at.time().isoformat(timespec='seconds')}{_offset(at)}")


def extension(*parts: Part) -> Node | None:
    """``parts`` where eForms extends UBL; None where there are none."""
    inner = group("efext:EformsExtension", *parts)
    if inner is None:
        return None
    content = group("ext:ExtensionContent", inner)
    return group("ext:UBLExtensions", group("ext:UBLExtension", content))


def _append(made: Node, parts: Iterable[Part]) -> None:
    for part in parts:
        if isinstance(part, etree._Element):
            made.append(part)
        elif part is not None:
            _append(made, part)


def _tag(name: str) -> str:
    prefix, _colon, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


def _offset(at: datetime) -> str:
    text = at.isoformat()[-len("+00:00") :]
    return "Z" if text == "+00:00" else text

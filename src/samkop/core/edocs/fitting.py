"""An invoice in Finvoice 3.0 that has more to say than Finvoice has room for.

Finvoice bounds most texts, has one serial number a row, and no place for attachments. What it
cannot hold is told in words in its free text (InvoiceFreeText), so that whoever books it reads it
there; money, days, kind and numbers are never cut: then nothing is written.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree

from samkop.core.edocs.finvoice.writing import as_told, serialised, to_tree
from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model import CreditNote, Fault, Faults, Flag, Invoice
from samkop.core.edocs.reader import examine
from samkop.core.edocs.syntax import FINVOICE_3_0, schema_of
from samkop.core.edocs.ubl.schema import Datatype, Particle
from samkop.core.edocs.writer import InvalidDocumentError
from samkop.core.money import Money

Path = tuple[str | int, ...]
Say = Callable[[Fault], str]

_IN_LINE = gettext_noop("This Finvoice has no room for {what} in line {line}: {value}.")
_IN_WHOLE = gettext_noop("This Finvoice has no room for {what}: {value}.")
# What people call the parts of a document that are left out most often.
_WORDS = {
    "accounting_cost": gettext_noop("coding"),
    "address": gettext_noop("address"),
    "attachment": gettext_noop("attachment"),
    "buyers_id": gettext_noop("buyer's item number"),
    "contact": gettext_noop("contact"),
    "descriptions": gettext_noop("description"),
    "document": gettext_noop("reference"),
    "documents": gettext_noop("reference"),
    "identifiers": gettext_noop("identifier"),
    "instances": gettext_noop("serial number"),
    "name": gettext_noop("name"),
    "proposed_account": gettext_noop("account"),
    "note": gettext_noop("note"),
    "payment_terms": gettext_noop("terms of payment"),
    "properties": gettext_noop("property of the item"),
    "receipt_reference": gettext_noop("receipt"),
    "sellers_id": gettext_noop("seller's item number"),
}
# Texts that must arrive whole or not at all, beside amounts and days.
_NEVER_CUT = frozenset({"currency", "tax_currency", "type_code", "payment_id", "quantity", "taxes"})
_NUMBERS = frozenset(
    {
        ("id",),
        ("lines", "id"),
        ("seller", "endpoint"),
        ("buyer", "endpoint"),
        ("payment_means",),
        ("payment_means", "account"),
        ("payment_means", "account", "id"),
    }
)
# Element names that end so hold words, of which the beginning is better than nothing.
_OF_WORDS = ("Name", "Text", "Description")
_CODING = "AccountDimensionText"  # half a coding would be booked wrongly
_ADDRESS = "PostalAddressDetails"


@dataclass(frozen=True, slots=True)
class Fitted:
    """A Finvoice, and what it tells in its free text alone; each a fault EDOC-LOSS with its place.

    The values of a fault are `what`, `value` and, of a line, `line`.
    """

    content: bytes
    left_out: tuple[Fault, ...]


def write_fitting(document: Invoice | CreditNote, say: Say) -> Fitted:
    """The document as Finvoice, with what has no room told in words by `say`.

    The same document and words give the same bytes. Raises InvalidDocumentError where an amount, a
    day, a quantity, a tax or a number would be lost, or where it breaks a rule even so.
    """
    told = as_told(document)
    lost = list(_lost(told, _again(told)))
    if any(_weighs(path, value) for path, value in lost):
        raise InvalidDocumentError(
            Faults(tuple(_fault(path, value, Flag.FATAL) for path, value in lost))
        )
    left_out = tuple(
        _fault(path, values, Flag.WARNING) for path, values in _together(lost) if _text(values)
    )
    whole = replace(told, notes=(*told.notes, *map(say, left_out)))
    _again(whole)
    return Fitted(_written(whole), left_out)


def _written(document: Invoice | CreditNote) -> bytes:
    root = to_tree(document)
    _fit(root, "Finvoice")
    return serialised(root)


def _again(document: Invoice | CreditNote) -> Any:
    """What is read of it. Raises InvalidDocumentError."""
    try:
        data = _written(document)
    except ValueError as error:
        sentence = gettext_noop("XML cannot hold it: {value}.")
        fault = Fault("EDOC-TEXT", Flag.FATAL, "/", sentence, (("value", str(error)),))
        raise InvalidDocumentError(Faults((fault,))) from error
    again, faults = examine(data)
    if again is None:
        raise InvalidDocumentError(faults)
    return again


def _fit(element: Any, name: str) -> None:
    """Take out of an element what the schema has no room for."""
    schema = schema_of(FINVOICE_3_0)
    aggregate = schema.aggregate(name)
    places = aggregate.children if aggregate else {}
    seen: set[str] = set()
    for child in list(element):
        place = places[child.tag]
        if child.tag in seen and not place.repeatable:
            element.remove(child)
            continue
        datatype = schema.basic(place.name)
        if datatype is None:
            _fit(child, place.name)
            _complete(element, child, place)
        else:
            _fit_text(element, child, place, datatype)
        seen.add(child.tag)


def _complete(parent: Any, child: Any, place: Particle) -> None:
    """Fill what an address must have with dashes; take out another part that lacks something."""
    schema = schema_of(FINVOICE_3_0)
    aggregate = schema.aggregate(place.name)
    missing = [
        (tag, particle)
        for tag, particle in (aggregate.children if aggregate else {}).items()
        if particle.mandatory and child.find(tag) is None
    ]
    if not missing:
        return
    if place.name.endswith(_ADDRESS):
        for tag, particle in missing:
            datatype = schema.basic(particle.name)
            least, _most = _bounds(datatype)
            etree.SubElement(child, tag).text = "-" * max(least, 1)
        children = aggregate.children if aggregate else {}
        child[:] = sorted(child, key=lambda one: children[one.tag].position)
    elif not place.mandatory:
        parent.remove(child)


def _fit_text(parent: Any, child: Any, place: Particle, datatype: Datatype) -> None:
    _fit_attributes(child, datatype)
    text = child.text or ""
    if datatype.form is None or datatype.form(text):
        return
    least, most = _bounds(datatype)
    if most and child.tag.endswith("FreeText") and place.repeatable:
        pieces = [text[at : at + most] for at in range(0, len(text), most)]
        child.text = pieces[0]
        at = parent.index(child)
        for further, piece in enumerate(pieces[1:], 1):
            new = etree.Element(child.tag)
            new.text = piece
            parent.insert(at + further, new)
    elif most and _is_of_words(child.tag) and datatype.form(text[:most].rstrip()):
        child.text = text[:most].rstrip()
    elif not place.mandatory:
        parent.remove(child)
    elif datatype.form(text.ljust(least, "-")):  # a town may be called Å
        child.text = text.ljust(least, "-")


def _fit_attributes(child: Any, datatype: Datatype) -> None:
    for name, value in list(child.attrib.items()):
        form = datatype.attributes.get(name)
        if name not in datatype.required and form is not None and not form(value):
            del child.attrib[name]


def _is_of_words(tag: str) -> bool:
    return tag.endswith(_OF_WORDS) and not tag.endswith(_CODING)


def _bounds(datatype: Datatype | None) -> tuple[int, int]:
    """The least and the most signs of a text; zero where it has no bounds."""
    bounds = dict(datatype.broken.values) if datatype and datatype.broken else {}
    return int(bounds.get("least", 0)), int(bounds.get("most", 0))


def _lost(before: Any, after: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """What stands in a value before and no more in what was read again, each with its place."""
    if before == after or before is None:
        return
    if is_dataclass(before) and type(before) is type(after) and not isinstance(before, Money):
        for field in fields(before):
            was, now = getattr(before, field.name), getattr(after, field.name)
            yield from _lost(was, now, (*path, field.name))
    elif isinstance(before, tuple) and isinstance(after, tuple):
        yield from _lost_of_many(before, after, path)
    else:
        yield path, before


def _together(lost: list[tuple[Path, Any]]) -> Iterator[tuple[Path, tuple[Any, ...]]]:
    """What was lost of one list is told at once: the serial numbers of a row, not each of them."""
    found: dict[Path, list[Any]] = {}
    for path, value in lost:
        of_list = path[:-1] if isinstance(path[-1], int) else path
        found.setdefault(of_list, []).append(value)
    yield from ((path, tuple(values)) for path, values in found.items())


def _lost_of_many(
    before: tuple[Any, ...], after: tuple[Any, ...], path: Path
) -> Iterator[tuple[Path, Any]]:
    if path == ("notes",):  # a long one comes back in pieces
        if "".join(before) != "".join(after):
            yield path, before
    elif len(before) == len(after):
        for at, (was, now) in enumerate(zip(before, after, strict=True), 1):
            yield from _lost(was, now, (*path, at))
    else:
        yield from (((*path, at), one) for at, one in enumerate(before, 1) if one not in after)


def _weighs(path: Path, value: Any) -> bool:
    """Whether nobody may read a document without it."""
    named = tuple(one for one in path if isinstance(one, str))
    counts = any(isinstance(one, Decimal | Money | date | bool) for one in _leaves(value))
    return (
        named in _NUMBERS or counts or not _NEVER_CUT.isdisjoint(named) or path[0] == "tax_totals"
    )


def _leaves(value: Any) -> Iterator[Any]:
    if is_dataclass(value) and not isinstance(value, Money):
        for field in fields(value):
            yield from _leaves(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _leaves(one)
    elif value is not None:
        yield value


def _text(value: Any) -> str:
    return ", ".join(str(one) for one in _leaves(value) if isinstance(one, str) and one)


def _fault(path: Path, value: Any, flag: Flag) -> Fault:
    names = [one for one in path if isinstance(one, str)]
    known = [_WORDS[name] for name in reversed(names) if name in _WORDS]
    what = known[0] if known else names[-1].replace("_", " ")
    said = (("what", what), ("value", _text(value)))
    of_line = path[0] == "lines" and len(path) > 1
    return Fault(
        "EDOC-LOSS", flag, "/" + "/".join(map(str, path)), _IN_LINE if of_line else _IN_WHOLE,
        (*said, ("line", str(path[1]))) if of_line else said,
    )  # fmt: skip

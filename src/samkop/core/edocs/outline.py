"""A document as indented lines for people, with each fault at its place."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from samkop.core.edocs.limits import STANDARD, Limits
from samkop.core.edocs.model import Fault, Faults
from samkop.core.edocs.punchout.cxml_frame import opened
from samkop.core.edocs.punchout.cxml_messages import is_cxml
from samkop.core.edocs.reader import validate
from samkop.core.edocs.source import UnreadableError, checked, parse
from samkop.core.edocs.ubl.names import bare_name, name_of

_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Entry:
    """One element: how deep it stands, what it is called, what it holds, what is wrong with it."""

    depth: int
    label: str
    value: str
    faults: tuple[Fault, ...]


def outline(data: bytes, *, limits: Limits = STANDARD) -> tuple[list[Entry], Faults]:
    """The elements of a document in their order, and all its faults.

    A file that is no document or larger than 5 MB has no entries, only faults. Wrappers with a
    single child are joined with it (`Party / Postal address`).
    """
    faults = validate(data, limits=limits)
    places: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults.faults:
        places[fault.location].append(fault)
    if len(data) > _LARGEST or any(fault.rule.startswith("EDOC-") for fault in faults.faults):
        return [], faults
    try:
        root = opened(data) if is_cxml(data) else parse(checked(data, limits))
    except UnreadableError:
        return [], faults
    location = f"/{_name_of(root)}"
    return list(_entries(root, location, [], 0, places)), faults


def label_of(name: str) -> str:
    """`cbc:IssueDate` → `Issue date`."""
    first, *rest = _WORDS.split(name.rpartition(":")[2])
    return " ".join([first, *(word if word.isupper() else word.lower() for word in rest)])


def _entries(
    element: Any, location: str, labels: list[str], depth: int, places: dict[str, list[Fault]]
) -> Iterator[Entry]:
    labels = [*labels, label_of(_name_of(element))]
    children = [child for child in element if isinstance(child.tag, str)]
    faults = tuple(places.get(location, ()))
    if len(children) == 1 and not faults and depth > 0:
        (place,) = _places(children, location)
        yield from _entries(children[0], place, labels, depth, places)
        return
    yield Entry(depth, " / ".join(labels), "" if children else _value(element), faults)
    for child, place in zip(children, _places(children, location), strict=True):
        yield from _entries(child, place, [], depth + 1, places)


def _places(children: list[Any], location: str) -> Iterator[str]:
    totals, seen = Counter(child.tag for child in children), Counter[str]()
    for child in children:
        seen[child.tag] += 1
        index = f"[{seen[child.tag]}]" if totals[child.tag] > 1 else ""
        yield f"{location}/{_name_of(child)}{index}"


def _name_of(element: Any) -> str:
    root = element.getroottree().getroot()
    return (name_of if root.tag.startswith("{") else bare_name)(element.tag)


def _value(element: Any) -> str:
    text = " ".join("".join(element.itertext()).split())
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    attributes = " ".join(value for name, value in element.items() if name in _SHOWN)
    return f"{text} ({attributes})" if attributes else text


_LARGEST = 5_000_000
_LONGEST = 300
_SHOWN = {
    "currencyID",
    "unitCode",
    "schemeID",
    "listID",
    "mimeCode",
    "filename",
    "AmountCurrencyIdentifier",
    "QuantityUnitCode",
    "QuantityUnitCodeUN",
    "SchemeID",
}

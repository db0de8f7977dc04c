"""A parsed document as plain values, which the rules and the model are made from."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Union

WHITESPACE = " \t\r\n"
"""White space in the sense of XML; Python's `strip()` would take no-break spaces too."""

NO_ATTRIBUTES: Mapping[str, str] = {}


class Leaf:
    """A basic element: its text as it stands, and its attributes."""

    __slots__ = ("attributes", "text")

    def __init__(self, text: str, attributes: Mapping[str, str] = NO_ATTRIBUTES) -> None:
        self.text = text
        self.attributes = attributes

    @property
    def value(self) -> str:
        """The text with white space around it taken away and inside it collapsed."""
        text = self.text
        if text.isalnum():
            return text
        return " ".join(text.split()) if text.isascii() else _normalised(text)


class Branch(dict[str, list[Union[Leaf, "Branch"]]]):
    """An aggregate element: its children by name (`cbc:ID`), each in the document's order."""

    __slots__ = ("attributes",)

    attributes: Mapping[str, str]

    def leaf(self, name: str) -> Leaf | None:
        """The first basic element of that name."""
        found = self.get(name)
        return found[0] if found and isinstance(found[0], Leaf) else None

    def branch(self, name: str) -> "Branch | None":
        """The first aggregate element of that name."""
        found = self.get(name)
        return found[0] if found and isinstance(found[0], Branch) else None

    def branches(self, name: str) -> Iterator["Branch"]:
        """All aggregate elements of that name."""
        return (child for child in self.get(name, ()) if isinstance(child, Branch))

    def leaves(self, path: str) -> list[Leaf]:
        """All basic elements at a path of names (`cac:Price/cbc:PriceAmount`)."""
        step, _, rest = path.partition("/")
        found = self.get(step)
        while found and rest and len(found) == 1 and isinstance(found[0], Branch):
            step, _, rest = rest.partition("/")
            found = found[0].get(step)
        if not found:
            return []
        if not rest:
            return [child for child in found if isinstance(child, Leaf)]
        inner = (child for child in found if isinstance(child, Branch))
        return [leaf for child in inner for leaf in child.leaves(rest)]

    def has(self, path: str) -> bool:
        """Whether there is anything at a path of names."""
        if "/" not in path:
            return path in self
        step, _, rest = path.partition("/")
        return any(child.has(rest) for child in self.branches(step))


def decimal_of(text: str) -> Decimal:
    """The number that a decimal's text stands for; the text has been checked to be one."""
    return Decimal(text.strip(WHITESPACE))


def _normalised(text: str) -> str:
    for character in "\t\r\n":
        text = text.replace(character, " ")
    return " ".join(part for part in text.split(" ") if part)

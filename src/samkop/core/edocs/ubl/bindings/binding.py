"""Which field of a dataclass stands where in UBL: one table for reading and for writing."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from samkop.core.edocs.ubl.bindings.codecs import Codec
from samkop.core.edocs.ubl.names import tag_of
from samkop.core.edocs.ubl.tree import Branch, Leaf

_NOTHING = (None, ())


@dataclass(slots=True)
class Target:
    """The element that an object is written into, and the elements that its fields share in it."""

    parent: Any
    currency: str | None
    _wrappers: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def add(self, tags: tuple[str, ...]) -> Any:
        """A new element at the end of a path whose other steps are shared."""
        return etree.SubElement(self.wrapper(tags[:-1]), tags[-1])

    def wrapper(self, tags: tuple[str, ...]) -> Any:
        """The shared element at a path, made if it is not there."""
        parent = self.parent
        for depth in range(1, len(tags) + 1):
            key = tags[:depth]
            if key not in self._wrappers:
                self._wrappers[key] = etree.SubElement(parent, tags[depth - 1])
            parent = self._wrappers[key]
        return parent


class Field:
    """A field and the path of its element; `many` repeats the first step, inside `within`."""

    def __init__(
        self,
        name: str,
        path: str,
        codec: "Codec | Binding",
        *,
        many: bool = False,
        within: str = "",
    ) -> None:
        self.name = name
        self._many = many
        self._within = tuple(within.split("/")) if within else ()
        self._steps = tuple(path.split("/"))
        self.child = (*self._within, *self._steps)[0]
        self.absent: Any = () if many else None
        self._tags = tuple(tag_of(step) for step in self._steps)
        self._codec = codec

    def read(self, branch: Branch) -> Any:
        """The field's value; None (or nothing, for many) where the element is absent."""
        first, rest = self._steps[0], self._steps[1:]
        around: Branch | None = branch
        for step in self._within:
            around = around.branch(step) if around is not None else None
        found = around.get(first) if around is not None else None
        if not found:
            return () if self._many else None
        if not self._many:
            return self._inner(found[0], rest)
        values = (self._inner(child, rest) for child in found)
        return tuple(value for value in values if value is not None)

    def write(self, target: Target, owner: Any) -> None:
        """Add the field of `owner`."""
        value = getattr(owner, self.name)
        if not self._many:
            if value is not None:
                self._codec.write(target.add(self._tags), value, target.currency)
        elif value:
            around = target.wrapper(tuple(tag_of(step) for step in self._within))
            for one_value in value:
                element = around
                for tag in self._tags:
                    element = etree.SubElement(element, tag)
                self._codec.write(element, one_value, target.currency)

    def _inner(self, child: Leaf | Branch, steps: tuple[str, ...]) -> Any:
        for step in steps:
            found = child.get(step) if isinstance(child, Branch) else None
            if not found:
                return None
            child = found[0]
        return self._codec.read(child)  # type: ignore[arg-type]


class Attribute:
    """A field that is an attribute of an element which another field has made."""

    def __init__(self, name: str, path: str, attribute: str) -> None:
        self.name = name
        self.child = path
        self.absent = None
        self._path = path
        self._attribute = attribute

    def read(self, branch: Branch) -> str | None:
        """The attribute's value."""
        leaf = branch.leaf(self._path)
        return leaf.attributes.get(self._attribute) if leaf else None

    def write(self, target: Target, owner: Any) -> None:
        """Set the attribute, where its element is."""
        value, element = getattr(owner, self.name), target.parent.find(tag_of(self._path))
        if value is not None and element is not None:
            element.set(self._attribute, value)


class Fixed:
    """An element whose text never varies, written where field `name` has a value."""

    def __init__(self, name: str, path: str, text: str) -> None:
        self.name = name
        self._tags = tuple(tag_of(step) for step in path.split("/"))
        self._text = text

    def write(self, target: Target, owner: Any) -> None:
        """Add the element."""
        if getattr(owner, self.name) not in _NOTHING:
            target.add(self._tags).text = self._text


class Binding:
    """A dataclass and its fields in UBL's order of elements."""

    def __init__(self, kind: type, *fields: Field | Attribute | Fixed) -> None:
        self._kind = kind
        self._fields = fields
        self._absent: dict[str, Any] = {}
        self._by_child: dict[str, list[Field | Attribute]] = defaultdict(list)
        for bound in fields:
            if not isinstance(bound, Fixed):
                self._absent[bound.name] = bound.absent
                self._by_child[bound.child].append(bound)

    def read(self, branch: Branch, **given: Any) -> Any:
        """The object; `given` are fields whose value is known already.

        Raises ValueError or ArithmeticError for values that Python cannot hold.
        """
        values = self._absent.copy()
        for child in branch:
            for bound in self._by_child.get(child, ()):
                values[bound.name] = bound.read(branch)
        values.update(given)
        return self._kind(**values)

    def write(self, element: Any, value: Any, currency: str | None) -> None:
        """Fill `element` with the object's fields; amounts are in `currency`."""
        target = Target(element, currency)
        for bound in self._fields:
            bound.write(target, value)


def one(name: str, path: str, codec: Codec | Binding) -> Field:
    """A field with one value or None."""
    return Field(name, path, codec)


def many(name: str, path: str, codec: Codec | Binding, within: str = "") -> Field:
    """A field with a tuple of values."""
    return Field(name, path, codec, many=True, within=within)

"""Shapes: the tags of a line and of all in it, once read and found right.

Programs write one line like the other. What depends on tags alone (which elements, in which order,
with which attributes) has been checked when a shape was learned; where it comes again, only texts
are left to look at.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final, NamedTuple

from samkop.core.edocs.limits import Limits
from samkop.core.edocs.rules.rule import Rule
from samkop.core.edocs.ubl.datatypes import Form
from samkop.core.edocs.ubl.node import OPAQUE, Check, Compiler, Node
from samkop.core.edocs.ubl.settled import Watch, WatchedLeaf, unsettled
from samkop.core.edocs.ubl.tags import Tags
from samkop.core.edocs.ubl.tree import NO_ATTRIBUTES, WHITESPACE, Branch, Leaf

MOST_TAGS: Final = 100_000
"""So many tags of shapes are kept in all; then it starts anew."""

_LONGEST = 2_000
_OF_A_TAG = 64

LEAF, OPEN, CLOSE = range(3)


class Step(NamedTuple):
    """What is to be done at a tag.

    `place` counts the elements of the shape from 0, `slot` is that of the text.
    """

    kind: int
    name: str
    slot: int
    place: int
    attributes: Mapping[str, str]
    form: Form | None
    broken: Rule | None
    checks: tuple[Check, ...]


@dataclass(slots=True, frozen=True, eq=False)
class Shape:
    """The steps for a line; none if its elements have to be walked every time.

    `leaves` and `between` pick the texts of and around the leaves, `blanks` are what stood around.
    """

    tags: list[str]
    steps: tuple[Step, ...]
    leaves: Callable[[list[str]], tuple[str, ...]]
    between: Callable[[list[str]], tuple[str, ...]]
    blanks: tuple[str, ...]

    def fits(self, texts: list[str]) -> bool:
        """Whether nothing but white space stands around leaves, and more than that in each."""
        if not self.steps:
            return False
        leaves = self.leaves(texts)
        if min(leaves) < "!" and not all(text.strip(WHITESPACE) for text in leaves):
            return False
        between = self.between(texts)
        return between == self.blanks or not "".join(between).strip(WHITESPACE)


@dataclass(slots=True)
class Shapes:
    """The shapes known under the root of one kind of document, with its prefixes and limits."""

    root_name: str
    root_tag: str
    known: dict[str, tuple[Shape, ...]] = field(default_factory=dict)
    longest: int = 1
    _seen: set[int] = field(default_factory=set)

    def next(self, tags: Tags) -> Shape | None:
        """The shape of the line that comes next."""
        if not tags.has(self.longest) and not tags.has(1):
            return None
        at, all_tags = tags.at, tags.tags
        first = all_tags[at]
        shapes = self.known.get(first, ())
        for place, shape in enumerate(shapes):
            if all_tags[at : at + len(shape.tags)] == shape.tags:
                if place:  # what came last comes next, mostly
                    self.known[first] = (shape, *shapes[:place], *shapes[place + 1 :])
                return shape
        return None

    def learn(self, line: Any, node: Node, tags: list[str], texts: list[str]) -> None:
        """Keep the shape of a line with whose tags nothing is wrong, when it comes again."""
        if not 0 < len(tags) <= _LONGEST:
            return
        seen = hash(tuple(tags))
        if seen not in self._seen:
            _make_room(1)
            self._seen.add(seen)
            return
        _make_room(len(tags))
        shape = _Learning(tags, texts, Watch(self.root_name, self.root_tag)).of(line, node)
        self.longest = max(self.longest, len(tags))
        self.known[tags[0]] = (shape, *self.known.get(tags[0], ())[: _OF_A_TAG - 1])


_KNOWN: dict[tuple[Any, ...], Shapes] = {}
_kept = [0]


def _make_room(wanted: int) -> None:
    if _kept[0] + wanted > MOST_TAGS:
        _KNOWN.clear()
        _kept[0] = 0
    _kept[0] += wanted


def shapes_of(compiler: Compiler, limits: Limits, root: Any) -> Shapes:
    """What is known under such a root."""
    key = (compiler.ruleset.id, limits, frozenset(root.nsmap.items()))
    found = _KNOWN.get(key)
    if found is None:
        _make_room(1)
        found = _KNOWN[key] = Shapes(compiler.ruleset.root, root.tag)
    return found


class _UnfitError(Exception):
    """Raised while learning where tags and elements do not go side by side."""


class _Learning:
    def __init__(self, tags: list[str], texts: list[str], watch: Watch) -> None:
        self._tags = tags
        self._texts = texts
        self._watch = watch
        self._at = -1
        self._place = -1
        self._steps: list[Step] = []

    def of(self, line: Any, node: Node) -> Shape:
        try:
            self._visit(line, node)
        except _UnfitError:
            self._steps = []
        leaves = [step.slot for step in self._steps if step.kind == LEAF]
        between = _picked(sorted(set(range(len(self._tags) - 1)) - set(leaves)))
        steps = self._steps if leaves and self._at == len(self._tags) - 1 else ()
        return Shape(self._tags, tuple(steps), _picked(leaves), between, between(self._texts))

    def _next(self) -> str:
        self._at += 1
        if self._at >= len(self._tags):
            raise _UnfitError
        return self._tags[self._at]

    def _visit(self, element: Any, node: Node) -> Leaf | Branch:
        name = f"{element.prefix}:" if element.prefix else ""
        name += element.tag.rpartition("}")[2]
        tag = self._next()
        if tag.split(None, 1)[0] != name or tag[-1] == "/" or node.name in OPAQUE:
            raise _UnfitError
        self._place += 1
        value = (self._leaf if node.basic else self._branch)(element, node)
        if self._next().rstrip() != f"/{name}":
            raise _UnfitError
        return value

    def _leaf(self, element: Any, node: Node) -> Leaf:
        if self._texts[self._at] != element.text:
            raise _UnfitError
        attributes = dict(element.items()) or NO_ATTRIBUTES
        value = WatchedLeaf(element.text, attributes, self._watch)
        self._step(LEAF, node, value, self._at, self._place)
        return value

    def _branch(self, element: Any, node: Node) -> Branch:
        value = Branch()
        value.attributes = dict(element.items()) or NO_ATTRIBUTES
        slot, place = self._at, self._place
        self._step(OPEN, node, value, slot, place)
        self._watch.parents.append(value)
        self._watch.around.append(element.tag)
        for child in element.iterchildren("*"):
            link = node.children.get(child.tag)
            if link is None:
                raise _UnfitError
            value.setdefault(link.node.name, []).append(self._visit(child, link.node))
        self._watch.parents.pop()
        self._watch.around.pop()
        self._step(CLOSE, node, value, slot, place)
        return value

    def _step(self, kind: int, node: Node, value: Leaf | Branch, slot: int, place: int) -> None:
        datatype = node.datatype if kind == LEAF else None
        form, broken = (datatype.form, datatype.broken) if datatype else (None, None)
        checks = () if kind == OPEN else unsettled(node.checks, value, self._watch)
        self._steps.append(
            Step(kind, node.name, slot, place, value.attributes, form, broken, checks)
        )


def _picked(slots: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
    if len(slots) > 1:
        return itemgetter(*slots)
    return lambda texts: tuple(texts[slot] for slot in slots)

"""The walk over a long document, where lines whose shape is known need not be walked."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from samkop.core.edocs.limits import Limits
from samkop.core.edocs.rules.rule import Rule
from samkop.core.edocs.ubl.node import Check, Compiler, Link, Node
from samkop.core.edocs.ubl.shapes import CLOSE, OPEN, Shape, Shapes, shapes_of
from samkop.core.edocs.ubl.tags import Tags, tags_of
from samkop.core.edocs.ubl.tree import Branch, Leaf
from samkop.core.edocs.ubl.walk import Run, TakeLine

LONG = 20_000
"""From this size in bytes on, a document has lines enough for their shapes to be worth knowing."""


def run_of(compiler: Compiler, limits: Limits, take_line: TakeLine | None, data: bytes) -> Run:
    """The reading of the well-formed document in `data`."""
    tags = tags_of(data) if len(data) >= LONG else None
    if tags is None:
        return Run(compiler, limits, take_line)
    return ShapedRun(compiler, limits, take_line, tags)


class ShapedRun(Run):
    """A run that knows shapes. It finds the same as one that does not.

    Within a line an element is named by its place, from 0, since most are never asked for.
    """

    def __init__(
        self, compiler: Compiler, limits: Limits, take_line: TakeLine | None, tags: Tags
    ) -> None:
        super().__init__(compiler, limits, take_line)
        self._tags = tags
        self._shapes: Shapes
        self._of_line: Any = None

    def inside(self, local_name: str) -> bool:
        self._element = self._found(self._element)
        return super().inside(local_name)

    def report(self, rule: Rule, element: Any, value: Any = None) -> None:
        super().report(rule, self._found(element), value)

    def abort(self, element: Any, reason: str) -> None:
        super().abort(self._found(element), reason)

    def at_end(self, check: Check, value: Any, element: Any) -> None:
        super().at_end(check, value, self._found(element))

    def _found(self, element: Any) -> Any:
        if isinstance(element, int):
            return next(islice(self._of_line.iter(), element, None))
        return element

    def _root_children(self, root: Any, node: Node, children: Iterable[Any]) -> None:
        self._shapes = shapes_of(self._compiler, self._limits, root)
        super()._root_children(root, node, children)

    def _child_of_root(self, element: Any, link: Link) -> Leaf | Branch:
        tags = self._tags
        if link.node.name != self._line:
            tags.element()
            return super()._child_of_root(element, link)
        shape = self._shapes.next(tags)
        if shape is None:
            return self._learned(element, link)
        texts = tags.take(len(shape.tags))
        if not shape.fits(texts):
            return super()._child_of_root(element, link)
        return self._replayed(shape, texts, element, link.node.name)

    def _learned(self, element: Any, link: Link) -> Leaf | Branch:
        """Walk a line, and learn its shape if nothing is wrong with that."""
        misfits = self._misfits
        value = super()._child_of_root(element, link)
        tags, texts = self._tags.element()
        if self._misfits == misfits:
            self._shapes.learn(element, link.node, tags, texts)
        return value

    def _replayed(self, shape: Shape, texts: list[str], line: Any, line_name: str) -> Leaf | Branch:
        """The value of a line, with the checks that its shape leaves."""
        self._of_line = line
        parents = self._parents
        branch = around = Branch()
        above = []
        for kind, name, slot, place, attributes, form, broken, checks in shape.steps:
            if kind == OPEN:
                above.append(branch)
                branch = Branch()
                branch.attributes = attributes
                parents.append(branch)
                continue
            if kind == CLOSE:
                value: Leaf | Branch = parents.pop()
                branch = above.pop()
            else:
                text = texts[slot]
                value = Leaf(text, attributes)
                if form is not None and not form(text):
                    self.report(broken or self._schema.type, place, value)
            if checks:
                self._element = place
                for check in checks:
                    check(value, place, self)
            if name in branch:
                branch[name].append(value)
            else:
                branch[name] = [value]
        return around[line_name][0]

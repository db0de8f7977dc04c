"""One pass over a parsed document: schema, data model and rules, and plain values on the way."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from samkop.core.edocs.limits import Limits
from samkop.core.edocs.rules.rule import Rule, Sums
from samkop.core.edocs.ubl import problems
from samkop.core.edocs.ubl.findings import Findings
from samkop.core.edocs.ubl.names import XSI
from samkop.core.edocs.ubl.node import OPAQUE, Check, Compiler, Link, Node
from samkop.core.edocs.ubl.schema import NO_DATATYPE, Datatype
from samkop.core.edocs.ubl.tree import NO_ATTRIBUTES, WHITESPACE, Branch, Leaf

_SCHEMA_LOCATIONS = {f"{{{XSI}}}schemaLocation", f"{{{XSI}}}noNamespaceSchemaLocation"}
_ANYWHERE = -1
_MOST_ATTRIBUTES = 100


def _no_such_attribute(_text: str) -> bool:
    return False


TakeLine = Callable[[Branch], None]


class Run:
    """The reading of one document. It is the `Scope` of the rules."""

    def __init__(self, compiler: Compiler, limits: Limits, take_line: TakeLine | None) -> None:
        self.findings = Findings(compiler.line_tag, compiler.ruleset.syntax.name_of)
        self.root = Branch()
        self.sums = Sums()
        self.root_name = compiler.ruleset.root
        self._compiler = compiler
        self._line = compiler.ruleset.line
        self._schema = compiler.schema_rules
        self._empty = compiler.ruleset.empty
        self._unwanted = compiler.ruleset.attributes
        self._limits = limits
        self._take_line = take_line
        self._parents: list[Branch] = [self.root]
        self._element: Any = None
        self._misfits = 0
        self._waiting: list[tuple[Check, Any, Any, Branch]] = []

    @property
    def parent(self) -> Branch:
        return self._parents[-1]

    def inside(self, local_name: str) -> bool:
        return any(
            isinstance(above.tag, str) and above.tag.endswith(f"}}{local_name}")
            for above in self._element.iterancestors()
        )

    def report(self, rule: Rule, element: Any, value: Any = None) -> None:
        self.findings.add(rule, element, value)

    def _misfit(self, rule: Rule, element: Any, value: Any = None, detail: str = "") -> None:
        """Something is wrong with tags or where they stand, whatever the texts are."""
        self._misfits += 1
        self.findings.add(rule, element, value, detail)

    def abort(self, element: Any, reason: str) -> None:
        self.findings.add(problems.ABORT, element, detail=reason)

    def at_end(self, check: Check, value: Any, element: Any) -> None:
        self._waiting.append((check, value, element, self.parent))

    def read(self, root: Any, children: Iterable[Any]) -> Branch:
        """Walk the whole document. `children` are the root's, as they come."""
        branch = self._branch(root, self._compiler.root, 1, children)
        for check, value, element, parent in self._waiting:
            self._parents.append(parent)
            self._element = element
            check(value, element, self)
            self._parents.pop()
        return branch

    def _leaf(self, element: Any, node: Node, _depth: int) -> Leaf:
        text = element.text or ""
        if len(element):
            text = self._text_around_children(element, node)
        names = element.keys()
        attributes = self._attributes(element, names) if names else NO_ATTRIBUTES
        leaf = Leaf(text, attributes)
        if text[:1] <= " " and not text.strip(WHITESPACE) and not _has_elements(element):
            self._report_empty(element)
        datatype = node.datatype
        if datatype is not None:
            if datatype.form is not None and not datatype.form(text):
                self.report(datatype.broken or self._schema.type, element, leaf)
            if attributes or datatype.required:
                self._check_attributes(element, datatype, attributes)
                self._report_unwanted(element, leaf)
        if node.checks:
            self._element = element
            for check in node.checks:
                check(leaf, element, self)
        return leaf

    def _branch(
        self, element: Any, node: Node, depth: int, children: Iterable[Any] | None = None
    ) -> Branch:
        branch = Branch() if children is None else self.root
        branch.attributes = NO_ATTRIBUTES
        names = element.keys()
        if names or depth == 1:
            branch.attributes = self._attributes(element, names)
            allowed = node.aggregate.attributes if node.aggregate else NO_DATATYPE
            self._check_attributes(element, allowed, branch.attributes)
        if depth > self._limits.depth:
            self._misfit(problems.DEPTH, element)
            return branch
        if children is None:
            if len(element) > self._limits.width:
                self._misfit(problems.WIDTH, element)
                return branch
            children = element
        if element.text is not None:
            self._check_blank(element, element.text)
        self._parents.append(branch)
        if depth == 1:
            self._root_children(element, node, children)
        else:
            self._children(element, node, depth, children)
        self._parents.pop()
        self._finish(branch, element, node)
        return branch

    def _finish(self, branch: Branch, element: Any, node: Node) -> None:
        if not branch and not _has_elements(element):
            self._report_empty(element)
        for name in node.mandatory:
            if name not in branch:
                self._misfit(self._schema.missing, element, detail=name)
        for name, rule in node.demanded:
            if name not in branch:
                self._misfit(rule, element)
        if node.checks:
            self._element = element
            for check in node.checks:
                check(branch, element, self)

    def _root_children(self, root: Any, node: Node, children: Iterable[Any]) -> None:
        last = -1
        for child in children:
            link = node.children.get(child.tag) or self._link(child, node)
            if link is not None:
                last = self._in_order(child, link, last)
                value = self._child_of_root(child, link)
                if link.node.name == self._line:
                    self._line_read(self.root, value)
                else:
                    self.root.setdefault(link.node.name, []).append(value)
            tail = child.tail
            if tail is not None:
                self._check_blank(root, tail)

    def _child_of_root(self, element: Any, link: Link) -> Leaf | Branch:
        return (self._leaf if link.node.basic else self._aggregate)(element, link.node, 2)

    def _children(self, element: Any, node: Node, depth: int, children: Iterable[Any]) -> None:
        branch, links, last = self._parents[-1], node.children, -1
        for child in children:
            link = links.get(child.tag) or self._link(child, node)
            if link is not None:
                kid, position = link.node, link.position
                if position > last:
                    last = position
                elif position < last or not link.repeatable:
                    self._misplaced(child, link, last)
                text = child.text if kid.plain else None
                if text and text[0] > " " and not len(child) and not child.keys():
                    value: Leaf | Branch = Leaf(text)
                else:
                    value = (self._leaf if kid.basic else self._aggregate)(child, kid, depth + 1)
                if kid.name in branch:
                    branch[kid.name].append(value)
                else:
                    branch[kid.name] = [value]
            tail = child.tail
            if tail is not None:
                self._check_blank(element, tail)

    def _aggregate(self, element: Any, node: Node, depth: int) -> Branch:
        if node.name in OPAQUE:
            return self._opaque(element)
        return self._branch(element, node, depth)

    def _opaque(self, element: Any) -> Branch:
        """The content of an extension: of any kind, but not empty."""
        for inner in element.iter():
            if not isinstance(inner.tag, str) or _has_elements(inner):
                continue
            if not "".join(inner.itertext()).strip(WHITESPACE):
                self._report_empty(inner)
        return Branch()

    def _line_read(self, root: Branch, line: Leaf | Branch) -> None:
        self.sums.lines += 1
        root.setdefault(self._line, [])
        if self._take_line is not None and not self.findings.fatal and isinstance(line, Branch):
            self._take_line(line)

    def _link(self, child: Any, parent: Node) -> Link | None:
        """The child's link; a child that the schema does not allow here is reported too."""
        tag = child.tag
        if not isinstance(tag, str):  # a comment or processing instruction
            return None
        link = self._compiler.link(parent, tag)
        if link is not None:
            return link
        self._misfit(self._schema.element, child)
        if parent.closed is not None:
            self._misfit(parent.closed, child)
        node = self._compiler.stray(parent, tag, basic=not _has_elements(child))
        return Link(node, _ANYWHERE, repeatable=True)

    def _in_order(self, child: Any, link: Link, last: int) -> int:
        """The position up to which children have come."""
        if link.position > last or (link.repeatable and link.position == last):
            return link.position
        self._misplaced(child, link, last)
        return last

    def _misplaced(self, child: Any, link: Link, last: int) -> None:
        if link.position != _ANYWHERE:
            self._misfit(
                self._schema.repeated if link.position == last else self._schema.order, child
            )

    def _text_around_children(self, element: Any, node: Node) -> str:
        texts = [element.text or ""]
        for child in element:
            if isinstance(child.tag, str):
                self._stray(child)
            texts.append(child.tail or "")
        texts = [text for text in texts if text]
        if len(texts) > 1 and node.one_text:
            self._misfit(problems.ABORT, element, detail="a comment splits the text")
        return "".join(texts)

    def _stray(self, child: Any) -> None:
        self._misfit(self._schema.element, child)
        if not _has_elements(child) and not (child.text or "").strip(WHITESPACE):
            self._report_empty(child)

    def _check_blank(self, element: Any, text: str | None) -> None:
        if text and text.strip(WHITESPACE):
            self._misfit(self._schema.text, element, detail=text.strip())

    def _attributes(self, element: Any, names: list[str]) -> Mapping[str, str]:
        # libxml2 looks each value up by its name: all of too many would take minutes.
        if len(names) > _MOST_ATTRIBUTES:
            self._misfit(problems.ATTRIBUTES, element)
            return NO_ATTRIBUTES
        return dict(element.items())

    def _check_attributes(
        self, element: Any, datatype: Datatype, attributes: Mapping[str, str]
    ) -> None:
        for name, value in attributes.items():
            form = datatype.attributes.get(name, _no_such_attribute)
            if form is _no_such_attribute:
                if name not in _SCHEMA_LOCATIONS:
                    self._misfit(self._schema.attribute, element, detail=name)
            elif form is not None and not form(value):
                self._misfit(self._schema.attribute, element, detail=f"{name}={value}")
        for name in datatype.required:
            if name not in attributes:
                self._misfit(self._schema.needed, element, detail=name)

    def _report_empty(self, element: Any) -> None:
        if self._empty is not None:
            self._misfit(self._empty, element)

    def _report_unwanted(self, element: Any, leaf: Leaf) -> None:
        for name in leaf.attributes:
            rule = self._unwanted.get(name)
            if rule is not None and not rule.test(element, self):
                self._misfit(rule, element, leaf)


def _has_elements(element: Any) -> bool:
    return any(isinstance(child.tag, str) for child in element)

"""A rule set compiled: for each element its schema, its place in the data model, and its checks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

from samkop.core.edocs.rules.rule import (
    Context,
    ContextIndex,
    OfficialAbortError,
    Rule,
    Scope,
    Steps,
    Tails,
    Test,
)
from samkop.core.edocs.rules.rulesets import RuleSet
from samkop.core.edocs.rules.structure import Structure, has_no_schema_location
from samkop.core.edocs.syntax import schema_of
from samkop.core.edocs.ubl.problems import schema_rules
from samkop.core.edocs.ubl.schema import Aggregate, Datatype, Schema


class Reporter(Scope, Protocol):
    """Where checks report to; see `walk.Run`."""

    def report(self, rule: Rule, element: Any, value: Any = None) -> None:
        """A rule does not hold."""

    def abort(self, element: Any, reason: str) -> None:
        """The official rules would end here."""

    def at_end(self, check: "Check", value: Any, element: Any) -> None:
        """Check again when the whole document is read."""


OPAQUE = frozenset({"ext:ExtensionContent", "ExternalSpecificationDetails"})
"""Aggregates that hold elements of any kind."""

Check = Callable[[Any, Any, Reporter], None]
"""Called with the Leaf or Branch, its element in the parsed tree and the run."""


@dataclass(slots=True, eq=False)
class Node:
    """What is known of an element before it is seen.

    `children` fills as documents need it. A `plain` one may hold any text and no rule looks at it.
    """

    name: str
    path: str | None
    tail: Steps
    basic: bool
    datatype: Datatype | None
    aggregate: Aggregate | None
    checks: tuple[Check, ...]
    closed: Rule | None = None
    one_text: bool = False
    mandatory: tuple[str, ...] = ()
    demanded: tuple[tuple[str, Rule], ...] = ()
    plain: bool = False
    children: dict[str, "Link"] = field(default_factory=dict)


@dataclass(slots=True, frozen=True, eq=False)
class Link:
    """A child's node and its place among its siblings."""

    node: Node
    position: int
    repeatable: bool


class Compiler:
    """Makes the nodes of one rule set, each once."""

    def __init__(self, ruleset: RuleSet, tables: Schema) -> None:
        self.ruleset = ruleset
        self.line_tag = ruleset.line_tag
        self.schema_rules = schema_rules(ruleset.syntax)
        self._schema = tables
        self._structure = Structure(ruleset.structure, ruleset.root, ruleset.line)
        self._indexes = tuple(ContextIndex(pattern) for pattern in ruleset.patterns)
        self._tails = Tails(ruleset.patterns)
        self._outside: dict[tuple[str, Steps, str], Node] = {}
        self.root = self._make(ruleset.root, self._tails.after((), ""), ruleset.root)
        if ruleset.schema_location is not None:
            rule = replace(ruleset.schema_location, test=has_no_schema_location)
            self.root.checks = (_all_of((rule,)), *self.root.checks)

    def link(self, parent: Node, tag: str) -> Link | None:
        """The child that the schema allows under `parent`, None for any other."""
        particle = parent.aggregate.children.get(tag) if parent.aggregate else None
        if particle is None:
            return None
        node = self._child(parent, particle.name)
        found = Link(node, particle.position, particle.repeatable)
        parent.children[tag] = found
        return found

    def stray(self, parent: Node, tag: str, *, basic: bool) -> Node:
        """A child that the schema does not allow; not kept, as there is no end of them."""
        name = self.ruleset.syntax.name_of(tag)
        known = self._schema.basic(name) or self._schema.aggregate(name)
        return self._make(name, parent.tail, None, basic=None if known else basic)

    def _child(self, parent: Node, name: str) -> Node:
        path = f"{parent.path}/{name}"
        if parent.path and path in self._structure:
            return self._make(name, parent.tail, path)
        key = (parent.name, parent.tail, name)
        if parent.closed is not None:
            return self._make(name, parent.tail, None, refused=parent.closed)
        if key not in self._outside:
            self._outside[key] = self._make(name, parent.tail, None)
        return self._outside[key]

    def _make(
        self,
        name: str,
        above: Steps,
        path: str | None,
        *,
        basic: bool | None = None,
        refused: Rule | None = None,
    ) -> Node:
        datatype, aggregate = self._schema.basic(name), self._schema.aggregate(name)
        rules = list(self._structure.rules(path)) if path else []
        checks = [_always(rule) for rule in ((refused,) if refused else ())]
        if rules:
            checks.append(_all_of(rules))
        for index in self._indexes:
            fitting = index.fitting(name, above)
            if fitting:
                checks.append(_first_of(fitting))
        any_text = datatype is not None and datatype.form is None and not datatype.required
        return Node(
            name,
            path,
            self._tails.after(above, name),
            datatype is not None if basic is None else basic,
            datatype,
            aggregate,
            tuple(checks),
            self._structure.closed(path) if path else None,
            path is not None and self._structure.reads_one_text(path),
            _mandatory(aggregate),
            tuple(self._structure.demanded(path)) if path else (),
            any_text and not checks,
        )


def compiled(ruleset: RuleSet) -> Compiler:
    """The compiled form of a rule set, made once."""
    found = _COMPILED.get(ruleset.id)
    if found is None:
        found = _COMPILED[ruleset.id] = Compiler(ruleset, schema_of(ruleset.syntax))
    return found


_COMPILED: dict[str, Compiler] = {}


def _mandatory(aggregate: Aggregate | None) -> tuple[str, ...]:
    if aggregate is None:
        return ()
    return tuple(child.name for child in aggregate.children.values() if child.mandatory)


def _always(rule: Rule) -> Check:
    return lambda value, element, run: run.report(rule, element, value)


def _all_of(rules: Iterable[Rule]) -> Check:
    return partial(apply_all, tuple((rule.test, rule) for rule in rules))


def _first_of(contexts: Sequence[Context]) -> Check:
    if any(context.at_end for context in contexts):
        later = partial(apply_first, contexts)
        return lambda value, element, run: run.at_end(later, value, element)
    if all(context.scheme is not None for context in contexts):
        return partial(apply_scheme, {context.scheme: context for context in reversed(contexts)})
    only = contexts[0]
    if not (only.when or only.scheme or only.gather or only.prepare):
        return _all_of(only.rules)
    return partial(apply_first, contexts)


def apply_all(
    tests: tuple[tuple[Test, Rule], ...], value: Any, element: Any, run: Reporter
) -> None:
    try:
        for test, rule in tests:
            if not test(value, run):
                run.report(rule, element, value)
    except (OfficialAbortError, ArithmeticError) as reason:
        run.abort(element, str(reason))


def apply_scheme(
    contexts: Mapping[str | None, Context], value: Any, element: Any, run: Reporter
) -> None:
    context = contexts.get(value.attributes.get("schemeID"))
    if context is not None:
        apply(context, value, element, run)


def apply_first(contexts: Sequence[Context], value: Any, element: Any, run: Reporter) -> None:
    for context in contexts:
        if context.scheme is not None and context.scheme != value.attributes.get("schemeID"):
            continue
        if context.when is None or matches(context.when, value, run):
            apply(context, value, element, run)
            return


def matches(when: Test, value: Any, run: Reporter) -> bool:
    """Where the official rules fail in looking for a match, there is none."""
    try:
        return when(value, run)
    except (OfficialAbortError, ArithmeticError):
        return False


def apply(context: Context, value: Any, element: Any, run: Reporter) -> None:
    try:
        if context.gather is not None:
            context.gather(value, run)
        subject = value if context.prepare is None else context.prepare(value, run)
        for rule in context.rules:
            if not rule.test(subject, run):
                run.report(rule, element, value)
    except (OfficialAbortError, ArithmeticError) as reason:
        run.abort(element, str(reason))

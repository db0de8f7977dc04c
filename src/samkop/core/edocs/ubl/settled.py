"""Which checks of an element are settled by its tags, so that its texts need not be asked.

That a child is there, or an attribute is in a list, holds for every document with the same tags.
Which tests ask for nothing else is seen by letting them look at values that take note of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from samkop.core.edocs.rules.rule import Context, OfficialAbortError, Rule, Sums, Test
from samkop.core.edocs.ubl.node import Check, apply, apply_all, apply_first, apply_scheme
from samkop.core.edocs.ubl.tree import Branch, Leaf


class Watch:
    """A scope that notes whether it, or the text of one of its leaves, is asked for.

    `parents` are the branches from the part's own inwards, `around` the tags of all that stands
    around, from the root.
    """

    def __init__(self, root_name: str, root_tag: str) -> None:
        self.root_name = root_name
        self.around = [root_tag]
        self.parents: list[Branch] = []
        self.asked = False

    @property
    def root(self) -> Branch:
        """Of another document each time."""
        self.asked = True
        return Branch()

    @property
    def sums(self) -> Sums:
        """Of another document each time."""
        self.asked = True
        return Sums()

    @property
    def parent(self) -> Branch:
        """The children so far of the parent; those of the root are another document's."""
        if self.parents:
            return self.parents[-1]
        return self.root

    def inside(self, local_name: str) -> bool:
        """As `walk.Run.inside`."""
        return any(tag.endswith(f"}}{local_name}") for tag in self.around)

    def answer(self, test: Test, value: Any) -> bool | None:
        """What the test says for all documents with the same tags, None if it depends on more."""
        self.asked = False
        try:
            holds = test(value, self)
        except (OfficialAbortError, ArithmeticError):
            return None
        return None if self.asked else bool(holds)


class WatchedLeaf(Leaf):
    """A basic element whose text is not known."""

    __slots__ = ("_text", "_watch")

    def __init__(self, text: str, attributes: Mapping[str, str], watch: Watch) -> None:
        self._text = text
        self._watch = watch
        self.attributes = attributes

    @property
    def text(self) -> str:  # type: ignore[override]
        """The text that it has this time."""
        self._watch.asked = True
        return self._text


def unsettled(checks: Sequence[Check], value: Leaf | Branch, watch: Watch) -> tuple[Check, ...]:
    """What is left of the checks of an element in which nothing is wrong with the tags."""
    left = (_left(check, value, watch) for check in checks)
    return tuple(check for check in left if check is not None)


def _left(check: Check, value: Any, watch: Watch) -> Check | None:
    if not isinstance(check, partial):
        return check
    kind, given = check.func, check.args[0]
    if kind is apply_all:
        return _of_tests(given, value, watch)
    if kind is apply_scheme:
        context = given.get(value.attributes.get("schemeID"))
        return _of_context(context, value, watch) if context else None
    if kind is apply_first:
        return _of_contexts(given, value, watch)
    return check


def _of_tests(tests: Sequence[tuple[Test, Rule]], value: Any, watch: Watch) -> Check | None:
    left = tuple((test, rule) for test, rule in tests if not watch.answer(test, value))
    return partial(apply_all, left) if left else None


def _of_contexts(contexts: Sequence[Context], value: Any, watch: Watch) -> Check | None:
    for place, context in enumerate(contexts):
        if context.scheme is not None and context.scheme != value.attributes.get("schemeID"):
            continue
        applies = context.when is None or watch.answer(context.when, value)
        if applies is None:
            return partial(apply_first, contexts[place:])
        if applies:
            return _of_context(context, value, watch)
    return None


def _of_context(context: Context, value: Any, watch: Watch) -> Check | None:
    if context.gather is None and context.prepare is None:
        return _of_tests([(rule.test, rule) for rule in context.rules], value, watch)
    if context.prepare is not None:
        return partial(apply, context)
    rules = tuple(rule for rule in context.rules if not watch.answer(rule.test, value))
    return partial(apply, replace(context, rules=rules))

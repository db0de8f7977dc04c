"""Collects the faults of one document, with the place of each."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Fault, Flag
from samkop.core.edocs.rules.rule import Rule
from samkop.core.edocs.ubl.tree import Leaf

PER_RULE = 100
"""How often one rule is told of one document."""

MOST = 20_000
"""After so many faults a document is not read to its end."""

_LONGEST_VALUE = 80


class TooManyFaultsError(Exception):
    """Raised inside the reader after `MOST` faults; never leaves it."""


class Findings:
    """The faults so far. `dropped` holds the number of lines already taken out of the tree."""

    def __init__(self, line_tag: str, name_of: Callable[[str], str]) -> None:
        self._line_tag = line_tag
        self._name_of = name_of
        self.faults: list[Fault] = []
        self.counts: defaultdict[str, int] = defaultdict(int)
        self.fatal = False
        self._total = 0
        self.dropped = [0]
        self._last: list[tuple[Any, int]] = []

    @property
    def omitted(self) -> int:
        """How many faults were counted but not kept."""
        return self._total - len(self.faults)

    def add(self, rule: Rule, element: Any, value: Any = None, detail: str = "") -> None:
        """One more fault at an element of the parsed tree."""
        self.counts[rule.id] += 1
        self._total += 1
        if self._total > MOST:
            self.faults.append(_STOPPED)
            raise TooManyFaultsError
        if rule.flag is Flag.FATAL:
            self.fatal = True
        if self.counts[rule.id] > PER_RULE:
            return
        text = value.value if isinstance(value, Leaf) else detail
        values = (
            ("element", self._name_of(element.tag)),
            ("value", f"“{text[:_LONGEST_VALUE]}”"),
            *rule.values,
        )
        self.faults.append(
            Fault(
                rule.id,
                rule.flag,
                self._location(element),
                rule.sentence,
                values,
                element.sourceline,
            )
        )

    def _location(self, element: Any) -> str:
        steps = []
        seen = []
        while element is not None:
            parent = element.getparent()
            step = self._name_of(element.tag)
            if parent is not None:
                place = self._place(element)
                seen.append((element, place))
                if element.tag == self._line_tag and parent.getparent() is None:
                    place += self.dropped[0]
                alone = place == 1 and next(element.itersiblings(element.tag), None) is None
                step = step if alone else f"{step}[{place}]"
            steps.append(step)
            element = parent
        self._last = seen
        return "/" + "/".join(reversed(steps))

    def _place(self, element: Any) -> int:
        """Which of its name it is among its siblings, counted from one on the last way if it can.

        Thousands of siblings with faults would else be counted from the first for each of them.
        """
        known = {last: place for last, place in self._last if last.tag != self._line_tag}
        found = known.get(element)
        if found is not None:
            return found
        before = 0
        for sibling in element.itersiblings(element.tag, preceding=True):
            before += 1
            if sibling in known:
                return before + known[sibling]
        return before + 1


def unreadable(rule: str, sentence: str, **values: str) -> Fault:
    """A fault of the file as a whole."""
    return Fault(rule, Flag.FATAL, "/", sentence, tuple(values.items()))


_STOPPED = unreadable(
    "EDOC-FAULTS", gettext_noop("The document has so many faults that reading stopped.")
)

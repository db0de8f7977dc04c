"""Rules, and what they may look at besides their own element."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.ubl.tree import Branch
from samkop.core.money import to_cents_upwards


class OfficialAbortError(Exception):
    """The official rules end here without a verdict, since XPath allows no such value."""


class Scope(Protocol):
    """The document around an element."""

    root: Branch
    """The root's children so far, lines excepted."""
    sums: "Sums"

    @property
    def parent(self) -> Branch:
        """The children so far of the element's parent."""

    def inside(self, local_name: str) -> bool:
        """Whether an element of that name stands around this one."""


@dataclass(slots=True)
class Sums:
    """What is gathered from line to line."""

    lines: int = 0
    line_extension: Decimal = Decimal(0)
    line_ids: Counter[str] = field(default_factory=Counter)

    def line_total(self) -> Decimal:
        """The sum of all lines' amounts to the cent."""
        return to_cents_upwards(self.line_extension)


Test = Callable[[Any, Scope], bool]
"""Whether the rule holds for a Leaf or Branch."""


@dataclass(frozen=True, slots=True)
class Rule:
    """An official rule: its id, the test that must hold, and a sentence of ours if it does not.

    In the sentence, `{element}` is the element's name, `{value}` its text, and `values` fill what
    else it holds.
    """

    id: str
    test: Test
    sentence: str
    flag: Flag = Flag.FATAL
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """Where rules apply.

    `match` holds patterns in the way of Schematron: `cac:Price` anywhere, `cac:Price/cbc:Amount`
    under that parent, `/Order/cac:Delivery` at that path, `cac:Price/cbc:*` any basic element
    there. Of several contexts of a rule set that match an element, only the first is applied whose
    `when` holds and whose `scheme` is the element's schemeID, where it has these. `gather` takes
    note of the element for the document's sums, `prepare` makes of it what the tests get in its
    place, and `at_end` waits until the whole document is read.
    """

    match: Sequence[str]
    rules: Sequence[Rule]
    when: Test | None = None
    scheme: str | None = None
    gather: Callable[[Any, Scope], None] | None = None
    prepare: Callable[[Any, Scope], Any] | None = None
    at_end: bool = False


class ContextIndex:
    """The contexts of a rule set by the names that they match, in their order."""

    def __init__(self, contexts: Sequence[Context]) -> None:
        self._contexts = contexts
        self._by_name: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for place, context in enumerate(contexts):
            for pattern in context.match:
                self._by_name[pattern.rpartition("/")[2]].append((place, pattern))

    def fitting(self, name: str, parent: str, path: str | None) -> list[Context]:
        """The contexts that may apply to an element; `path` is None outside the data model."""
        wildcard = f"{name.partition(':')[0]}:*"
        places = {
            place
            for key in (name, wildcard)
            for place, pattern in self._by_name.get(key, ())
            if _fits(pattern, parent, path)
        }
        return [self._contexts[place] for place in sorted(places)]


def _fits(pattern: str, parent: str, path: str | None) -> bool:
    if pattern.startswith("/"):
        return pattern == path
    above = pattern.rpartition("/")[0]
    return above in {"", parent}

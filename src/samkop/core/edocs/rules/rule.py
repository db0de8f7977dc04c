"""Rules, and what they may look at besides their own element."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
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

    root_name: str
    """The document's name, such as `Invoice`."""

    @property
    def root(self) -> Branch:
        """The root's children so far, lines excepted."""

    @property
    def sums(self) -> "Sums":
        """What is gathered so far."""

    @property
    def parent(self) -> Branch:
        """The children so far of the element's parent."""

    def inside(self, local_name: str) -> bool:
        """Whether an element of that name stands around this one."""


Steps = tuple[str, ...]
"""Names of elements from the outside in; an empty one before them stands for the document."""


@dataclass(slots=True)
class Sums:
    """What is gathered from line to line.

    `seen` and `amounts` belong to the rules that fill them: how often something was met and what
    it adds up to, by keys of their own. `known` keeps what was worked out once for the document.
    """

    lines: int = 0
    line_extension: Decimal = Decimal(0)
    line_ids: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    seen: defaultdict[tuple[Any, ...], int] = field(default_factory=lambda: defaultdict(int))
    amounts: defaultdict[tuple[Any, ...], Decimal] = field(
        default_factory=lambda: defaultdict(Decimal)
    )
    known: dict[str, str] = field(default_factory=dict)

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

    `match` holds paths in the way of Schematron: `cac:Price` anywhere, `cac:Price/cbc:Amount`
    under that parent, `/Order/cac:Delivery` at that path, `cac:Price/cbc:*` any basic element
    there. Of several contexts of a pattern that match an element, only the first is applied whose
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


Pattern = Sequence[Context]
"""Contexts of which an element meets one at most, the first that fits."""


class ContextIndex:
    """The contexts of a pattern by the names that they match, in their order."""

    def __init__(self, pattern: Pattern) -> None:
        self._contexts = pattern
        self._by_name: dict[str, list[tuple[int, Steps]]] = defaultdict(list)
        for place, context in enumerate(pattern):
            for match in context.match:
                *above, name = match.split("/")
                self._by_name[name].append((place, tuple(above)))

    def fitting(self, name: str, above: Steps) -> list[Context]:
        """The contexts that may apply to an element; `above` is its parent's tail."""
        wildcard = f"{name.partition(':')[0]}:*"
        places = {
            place
            for key in (name, wildcard)
            for place, steps in self._by_name.get(key, ())
            if above[len(above) - len(steps) :] == steps
        }
        return [self._contexts[place] for place in sorted(places)]


class Tails:
    """How much of the way to an element decides which contexts its descendants meet."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._beginnings: set[Steps] = {()}
        for context in (context for pattern in patterns for context in pattern):
            for match in context.match:
                steps = tuple(match.split("/"))
                self._beginnings.update(steps[:length] for length in range(1, len(steps)))

    def after(self, tail: Steps, name: str) -> Steps:
        """The longest end of the way that is the beginning of some match."""
        steps = (*tail, name)
        while steps not in self._beginnings:
            steps = steps[1:]
        return steps

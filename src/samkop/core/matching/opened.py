"""What is open: order lines, and pools of those that share a key.

A line is found by its key and never compared with all others: where very many share one, only
those whose open quantity is that of the invoice are looked at, and never more than
`MOST_COMPARED`.
"""

from __future__ import annotations

from collections.abc import Sequence

from samkop.core.matching.ground import OrderedLine

MOST_COMPARED = 64


class Open:
    """A line and what may still be invoiced: of what stands (`rest`), of what came (`ready`)."""

    __slots__ = ("_came", "line", "ready", "rest")

    def __init__(self, line: OrderedLine, more: int) -> None:
        """`more` units than were ordered may be invoiced, unless it is cancelled."""
        self.line = line
        standing = line.standing + more if line.standing else 0
        self._came = line.received if line.needs_receipt else standing
        self.rest = standing - line.invoiced
        self.ready = self._came - line.invoiced

    @property
    def takeable(self) -> int:
        """How many may be invoiced now."""
        return max(min(self.rest, self.ready), 0)

    @property
    def invoiced(self) -> int:
        """How many are invoiced and not credited, those of this run included."""
        return self._came - self.ready

    def take(self, quantity: int) -> None:
        """Invoice so many (below zero: credit them)."""
        self.rest -= quantity
        self.ready -= quantity


class Pool:
    """Lines that share a key, in the order in which they were given."""

    __slots__ = ("_asked", "_by_rest", "_opens")

    def __init__(self) -> None:
        self._opens: list[Open] = []
        self._by_rest: dict[int, Pool] | None = None
        self._asked = 0

    def add(self, opened: Open) -> None:
        """One more."""
        self._opens.append(opened)

    def of(self, quantity: int) -> Sequence[Open] | None:
        """The lines worth comparing with so many units: the open ones, else all.

        None: too many, and all alike.
        """
        few = self._few()
        if few is not None:
            return few
        if self._by_rest is None:
            self._by_rest = {}
            for opened in self._opens:
                self._by_rest.setdefault(opened.rest, Pool()).add(opened)
        same = self._by_rest.get(quantity)
        return None if same is None else same._few()

    def some(self, most: int = 10) -> tuple[int, ...]:
        """The keys of the first few that are open, for a person to choose from."""
        near = self._opens[:MOST_COMPARED]
        return tuple(opened.line.key for opened in near if opened.rest > 0)[:most]

    def _few(self) -> Sequence[Open] | None:
        """All that are open (all, if none is), if they are not too many."""
        self._asked += 1
        # Closed ones go at the first, second, fourth, eighth … question: the sum stays linear.
        if len(self._opens) > MOST_COMPARED and self._asked & (self._asked - 1) == 0:
            self._opens = [opened for opened in self._opens if opened.rest > 0]
        if len(self._opens) > MOST_COMPARED:
            return None
        return [opened for opened in self._opens if opened.rest > 0] or self._opens

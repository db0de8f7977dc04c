"""A line while it is matched: what it takes, what it holds, before VAT has its home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from samkop.core.matching.bill import BilledLine
from samkop.core.matching.opened import Open
from samkop.core.matching.reasons import Reason
from samkop.core.matching.result import Discrepancy, Reference, Target
from samkop.core.matching.shares import divided


@dataclass(slots=True)
class Piece:
    """A part without its VAT; `cents` as they are in the document."""

    target: Target
    key: int | None
    quantity: int
    cents: int
    line_id: str = ""
    first_month: int | None = None
    bill: int | None = None


@dataclass(slots=True)
class Draft:
    """What is known of a line so far.

    `quantity` and `net_cents` are without sign; `sign` is that of the document's amount.
    `taken` are the open lines and how many of each; `held` the quantities that found no room.
    `tolerated` are cents over the price that were let pass. `apart` is in exception whatever
    becomes of the rest: `net_cents` is without it. `vat_from` says which VAT is due.
    """

    line: BilledLine
    net_cents: int
    quantity: int
    sign: int
    pieces: list[Piece] = field(default_factory=list)
    discrepancies: list[Discrepancy] = field(default_factory=list)
    apart: list[Discrepancy] = field(default_factory=list)
    taken: list[tuple[Open, int]] = field(default_factory=list)
    held: list[tuple[Discrepancy, int]] = field(default_factory=list)
    certainty: int = 100
    references: tuple[Reference, ...] = ()
    tolerated: int = 0
    vat_from: Open | None = None

    @property
    def coming(self) -> list[tuple[Discrepancy, int]]:
        """Of the units that found no room, those that the order still waits for."""
        return [one for one in self.held if one[0].reason != Reason.QUANTITY_OVER_ORDERED]

    def hold_all(self, discrepancy: Discrepancy) -> None:
        """The whole line is in exception for this reason."""
        self.pieces, self.taken, self.held = [], [], []
        self.discrepancies = [with_cents(discrepancy, self.net_cents)]
        self.tolerated = 0


class Undoing:
    """What a bill has taken, so that it can be given back if the bill is none to be matched."""

    __slots__ = ("_others", "_taken")

    def __init__(self) -> None:
        self._taken: list[tuple[Open, int]] = []
        self._others: list[Callable[[], None]] = []

    def take(self, opened: Open, quantity: int) -> None:
        """Take from an open line (below zero: give back)."""
        opened.take(quantity)
        self._taken.append((opened, quantity))

    def also(self, undo: Callable[[], None]) -> None:
        """Something else was taken: how it is given back."""
        self._others.append(undo)

    def all(self) -> None:
        """Give all back."""
        for opened, quantity in self._taken:
            opened.take(-quantity)
        for undo in reversed(self._others):
            undo()


def with_cents(discrepancy: Discrepancy, cents: int) -> Discrepancy:
    """The same discrepancy, holding so much."""
    one = discrepancy
    return Discrepancy(
        one.reason, cents, 0, one.key, one.expected, one.actual, one.about, one.candidates
    )


def price(draft: Draft, allowed: Callable[[int, int], int]) -> None:
    """Give the line's money to what it took and what it holds.

    What was taken is worth at most its price and what is `allowed` over it (given the price of
    all units in cents, and how many); more is in exception.
    """
    quantities = [quantity for _, quantity in draft.taken]
    every = [*quantities, *(quantity for _, quantity in draft.held)]
    shares = divided(draft.net_cents, every)
    draft.discrepancies = [
        with_cents(one, cents)
        for (one, _), cents in zip(draft.held, shares[len(quantities) :], strict=True)
    ]
    net = sum(shares[: len(quantities)])
    values = [opened.line.unit_price_cents * quantity for opened, quantity in draft.taken]
    worth = sum(values)
    over = max(net - worth, 0)
    draft.tolerated = over if over <= allowed(worth, sum(quantities)) else 0
    if over > draft.tolerated:
        key = draft.taken[0][0].line.key
        draft.discrepancies.append(
            Discrepancy(Reason.PRICE_OVER, over, 0, key, expected=worth, actual=net)
        )
        net = worth
    cents = divided(net, values if worth else quantities)
    draft.pieces = [
        Piece(Target.ORDER_LINE, opened.line.key, quantity, part)
        for (opened, quantity), part in zip(draft.taken, cents, strict=True)
    ]


def no_more_tolerated(draft: Draft, bound: int, together: int) -> None:
    """What was let pass is in exception: all of an invoice's came over the bound for it."""
    over = min(draft.tolerated, sum(piece.cents for piece in draft.pieces))
    draft.tolerated = 0
    if not over:
        return
    draft.discrepancies.append(
        Discrepancy(Reason.TOTAL_OVER, over, expected=bound, actual=together)
    )
    for piece in reversed(draft.pieces):
        cut = min(piece.cents, over)
        piece.cents -= cut
        over -= cut

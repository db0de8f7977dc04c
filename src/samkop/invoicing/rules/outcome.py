"""What a round of matching comes to: the state, what was moved, what to carry over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from samkop.core.matching import HANDLING, BillMatch, LineMatch, Reason, Remedy, Target
from samkop.core.matching import Discrepancy as Found
from samkop.invoicing.vocabulary import PENDING, DiscrepancyState, InvoiceState

# Pieces are in exception for these, not their price: whoever accepts them takes their room.
OF_PIECES = frozenset(
    {
        Reason.NOT_RECEIVED, Reason.QUANTITY_OVER_RECEIVED, Reason.QUANTITY_OVER_ORDERED,
        Reason.INVOICED_EARLY, Reason.ITEM_DIFFERS,
    }
)  # fmt: skip
# The buyer waits for its own goods-in first: the supplier is not asked by itself.
WAITS_FOR_GOODS = frozenset({Reason.NOT_RECEIVED, Reason.QUANTITY_OVER_RECEIVED})


Name = tuple[str, str, int | None, str]


@dataclass(frozen=True)
class Held:
    """A discrepancy of one round; ``pieces`` of ``key`` would be invoiced if it is accepted."""

    line_id: str
    found: Found
    pieces: int = 0

    @property
    def name(self) -> Name:
        """What makes it the same as one of an earlier round: of the whole, what it is about too."""
        about = "" if self.line_id else self.found.about[:200]
        return self.line_id, self.found.reason.value, self.found.key, about

    @property
    def total_cents(self) -> int:
        """With VAT."""
        return self.found.cents + self.found.vat_cents


def held_of(match: BillMatch, quantities: Mapping[str, int]) -> list[Held]:
    """Every discrepancy with the line it is of; ``quantities`` are the billed ones, by line."""
    found = [
        Held(one.line_id, each, pieces)
        for one in (*match.lines, *match.charges)
        for each, pieces in _with_pieces(one, quantities.get(one.line_id, 0))
    ]
    return found + [Held("", each) for each in match.discrepancies]


def _with_pieces(line: LineMatch, quantity: int) -> Iterable[tuple[Found, int]]:
    """The pieces that no part has taken are those of the line's discrepancies of pieces."""
    left = max(abs(quantity) - sum(abs(part.quantity) for part in line.parts), 0)
    for one in line.discrepancies:
        pieces = 0
        if one.reason in OF_PIECES and one.key is not None and one.cents:
            said = one.actual - one.expected if one.actual and one.expected is not None else left
            pieces = left if said <= 0 else min(left, said)
            left -= pieces
        yield one, pieces


def moved_pieces(match: BillMatch) -> dict[int, int]:
    """Pieces by order line that the parts come to; below zero where taken back."""
    moved: dict[int, int] = defaultdict(int)
    for line in match.lines:
        for part in line.parts:
            if part.target == Target.ORDER_LINE and part.key is not None:
                moved[part.key] += part.quantity
    return dict(moved)


def carried_state(held: Held, before: Mapping[Name, tuple[str, int]]) -> DiscrepancyState:
    """What was decided of the same discrepancy in the round before, if it holds no more money."""
    state, cents = before.get(held.name, (DiscrepancyState.OPEN, 0))
    if state == DiscrepancyState.OVERTAKEN or abs(held.total_cents) > abs(cents):
        return DiscrepancyState.OPEN
    return DiscrepancyState(state)


def state_of(pending: Collection[tuple[str, str]]) -> InvoiceState:
    """The invoice's state by the (reason, state) of what is pending.

    Nothing pending: accepted. The supplier is asked by itself about what it alone can mend;
    goods that have not come, and what a person has let wait, are the buyer's own affair.
    """
    if not pending:
        return InvoiceState.ACCEPTED
    asks = any(
        state == DiscrepancyState.ASKED
        or (state == DiscrepancyState.OPEN and is_asked_by_itself(reason))
        for reason, state in pending
    )
    return InvoiceState.UNDER_QUERY if asks else InvoiceState.IN_PROCESS


def is_asked_by_itself(reason: str) -> bool:
    """Whether the supplier hears of it without a person."""
    known = Reason(reason)
    return known not in WAITS_FOR_GOODS and HANDLING[known].response is not None


def may_be_accepted(reason: str) -> bool:
    """Whether it may be paid as it is: its money is known to be of pieces, prices or charges.

    What is of no order yet, in another currency or billed before is assigned, asked about or
    rejected.
    """
    known = Reason(reason)
    return Remedy.ACCEPT in HANDLING[known].remedies or known in OF_PIECES


def is_pending(state: str) -> bool:
    """Whether it stands in the way of paying."""
    return state in PENDING

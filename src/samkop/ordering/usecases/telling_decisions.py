"""Telling a supplier by document what was decided on the substitutes that it offered.

Peppol BIS Advanced Ordering 3, scenarios 1 and 3: the buyer accepts the seller's changes by an
order change that confirms them, and rejects them by a cancellation; of some lines alone it
rejects them by an order change that takes these out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from samkop.ordering.documents import ChangedLine
from samkop.ordering.models import Order, OrderChange, OrderLine, SubstituteDecision
from samkop.ordering.queries import open_offers
from samkop.ordering.queries.answers import decisions_on
from samkop.ordering.usecases.change_document import Asking, write_change
from samkop.ordering.usecases.order import standing_of
from samkop.ordering.vocabulary import ChangeKind


def tell_of_decisions(
    order: Order, lines: Sequence[OrderLine], now: datetime
) -> OrderChange | None:
    """Send one document for all that was decided and not told yet, in the open unit of work.

    None while something else that the supplier offers waits for the buyer's word: it is
    answered as a whole. Raises Refused ``change-document-invalid``.
    """
    decisions = {one.response_line.line_number: one for one in decisions_on(order.pk)}
    untold = {n: one for n, one in decisions.items() if not hasattr(one.response_line, "told")}
    if not untold or open_offers(order.pk):
        return None
    stood = _stood_before(order, lines, untold.values())
    changed = {}
    for number, one in standing_of(order, lines).items():
        decision = decisions.get(number)
        decided = number in untold
        taken = decision is not None and (decision.accepted or decided)
        changed[number] = ChangedLine(
            standing=stood.get(number, one.quantity), quantity=one.quantity,
            unit_price_cents=one.unit_price_cents, decided=decided,
            instead=decision.response_line if decision and taken else None,
        )  # fmt: skip
    newest = max(untold.values(), key=lambda one: one.pk)
    asking = Asking(ChangeKind.SUBSTITUTION, changed, person_id=newest.person_id)
    return write_change(order, asking, now)


def _stood_before(
    order: Order, lines: Sequence[OrderLine], decisions: Iterable[SubstituteDecision]
) -> dict[int, int]:
    """How many of each decided line were to come when it was decided on."""
    ordered = {line.line_number: line.quantity for line in lines}
    numbers = {f"substitute:{one.response_line_id}": one.response_line.line_number
               for one in decisions}  # fmt: skip
    before, found = ordered, dict[int, int]()
    for settlement in order.settlements.order_by("id"):
        number = numbers.get(settlement.cause)
        if number is not None:
            found[number] = before[number]
        before = {int(key): count for key, count in settlement.standing.items()}
    return found

"""Pure rules of ordering."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from samkop.ordering.vocabulary import OrderState, ResponseCode


@dataclass(frozen=True)
class Threshold:
    """Below ``free_below_cents`` no approval is needed; for a cost centre, or None for all."""

    cost_centre_id: int | None
    free_below_cents: int


@dataclass(frozen=True)
class Authority:
    """A person's right to approve up to ``limit_cents``, from a day on until another."""

    id: int
    person_id: int
    cost_centre_id: int | None
    limit_cents: int
    valid_from: date
    valid_until: date | None

    def covers(self, *, cost_centre_id: int, cents: int, on: date) -> bool:
        """Whether it reaches this cost centre and amount on this day."""
        return (
            self.cost_centre_id in (None, cost_centre_id)
            and cents <= self.limit_cents
            and self.valid_from <= on
            and (self.valid_until is None or on <= self.valid_until)
        )


def needs_approval(thresholds: Iterable[Threshold], *, cost_centre_id: int, cents: int) -> bool:
    """Whether somebody has to approve; a cost centre's own threshold goes before the common.

    Without any threshold everything is approved: an organisation that has decided nothing
    has not decided to let everything through.
    """
    by_centre = {rule.cost_centre_id: rule.free_below_cents for rule in thresholds}
    free_below = by_centre.get(cost_centre_id, by_centre.get(None, 0))
    return cents >= free_below


def approvers(
    register: Iterable[Authority], *, requester_id: int, cost_centre_id: int, cents: int, on: date
) -> list[Authority]:
    """Who may approve, the narrowest authority first: own cost centre, then lowest limit.

    Nobody approves an order for himself (domain.md, "Parties and rights").
    """
    fitting = [
        authority
        for authority in register
        if authority.person_id != requester_id
        and authority.covers(cost_centre_id=cost_centre_id, cents=cents, on=on)
    ]
    return sorted(fitting, key=lambda a: (a.cost_centre_id is None, a.limit_cents, a.id))


@dataclass(frozen=True)
class LineOutcome:
    """What stands of an order line: how many are still coming, at the order's price."""

    line_number: int
    ordered: int
    standing: int
    unit_price_cents: int


def state_after(code: str, outcomes: Sequence[LineOutcome], *, substitutes: bool) -> OrderState:
    """The order's state after an answer.

    An open substitute goes first, since somebody has to decide; otherwise the lines say it.
    """
    if code == ResponseCode.ACKNOWLEDGED:
        return OrderState.ACKNOWLEDGED
    if substitutes:
        return OrderState.SUBSTITUTE_OFFERED
    if all(outcome.standing == 0 for outcome in outcomes):
        return OrderState.REFUSED
    if all(outcome.standing == outcome.ordered for outcome in outcomes):
        return OrderState.CONFIRMED
    return OrderState.PARTLY_CONFIRMED


def standing_quantity(
    ordered: int, *, code: str, line_status: str | None, line_quantity: int | None
) -> int:
    """How many of a line are still coming, by the answer's code and the line's own status.

    Without a line of its own, the answer as a whole counts: AP and AB keep the line, RE
    ends it; CA without the line keeps it too (Peppol BIS Ordering 3, order response: with
    CA only the lines that changed are sent). Never more than was ordered.
    """
    if line_status is None:
        return 0 if code == ResponseCode.REFUSED else ordered
    if line_status == "7":
        return 0
    return min(ordered, ordered if line_quantity is None else line_quantity)

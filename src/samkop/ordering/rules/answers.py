"""Pure rules of what suppliers answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samkop.ordering.vocabulary import OrderState, ResponseCode


@dataclass(frozen=True)
class LineOutcome:
    """What stands of an order line: how many are still coming, at the order's price."""

    line_number: int
    ordered: int
    standing: int
    unit_price_cents: int


@dataclass(frozen=True)
class Standing:
    """How many of a line still come, and the price of one in cents, without VAT."""

    quantity: int
    unit_price_cents: int

    @property
    def net_cents(self) -> int:
        """What stands of the line's sum."""
        return self.quantity * self.unit_price_cents


def after_step(
    before: Mapping[int, Standing], quantities: Mapping[int, int], prices: Mapping[int, int]
) -> dict[int, Standing]:
    """What stands of each line after a step that names new quantities and prices of some.

    Neither rises: what was given back may have been spent since.
    """
    return {
        number: Standing(
            min(one.quantity, quantities.get(number, one.quantity)),
            min(one.unit_price_cents, prices.get(number, one.unit_price_cents)),
        )
        for number, one in before.items()
    }


def released_cents(before: Mapping[int, Standing], after: Mapping[int, Standing]) -> int:
    """By how much the sum of what stands has fallen."""
    return sum(one.net_cents - after[number].net_cents for number, one in before.items())


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

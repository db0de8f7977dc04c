"""What was asked of an order's supplier, as the order's page and the supplier's show it."""

from __future__ import annotations

from dataclasses import dataclass

from samkop.ordering.models import Order, OrderChange, OrderChangeLine, OrderLine
from samkop.ordering.vocabulary import ChangeState

TONES = {
    ChangeState.ASKED: "warn",
    ChangeState.AGREED: "good",
    ChangeState.PARTLY_AGREED: "warn",
    ChangeState.REFUSED: "bad",
    ChangeState.OVERTAKEN: "neutral",
}


@dataclass(frozen=True)
class AskedRow:
    """A line that is to be changed."""

    line: OrderLine
    asked: OrderChangeLine


@dataclass(frozen=True)
class Asked:
    """A change or cancellation with the lines that it lowers."""

    change: OrderChange
    tone: str
    rows: list[AskedRow]

    @property
    def waits(self) -> bool:
        """Whether the supplier has not answered yet."""
        return self.change.state == ChangeState.ASKED


def changes_of(order: Order) -> list[Asked]:
    """What was asked of an order that was read by ``order_of``, the newest first."""
    return [
        Asked(one, TONES[ChangeState(one.state)], asked_rows(order, one))
        for one in sorted(order.changes.all(), key=lambda one: -one.sequence_number)
    ]


def asked_rows(order: Order, asked: OrderChange) -> list[AskedRow]:
    """The lines of which fewer are wanted."""
    lines = {line.line_number: line for line in order.lines.all()}
    return [
        AskedRow(lines[one.line_number], one)
        for one in asked.lines.all()
        if one.quantity < one.standing
    ]

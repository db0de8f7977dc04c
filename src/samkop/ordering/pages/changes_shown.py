"""What was asked of an order's supplier, as the order's page and the supplier's show it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import Order, OrderChange, OrderChangeLine, OrderLine
from samkop.ordering.vocabulary import CHANGE_TRANSITIONS, ChangeKind, ChangeState

TONES = {
    ChangeState.ASKED: "warn",
    ChangeState.TOLD: "info",
    ChangeState.AGREED: "good",
    ChangeState.PARTLY_AGREED: "warn",
    ChangeState.REFUSED: "bad",
    ChangeState.OVERTAKEN: "neutral",
}


# What was decided holds, whatever the supplier says to it.
OF_DECISIONS = {
    ChangeState.AGREED: _("Confirmed by the supplier"),
    ChangeState.PARTLY_AGREED: _("Confirmed in part by the supplier"),
    ChangeState.REFUSED: _("Not confirmed by the supplier"),
}


@dataclass(frozen=True)
class AskedRow:
    """A line that is to be changed."""

    line: OrderLine
    asked: OrderChangeLine


@dataclass(frozen=True)
class Asked:
    """A change or cancellation with the lines that it lowers, or the substitutes it decides on."""

    change: OrderChange
    tone: str
    rows: list[AskedRow]
    decisions: list[AskedRow]

    @property
    def state(self) -> str:
        """How far it has come, in words."""
        words = OF_DECISIONS if self.tells else {}
        return str(words.get(ChangeState(self.change.state), self.change.get_state_display()))

    @property
    def tells(self) -> bool:
        """Whether it asks for nothing, and tells what was decided."""
        return self.change.kind == ChangeKind.SUBSTITUTION

    @property
    def waits(self) -> bool:
        """Whether the supplier has not answered yet."""
        return self.change.state in CHANGE_TRANSITIONS


def changes_of(order: Order) -> list[Asked]:
    """What was asked of an order that was read by ``order_of``, the newest first."""
    return [
        Asked(one, TONES[ChangeState(one.state)], asked_rows(order, one), decisions_in(order, one))
        for one in sorted(order.changes.all(), key=lambda one: -one.sequence_number)
    ]


def asked_rows(order: Order, asked: OrderChange) -> list[AskedRow]:
    """The lines of which fewer are wanted, but for those on whose substitute was decided."""
    return [
        row
        for row in _rows(order, asked)
        if row.asked.quantity < row.asked.standing and row.asked.offered is None
    ]


def decisions_in(order: Order, asked: OrderChange) -> list[AskedRow]:
    """The lines on whose substitute was decided."""
    return [row for row in _rows(order, asked) if row.asked.offered is not None]


def _rows(order: Order, asked: OrderChange) -> list[AskedRow]:
    lines = {line.line_number: line for line in order.lines.all()}
    return [AskedRow(lines[one.line_number], one) for one in asked.lines.all()]

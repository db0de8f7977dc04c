"""Pure rules of what a buyer may ask of an order that its supplier has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Hindrance(StrEnum):
    """Why a line cannot be changed so."""

    UNKNOWN = "order-line-unknown"
    RAISED = "quantity-raised"
    DESPATCHED = "line-despatched"


@dataclass(frozen=True)
class Changeable:
    """A line in pieces: so many are to come in all, so many of them have left already."""

    line_number: int
    standing: int
    gone: int


@dataclass(frozen=True)
class Hindered:
    """The first line that cannot be changed as asked, and the figure that says why."""

    why: Hindrance
    line_number: int
    figure: int = 0


def hindrance(lines: Iterable[Changeable], wanted: Mapping[int, int]) -> Hindered | None:
    """What keeps the lines from being lowered to ``wanted`` (by line number); None: nothing.

    A change is made before the goods are prepared for delivery (Peppol BIS Advanced Ordering
    3, "Scope"). More than stands would need budget, ceiling and approval as an order does:
    it is ordered anew.
    """
    known = {line.line_number: line for line in lines}
    for number, quantity in sorted(wanted.items()):
        line = known.get(number)
        if line is None or quantity < 0:
            return Hindered(Hindrance.UNKNOWN, number)
        if quantity > line.standing:
            return Hindered(Hindrance.RAISED, number, line.standing)
        if quantity < min(line.gone, line.standing):
            return Hindered(Hindrance.DESPATCHED, number, line.gone)
    return None

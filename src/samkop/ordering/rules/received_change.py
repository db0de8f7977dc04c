"""A buyer's change or cancellation as it was sent, in plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AskedChange:
    """What is asked for of the buyer's order ``order_number``.

    ``quantities`` are how many are wanted in all, by the buyer's ids of the lines; ``other`` is
    the id of a line of which something else is asked (to be added or opened again, or another
    unit or price), empty where none is. ``cancels`` says that the whole order is taken back.
    """

    number: str
    order_number: str
    reason: str
    cancels: bool
    currency: str = ""
    quantities: Mapping[str, int] | None = None
    other: str = ""
    requested_on: date | None = None

"""How far the lines of an order have come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LineProgress:
    """One line of an order in pieces: ordered, and what became of them since.

    ``standing`` are those that the supplier is still to have delivered in all, after answers
    and cancellations, ``unit_price_cents`` the price of one that holds, without VAT. ``released``
    are those of them that a credit note is for instead, as agreed on a return.
    """

    line_number: int
    ordered: int
    standing: int
    unit_price_cents: int
    despatched: int = 0
    received: int = 0
    returned: int = 0
    released: int = 0
    invoiced: int = 0
    credited: int = 0

    @property
    def kept(self) -> int:
        """How many came and were not sent back."""
        return self.received - self.returned

    @property
    def to_keep(self) -> int:
        """How many the buyer is to have in the end."""
        return max(self.standing - self.released, 0)

    @property
    def outstanding(self) -> int:
        """How many are still to come."""
        return self.left_after(self.kept)

    @property
    def gone(self) -> int:
        """How many have left the supplier, by its despatch or by what came."""
        return max(self.despatched, self.received)

    def left_after(self, done: int) -> int:
        """How many are left of those that come once so many are sent, or invoiced, or here."""
        return max(self.to_keep - done, 0)

    @property
    def on_the_way(self) -> int:
        """How many were despatched and have not come."""
        return max(self.despatched - self.received, 0)

    @property
    def charged(self) -> int:
        """How many are invoiced and not credited."""
        return self.invoiced - self.credited

    @property
    def has_moved(self) -> bool:
        """Whether anything has happened since it was ordered and answered."""
        return bool(self.despatched or self.received or self.invoiced)

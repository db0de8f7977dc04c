"""What a supplier says by hand about an order, as the codes of a Peppol Order Response (T76)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from samkop.ordering.vocabulary import LineStatus, ResponseCode


@dataclass(frozen=True)
class Said:
    """About one line: how many come on which day, how many follow later and when."""

    line_number: int
    quantity: int
    later: int = 0
    promised_on: date | None = None
    later_on: date | None = None
    note: str = ""

    @property
    def total(self) -> int:
        """All that comes, now or later."""
        return self.quantity + self.later


def line_status(said: Said, ordered: int) -> LineStatus:
    """The answer to one line (UNCL 1229, the subset of T76)."""
    if not said.total:
        return LineStatus.NOT_ACCEPTED
    return LineStatus.ACCEPTED if said.quantity == ordered else LineStatus.CHANGED


def response_code(said: Sequence[tuple[Said, int]]) -> ResponseCode:
    """The answer to the whole: each line's with what was ordered of it (UNCL 4343).

    Only "accepted with changes" has lines (PEPPOL-T76-R007 to R010): so it is also where all
    comes, but on days of its own or with words.
    """
    if not any(one.total for one, _ordered in said):
        return ResponseCode.REFUSED
    as_ordered = all(one.quantity == ordered and not one.note for one, ordered in said)
    if as_ordered and len({one.promised_on for one, _ordered in said}) == 1:
        return ResponseCode.ACCEPTED
    return ResponseCode.CONDITIONALLY_ACCEPTED

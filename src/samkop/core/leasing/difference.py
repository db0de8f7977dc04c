"""A financier's schedule beside one's own, device by device, to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A device of a schedule, and what a month of it costs."""

    serial_number: str
    monthly_cents: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A device on which the two differ; None on the side that does not have it."""

    serial_number: str
    own_cents: int | None
    their_cents: int | None

    @property
    def cents(self) -> int:
        """How much more a month costs by the financier's schedule."""
        return (self.their_cents or 0) - (self.own_cents or 0)


def differences(own: Sequence[Line], theirs: Sequence[Line]) -> list[Difference]:
    """By serial number, as it is written without spaces and case; nothing where they agree."""
    ours = {_plain(line.serial_number): line for line in own}
    found = {_plain(line.serial_number): line for line in theirs}
    both = sorted(ours.keys() | found.keys())
    return [
        Difference(
            (ours.get(key) or found[key]).serial_number,
            ours[key].monthly_cents if key in ours else None,
            found[key].monthly_cents if key in found else None,
        )
        for key in both
        if key not in ours
        or key not in found
        or ours[key].monthly_cents != found[key].monthly_cents
    ]


def _plain(serial: str) -> str:
    return "".join(serial.split()).casefold()

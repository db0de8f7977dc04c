"""Items side by side: which facts differ, and which value is the best of a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samkop.core.money import to_cents

MOST_COMPARED = 4
# A quarter of the devices is renewed every year (mission.md): four years of use.
MONTHS_OF_USE = 48


@dataclass(frozen=True)
class Compared:
    """One fact of every item: the texts in the items' order, empty where not known.

    ``best`` are the places of the best value; none where all are alike or it is no merit.
    """

    label: str
    texts: tuple[str, ...]
    best: frozenset[int] = frozenset()

    @property
    def differs(self) -> bool:
        """Whether the items are not all alike in it; what is not known is unlike what is."""
        return len(set(self.texts)) > 1

    @property
    def known(self) -> bool:
        """Whether it is known of any of them."""
        return any(self.texts)


def best_of(
    values: Sequence[Decimal | int | date | None], *, highest: bool = False
) -> frozenset[int]:
    """The places of the lowest (or highest) of the known values.

    None where fewer than two are known, or where all that are known are equal.
    """
    known = [value for value in values if value is not None]
    if len(set(known)) < 2:  # noqa: PLR2004 - a best one has another to be better than
        return frozenset()
    wanted = max(known) if highest else min(known)
    return frozenset(place for place, value in enumerate(values) if value == wanted)


def apart(rows: Iterable[Compared]) -> tuple[list[Compared], list[Compared]]:
    """The rows in which the items differ, and those in which they are alike."""
    known = [row for row in rows if row.known]
    return [row for row in known if row.differs], [row for row in known if not row.differs]


def price_a_month(price: Decimal) -> Decimal:
    """A purchase price spread evenly over the months of use, to the cent; no interest."""
    return to_cents(price / MONTHS_OF_USE)

"""Whether a legal basis holds on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def basis_state(bases: Iterable[tuple[date, date | None]], day: date) -> str:
    """``holds``, ``begins`` (later), ``ended`` or ``missing``, of bases with first and last day.

    Both days count; without a last day a basis holds until one is set.
    """
    known = list(bases)
    if any(first <= day and (last is None or last >= day) for first, last in known):
        return "holds"
    if any(first > day for first, _last in known):
        return "begins"
    return "ended" if known else "missing"

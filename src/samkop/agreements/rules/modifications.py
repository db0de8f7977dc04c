"""How far the maximum value may be raised, by each ground of art. 72."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from samkop.agreements.vocabulary import Ground

THRESHOLDS = Path(__file__).with_name("thresholds.csv")


def modification_room(
    ground: str, published_cents: int, raised_cents: Mapping[str, int], threshold: int | None
) -> int | None:
    """The cents by which one modification may raise the maximum value; None: by its clause.

    ``published_cents`` is the value of the initial agreement, ``raised_cents`` what earlier
    modifications have added, by ground. Directive 2014/24/EU: additional needs and
    unforeseen circumstances half of the initial value each time (art. 72(1)(b) and (c));
    de minimis below ``threshold`` and below ten per cent of the initial value (supplies and
    services), all successive ones together (art. 72(2)). A threshold that is not known
    leaves no room.
    """
    if ground == Ground.REVIEW_CLAUSE:
        return None
    if ground in {Ground.ADDITIONAL, Ground.UNFORESEEN}:
        return published_cents // 2
    # "Below" both, in whole cents.
    highest = min(threshold or 0, -(-published_cents // 10)) - 1
    return max(0, highest - raised_cents.get(Ground.DE_MINIMIS, 0))


def threshold_cents(day: date, currency: str) -> int | None:
    """The EU threshold for supplies and services of sub-central authorities on a day.

    Source: art. 4(c) of directive 2014/24/EU, set every two years; ``thresholds.csv``.
    None where the table does not say.
    """
    for valid_from, valid_until, known_currency, cents in _thresholds():
        if valid_from <= day <= valid_until and currency == known_currency:
            return cents
    return None


@cache
def _thresholds() -> tuple[tuple[date, date, str, int], ...]:
    with THRESHOLDS.open(encoding="utf-8", newline="") as file:
        return tuple(
            (
                date.fromisoformat(row["valid_from"]),
                date.fromisoformat(row["valid_until"]),
                row["currency"],
                int(row["cents"]),
            )
            for row in csv.DictReader(file)
        )

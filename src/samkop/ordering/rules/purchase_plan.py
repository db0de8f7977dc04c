"""The day on which a row of a plan is to be ordered, as people write it: a day or a month."""

from __future__ import annotations

import re
from datetime import date

from samkop.parties.days import day_in

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)


def day_to_order(text: str, today: date, standing: date | None = None) -> date | None:
    """The day of ``2027-03-15``; of a month (``2027-03``) the first, of this month today.

    ``standing`` is the day that the row has already: it stays where it lies in the month.
    None for what is neither a day nor a month.
    """
    month = _MONTH.fullmatch(text)
    if month is None:
        return day_in(text)[0]
    try:
        first = date(int(month[1]), int(month[2]), 1)
    except ValueError:
        return None
    for known in (standing, today):
        if known is not None and known.replace(day=1) == first:
            return known
    return first

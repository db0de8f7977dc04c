"""A fleet in figures: by state, age and category, what falls due, what has lost its support."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from samkop.core.period import months_after
from samkop.fleet.vocabulary import LIVING
from samkop.parties.models import Region
from samkop.platform.database.driver import asked

AHEAD = 24
# Counted by one thing at a time, ``by``; of what has ended the state alone.
COUNTED = """
WITH devices AS (
    SELECT state, category, state <> 'ended' AS lives,
        to_char(received_on, 'YYYY') AS came,
        CASE WHEN renew_on < %(until)s THEN to_char(renew_on, 'YYYY-MM-01') END AS due,
        support_ends < %(today)s AS unsupported,
        support_ends >= %(today)s AND support_ends < renew_on AS losing,
        model_id = ANY (ARRAY(SELECT id FROM fleet_devicemodel
            WHERE owner_id = %(owner)s AND NOT in_range)) AS outlier,
        holder_id = ANY (ARRAY(SELECT id FROM fleet_holder
            WHERE owner_id = %(owner)s AND kind = 'nobody')) AS unheld
    FROM fleet_asset WHERE owner_id = %(owner)s)
SELECT CASE GROUPING(state, category, came, due) WHEN 7 THEN 'state' WHEN 11 THEN 'category'
        WHEN 13 THEN 'came' WHEN 14 THEN 'due' ELSE 'all' END,
    coalesce(state, category, came, due), count(*),
    count(*) FILTER (WHERE unsupported), count(*) FILTER (WHERE losing),
    count(*) FILTER (WHERE outlier), count(*) FILTER (WHERE unheld)
FROM devices
GROUP BY GROUPING SETS ((state), (lives, category), (lives, came), (lives, due), (lives))
HAVING GROUPING(lives) = 1 OR lives
"""


@dataclass(frozen=True)
class Overview:
    """An owner's fleet on a day.

    ``states`` and ``categories`` are counts by word; ``years`` devices in use by the year in
    which they came; ``due`` by month, 24 from this one, and ``overdue`` before it. ``unsupported``
    get no security updates any more, ``losing`` will get none before their renewal; ``outliers``
    are of models beyond the joint range.
    """

    states: dict[str, int]
    categories: dict[str, int]
    years: dict[int, int]
    due: dict[date, int]
    overdue: int
    unsupported: int
    losing: int
    outliers: int
    without_holder: int

    @property
    def living(self) -> int:
        """All that have not ended."""
        return sum(count for state, count in self.states.items() if state in LIVING)


class Worst(NamedTuple):
    """What an overview warns of."""

    unsupported: int
    losing: int
    outliers: int
    without_holder: int


@dataclass(frozen=True)
class MemberTotals:
    """What everybody in a region sees of each member's fleet: totals alone."""

    party_id: int
    living: int
    in_use: int
    outliers: int
    unsupported: int
    due: int


def overview_of(owner_id: int, today: date) -> Overview:
    """One query that reads each device once."""
    first = today.replace(day=1)
    values = {"owner": owner_id, "today": today, "until": months_after(first, AHEAD)}
    found: dict[str, dict[Any, int]] = {"state": {}, "category": {}, "came": {}, "due": {}}
    worst = Worst(0, 0, 0, 0)
    for by, word, count, *its_worst in asked(COUNTED, values).fetchall():
        if by == "all":
            worst = Worst(*its_worst)
        elif word is not None:
            found[by][word] = count
    due = {date.fromisoformat(month): count for month, count in found["due"].items()}
    return Overview(
        states=found["state"], categories=found["category"],
        years={int(year): count for year, count in sorted(found["came"].items())},
        due={month: due.get(month, 0) for month in (months_after(first, n) for n in range(AHEAD))},
        overdue=sum(count for month, count in due.items() if month < first), **worst._asdict(),
    )  # fmt: skip


def regions_of(party_id: int) -> list[Region]:
    """The regions in which a party takes part, or which it serves."""
    mine = Q(members__party_id=party_id) | Q(purchasing_body_id=party_id)
    return list(Region.objects.filter(mine).distinct().order_by("name_en", "id"))


def member_totals(region_id: int, today: date) -> list[MemberTotals]:
    """The totals of each member of a region of one's own; of another's, nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT owner_id, living, in_use, outliers, unsupported, due"
            " FROM fleet_region_totals(%s, %s, %s) ORDER BY living DESC, owner_id",
            [region_id, today, months_after(today, 12)],
        )
        return [MemberTotals(*row) for row in cursor.fetchall()]

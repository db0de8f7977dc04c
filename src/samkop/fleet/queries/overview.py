"""A fleet in figures: by state, age and category, what falls due, what has lost its support."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth, TruncYear

from samkop.core.period import months_after
from samkop.fleet.models import Asset
from samkop.fleet.vocabulary import LIVING, AssetState, HolderKind
from samkop.parties.models import Region

AHEAD = 24


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
    """Five queries, however many devices there are."""
    own = Asset.objects.filter(owner_id=owner_id)
    living = own.exclude(state=AssetState.ENDED)
    first = today.replace(day=1)
    states = _counted(own.values_list("state").annotate(Count("id")))
    categories = _counted(living.values_list("category").annotate(Count("id")))
    came = living.filter(received_on__isnull=False).annotate(came=TruncYear("received_on"))
    by_year = {day.year: n for day, n in came.values_list("came").annotate(Count("id"))}
    falls_due = living.filter(renew_on__isnull=False, renew_on__lt=months_after(first, AHEAD))
    by_month: Counter[date] = Counter()
    for month, count in (
        falls_due.annotate(m=TruncMonth("renew_on")).values_list("m").annotate(Count("id"))
    ):
        by_month[month] += count
    worst = living.aggregate(
        unsupported=Count("id", filter=Q(support_ends__lt=today)),
        losing=Count("id", filter=Q(support_ends__gte=today, support_ends__lt=F("renew_on"))),
        outliers=Count("id", filter=Q(model__in_range=False)),
        without_holder=Count("id", filter=Q(holder__kind=HolderKind.NOBODY)),
    )
    return Overview(
        states=states, categories=categories, years=dict(sorted(by_year.items())),
        due={months_after(first, n): by_month[months_after(first, n)] for n in range(AHEAD)},
        overdue=sum(count for month, count in by_month.items() if month < first), **worst,
    )  # fmt: skip


def _counted(rows: Iterable[tuple[Any, ...]]) -> dict[str, int]:
    return {str(word): int(count) for word, count in rows}


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

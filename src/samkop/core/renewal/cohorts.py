"""From rows of devices to cohorts with their windows: lease ends and support ends are hard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from samkop.core.renewal.problem import MONTHS_A_YEAR, Cohort


@dataclass(frozen=True, slots=True)
class Device:
    """One device, or ``count`` that are alike in all of this."""

    municipality: str
    model: str
    bought: date
    unit_cents: int
    lease_ends: date | None = None
    support_ends: date | None = None
    outlier: bool = False
    count: int = 1


@dataclass(frozen=True, slots=True)
class Window:
    """How a window follows from the purchase, in months: the life after which a device is due,
    and how much before and after that it may be renewed.
    """

    life: int = 48
    before: int = 6
    after: int = 6


def month_of(day: date, start: tuple[int, int]) -> int:
    """The month of the plan in which a day lies; before the start negative."""
    year, month = start
    return (day.year - year) * MONTHS_A_YEAR + day.month - month


def cohorts_of(
    devices: Iterable[Device], start: tuple[int, int], months: int, window: Window
) -> list[Cohort]:
    """The devices that have to be renewed within the plan, those that are alike as one cohort.

    A device is due when its life is over. It is renewed at the latest so many months after
    that, in the month in which its lease ends, and in the one in which its maker's support
    does: the earliest of these. Where that lies before the plan it is renewed in the first
    month. A device that is due after the plan's end waits for the next plan, and is left out.
    """
    counts: Counter[tuple[str, str, int, int, int, int, int, bool]] = Counter()
    for one in devices:
        bought = month_of(one.bought, start)
        due = bought + window.life
        ends = [month_of(day, start) for day in (one.lease_ends, one.support_ends) if day]
        latest = min([due + window.after, *ends])
        due = min(due, latest)
        earliest = min(due - window.before, latest)
        if due >= months:
            continue
        latest = min(max(latest, 0), months - 1)
        earliest = min(max(earliest, 0), latest)
        counts[
            one.municipality, one.model, one.unit_cents, earliest, due, latest, bought, one.outlier
        ] += one.count
    return [
        Cohort(
            id=f"c{number}", municipality=key[0], model=key[1], count=count, unit_cents=key[2],
            earliest=key[3], due=key[4], latest=key[5], bought=key[6], outlier=key[7],
        )
        for number, (key, count) in enumerate(sorted(counts.items()))
    ]  # fmt: skip

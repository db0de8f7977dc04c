"""What is to be planned: cohorts of devices, the limits on their renewal, what counts as cost.

Months count from 0, the month of ``start``; money is in cents; weights are exact fractions.
docs/reference/renewal.md says what each field means and what its absence means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

MONTHS_A_YEAR = 12

# A limit for each month; None is no limit in that month.
Monthly = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Devices of one model in one municipality that are alike: renewed within the same window.

    ``due`` may lie outside the window and the horizon: a device that is overdue when the plan
    begins has a negative one. ``carbon`` is the kilograms that each month of unused life
    wastes; ``bought`` the month of purchase, mostly negative; ``outlier`` a model beyond the
    range.
    """

    id: str
    municipality: str
    model: str
    count: int
    unit_cents: int
    earliest: int
    due: int
    latest: int
    carbon: Fraction = Fraction(0)
    bought: int | None = None
    outlier: bool = False


@dataclass(frozen=True, slots=True)
class Locked:
    """A decision: exactly ``count`` devices of a cohort are renewed in this month."""

    cohort: str
    month: int
    count: int


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of cost weighs; the last four go beyond the contract.

    ``early``, ``late``: a device and month before, after its due month. ``level``: a device of
    a municipality's largest month. ``avoid``: a device renewed in a month to be avoided.
    ``age``: a device and month beyond ``Problem.age_limit``. ``outlier``: a device beyond the
    range and month that it stays. ``carbon``: a kilogram.
    """

    early: Fraction
    late: Fraction
    level: Fraction
    avoid: Fraction = Fraction(0)
    age: Fraction = Fraction(0)
    outlier: Fraction = Fraction(0)
    carbon: Fraction = Fraction(0)


@dataclass(frozen=True)
class Problem:
    """A whole problem. A municipality without a line in ``capacity`` has no limit, and so a
    year without one in ``budget`` (municipality, then calendar year, to cents).
    """

    months: int
    start: tuple[int, int]
    cohorts: tuple[Cohort, ...]
    weights: Weights
    capacity: Mapping[str, Monthly] = field(default_factory=dict)
    capacity_total: Monthly | None = None
    budget: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    round_min: int = 0
    locked: tuple[Locked, ...] = ()
    avoid: Mapping[str, frozenset[int]] = field(default_factory=dict)
    age_limit: int = 0

    def year_of(self, month: int) -> int:
        """The calendar year of a month of the plan."""
        year, first = self.start
        return year + (first - 1 + month) // MONTHS_A_YEAR

    def label_of(self, month: int) -> str:
        """A month of the plan as ``2026-01``."""
        year, first = self.start
        count = first - 1 + month
        return f"{year + count // MONTHS_A_YEAR:04d}-{count % MONTHS_A_YEAR + 1:02d}"

    @cached_property
    def municipalities(self) -> tuple[str, ...]:
        """Those that have devices, in order of their names."""
        return tuple(sorted({cohort.municipality for cohort in self.cohorts if cohort.count}))

    @cached_property
    def devices(self) -> int:
        """How many are renewed in all."""
        return sum(cohort.count for cohort in self.cohorts)

    @cached_property
    def _locked_at(self) -> Mapping[str, list[tuple[Locked, Cohort]]]:
        by_id = {cohort.id: cohort for cohort in self.cohorts}
        found: dict[str, list[tuple[Locked, Cohort]]] = {}
        for one in self.locked:
            cohort = by_id[one.cohort]
            found.setdefault(cohort.municipality, []).append((one, cohort))
        return found

    def locked_in(self, municipality: str) -> list[tuple[Locked, Cohort]]:
        """The decisions of a municipality, with their cohorts."""
        return self._locked_at.get(municipality, [])

    def total_limit(self, month: int) -> int | None:
        """How many may be renewed in a month over all municipalities."""
        return None if self.capacity_total is None else self.capacity_total[month]

    def limit_of(self, municipality: str, month: int) -> int | None:
        """How many its installers can do in a month."""
        limits = self.capacity.get(municipality)
        return None if limits is None else limits[month]

"""What is asked for by the years in which it is paid, beside the budgets of these years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from samkop.ordering.models import Budget, RequisitionLine
from samkop.ordering.rules import Payment, schedule_of


@dataclass(frozen=True)
class YearPart:
    """What a year's budget would carry, in cents; ``budget`` is None where there is none."""

    year: int
    cents: int
    budget: Budget | None

    @property
    def left_cents(self) -> int | None:
        """What is left of the budget before."""
        found = self.budget
        return None if found is None else found.left_cents

    @property
    def left_after_cents(self) -> int | None:
        """What would be left of it afterwards; below zero where it does not suffice."""
        left = self.left_cents
        return None if left is None else left - self.cents

    @property
    def fits(self) -> bool:
        """Whether there is a budget, and it suffices."""
        after = self.left_after_cents
        return after is not None and after >= 0


def year_parts(schedule: Mapping[int, int], budgets: Mapping[int, Budget]) -> list[YearPart]:
    """The schedule's years with their budgets, the first year first."""
    return [YearPart(year, cents, budgets.get(year)) for year, cents in sorted(schedule.items())]


def schedule_of_lines(lines: Iterable[RequisitionLine], today: date) -> dict[int, int]:
    """What the lines cost in each year, were they ordered and delivered today."""
    paid = schedule_of(Payment(line.net_cents, today, line.term_months) for line in lines)
    return paid or {today.year: 0}

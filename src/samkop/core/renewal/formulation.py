"""The problem as columns and rows of a mixed-integer linear programme.

Of each chain (chains.py): ``y`` devices renewed in a month, ``p`` and ``n`` those that are
ahead of and behind their due months at its end, so that X = due + p - n. Of each municipality:
``total`` of a month, ``used`` whether its round is of the least size or none, ``peak`` its
largest month.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, gcd, inf

from samkop.core.renewal.chains import Chain, aged_at, chains_of, cost_of, slopes_of
from samkop.core.renewal.problem import Problem

Terms = list[tuple[int, float]]


@dataclass
class Programme:
    """Columns and rows, growing; ``feasible`` is false once a limit cannot hold by itself."""

    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    indices: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    feasible: bool = True

    def column(
        self, lower: float, upper: float, cost: Fraction | float = 0, *, whole: bool = False
    ) -> int:
        """A new column's number."""
        if lower > upper:
            self.feasible = False
        self.cost.append(float(cost))
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, lower: float, upper: float, terms: Iterable[tuple[int, float]]) -> int:
        """A new row's number."""
        for column, value in terms:
            self.indices.append(column)
            self.values.append(value)
        self.starts.append(len(self.indices))
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        if self.starts[-1] == self.starts[-2] and not lower <= 0 <= upper:
            self.feasible = False
        return len(self.row_lower) - 1


@dataclass
class Part:
    """The columns of one municipality, from ``columns[0]`` to before ``columns[1]``, and so its
    rows. ``fixed``: its locked devices by month. ``whole``: its devices are whole only when
    asked to be, since its budget weighs them by price.
    """

    municipality: str
    fixed: list[int]
    whole: bool = False
    columns: tuple[int, int] = (0, 0)
    rows: tuple[int, int] = (0, 0)
    chains: list[tuple[Chain, dict[int, int]]] = field(default_factory=list)
    total: dict[int, int] = field(default_factory=dict)
    used: dict[int, int] = field(default_factory=dict)
    peak: int | None = None


@dataclass
class Formulation:
    """The programme of some municipalities, and where in it to find what."""

    problem: Problem
    programme: Programme = field(default_factory=Programme)
    parts: list[Part] = field(default_factory=list)
    total_rows: dict[int, int] = field(default_factory=dict)
    constant: Fraction = Fraction(0)


def formulate(problem: Problem) -> Formulation:
    """The programme of a problem. ``programme.feasible`` is false where a limit alone says no."""
    made = Formulation(problem)
    chains = chains_of(problem)
    for name in problem.municipalities:
        made.parts.append(_part(made.programme, problem, name, chains[name]))
    _share_months(made)
    made.constant = _constant(problem)
    return made


def _part(programme: Programme, problem: Problem, name: str, chains: list[Chain]) -> Part:
    part = Part(name, [0] * problem.months, whole=bool(problem.budget.get(name)))
    begin = len(programme.cost), len(programme.row_lower)
    for one, _ in problem.locked_in(name):
        part.fixed[one.month] += one.count
    room = [0] * problem.months
    for chain in chains:
        columns = _chain(programme, chain, problem.months, room, whole=part.whole)
        part.chains.append((chain, columns))
    _months(programme, problem, part, room)
    _windows(programme, problem, part)
    _budget(programme, problem, part)
    part.columns = begin[0], len(programme.cost)
    part.rows = begin[1], len(programme.row_lower)
    return part


def _chain(
    programme: Programme, chain: Chain, months: int, room: list[int], *, whole: bool
) -> dict[int, int]:
    """Its columns of devices by month; what there may be of them is added to ``room``."""
    curves, slopes = chain.curves(months), chain.kind.slopes
    renewed: dict[int, int] = {}
    before: Terms = []
    known = may = must = 0
    for month in range(months):
        most = curves.may[month] - must
        terms: Terms = []
        if most > 0 and month not in chain.kind.closed:
            renewed[month] = programme.column(0, most, whole=whole)
            room[month] += most
            terms.append((renewed[month], -1.0))
        may, must, due = curves.may[month], curves.must[month], curves.due[month]
        ahead = max(must - due, 0), max(may - due, 0)
        behind = max(due - may, 0), max(due - must, 0)
        after: Terms = []
        if ahead[1]:
            cost = slopes.early - slopes.waiting
            after.append((programme.column(*ahead, cost), 1.0))
        if behind[1]:
            cost = slopes.late + slopes.waiting
            after.append((programme.column(*behind, cost), -1.0))
        terms += after
        terms += [(column, -value) for column, value in before]
        if terms or known != due:
            programme.row(known - due, known - due, terms)
        if slopes.age and curves.aged[month] > must:
            old = programme.column(0, inf, slopes.age)
            programme.row(curves.aged[month] - due, inf, [(old, 1.0), *after])
        before, known = after, due
    return renewed


def _months(programme: Programme, problem: Problem, part: Part, room: list[int]) -> None:
    """The totals of its months, their limits, rounds and the largest of them."""
    level = problem.weights.level
    if level:
        least = max(part.fixed)
        part.peak = programme.column(least, inf, level, whole=True)
    avoided = problem.avoid.get(part.municipality, frozenset())
    for month, fixed in enumerate(part.fixed):
        terms = [(cols[month], 1.0) for _, cols in part.chains if month in cols]
        limit = problem.limit_of(part.municipality, month)
        most = room[month] if limit is None else min(room[month], limit - fixed)
        if not terms and most >= 0:
            most = 0
        cost = problem.weights.avoid if month in avoided else 0
        total = programme.column(0, most, cost)
        part.total[month] = total
        programme.row(0, 0, [*terms, (total, -1.0)])
        _round(programme, problem, part, month)
        if part.peak is not None:
            programme.row(-inf, -fixed, [(total, 1.0), (part.peak, -1.0)])


def _round(programme: Programme, problem: Problem, part: Part, month: int) -> None:
    """None in a month, or so many as a round has at least."""
    least, fixed, total = problem.round_min, part.fixed[month], part.total[month]
    most = programme.upper[total]
    limit = problem.total_limit(month)
    if limit is not None:
        most = min(most, limit - fixed)
    if least <= 1 or fixed >= least:
        return
    if fixed:
        programme.lower[total] = least - fixed
        programme.feasible = programme.feasible and most >= least - fixed
    elif most < least:
        programme.upper[total] = min(most, 0)
    else:
        used = programme.column(0, 1, whole=True)
        part.used[month] = used
        programme.row(0, inf, [(total, 1.0), (used, -float(least))])
        programme.row(-inf, 0, [(total, 1.0), (used, -float(most))])


def _windows(programme: Programme, problem: Problem, part: Part) -> None:
    """Within each shortest window something is renewed, so that a round is: a cut."""
    if not part.used:
        return
    windows = sorted(
        {
            (member.cohort.latest - member.cohort.earliest, member.cohort.earliest)
            for chain, _ in part.chains
            for member in chain.members
        }
    )
    kept: list[tuple[int, int]] = []
    for length, first in windows:
        last = first + length
        if any(first <= start and end <= last for start, end in kept):
            continue
        kept.append((first, last))
        if not any(part.fixed[first : last + 1]):
            used = [part.used[m] for m in range(first, last + 1) if m in part.used]
            programme.row(1, inf, [(column, 1.0) for column in used])


def _budget(programme: Programme, problem: Problem, part: Part) -> None:
    """What each year costs stays within its budget; in units of the prices' common divisor."""
    years = problem.budget.get(part.municipality, {})
    spent = locked_spending(problem, part.municipality)
    for year, limit in sorted(years.items()):
        terms = [
            (column, float(chain.kind.unit_cents))
            for chain, columns in part.chains
            for month, column in columns.items()
            if problem.year_of(month) == year and chain.kind.unit_cents
        ]
        left = limit - spent.get(year, 0)
        if left < 0:
            programme.feasible = False
        if terms:
            scale = _common(int(value) for _, value in terms)
            programme.row(-inf, left // scale, [(c, value / scale) for c, value in terms])


def _common(values: Iterable[int]) -> int:
    return gcd(*values)


def locked_spending(problem: Problem, municipality: str) -> dict[int, int]:
    """What its locked devices cost by year, in cents."""
    spent: dict[int, int] = {}
    for one, cohort in problem.locked_in(municipality):
        year = problem.year_of(one.month)
        spent[year] = spent.get(year, 0) + one.count * cohort.unit_cents
    return spent


def _share_months(made: Formulation) -> None:
    """The limit of a month over all municipalities, where it could be felt."""
    problem, programme = made.problem, made.programme
    for month in range(problem.months):
        limit = problem.total_limit(month)
        if limit is None:
            continue
        left = limit - sum(part.fixed[month] for part in made.parts)
        columns = [part.total[month] for part in made.parts]
        if sum(programme.upper[column] for column in columns) > left:
            row = programme.row(-inf, left, [(column, 1.0) for column in columns])
            made.total_rows[month] = row
        programme.feasible = programme.feasible and left >= 0


def _constant(problem: Problem) -> Fraction:
    """What every plan costs: locked devices, and months before the start and after the end."""
    by_id = {one.id: one for one in problem.cohorts}
    free = {one.id: one.count for one in problem.cohorts}
    cost = Fraction(0)
    for locked in problem.locked:
        cost += locked.count * cost_of(by_id[locked.cohort], locked.month, problem)
        free[locked.cohort] -= locked.count
    for cohort in problem.cohorts:
        slopes = slopes_of(cohort, problem)
        beyond = slopes.early * max(cohort.due - problem.months, 0)
        beyond += slopes.late * max(-cohort.due, 0)
        beyond += slopes.age * max(-aged_at(cohort, problem), 0)
        cost += beyond * free[cohort.id]
    return cost + _waiting(problem, free)


def _waiting(problem: Problem, free: Mapping[str, int]) -> Fraction:
    """The part of what waiting costs that does not hang on the plan: months of all devices,
    less those due by then, from which ``p`` and ``n`` depart.
    """
    cost = Fraction(0)
    for cohort in problem.cohorts:
        waiting = slopes_of(cohort, problem).waiting
        if waiting:
            due = min(max(cohort.due, 0), problem.months)
            cost += waiting * free[cohort.id] * due
    return cost


def rounded_up(value: float) -> int:
    """The next whole number, a hair below counting as it."""
    return ceil(value - 1e-6)


def months_of(values: Sequence[float], columns: Mapping[int, int]) -> list[tuple[int, int]]:
    """The whole devices by month that a solution has in these columns."""
    found = [(month, round(values[column])) for month, column in sorted(columns.items())]
    return [(month, count) for month, count in found if count]

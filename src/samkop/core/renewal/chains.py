"""Cohorts put into chains, within which it is best to renew in order of the due months.

Devices whose windows and due months are in the same order (the later due, the later the window
begins and ends) never gain by overtaking: cost is convex in the month. So of a chain only the
totals of each month have to be decided, not those of each cohort: with ``X[t]`` the devices
renewed through month t and ``D[t]`` those due by then, its cost is the sum over months of
early (X - D) where that is positive and late (D - X) where that is; its windows say no more
than that X lies between those that must be and those that may be renewed by then. Without a
budget over several prices the plan of a municipality is then a flow in a network, whole by
itself. docs/explanation/how-the-planner-thinks.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate, pairwise

from samkop.core.renewal.problem import Cohort, Problem


@dataclass(frozen=True, slots=True)
class Slopes:
    """What a device and month costs: before its due month, after it, beyond the age limit, at
    all.
    """

    early: Fraction
    late: Fraction
    age: Fraction
    waiting: Fraction


@dataclass(frozen=True, slots=True)
class Kind:
    """What the members of a chain have in common; ``closed`` are months decided already."""

    municipality: str
    unit_cents: int
    slopes: Slopes
    closed: frozenset[int]


@dataclass(frozen=True, slots=True)
class Member:
    """A cohort's devices that are not locked. ``aged`` is the month they pass the age limit."""

    cohort: Cohort
    count: int
    aged: int

    @property
    def order(self) -> tuple[int, int, int, int]:
        """By what members of a chain follow each other."""
        return self.cohort.due, self.cohort.earliest, self.cohort.latest, self.aged


@dataclass(slots=True)
class Chain:
    """Members in order: none of due, earliest, latest and aged falls from one to the next."""

    kind: Kind
    members: list[Member] = field(default_factory=list)

    def curves(self, months: int) -> Curves:
        """Its devices added up by month."""
        return Curves(
            may=_added(((m.cohort.earliest, m.count) for m in self.members), months),
            must=_added(((m.cohort.latest, m.count) for m in self.members), months),
            due=_added(((m.cohort.due, m.count) for m in self.members), months),
            aged=_added(((m.aged, m.count) for m in self.members), months),
        )

    def shared_out(self, totals: Iterable[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
        """Cohort, month and count of each part, from (month, count) in order of the months."""
        members = iter(self.members)
        member, left = None, 0
        for month, count in totals:
            wanted = count
            while wanted:
                if not left:
                    member = next(members)
                    left = member.count
                part = min(wanted, left)
                assert member is not None  # noqa: S101 - for the type only
                yield member.cohort.id, month, part
                wanted -= part
                left -= part


@dataclass(frozen=True, slots=True)
class Curves:
    """By month, how many devices through it may, must, should have been renewed; are too old."""

    may: list[int]
    must: list[int]
    due: list[int]
    aged: list[int]


def _added(counts: Iterable[tuple[int, int]], months: int) -> list[int]:
    by_month = [0] * months
    for month, count in counts:
        if month < months:
            by_month[max(month, 0)] += count
    return list(accumulate(by_month))


def slopes_of(cohort: Cohort, problem: Problem) -> Slopes:
    """What a device of a cohort costs a month."""
    weights = problem.weights
    return Slopes(
        early=weights.early + weights.carbon * cohort.carbon,
        late=weights.late,
        age=weights.age if cohort.bought is not None else Fraction(0),
        waiting=weights.outlier if cohort.outlier else Fraction(0),
    )


def aged_at(cohort: Cohort, problem: Problem) -> int:
    """The month through which a device is within the age limit."""
    return 0 if cohort.bought is None else cohort.bought + problem.age_limit


def cost_of(cohort: Cohort, month: int, problem: Problem) -> Fraction:
    """What renewing one device of a cohort in a month costs, without the level."""
    slopes = slopes_of(cohort, problem)
    cost = (
        slopes.early * max(cohort.due - month, 0)
        + slopes.late * max(month - cohort.due, 0)
        + slopes.age * max(month - aged_at(cohort, problem), 0)
        + slopes.waiting * month
    )
    if month in problem.avoid.get(cohort.municipality, ()):
        cost += problem.weights.avoid
    return cost


def chains_of(problem: Problem) -> dict[str, list[Chain]]:
    """The chains of each municipality that has devices."""
    locked: dict[str, dict[int, int]] = defaultdict(dict)
    for one in problem.locked:
        locked[one.cohort][one.month] = one.count
    priced = _with_prices(problem)
    kinds: dict[Kind, list[Member]] = defaultdict(list)
    found: dict[str, list[Chain]] = {name: [] for name in problem.municipalities}
    for cohort in problem.cohorts:
        decided = locked.get(cohort.id, {})
        count = cohort.count - sum(decided.values())
        if count:
            slopes = slopes_of(cohort, problem)
            kind = Kind(
                cohort.municipality,
                cohort.unit_cents if cohort.municipality in priced else 0,
                slopes,
                frozenset(decided),
            )
            aged = max(aged_at(cohort, problem), 0) if slopes.age else 0
            kinds[kind].append(Member(cohort, count, aged))
    for kind, members in kinds.items():
        found[kind.municipality] += chained(kind, members)
    return found


def _with_prices(problem: Problem) -> set[str]:
    """Municipalities whose budget does not simply count devices."""
    prices: dict[str, set[int]] = defaultdict(set)
    for cohort in problem.cohorts:
        if problem.budget.get(cohort.municipality):
            prices[cohort.municipality].add(cohort.unit_cents)
    return {name for name, found in prices.items() if found}


def chained(kind: Kind, members: list[Member]) -> list[Chain]:
    """As few chains as are quickly found: each member goes to the one that it follows closest."""
    chains: list[Chain] = []
    for member in sorted(members, key=lambda one: one.order):
        fitting = [chain for chain in chains if follows(member, chain.members[-1])]
        if fitting:
            best = max(fitting, key=lambda chain: chain.members[-1].order)
        else:
            best = Chain(kind)
            chains.append(best)
        best.members.append(member)
    return chains


def follows(member: Member, before: Member) -> bool:
    """Whether nothing of a member comes before that of another."""
    return all(mine >= theirs for mine, theirs in zip(member.order, before.order, strict=True))


def in_order(chain: Chain) -> bool:
    """Whether a chain is one."""
    return all(follows(after, before) for before, after in pairwise(chain.members))

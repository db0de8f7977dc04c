"""The cheapest relaxation of a problem without a plan: which limits have to move, how far.

Every limit may be exceeded, at a price for each unit: a device over a capacity, a device that a
round lacks, a device more or fewer than decided, a device and month outside its window, and
money in devices of the municipality's mean price. The least sum is found by HiGHS; the limits
are then moved as far as that plan needs, and the plan is checked against the moved problem.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from samkop.core.renewal.chains import Chain, Kind, Member, chained, slopes_of
from samkop.core.renewal.checking import Renewal, check, spending_of, totals_of
from samkop.core.renewal.conflicts import TimeIsUpError, possible
from samkop.core.renewal.formulation import Programme, Terms, months_of
from samkop.core.renewal.highs import Solver
from samkop.core.renewal.limits import Limit, LimitKind, keeping, limits_of, windows_of
from samkop.core.renewal.problem import Cohort, Locked, Problem

SECONDS = 30.0
NEAR = 1e-4  # of a unit: the bound is the least excess


@dataclass(frozen=True, slots=True)
class Move:
    """A limit and where it has to stand for there to be a plan."""

    limit: Limit
    to: int | tuple[int, int]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Limits moved: those that some plan exceeds, but for what turned out superfluous.

    ``proven``: no plan exceeds the limits by less than that plan does. Where a move was left out,
    a plan within the others may exceed them by more, so that no price is told.
    """

    moves: tuple[Move, ...]
    proven: bool


@dataclass
class _Elastic:
    """The programme in which limits stretch."""

    problem: Problem
    programme: Programme = field(default_factory=Programme)
    chains: list[tuple[Chain, dict[int, int]]] = field(default_factory=list)
    totals: dict[str, list[Terms]] = field(default_factory=dict)


def relaxation_of(problem: Problem, *, seconds: float = SECONDS) -> Relaxation | None:
    """The cheapest relaxation, or the best one found in time; None if none was."""
    made = _Elastic(problem)
    decided = {(one.cohort, one.month): one.count for one in problem.locked}
    for name in problem.municipalities:
        _municipality(made, name, decided)
    _shared(made)
    until = time.monotonic() + seconds
    found = Solver(made.programme).solve(gap=1e-6, until=until)
    if not len(found.values):
        return None
    plan = list(_plan(made, found.values, decided))
    moves = list(_moves(problem, plan))
    check(moved(problem, moves), plan)
    kept = _without_superfluous(problem, moves, until)
    return Relaxation(kept, proven=found.objective - found.bound < NEAR)


def _without_superfluous(problem: Problem, moves: list[Move], until: float) -> tuple[Move, ...]:
    """The moves that are needed: one window moved for one device lets others through, too.

    A move of a decision is no mere loosening: with the decision back where it stood, a move that
    was needed beside the other count may be superfluous, and all are asked once more.
    """
    kept, asked = list(moves), list(moves)
    while asked:
        move = asked.pop(0)
        others = [one for one in kept if one is not move]
        try:
            if not possible(moved(problem, others), until):
                continue
        except TimeIsUpError:
            break
        kept = others
        if move.limit.kind is LimitKind.LOCKED:
            asked = list(others)
    return tuple(kept)


def moved(problem: Problem, moves: Sequence[Move]) -> Problem:
    """The problem with its limits where a relaxation moves them; its costs stay out."""
    to = {move.limit: move.to for move in moves}
    every = [*limits_of(problem), *windows_of(problem)]
    kept = [replace(one, at=to.get(one, one.at)) for one in every]
    found = keeping(problem, kept)
    windows = {one.cohort: one.at for one in kept if one.kind is LimitKind.WINDOW}
    counts = {(one.cohort, one.month): one.at for one in kept if one.kind is LimitKind.LOCKED}
    return replace(
        found,
        cohorts=tuple(_windowed(one, windows.get(one.id)) for one in found.cohorts),
        locked=tuple(
            Locked(one.cohort, one.month, count)
            for one in found.locked
            if isinstance(count := counts[one.cohort, one.month], int)
        ),
    )


def _windowed(cohort: Cohort, window: int | tuple[int, int] | None) -> Cohort:
    if not isinstance(window, tuple):
        return cohort
    return replace(cohort, earliest=window[0], latest=window[1], due=window[0])


def _municipality(made: _Elastic, name: str, decided: dict[tuple[str, int], int]) -> None:
    """Its chains, months, rounds and budgets, each with what it may be exceeded by."""
    problem, programme = made.problem, made.programme
    cohorts = [one for one in problem.cohorts if one.municipality == name and one.count]
    weighed = bool(problem.budget.get(name))
    totals: list[Terms] = [[] for _ in range(problem.months)]
    years: dict[int, Terms] = defaultdict(list)
    price = max(sum(c.count * c.unit_cents for c in cohorts) // sum(c.count for c in cohorts), 1)
    for chain in _elastic_chains(cohorts, decided, problem, weighed=weighed):
        columns = _chain(programme, chain, problem.months, decided, whole=weighed)
        made.chains.append((chain, columns))
        for month, column in columns.items():
            totals[month].append((column, 1.0))
            if chain.kind.unit_cents:
                cents = chain.kind.unit_cents / price
                years[problem.year_of(month)].append((column, cents))
    for month, terms in enumerate(totals):
        limit = problem.limit_of(name, month)
        if limit is not None:
            over = programme.column(0, inf, 1)
            programme.row(-inf, limit, [*terms, (over, -1.0)])
        if problem.round_min > 1:
            used, lacks = programme.column(0, 1, whole=True), programme.column(0, inf, 1)
            most = sum(programme.upper[column] for column, _ in terms)
            least = -float(problem.round_min)
            programme.row(0, inf, [*terms, (used, least), (lacks, 1.0)])
            programme.row(-inf, 0, [*terms, (used, -most)])
    for year, cents in problem.budget.get(name, {}).items():
        over = programme.column(0, inf, 1)
        programme.row(-inf, cents / price, [*years[year], (over, -1.0)])
    made.totals[name] = totals


def _elastic_chains(
    cohorts: list[Cohort],
    decided: dict[tuple[str, int], int],
    problem: Problem,
    *,
    weighed: bool,
) -> Iterator[Chain]:
    """Chains by windows alone; a cohort with decisions is one of its own."""
    with_decisions = {cohort for cohort, _ in decided}
    kinds: dict[tuple[int, str], list[Member]] = defaultdict(list)
    for cohort in cohorts:
        own = cohort.id if cohort.id in with_decisions else ""
        member = Member(replace(cohort, due=cohort.earliest), cohort.count, 0)
        kinds[cohort.unit_cents if weighed else 0, own].append(member)
    for (cents, _), members in kinds.items():
        kind = Kind(cohorts[0].municipality, cents, slopes_of(cohorts[0], problem), frozenset())
        yield from chained(kind, members)


def _chain(
    programme: Programme,
    chain: Chain,
    months: int,
    decided: dict[tuple[str, int], int],
    *,
    whole: bool,
) -> dict[int, int]:
    """Its columns by month; a price for each device and month outside its window."""
    curves = chain.curves(months)
    every = sum(member.count for member in chain.members)
    identifier = chain.members[0].cohort.id
    columns: dict[int, int] = {}
    for month in range(months):
        columns[month] = programme.column(0, every, whole=whole)
        through = [(column, 1.0) for column in columns.values()]
        if month == months - 1:
            programme.row(every, every, through)
            continue
        if curves.may[month] < every:
            early = programme.column(0, inf, 1)
            programme.row(-inf, curves.may[month], [*through, (early, -1.0)])
        if curves.must[month]:
            late = programme.column(0, inf, 1)
            programme.row(curves.must[month], inf, [*through, (late, 1.0)])
    for month, column in columns.items():
        count = decided.get((identifier, month))
        if count is not None:
            more, fewer = programme.column(0, inf, 1), programme.column(0, count, 1)
            programme.row(count, count, [(column, 1.0), (more, -1.0), (fewer, 1.0)])
    return columns


def _shared(made: _Elastic) -> None:
    """The limit of each month over all municipalities."""
    for month in range(made.problem.months):
        limit = made.problem.total_limit(month)
        if limit is not None:
            over = made.programme.column(0, inf, 1)
            terms = [term for totals in made.totals.values() for term in totals[month]]
            made.programme.row(-inf, limit, [*terms, (over, -1.0)])


def _plan(
    made: _Elastic, values: Sequence[float], decided: dict[tuple[str, int], int]
) -> Iterator[Renewal]:
    for chain, columns in made.chains:
        for cohort, month, count in chain.shared_out(months_of(values, columns)):
            yield Renewal(cohort, month, count)


def _moves(problem: Problem, plan: list[Renewal]) -> Iterator[Move]:
    """What has to move for a plan to hold."""
    totals, spending = totals_of(problem, plan), spending_of(problem, plan)
    counts = {(one.cohort, one.month): one.count for one in plan}
    months: dict[str, list[int]] = defaultdict(list)
    for one in plan:
        months[one.cohort].append(one.month)
    for limit in [*limits_of(problem), *windows_of(problem)]:
        to = _needed(limit, totals, spending, counts, months)
        if to != limit.at:
            yield Move(limit, to)


def _needed(
    limit: Limit,
    totals: dict[str, list[int]],
    spending: dict[tuple[str, int], int],
    counts: dict[tuple[str, int], int],
    months: dict[str, list[int]],
) -> int | tuple[int, int]:
    """Where a limit has to stand, or where it stands."""
    name, cohort, at = limit.municipality or "", limit.cohort or "", limit.at
    month = -1 if limit.month is None else limit.month
    if isinstance(at, tuple):
        return min(at[0], *months[cohort]), max(at[1], *months[cohort])
    found = {
        LimitKind.CAPACITY: lambda: max(at, totals[name][month]),
        LimitKind.CAPACITY_TOTAL: lambda: max(at, sum(one[month] for one in totals.values())),
        LimitKind.BUDGET: lambda: max(at, spending.get((name, limit.year or 0), 0)),
        LimitKind.ROUND: lambda: min(
            [at, *(count for one in totals.values() for count in one if count)]
        ),
        LimitKind.LOCKED: lambda: counts.get((cohort, month), 0),
    }
    return found[limit.kind]()

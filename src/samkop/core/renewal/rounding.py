"""First plans: the rounds that the relaxed programme nearly opens are opened, the rest follows.

With rounds fixed the programme is a flow (chains.py), solved again from the last corner in a
fraction of the first time; with budgets a few devices are left in parts, and made whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor, inf
from typing import TYPE_CHECKING

from samkop.core.renewal.highs import Solver

if TYPE_CHECKING:
    from samkop.core.renewal.formulation import Formulation, Part

WHOLE = 1e-4
NODES = 200  # of a search that makes parts whole
READINESS = (
    0.15,
    0.3,
    0.45,
    0.6,
    0.75,
    0.9,
)  # of a round that has to have come together for it to be opened
NEIGHBOURS = (1, 4, None)  # devices by which a month may move when parts are made whole


def opened(part: Part, values: Sequence[float], least: int, readiness: float) -> dict[int, float]:
    """Each round of a municipality, opened (1) or not (0).

    Opened is each month that has a round already. What lies in smaller months is carried on
    until enough for a round has come together; what a round took too much is owed.
    """
    found, carried = {}, 0.0
    for month, column in sorted(part.used.items()):
        devices = values[part.total[month]]
        if devices >= least - WHOLE:
            found[column] = 1.0
            continue
        carried += devices
        opens = carried >= least * readiness
        if opens:
            carried = max(carried - least, -float(least))
        found[column] = float(opens)
    return found


def rounds_of(made: Formulation, values: Sequence[float]) -> dict[int, float]:
    """The rounds that a solution opens."""
    return {
        column: float(round(values[column])) for part in made.parts for column in part.used.values()
    }


def fixed(solver: Solver, rounds: Mapping[int, float]) -> None:
    """Let a programme have these rounds and no others."""
    bounds = list(rounds.values())
    solver.bounded(list(rounds), bounds, bounds)


def released(solver: Solver, rounds: Mapping[int, float]) -> None:
    """Let it choose its rounds again."""
    solver.bounded(list(rounds), [0.0] * len(rounds), [1.0] * len(rounds))


def is_whole(made: Formulation, values: Sequence[float]) -> bool:
    """Whether every month of every chain has whole devices, and every round is open or not.

    A round that nobody has fixed yet may be half open in the relaxed programme.
    """
    return all(
        abs(values[column] - round(values[column])) < WHOLE
        for part in made.parts
        for columns in (*(months for _, months in part.chains), part.used)
        for column in columns.values()
    )


def made_whole(
    made: Formulation, values: Sequence[float], gap: float, until: float | None
) -> Sequence[float]:
    """A whole solution with the same rounds and near the same devices; empty if none is found."""
    rounds = rounds_of(made, values)
    months = [
        column for part in made.parts if part.whole
        for _, columns in part.chains for column in columns.values()
    ]  # fmt: skip
    programme = made.programme
    for distance in NEIGHBOURS:
        solver = Solver(programme)
        fixed(solver, rounds)
        room = inf if distance is None else distance - 1
        lower = [max(programme.lower[c], floor(values[c] + WHOLE) - room) for c in months]
        upper = [min(programme.upper[c], ceil(values[c] - WHOLE) + room) for c in months]
        solver.bounded(months, lower, upper)
        found = solver.solve(gap=gap, until=until, mip_max_nodes=NODES)
        if len(found.values):
            return settled(made, found.values, until)
    return ()


def settled(made: Formulation, values: Sequence[float], until: float | None) -> Sequence[float]:
    """The corner of least cost with the same rounds, peaks and parts under a budget: whole.

    Empty if none is found, or not until a moment of ``time.monotonic``.
    """
    if is_whole(made, values):
        return values
    programme = made.programme
    columns = [c for c, whole in enumerate(programme.whole) if whole]
    bounds = [float(round(values[column])) for column in columns]
    solver = Solver(programme, relaxed=True)
    solver.bounded(columns, bounds, bounds)
    found = solver.solve(until=until).values
    return found if len(found) and is_whole(made, found) else ()

"""``samkop bench award``: the best combination of bids, beside a plain model and CP-SAT."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Collection
from pathlib import Path

from samkop.core.award.optimise import Asked, Award, Status, solve_award
from samkop.core.award.reading import problem_of
from samkop.core.highs import new_highs
from samkop.site.bench.apart import asked_apart
from samkop.site.bench.figures import Figure, Goal, Rival
from samkop.site.bench.tendered import Size, a_tender
from samkop.site.bench.tendered_plainly import Plain, solved_plainly
from samkop.site.project import uv

SEEDS = range(1, 6)  # one a round
SMALL, LARGE = Size(100, 60), Size(300, 100)
PATIENCE = 60.0  # seconds that a rival gets; it counts as so long if it is not done
CP_SAT, CP_SAT_VERSION = "CP-SAT", "9.15.6755"
PROGRAM = Path(__file__).with_name("rivals") / "cp_sat.py"
WITH_RULES = frozenset({Asked.RUNNER_UP, Asked.RULE_PRICES})
TWO_SECONDS = Goal("ours", at_most=2)
FIVE_SOLVES = Goal("ratio", at_most=5)


class DiffersError(Exception):
    """Two programs that have both proven their optimum do not agree: one of them is wrong."""


def measure() -> list[Figure]:
    """Both sizes, then the large one's optimum without each winner."""
    new_highs()  # loading the solver is no part of solving
    return [*beside(SMALL, None), *beside(LARGE, TWO_SECONDS), without_each_winner(LARGE)]


def beside(size: Size, goal: Goal | None) -> list[Figure]:
    """Ours, the plain model and CP-SAT take turns on a tender of another seed each round.

    Ours is asked for more than they: the runner-up and the price of each rule too.
    """
    ours, plain, other, unproven = list[float](), list[float](), list[float](), [0, 0]
    absent: str | None = None
    for seed in SEEDS:
        seconds, award = timed(size, seed, WITH_RULES)
        ours.append(seconds)
        for place, (times, found) in enumerate(
            ((plain, plainly(size, seed)), (other, None if absent else by_cp_sat(size, seed)))
        ):
            if isinstance(found, str):
                absent = found
                continue
            check_equal(award, found)
            unproven[place] += found is None or not found.proven
            times.append(found.seconds if found is not None and found.proven else PATIENCE)
    figures = []
    rivals = (("plain model, HiGHS", _version("highspy"), plain), (CP_SAT, CP_SAT_VERSION, other))
    for place, (name, version, times) in enumerate(rivals):
        said = f", {unproven[place]} of {len(SEEDS)} unproven" if unproven[place] else ""
        rival = None if absent and times is other else Rival(
            name, version + said, statistics.median(times)
        )  # fmt: skip
        figures.append(Figure(
            f"award: beside {name}", str(size), statistics.median(ours), "s", rival, goal=goal,
            why_absent=absent if rival is None else None,
        ))  # fmt: skip
    return figures


def without_each_winner(size: Size) -> Figure:
    """The optimum when each winner in turn is left out, beside the optimum alone."""
    single, more, winners = list[float](), list[float](), list[int]()
    for seed in SEEDS:
        alone, _award = timed(size, seed, ())
        whole, award = timed(size, seed, {Asked.WITHOUT})
        single.append(alone)
        more.append(whole - alone)
        winners.append(len(award.without))
    limit = Rival("one solve", "ours", statistics.median(single))
    told = f"{size}, {statistics.median(winners):g} winners"
    return Figure(
        "award: without each winner", told, statistics.median(more), "s", limit=limit,
        goal=FIVE_SOLVES,
    )  # fmt: skip


def timed(size: Size, seed: int, asked: Collection[Asked]) -> tuple[float, Award]:
    """Our seconds, reading left out, and the answer."""
    problem = problem_of(a_tender(size, seed))
    started = time.perf_counter()
    award = solve_award(problem, asked=asked)
    seconds = time.perf_counter() - started
    if award.status is not Status.OPTIMAL:
        raise DiffersError(f"{size}, seed {seed}: no award was proven.")
    return seconds, award


def check_equal(award: Award, found: Plain | None) -> None:
    """Raises DiffersError where a rival has proven something else."""
    ours = award.allocation.cost if award.allocation else None
    if found is not None and found.proven and found.cost != ours:
        raise DiffersError(f"{ours} cents are ours, {found.cost} the rival's.")


def plainly(size: Size, seed: int) -> Plain | None:
    """The plain model's answer, None if it is not done in time. Raises EOFError if it fails."""
    found: Plain | None = asked_apart(_plainly, size, seed, seconds=PATIENCE + 20)
    return found


def _plainly(size: Size, seed: int) -> Plain:
    return solved_plainly(problem_of(a_tender(size, seed)), PATIENCE)


def by_cp_sat(size: Size, seed: int) -> Plain | str | None:
    """CP-SAT's answer, None if it is not done in time; why it cannot be had here."""
    found = uv()
    if found is None:
        return f"{CP_SAT} needs uv to be installed beside us, and there is no uv."
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    command = [
        *found, "run", "--quiet", "--isolated", "--no-project", "--python", python,
        "--with", f"ortools=={CP_SAT_VERSION}", "python", str(PROGRAM), str(PATIENCE),
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, input=json.dumps(a_tender(size, seed)), capture_output=True, text=True,
            check=True, timeout=PATIENCE * 5,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    except (OSError, subprocess.CalledProcessError) as error:
        told = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
        return f"{CP_SAT} cannot be had here: {told[-1][:200] if told else 'it does not run'}"
    answer = json.loads(done.stdout)
    return Plain(answer["cost"] or 0, answer["seconds"], answer["proven"])


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)

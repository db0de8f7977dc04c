"""``samkop bench renewal``: a city's devices planned beside the plain model; a million alone."""

from __future__ import annotations

import statistics
import time

from samkop.site.bench.apart import asked_apart
from samkop.site.bench.figures import Figure, Goal, Rival
from samkop.site.bench.renewed import Size, a_region

SEEDS = range(1, 6)  # one a round; seed 0 makes a city whose limits exclude each other
CITY = Size(devices=25_000, municipalities=9, cohorts=650, round_min=10)
MILLION = Size(devices=1_000_000, municipalities=200, cohorts=25_000, round_min=20)
GAP = 0.005
LIMIT = 300.0  # seconds; what is not proven by then counts as so long
PATIENCE = 60.0  # seconds that the plain model gets; it counts as so long if it is not done
THIRD = Goal("ratio", at_most=1 / 3)
MINUTE = Goal("ours", at_most=60)


def measure() -> list[Figure]:
    """Both sizes."""
    return [city(), million()]


def city() -> Figure:
    """Ours and the plain model take turns on a region of another seed each round."""
    ours, theirs, unproven = list[float](), list[float](), 0
    for seed in SEEDS:
        ours.append(planned(CITY, seed))
        plain = plainly(CITY, seed)
        unproven += plain is None
        theirs.append(PATIENCE if plain is None else plain)
    version = _version() + (f", {unproven} of {len(SEEDS)} stopped unproven" if unproven else "")
    rival = Rival("plain model, HiGHS", version, statistics.median(theirs))
    return Figure("renewal", str(CITY), statistics.median(ours), "s", rival, goal=THIRD)


def million() -> Figure:
    """A million devices, a region of another seed each round."""
    seconds = [planned(MILLION, seed) for seed in SEEDS]
    return Figure("renewal: a million", str(MILLION), statistics.median(seconds), "s", goal=MINUTE)


def planned(size: Size, seed: int) -> float:
    """Seconds to our plan of a region, reading left out; all the time there was if the plan is
    not proven within the gap.
    """
    from samkop.core.renewal import plan_renewal, problem_of

    problem = problem_of(a_region(size, seed))
    started = time.perf_counter()
    plan = plan_renewal(problem, gap=GAP, time_limit=LIMIT)
    proven = plan.gap is not None and plan.gap <= GAP
    return time.perf_counter() - started if proven else LIMIT


def plainly(size: Size, seed: int) -> float | None:
    """The plain model's seconds, None if it is not done in time. Raises EOFError if it fails."""
    found: float | None = asked_apart(_plainly, size, seed, seconds=PATIENCE + 20)
    return found


def _plainly(size: Size, seed: int) -> float | None:
    from samkop.core.renewal import problem_of
    from samkop.site.bench.renewed_plainly import solved_plainly

    done = solved_plainly(problem_of(a_region(size, seed)), gap=GAP, time_limit=PATIENCE)
    return done.seconds if done.proven else None


def _version() -> str:
    from importlib.metadata import version

    return version("highspy")

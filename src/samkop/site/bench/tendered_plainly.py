"""The award's plain model in HiGHS: a column a bid, each rule a row, as one writes it down."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from samkop.core.award.problem import Problem


@dataclass(frozen=True, slots=True)
class Plain:
    """What the plain model says: cents, and how long it took."""

    cost: int
    seconds: float
    proven: bool


def solved_plainly(problem: Problem, time_limit: float) -> Plain:
    """The optimum with a gap of 0, building the model included."""
    import numpy as np

    from samkop.core.award.programme import programme_of
    from samkop.core.award.relaxed import Limits, coordinates, pass_model
    from samkop.core.highs import new_highs, run, set_options

    highs: Any = new_highs()
    started = time.perf_counter()
    programme = programme_of(problem)
    rows = [*programme.rows, *programme.links]
    count = len(programme.costs)
    limits = Limits(
        np.zeros(count), np.ones(count), np.array([row.lower for row in rows], np.float64),
        np.array([row.upper for row in rows], np.float64),
    )  # fmt: skip
    pass_model(highs, programme.costs, coordinates(rows), limits, whole=True)
    set_options(highs, mip_rel_gap=0.0, mip_abs_gap=0.5)
    run(highs, until=time.monotonic() + time_limit)
    proven = highs.modelStatusToString(highs.getModelStatus()) == "Optimal"
    found = round(highs.getInfo().objective_function_value) if proven else 0
    return Plain(found, time.perf_counter() - started, proven)

"""Which devices are renewed when: levelled, within every limit, at the least cost, proven."""

from samkop.core.renewal.checking import Renewal
from samkop.core.renewal.plan import DEFAULT_GAP, Plan, Status, plan_renewal
from samkop.core.renewal.problem import (
    Cohort,
    Locked,
    Problem,
    ProblemError,
    Weights,
)
from samkop.core.renewal.reading import problem_of, read_problem

__all__ = [
    "DEFAULT_GAP",
    "Cohort",
    "Locked",
    "Plan",
    "Problem",
    "ProblemError",
    "Renewal",
    "Status",
    "Weights",
    "plan_renewal",
    "problem_of",
    "read_problem",
]

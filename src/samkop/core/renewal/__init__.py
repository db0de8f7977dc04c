"""Which devices are renewed when: levelled, within every limit, at the least cost, proven."""

from samkop.core.fields import ProblemError
from samkop.core.renewal.checking import Renewal
from samkop.core.renewal.conflicts import Conflict, conflict_of
from samkop.core.renewal.limits import Limit, LimitKind
from samkop.core.renewal.plan import DEFAULT_GAP, Plan, Status, plan_renewal
from samkop.core.renewal.problem import (
    Cohort,
    Locked,
    Problem,
    Weights,
)
from samkop.core.renewal.reading import problem_of, read_problem
from samkop.core.renewal.relaxing import Move, Relaxation, relaxation_of

__all__ = [
    "DEFAULT_GAP",
    "Cohort",
    "Conflict",
    "Limit",
    "LimitKind",
    "Locked",
    "Move",
    "Plan",
    "Problem",
    "ProblemError",
    "Relaxation",
    "Renewal",
    "Status",
    "Weights",
    "conflict_of",
    "plan_renewal",
    "problem_of",
    "read_problem",
    "relaxation_of",
]

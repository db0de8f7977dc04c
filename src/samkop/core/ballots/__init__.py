"""Counting votes and carrying amendments over: pure arithmetic, one seat one vote."""

from samkop.core.ballots.amending import (
    Amendment,
    AmendmentKind,
    Carried,
    amended,
    applies,
    carry_over,
    voted_in_order,
)
from samkop.core.ballots.counting import Choice, Count, Outcome, Result, decide, needed_of
from samkop.core.ballots.majority import (
    Abstentions,
    Basis,
    Majority,
    MajorityKind,
    Quorum,
    Tie,
)

__all__ = [
    "Abstentions",
    "Amendment",
    "AmendmentKind",
    "Basis",
    "Carried",
    "Choice",
    "Count",
    "Majority",
    "MajorityKind",
    "Outcome",
    "Quorum",
    "Result",
    "Tie",
    "amended",
    "applies",
    "carry_over",
    "decide",
    "needed_of",
    "voted_in_order",
]

"""Pure rules of ordering."""

from samkop.ordering.rules.answers import LineOutcome, standing_quantity, state_after
from samkop.ordering.rules.approval import (
    Asked,
    AskedLine,
    Decider,
    Deciding,
    Delegation,
    Rule,
    Step,
    Verdict,
    deciders,
    evaluate,
    possible,
    steps_of,
)
from samkop.ordering.rules.authority import Authority, approvers

__all__ = [
    "Asked",
    "AskedLine",
    "Authority",
    "Decider",
    "Deciding",
    "Delegation",
    "LineOutcome",
    "Rule",
    "Step",
    "Verdict",
    "approvers",
    "deciders",
    "evaluate",
    "possible",
    "standing_quantity",
    "state_after",
    "steps_of",
]

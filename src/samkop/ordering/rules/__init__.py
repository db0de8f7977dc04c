"""Pure rules of ordering."""

from samkop.ordering.rules.answers import LineOutcome, standing_quantity, state_after
from samkop.ordering.rules.authority import Authority, Threshold, approvers, needs_approval

__all__ = [
    "Authority",
    "LineOutcome",
    "Threshold",
    "approvers",
    "needs_approval",
    "standing_quantity",
    "state_after",
]

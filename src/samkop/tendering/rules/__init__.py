"""Pure rules of tenders, on plain values."""

from samkop.tendering.rules.award_cases import AwardFacts, cases_for
from samkop.tendering.rules.reopening import Reopening, reopening
from samkop.tendering.rules.secrecy import Ground, grounds_of, masked, pieces_in

__all__ = [
    "AwardFacts", "Ground", "Reopening", "cases_for", "grounds_of", "masked", "pieces_in",
    "reopening",
]  # fmt: skip

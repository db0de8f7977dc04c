"""Pure rules of tenders, on plain values."""

from samkop.tendering.rules.award_cases import AwardFacts, cases_for
from samkop.tendering.rules.secrecy import Ground, grounds_of, masked, pieces_in

__all__ = ["AwardFacts", "Ground", "cases_for", "grounds_of", "masked", "pieces_in"]

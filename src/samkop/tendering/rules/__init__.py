"""Pure rules of tenders, on plain values."""

from samkop.tendering.rules.award_cases import AwardFacts, cases_for

__all__ = ["AwardFacts", "cases_for"]

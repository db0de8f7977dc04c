"""What is left of the budget that a requisition would be paid from."""

from __future__ import annotations

from datetime import date
from typing import Any

from samkop.ordering.models import Requisition
from samkop.ordering.queries import budget_of


def budget_left(requisition: Requisition, today: date) -> dict[str, Any]:
    """The budget of the year, and what is left of it before and after, in cents.

    All None where there is no budget.
    """
    budget = budget_of(requisition.cost_centre_id, requisition.project_id, today.year)
    left = None if budget is None else budget.amount_cents - budget.committed_cents
    return {
        "budget": budget,
        "left_cents": left,
        "left_after_cents": None if left is None else left - requisition.total_cents,
    }

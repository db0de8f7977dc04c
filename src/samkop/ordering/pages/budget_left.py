"""What is left of the budgets that a requisition would be paid from."""

from __future__ import annotations

from datetime import date
from typing import Any

from samkop.ordering.models import Requisition
from samkop.ordering.pages.by_year import schedule_of_lines, year_parts
from samkop.ordering.queries import budgets_by_year


def budget_left(requisition: Requisition, today: date) -> dict[str, Any]:
    """The ``year_parts`` of the requisition: what each year carries, and what is left of it."""
    schedule = schedule_of_lines(requisition.lines.all(), today)
    budgets = budgets_by_year(requisition.cost_centre_id, requisition.project_id, schedule)
    return {"year_parts": year_parts(schedule, budgets), "this_year": today.year}

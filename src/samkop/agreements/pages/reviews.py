"""Index steps as they are shown: those that wait, and those that are decided."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from samkop.agreements.queries import OpenReview, adjustments_of, reviews_of
from samkop.agreements.rules import IndexStep
from samkop.platform.formatting import format_number

MOST_SHOWN = 50


def value_text(value: Decimal) -> str:
    """An index's value with the decimals that it has, as the reader writes numbers."""
    return format_number(value.normalize(), None)


def shown_reviews(agreement_id: int, today: date) -> list[dict[str, Any]]:
    """Reviews that nobody has decided, with what each would come to."""
    return [review_row(one, today) for one in reviews_of(agreement_id, today)]


def review_row(one: OpenReview, today: date) -> dict[str, Any]:
    """One review: what it compares, and the change with what holds it."""
    change = one.outcome.permille if one.outcome else None
    held = one.outcome.held_permille if one.outcome else None
    return {
        "group": one.clause.price_group,
        "series": one.clause.series.code,
        "on": one.review_on,
        "due": one.review_on <= today,
        "base": (one.base.month, value_text(one.base.value)),
        "month": one.month,
        "found": value_text(one.found.value) if one.found else "",
        "change": None if change is None else change / 1000,
        "held": None if held is None else Decimal(held) / 1000,
        "adjusts": one.outcome.adjusts if one.outcome else False,
    }


def shown_adjustments(agreement_id: int) -> list[dict[str, Any]]:
    """The decided steps, the newest first, with the change that each makes."""
    return [
        {
            "row": row,
            "base": value_text(row.base_value),
            "found": value_text(row.value),
            "change": IndexStep(
                row.applies_from, row.series_code, row.base_month, row.base_value, row.month,
                row.value, row.held_permille,
            ).rate / 1000,
        }
        for row in adjustments_of(agreement_id)[:MOST_SHOWN]
    ]  # fmt: skip

"""Reads: sums of what was said, of one's own organisation and as far as others' may be seen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Sum as Total

from samkop.followup.models import FeedbackTotal
from samkop.followup.rules.feedback import Sum

COUNTS = ("asked", "yes", "partly", "no", "unanswered", "stated", "minutes", "days")
WAYS = ("all", "month", "member", "supplier", "item")


def own_sums(party_id: int, by: str, first: date, last: date) -> list[Sum]:
    """The party's own sums of the months, whole (``all``), or by month, supplier or item."""
    rows = FeedbackTotal.objects.filter(
        party_id=party_id, month__range=(first, last), supplier__isnull=by in {"all", "month"},
        item__isnull=by != "item",
    )  # fmt: skip
    sums = {f"sum_{name}": Total(name) for name in COUNTS}
    if by == "all":
        whole = rows.aggregate(**sums)
        return [] if whole["sum_asked"] is None else [_own(whole, 0, "")]
    key = {"month": "month", "supplier": "supplier_id", "item": "item_id"}[by]
    called = {"supplier": "supplier__legal_name", "item": "item__name"}.get(by)
    grouped: list[dict[str, Any]] = list(rows.values(*filter(None, (key, called))).annotate(**sums))
    return sorted(
        (_own(row, row[key], row[called] if called else "") for row in grouped), key=_order(by)
    )


def region_sums(region_id: int, by: str, first: date, last: date) -> list[Sum]:
    """Sums of a region's members that may be shown (``followup_feedback_sums``).

    ``by``: ``all``, ``month``, ``member``, ``supplier`` or ``item``.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM followup_feedback_sums(%s, %s, %s, %s)", [region_id, by, first, last]
        )
        return sorted((Sum(*row) for row in cursor.fetchall()), key=_order(by))


def supplier_sums(first: date, last: date) -> list[Sum]:
    """What was said of the deliveries of the supplier acted for: the whole first, then items."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM followup_feedback_of_supplier(%s, %s)", [first, last])
        found = [Sum(*row) for row in cursor.fetchall()]
    return sorted(found, key=lambda one: (one.key != 0, -one.asked, one.called, one.key))


def members_shown(region_id: int, first: date, last: date) -> tuple[int, int]:
    """How many members' answers are in the region's sums, and how many are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE shown), count(*) FILTER (WHERE NOT shown)"
            " FROM followup_feedback_members(%s, %s, %s)",
            [region_id, first, last],
        )
        shown, left_out = cursor.fetchone() or (0, 0)
    return shown, left_out


def _own(row: dict[str, Any], key: Any, called: str) -> Sum:
    number = key.year * 100 + key.month if isinstance(key, date) else key
    counts = {name: row[f"sum_{name}"] for name in COUNTS}
    answered = counts["yes"] + counts["partly"] + counts["no"]
    return Sum(key=number, called=called, answered=answered, **counts)


def _order(by: str) -> Any:
    if by == "month":
        return lambda one: one.key
    return lambda one: (-one.asked, one.called, one.key)

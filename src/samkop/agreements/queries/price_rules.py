"""Reads: the rules of price groups, evidence, indexes and their reviews."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet

from samkop.agreements.models import (
    IndexAdjustment,
    IndexClause,
    IndexSeries,
    IndexValue,
    PriceEvidence,
    PriceRule,
)
from samkop.agreements.rules import Clause, Reading, Review, compared_month, open_reviews, review
from samkop.agreements.vocabulary import RuleKind
from samkop.platform.refusals import not_found


@dataclass(frozen=True)
class OpenReview:
    """A review that nobody has decided yet.

    ``found`` is the index's value of the month that it compares, None until it is
    published; ``outcome`` what it would come to.
    """

    clause: IndexClause
    review_on: date
    base: Reading
    month: date
    found: Reading | None
    outcome: Review | None


def rules_of(agreement_id: int) -> dict[str, PriceRule]:
    """The rule of each price group that has one; the others have fixed prices."""
    rows = PriceRule.objects.filter(agreement_id=agreement_id).order_by("price_group")
    return {row.price_group: row for row in rows}


def kind_of(agreement_id: int, price_group: str) -> str:
    """By which rule the prices of a group come about."""
    rows = PriceRule.objects.filter(agreement_id=agreement_id, price_group=price_group)
    return rows.values_list("kind", flat=True).first() or RuleKind.FIXED.value


def clauses_of(agreement_id: int) -> list[IndexClause]:
    """The index clauses of an agreement with their series, by price group."""
    rows = IndexClause.objects.filter(agreement_id=agreement_id).select_related("series")
    return list(rows.order_by("price_group"))


def clause_of(agreement_id: int, price_group: str) -> IndexClause | None:
    """The index clause of one price group."""
    clauses = IndexClause.objects.filter(agreement_id=agreement_id, price_group=price_group)
    return clauses.select_related("series").first()


def adjustments_of(agreement_id: int) -> QuerySet[IndexAdjustment]:
    """The decided index steps, the newest first."""
    rows = IndexAdjustment.objects.filter(agreement_id=agreement_id)
    return rows.order_by("-review_on", "price_group")


def evidence_of(agreement_id: int) -> QuerySet[PriceEvidence]:
    """All evidence under an agreement, the newest first."""
    return PriceEvidence.objects.filter(agreement_id=agreement_id).order_by("-id")


def series_of(purchasing_body_id: int) -> QuerySet[IndexSeries]:
    """The indexes that a purchasing body keeps, by code, with their newest month."""
    rows = IndexSeries.objects.filter(purchasing_body_id=purchasing_body_id)
    return rows.annotate(newest=Max("values__month")).order_by("code")


def series_by_id(series_id: int) -> IndexSeries:
    """One index. Raises Refused ``not-found``."""
    found = IndexSeries.objects.filter(pk=series_id).first()
    if found is None:
        raise not_found()
    return found


def values_of(series_ids: Iterable[int]) -> dict[tuple[int, date], IndexValue]:
    """The value that holds of each month, by series and month: the newest row of each."""
    rows = IndexValue.objects.filter(series_id__in=list(series_ids)).order_by("id")
    return {(row.series_id, row.month): row for row in rows}


def last_adjustment(agreement_id: int, price_group: str) -> IndexAdjustment | None:
    """The newest decided index step of a price group."""
    steps = IndexAdjustment.objects.filter(agreement_id=agreement_id, price_group=price_group)
    return steps.order_by("-review_on").first()


def base_of(clause: IndexClause, last: IndexAdjustment | None) -> Reading:
    """What the next review compares with: the last step's value, at first the clause's."""
    if last is None:
        return Reading(clause.base_month, clause.base_value)
    return Reading(last.month, last.value)


def clause_values(clause: IndexClause) -> Clause:
    """The clause as the arithmetic knows it."""
    return Clause(
        base_month=clause.base_month,
        first_review_on=clause.first_review_on,
        interval_months=clause.interval_months,
        lag_months=clause.lag_months,
        cap_permille=clause.cap_permille,
        floor_permille=clause.floor_permille,
        threshold_permille=clause.threshold_permille,
    )


def reviews_of(agreement_id: int, today: date) -> list[OpenReview]:
    """The reviews that wait for a decision and the next ones, the earliest first.

    Three queries, however many groups have a clause.
    """
    clauses = clauses_of(agreement_id)
    known = values_of({clause.series_id for clause in clauses})
    last: dict[str, IndexAdjustment] = {}
    for step in adjustments_of(agreement_id):
        last.setdefault(step.price_group, step)
    found = []
    for clause in clauses:
        before = last.get(clause.price_group)
        values = clause_values(clause)
        for day in open_reviews(values, before.review_on if before else None, today):
            month = compared_month(values, day)
            row = known.get((clause.series_id, month))
            base = base_of(clause, before)
            reading = Reading(month, row.value) if row else None
            outcome = review(values, base, reading) if reading else None
            found.append(OpenReview(clause, day, base, month, reading, outcome))
    return sorted(found, key=lambda one: (one.review_on, one.clause.price_group))

"""Keeping the values of an index, and deciding the steps that an index clause allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import IndexAdjustment, IndexClause, IndexSeries, IndexValue
from samkop.agreements.policies import may_prepare_agreement
from samkop.agreements.queries import (
    base_of,
    clause_of,
    clause_values,
    day_of,
    last_adjustment,
    values_of,
)
from samkop.agreements.rules import Reading, compared_month, is_review_day, review
from samkop.agreements.usecases.agreement import acting_for, locked
from samkop.agreements.usecases.prices import refuse_if_over
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import create, create_all
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


@dataclass(frozen=True, slots=True)
class NewIndexValue:
    """The value of a month (its first day), as published on a day."""

    month: date
    value: Decimal
    published_on: date


def keep_index(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    name: str,
    publisher: str,
    values: Sequence[NewIndexValue],
) -> IndexSeries:
    """Keep an index of one's own, and what has been published of it, all or nothing.

    A value that is known already is left alone; another one for a known month is kept
    beside it and holds from now on, while steps that are decided keep theirs. Raises
    Refused: ``not-allowed``, ``index-value-wrong``, ``index-month-twice``.
    """
    require(may_prepare_agreement(actor))
    _check_values(values)
    body_id = acting_for(actor)
    series = IndexSeries.objects.filter(purchasing_body_id=body_id, code=code).first()
    if series is None:
        series = create(
            IndexSeries(purchasing_body_id=body_id, code=code, name=name, publisher=publisher)
        )
    known = {month: row.value for (_series, month), row in values_of([series.pk]).items()}
    create_all(
        (
            IndexValue(
                series=series, month=one.month, value=one.value,
                published_on=one.published_on, at=now,
            )
            for one in values
            if known.get(one.month) != one.value
        ),
        under=series,
    )  # fmt: skip
    return series


def decide_index_step(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    price_group: str,
    review_on: date,
    register_number: str,
) -> IndexAdjustment:
    """Adjust a group's prices by its index clause, from the day of the review.

    Decided late, it applies from the day of the decision. Raises Refused: ``not-found``,
    ``not-allowed``, ``agreement-is-over``, ``no-index-clause``, ``not-a-review-day``,
    ``index-step-decided``, ``index-value-missing``, ``index-change-too-small``.
    """
    agreement = locked(actor, agreement_id)
    refuse_if_over(agreement)
    clause = clause_of(agreement_id, price_group)
    if clause is None:
        raise Refused(
            "no-index-clause",
            _("The prices of %(group)s follow no index: the agreement has no clause for them."),
            group=price_group,
        )
    last = last_adjustment(agreement_id, price_group)
    _check_day(clause, last, review_on)
    found = _value(clause, review_on)
    base = base_of(clause, last)
    outcome = review(clause_values(clause), base, found)
    if not outcome.adjusts:
        raise Refused(
            "index-change-too-small",
            _("The index has changed less than the clause asks for: the prices of %(group)s stay."),
            group=price_group,
        )
    step = create(
        IndexAdjustment(
            agreement=agreement, price_group=price_group, series_code=clause.series.code,
            review_on=review_on,
            applies_from=max(review_on, day_of(agreement.purchasing_body, now)),
            base_month=base.month, base_value=base.value, month=found.month, value=found.value,
            held_permille=outcome.held_permille, register_number=register_number, at=now,
        )
    )  # fmt: skip
    tell("index-step-decided", agreement_id=agreement.pk, price_group=price_group)
    return step


def _check_day(clause: IndexClause, last: IndexAdjustment | None, review_on: date) -> None:
    if not is_review_day(clause_values(clause), review_on):
        raise Refused(
            "not-a-review-day",
            _("The agreement reviews the prices of %(group)s on other days. Choose one of them."),
            group=clause.price_group,
        )
    if last is not None and last.review_on >= review_on:
        raise Refused(
            "index-step-decided",
            _("This review of %(group)s, or a later one, is decided already."),
            group=clause.price_group,
        )


def _value(clause: IndexClause, review_on: date) -> Reading:
    month = compared_month(clause_values(clause), review_on)
    row = values_of([clause.series_id]).get((clause.series_id, month))
    if row is None:
        raise Refused(
            "index-value-missing",
            _("The value of %(series)s for %(month)s is not here yet. Import it when it is"
              " published."),
            series=clause.series.code,
            month=month.strftime("%Y-%m"),
        )  # fmt: skip
    return Reading(row.month, row.value)


def _check_values(values: Sequence[NewIndexValue]) -> None:
    months = set()
    for one in values:
        if one.value <= 0 or one.month.day != 1 or one.published_on < one.month:
            raise Refused(
                "index-value-wrong",
                _("The value for %(month)s is not above zero, or was published before its month."
                  " Correct it."),
                month=one.month.strftime("%Y-%m"),
            )  # fmt: skip
        if one.month in months:
            raise Refused(
                "index-month-twice",
                _("Month %(month)s has two values. Keep one."),
                month=one.month.strftime("%Y-%m"),
            )
        months.add(one.month)

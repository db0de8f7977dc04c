"""The sums that stay: added to when somebody is asked, answers, or lets it be.

By plain updates: a line in the history for each would tell who said what.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F

from samkop.followup.models import FeedbackQuestion, FeedbackThing, FeedbackTotal
from samkop.followup.rules.feedback import month_of
from samkop.platform.database.writing import insert_new

Place = tuple[int | None, int | None]  # supplier, item


def count_asked(question: FeedbackQuestion, things: Iterable[FeedbackThing]) -> None:
    """One more was asked, of all, of each supplier and of each item."""
    days = (question.delivered_on - question.wanted_on).days
    month = month_of(question.asked_on)
    for supplier_id, item_id in _places(things):
        insert_new(
            FeedbackTotal(
                party_id=question.party_id, month=month, supplier_id=supplier_id, item_id=item_id
            )
        )
    _add(question, things, month, asked=1, days=days)


def count_answered(question: FeedbackQuestion, verdict: str, minutes: int | None) -> None:
    """One more has answered so, and perhaps said how long ordering took."""
    said = {} if minutes is None else {"stated": 1, "minutes": minutes}
    month = month_of(question.asked_on)
    _add(question, question.things.all(), month, **{verdict: 1}, **said)


def count_unanswered(question: FeedbackQuestion) -> None:
    """One more has not answered."""
    _add(question, question.things.all(), month_of(question.asked_on), unanswered=1)


def _add(
    question: FeedbackQuestion, things: Iterable[FeedbackThing], month: date, **more: int
) -> None:
    # In one order for everybody: two who answer at once wait for each other and do not cross.
    for supplier_id, item_id in _places(things):
        FeedbackTotal.objects.filter(
            party_id=question.party_id, month=month, supplier_id=supplier_id, item_id=item_id
        ).update(**{name: F(name) + count for name, count in more.items()})


def _places(things: Iterable[FeedbackThing]) -> list[Place]:
    found: set[Place] = {(None, None)}
    for one in things:
        found |= {(one.supplier_id, None), (one.supplier_id, one.item_id)}
    return sorted(found, key=lambda place: (place[0] or 0, place[1] or 0))

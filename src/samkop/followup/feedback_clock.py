"""What the clock does with feedback: asks, reminds, closes, erases, and adds a month up."""

from __future__ import annotations

from datetime import UTC, datetime

from samkop.core.period import day_of
from samkop.followup.models import FeedbackMonth
from samkop.followup.policies.feedback import FEEDBACK_KEEPER
from samkop.followup.queries.feedback import (
    asking_of,
    due_deliveries,
    texts_to_erase,
    to_close,
    to_remind,
)
from samkop.followup.rules.feedback import months_before
from samkop.followup.usecases.feedback_asking import (
    ask_feedback,
    close_feedback,
    erase_feedback_texts,
    remind_of_feedback,
)
from samkop.followup.usecases.feedback_rules import sum_feedback
from samkop.parties.models import Region
from samkop.parties.queries import parties_of_kind, party_of
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading

# So many months back are added up once they are complete.
MONTHS = 3


def watch_feedback(now: datetime | None = None) -> int:
    """Look after everybody's questions; returns how many were asked, reminded of or closed.

    One buyer after the other, one unit of work each step, so that a worker that dies leaves
    whole ones only; begun again, it finds those that are left.
    """
    now = now or datetime.now(UTC)
    with reading(actors.job(FEEDBACK_KEEPER), now=now):
        buyers = list(parties_of_kind(*BUYER_KINDS).values_list("id", flat=True))
        regions = list(Region.objects.order_by("id").values_list("id", "purchasing_body_id"))
    done = sum(_watch(party_id, now) for party_id in buyers)
    for region_id, body_id in regions:
        _add_up(region_id, body_id, now)
    return done


def _watch(party_id: int, now: datetime) -> int:
    job = actors.job(FEEDBACK_KEEPER, party_id)
    with reading(job, now=now):
        today = day_of(now, party_of(party_id).time_zone)
        closing, reminding = to_close(party_id, today), to_remind(party_id, today)
        due = due_deliveries(party_id, today, asking_of(party_id, today))
        erasing = texts_to_erase(party_id, today).exists()
    for question_id in closing:
        perform(job, close_feedback, now=now, question_id=question_id)
    for question_id in reminding:
        perform(job, remind_of_feedback, now=now, question_id=question_id)
    for one in due:
        perform(
            job, ask_feedback, now=now, requisition_id=one.requisition_id, person_id=one.person_id
        )
    if erasing:
        perform(job, erase_feedback_texts, now=now)
    return len(closing) + len(reminding) + len(due)


def _add_up(region_id: int, body_id: int, now: datetime) -> None:
    job = actors.job(FEEDBACK_KEEPER, body_id)
    with reading(job, now=now):
        months = months_before(day_of(now, party_of(body_id).time_zone), MONTHS)
        told = set(
            FeedbackMonth.objects.filter(region_id=region_id, month__in=months).values_list(
                "month", flat=True
            )
        )
    for month in reversed(months):
        if month not in told:
            perform(job, sum_feedback, now=now, region_id=region_id, month=month)

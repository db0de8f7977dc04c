"""By which days an organisation asks, and the sums of a month for a region."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.followup.models import FeedbackMonth, FeedbackRule
from samkop.followup.policies.feedback import is_feedback_keeper, may_see_answers
from samkop.followup.queries.feedback_sums import members_shown, region_sums
from samkop.followup.rules.feedback import LONGEST_WAIT, Asking, last_of
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import create, create_new
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

MOST_DAYS = 3650


def decide_feedback_rule(
    *, actor: Actor, now: datetime, valid_from: date, asking: Asking
) -> FeedbackRule:
    """Decide how one's organisation asks its people, from today or a later day on.

    Raises Refused: ``not-allowed``, ``feedback-rule-in-the-past``, ``feedback-rule-wrong``,
    ``feedback-rule-that-day``.
    """
    require(may_see_answers(actor))
    if valid_from < own_today():
        sentence = _("It holds from today on, or from a later day.")
        raise Refused(
            "feedback-rule-in-the-past", sentence, status=422, fields={"valid_from": sentence}
        )
    if not _holds(asking):
        raise Refused(
            "feedback-rule-wrong",
            _("At least one day for an answer, and the reminder before the last of them."),
            status=422,
        )
    made = FeedbackRule(
        party_id=actor.own_party_id, valid_from=valid_from, at=now,
        decided_by_id=actor.own_person_id, **vars(asking),
    )  # fmt: skip
    if FeedbackRule.objects.filter(party_id=made.party_id, valid_from=valid_from).exists():
        sentence = _("There is a decision from that day on already. Choose another day.")
        raise Refused(
            "feedback-rule-that-day", sentence, status=422, fields={"valid_from": sentence}
        )
    return create(made)


def sum_feedback(*, actor: Actor, now: datetime, region_id: int, month: date) -> bool:
    """Add up what a region's members said in a month, once all have answered or been closed.

    By the job ``feedback-keeper`` of the region's purchasing body; once a month and region, told
    as ``feedback-summed``. Whether it was added up. Raises Refused ``not-allowed``.
    """
    require(is_feedback_keeper(actor))
    whole = next(iter(region_sums(region_id, "all", month, month)), None)
    if whole is None or whole.answered is None:
        return False
    waiting = whole.asked - whole.answered - (whole.unanswered or 0)
    if waiting and own_today() <= last_of(month) + LONGEST_WAIT:
        return False
    members, left_out = members_shown(region_id, month, month)
    said = {
        "asked": whole.asked, "yes": whole.yes, "partly": whole.partly, "no": whole.no,
        "unanswered": whole.unanswered, "members": members, "left_out": left_out,
    }  # fmt: skip
    made = FeedbackMonth(region_id=region_id, month=month, told_at=now, **said)
    if not create_new(made):
        return False
    tell("feedback-summed", region_id=region_id, month=month.isoformat(), **said)
    return True


def _holds(asking: Asking) -> bool:
    days = (
        asking.ask_after_days, asking.answer_within_days, asking.remind_after_days,
        asking.rest_days, asking.keep_text_days,
    )  # fmt: skip
    return (
        all(0 <= one <= MOST_DAYS for one in days)
        and asking.remind_after_days < asking.answer_within_days
        and asking.keep_text_days >= 1
        and (asking.old_way_minutes is None or 0 <= asking.old_way_minutes <= MOST_DAYS)
    )

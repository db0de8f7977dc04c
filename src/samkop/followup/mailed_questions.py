"""The address that a mail about a question carries: it answers that question and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.core import signing
from django.urls import reverse

from samkop.followup.models import FeedbackQuestion
from samkop.followup.vocabulary.feedback import FeedbackQuestionState
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import reading

SALT = "samkop.followup.feedback"


class Link(NamedTuple):
    """Whose question a link answers."""

    question_id: int
    party_id: int
    person_id: int


def link_to_answer(notification: Notification, now: datetime) -> str | None:
    """The path of the link for whom the notification tells; None when nothing waits any more.

    Signed with the installation's secret key: the database alone makes none, and the same mail
    sent again carries the same link.
    """
    question_id = int(notification.subject.rpartition(":")[2])
    with reading(actors.job("notices", notification.party_id), now=now):
        waits = FeedbackQuestion.objects.filter(
            id=question_id, person_id=notification.person_id, state=FeedbackQuestionState.OPEN
        ).exists()
    if not waits:
        return None
    link = Link(question_id, notification.party_id, notification.person_id)
    return reverse("feedback-by-link", args=[token_of(link)])


def token_of(link: Link) -> str:
    """The link's own text, without a time: the question has its last day."""
    return signing.Signer(salt=SALT).sign_object(list(link))


def link_in(token: str) -> Link:
    """What a link is for. Raises Refused ``not-found`` for what we have not signed."""
    try:
        return Link(*signing.Signer(salt=SALT).unsign_object(token))
    except (signing.BadSignature, TypeError, ValueError):
        raise not_found() from None

"""Feedback for programs: what one is asked, answering it, sums, and what a supplier answers."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from samkop.followup.models import FeedbackQuestion, FeedbackReferral
from samkop.followup.policies.feedback import may_see_feedback, may_see_referrals
from samkop.followup.queries.feedback import question_of, questions_to, referral_of, referrals_to
from samkop.followup.queries.feedback_sums import own_sums, region_sums
from samkop.followup.rules.feedback import MINUTES, Sum
from samkop.followup.usecases.feedback_answers import answer_feedback
from samkop.followup.usecases.feedback_responses import MOST_LETTERS, respond_to_feedback
from samkop.followup.usecases.feedback_texts import LONGEST
from samkop.followup.vocabulary.feedback import (
    FeedbackQuestionState,
    FeedbackReferralState,
    Verdict,
)
from samkop.governance.queries import regions_of
from samkop.parties.queries import own_today
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform_then, require

router = Router(tags=["Feedback"])

READ, WRITE = "feedback:read", "feedback:write"
PAGE, LARGEST = 100, 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LARGEST)]
Before = Annotated[int | None, Query(ge=1, le=LARGEST, description="Ids below this one")]
Year = Annotated[int, Query(ge=2020, le=2200)]
HIDDEN = "null where fewer than five in other organisations said so"


class FeedbackQuestionOut(Schema):
    """What one was asked. What one said without a name is not here, nor anywhere with one."""

    id: int
    requisition: str
    things: list[str]
    delivered_on: date
    closes_on: date
    state: FeedbackQuestionState


class FeedbackQuestionPage(Schema):
    """Up to 100, the newest first; ``next_before`` asks for the next page."""

    questions: list[FeedbackQuestionOut]
    next_before: int | None


class FeedbackAnswerIn(Schema):
    """Whether it works, and what else is said."""

    verdict: Verdict
    line: str = Field("", max_length=LONGEST)
    minutes: int | None = Field(None, description=f"One of {MINUTES}")
    without_name: bool = False
    for_supplier: bool = Field(False, description="The supplier may read the line, not the name")


class FeedbackSumOut(Schema):
    """What some were asked and said."""

    scope: str = Field(description="own, or region:<id>")
    key: int = Field(description="The id of the organisation or item; of a month 202603; 0: all")
    name: str
    asked: int
    yes: int | None = Field(description=HIDDEN)
    partly: int | None = Field(description=HIDDEN)
    no: int | None = Field(description=HIDDEN)
    unanswered: int | None = Field(description=HIDDEN)


class FeedbackSums(Schema):
    """The sums of a year."""

    sums: list[FeedbackSumOut]


class FeedbackReferralOut(Schema):
    """What a customer passed on, without a name."""

    id: int
    customer: str
    order: str | None
    things: str
    verdict: Verdict
    line: str
    note: str
    sent_at: datetime
    state: FeedbackReferralState
    response: str | None


class FeedbackReferralPage(Schema):
    """Up to 100, the newest first; ``next_before`` asks for the next page."""

    referrals: list[FeedbackReferralOut]
    next_before: int | None


class FeedbackResponseIn(Schema):
    """What the supplier does about it."""

    text: str = Field(min_length=1, max_length=MOST_LETTERS)


@router.get(
    "/feedback/questions", response={200: FeedbackQuestionPage, **PROBLEMS},
    operation_id="list_feedback_questions",
)  # fmt: skip
@reads(READ)
def list_feedback_questions(request: HttpRequest, before: Before = None) -> FeedbackQuestionPage:
    """What one was asked about deliveries."""
    actor = caller(request)
    rows = questions_to(actor.own_person_id, actor.own_party_id)
    rows = rows.filter(id__lt=before) if before is not None else rows
    found = list(rows[: PAGE + 1])
    following = found[PAGE - 1].pk if len(found) > PAGE else None
    return FeedbackQuestionPage(
        questions=[_question(one) for one in found[:PAGE]], next_before=following
    )


@router.post(
    "/feedback/questions/{feedback_question_id}/answer",
    response={200: FeedbackQuestionOut, **PROBLEMS}, operation_id="answer_feedback_question",
)  # fmt: skip
@writes(WRITE)
def answer_feedback_question(
    request: HttpRequest, feedback_question_id: Id, key: IdempotencyKey, body: FeedbackAnswerIn
) -> FeedbackQuestionOut:
    """Answer what one was asked, once."""
    return perform_then(
        caller(request), answer_feedback, lambda done: _question(question_of(done.pk)), key=key,
        question_id=feedback_question_id, **{**body.dict(), "verdict": body.verdict.value},
    )  # fmt: skip


@router.get(
    "/feedback/sums", response={200: FeedbackSums, **PROBLEMS}, operation_id="read_feedback_sums"
)
@reads(READ)
def read_feedback_sums(
    request: HttpRequest, year: Year,
    by: Literal["all", "month", "member", "supplier", "item"] = "all",
) -> FeedbackSums:  # fmt: skip
    """The sums of a year: one's own organisation's, then each of its regions'."""
    actor = caller(request)
    require(may_see_feedback(actor))
    own, first, last = actor.own_party_id, date(year, 1, 1), date(year, 12, 1)
    found = [] if by == "member" else [_sum("own", one) for one in own_sums(own, by, first, last)]
    for region in regions_of(own, own_today()):
        scope = f"region:{region.pk}"
        found += [_sum(scope, one) for one in region_sums(region.pk, by, first, last)]
    return FeedbackSums(sums=found)


@router.get(
    "/feedback/referrals", response={200: FeedbackReferralPage, **PROBLEMS},
    operation_id="list_feedback_referrals",
)  # fmt: skip
@reads(READ)
def list_feedback_referrals(request: HttpRequest, before: Before = None) -> FeedbackReferralPage:
    """What customers passed on to the supplier."""
    actor = caller(request)
    require(may_see_referrals(actor))
    rows = referrals_to(actor.own_party_id).order_by("-id")
    rows = rows.filter(id__lt=before) if before is not None else rows
    found = list(rows[: PAGE + 1])
    following = found[PAGE - 1].pk if len(found) > PAGE else None
    return FeedbackReferralPage(
        referrals=[_referral(one) for one in found[:PAGE]], next_before=following
    )


@router.post(
    "/feedback/referrals/{feedback_referral_id}/respond",
    response={200: FeedbackReferralOut, **PROBLEMS}, operation_id="respond_to_feedback_referral",
)  # fmt: skip
@writes(WRITE)
def respond_to_feedback_referral(
    request: HttpRequest, feedback_referral_id: Id, key: IdempotencyKey, body: FeedbackResponseIn
) -> FeedbackReferralOut:
    """Say, as the supplier, what is done about it; once."""
    return perform_then(
        caller(request), respond_to_feedback, lambda done: _referral(referral_of(done.pk)),
        key=key, referral_id=feedback_referral_id, text=body.text,
    )  # fmt: skip


def _question(one: FeedbackQuestion) -> FeedbackQuestionOut:
    return FeedbackQuestionOut(
        id=one.pk, requisition=one.requisition.number, delivered_on=one.delivered_on,
        things=list(dict.fromkeys(thing.name for thing in one.things.all())),
        closes_on=one.closes_on, state=FeedbackQuestionState(one.state),
    )  # fmt: skip


def _sum(scope: str, one: Sum) -> FeedbackSumOut:
    return FeedbackSumOut(
        scope=scope, key=one.key, name=one.called, asked=one.asked, yes=one.yes,
        partly=one.partly, no=one.no, unanswered=one.unanswered,
    )  # fmt: skip


def _referral(one: FeedbackReferral) -> FeedbackReferralOut:
    response = getattr(one, "response", None)
    return FeedbackReferralOut(
        id=one.pk, customer=one.party.legal_name, order=one.order.number if one.order else None,
        things=one.things, verdict=Verdict(one.verdict), line=one.line, note=one.note,
        sent_at=one.sent_at, state=one.state, response=response.text if response else None,
    )  # fmt: skip

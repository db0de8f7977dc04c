"""Market consultations for programs: what is asked, one's own answers, the record."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from samkop.planning.models import ConsultationAnswer, MarketConsultation
from samkop.planning.policies import may_see_answers
from samkop.planning.queries import (
    consultation_of,
    consultations_of,
    consultations_of_others,
    messages_in,
    newest_answers_in,
    questions_of,
    record_of,
)
from samkop.planning.rules.consultations import LONGEST_TEXT, state_at
from samkop.planning.usecases.consultation_answers import answer_consultation
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import current_unit, perform_then

router = Router(tags=["Consultations"])

PAGE = 50
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Cursor = Annotated[int | None, Query(ge=1, le=2**63 - 1, description="Ids below this one")]


class ConsultationOut(Schema):
    """A consultation that the token's organisation runs, or that another has opened."""

    id: int
    number: str
    register_number: str
    title: str
    buyer: str
    state: str
    opens_at: datetime | None
    answers_until: datetime


class ConsultationAnswerOut(Schema):
    """An answer that counts: everybody's for the buyer, a supplier's own."""

    supplier: str
    version: int
    text: str
    files: list[str]
    given_at: datetime


class ConsultationQuestionOut(Schema):
    """An open question with the answers that one may see."""

    id: int
    place: int
    text: str
    answers: list[ConsultationAnswerOut]


class ToldOut(Schema):
    """What the buyer told everybody; ``asked`` where it answers somebody's question."""

    told_at: datetime
    asked: str
    text: str


class WholeConsultationOut(ConsultationOut):
    """A consultation with its questions, and what was told to everybody."""

    about: str
    questions: list[ConsultationQuestionOut]
    told: list[ToldOut]


class ConsultationAnswerIn(Schema):
    """An answer; the files of the version before stay with it."""

    text: str = Field(min_length=1, max_length=LONGEST_TEXT)


class ConsultationRecordOut(Schema):
    """The record; ``sha256`` is that of ``content`` as JSON with sorted keys and no space."""

    number: str
    register_number: str
    made_at: datetime
    sha256: str
    content: dict[str, Any]


@router.get(
    "/consultations", response={200: list[ConsultationOut], **PROBLEMS},
    operation_id="list_consultations",
)  # fmt: skip
@reads("consultations:read")
def list_consultations(request: HttpRequest, before: Cursor = None) -> list[ConsultationOut]:
    """The newest fifty that the organisation may see; ``before`` goes on."""
    own = caller(request).own_party_id
    rows = consultations_of(own) | consultations_of_others(own)
    found = rows.order_by("-id") if before is None else rows.filter(id__lt=before).order_by("-id")
    return [ConsultationOut(**_facts(one)) for one in found[:PAGE]]


@router.get(
    "/consultations/{consultation_id}", response={200: WholeConsultationOut, **PROBLEMS},
    operation_id="read_consultation",
)  # fmt: skip
@reads("consultations:read")
def read_consultation(request: HttpRequest, consultation_id: Id) -> WholeConsultationOut:
    """One with its questions and answers, as far as the organisation may see them."""
    found = consultation_of(consultation_id)
    own = caller(request).own_party_id
    answers = newest_answers_in(consultation_id, None if found.owner_id == own else own)
    if not may_see_answers(caller(request), found):
        answers = []
    return WholeConsultationOut(
        **_facts(found), about=found.about,
        questions=[
            ConsultationQuestionOut(
                id=one.pk, place=one.place, text=one.text,
                answers=[_answer(each) for each in answers if each.question_id == one.pk],
            )
            for one in questions_of(consultation_id)
        ],
        told=[
            ToldOut(told_at=one.told_at, asked=one.asked, text=one.text)
            for one in messages_in(consultation_id)
        ],
    )  # fmt: skip


@router.put(
    "/consultation-questions/{consultation_question_id}/answer",
    response={200: ConsultationAnswerOut, **PROBLEMS}, operation_id="answer_question",
)  # fmt: skip
@writes("consultations:write")
def answer_question(
    request: HttpRequest, consultation_question_id: Id, key: IdempotencyKey,
    given: ConsultationAnswerIn,
) -> ConsultationAnswerOut:  # fmt: skip
    """Answer, or replace one's answer until the time is over."""
    return perform_then(
        caller(request), answer_consultation, _answered, key=key,
        question_id=consultation_question_id, text=given.text,
    )  # fmt: skip


@router.get(
    "/consultations/{consultation_id}/record", response={200: ConsultationRecordOut, **PROBLEMS},
    operation_id="consultation_record",
)  # fmt: skip
@reads("consultations:read")
def consultation_record(request: HttpRequest, consultation_id: Id) -> ConsultationRecordOut:
    """What reaches everybody, once the consultation is reported."""
    found = record_of(consultation_id)
    return ConsultationRecordOut(
        number=found.number, register_number=found.register_number, made_at=found.made_at,
        sha256=found.sha256, content=found.content,
    )  # fmt: skip


def _facts(found: MarketConsultation) -> dict[str, Any]:
    return {
        "id": found.pk, "number": found.number, "register_number": found.register_number,
        "title": found.title, "buyer": found.owner.legal_name, "opens_at": found.opens_at,
        "state": state_at(found.state, found.answers_until, current_unit().now),
        "answers_until": found.answers_until,
    }  # fmt: skip


def _answered(made: ConsultationAnswer) -> ConsultationAnswerOut:
    own = newest_answers_in(made.consultation_id, made.supplier_id)
    return _answer(next(one for one in own if one.question_id == made.question_id))


def _answer(found: ConsultationAnswer) -> ConsultationAnswerOut:
    return ConsultationAnswerOut(
        supplier=found.supplier.legal_name, version=found.version, text=found.text,
        files=[one.name for one in found.files],
        given_at=found.given_at,
    )  # fmt: skip

"""Tenders for programs: what one may see of them, their documents, questions and answers."""

import json
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from samkop.core.bidding import form_value
from samkop.core.money import amount_text
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import perform, require
from samkop.tendering.models import Tender, TenderDocument
from samkop.tendering.policies import may_see_tenders
from samkop.tendering.queries import (
    buyers_of,
    lots_of,
    tender_of,
    tenders_of,
    tenders_of_others,
)
from samkop.tendering.queries.contents import bid_form, document_of, documents_of
from samkop.tendering.queries.law import notices_of
from samkop.tendering.queries.officers import editions_of
from samkop.tendering.queries.questions import (
    answers_of,
    corrections_of,
    waiting_questions_of,
)
from samkop.tendering.usecases.questions import ask_tender_question
from samkop.tendering.vocabulary import ContractNature, DocumentKind, Procedure, TenderState

router = Router(tags=["Tenders"])

READ, WRITE = "tenders:read", "tenders:write"
PAGE, LARGEST = 50, 2**63 - 1
AMOUNT = "in the tender's currency without VAT, as a decimal string"
Id = Annotated[int, Path(ge=1, le=LARGEST)]
LotCode = Annotated[str, Path(pattern="^LOT-[0-9]{4}$")]
Before = Annotated[int | None, Query(ge=1, le=LARGEST, description="Ids below this one")]
Bytes = {"schema": {"type": "string", "format": "binary"}}
FILE: dict[str, Any] = {
    "responses": {200: {"description": "The file", "content": {"application/octet-stream": Bytes}}}
}


class TenderOut(Schema):
    """A tender of one's own, or another's that one may see."""

    id: int
    number: str
    register_number: str
    title: str
    owner: str
    state: TenderState
    procedure: Procedure
    nature: ContractNature
    cpv: str
    currency: str
    questions_until: datetime | None
    bids_until: datetime | None = Field(description="To the millisecond")
    bids_valid_until: date | None


class TenderPage(Schema):
    """Up to 50 tenders, the newest first; ``next_before`` asks for the next page."""

    tenders: list[TenderOut]
    next_before: int | None


class TenderVolumeOut(Schema):
    """A buyer that a lot is procured for, with what it expects to buy."""

    buyer: str
    quantity: int
    unit: str
    value: str = Field(description=AMOUNT)


class TenderLotOut(Schema):
    """A part of a tender that is bid for by itself."""

    code: str
    title: str
    description: str
    cpv: str
    estimated_value: str = Field(description=AMOUNT)
    maximum_value: str = Field(description=AMOUNT)
    most_suppliers: int
    call_off_method: str = Field(description="How several suppliers are called off, else empty")
    buyers: list[TenderVolumeOut]


class TenderFileOut(Schema):
    """A document of the tender in its newest version."""

    id: int
    kind: DocumentKind
    title: str
    name: str
    version: int
    size: int
    sha256: str
    lot: str = Field(description="Empty where it is for all lots")


class TenderAnswerOut(Schema):
    """What reached everybody; ``asked`` is empty where nobody asked."""

    answered_at: datetime
    asked: str
    text: str


class TenderCorrectionOut(Schema):
    """What was corrected, and until when bids come since."""

    made_at: datetime
    text: str
    substantial: bool
    bids_until: datetime


class TenderNoticeOut(Schema):
    """A notice as the portal took it."""

    kind: str
    portal: str
    number: str
    ted_number: str
    dispatched_on: date


class WaitingQuestionOut(Schema):
    """A question that waits for its answer; for the tender's owner. Nobody learns who asked."""

    id: UUID
    asked_at: datetime
    text: str


class WholeTenderOut(TenderOut):
    """A tender with its lots, documents, notices, answers and corrections."""

    description: str
    estimated_value: str = Field(description=AMOUNT)
    term_months: int
    option_months: int
    lots: list[TenderLotOut]
    documents: list[TenderFileOut]
    notices: list[TenderNoticeOut]
    answers: list[TenderAnswerOut]
    corrections: list[TenderCorrectionOut]
    waiting_questions: list[WaitingQuestionOut]


class TenderQuestionIn(Schema):
    """A question about a tender; it says nothing of who asks."""

    text: str = Field(min_length=1, max_length=20_000)


class TenderQuestionOut(Schema):
    """The question's key."""

    id: UUID


@router.get("/tenders", response={200: TenderPage, **PROBLEMS}, operation_id="list_tenders")
@reads(READ)
def list_tenders(
    request: HttpRequest, before: Before = None, state: TenderState | None = None
) -> TenderPage:
    """One's own tenders and those that others have announced, as far as one may see them."""
    own = caller(request).own_party_id
    rows = (tenders_of(own) | tenders_of_others(own)).order_by("-id")
    rows = rows if before is None else rows.filter(id__lt=before)
    rows = rows if state is None else rows.filter(state=state)
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    return TenderPage(
        tenders=[TenderOut(**_facts(one)) for one in shown],
        next_before=shown[-1].pk if len(found) > PAGE else None,
    )


@router.get(
    "/tenders/{tender_id}", response={200: WholeTenderOut, **PROBLEMS}, operation_id="read_tender"
)
@reads(READ)
def read_tender(request: HttpRequest, tender_id: Id) -> WholeTenderOut:
    """One with everything that is published of it."""
    found = _seen(request, tender_id)
    return WholeTenderOut(
        **_facts(found), description=found.description,
        estimated_value=amount_text(found.estimated_value_cents),
        term_months=found.term_months, option_months=found.option_months,
        lots=_lots(tender_id),
        documents=[_document(one) for one in documents_of(tender_id)],
        notices=[_taken(TenderNoticeOut, one) for one in notices_of(tender_id)],
        answers=[_taken(TenderAnswerOut, one) for one in answers_of(tender_id)],
        corrections=[_taken(TenderCorrectionOut, one) for one in corrections_of(tender_id)],
        waiting_questions=[
            _taken(WaitingQuestionOut, one) for one in waiting_questions_of(tender_id)
        ],
    )  # fmt: skip


@router.get(
    "/tender-documents/{document_id}", response=PROBLEMS, operation_id="tender_document",
    openapi_extra=FILE,
)  # fmt: skip
@reads(READ)
def tender_document(request: HttpRequest, document_id: Id) -> HttpResponse:
    """A document's bytes, as its hash has them."""
    require(may_see_tenders(caller(request)))
    found = document_of(document_id)
    return HttpResponse(bytes(found.content), content_type="application/octet-stream")


@router.get(
    "/tenders/{tender_id}/key", response={200: dict[str, Any], **PROBLEMS},
    operation_id="tender_key",
)  # fmt: skip
@reads(READ)
def tender_key(request: HttpRequest, tender_id: Id) -> dict[str, Any]:
    """The key that bids are sealed to (schema ``tender-key``), for ``samkop bid seal``."""
    _seen(request, tender_id)
    editions = editions_of(tender_id)
    if not editions:
        raise not_found()
    value: dict[str, Any] = json.loads(editions[-1].file)
    return value


@router.get(
    "/tenders/{tender_id}/lots/{lot_code}/form", response={200: dict[str, Any], **PROBLEMS},
    operation_id="lot_form",
)  # fmt: skip
@reads(READ)
def lot_form(request: HttpRequest, tender_id: Id, lot_code: LotCode) -> dict[str, Any]:
    """What is asked of every bid on a lot (schema ``bid-form``)."""
    _seen(request, tender_id)
    return form_value(bid_form(tender_id, lot_code))


@router.post(
    "/tenders/{tender_id}/questions", response={200: TenderQuestionOut, **PROBLEMS},
    operation_id="ask_about_tender",
)  # fmt: skip
@writes(WRITE)
def ask_about_tender(
    request: HttpRequest, tender_id: Id, key: IdempotencyKey, given: TenderQuestionIn
) -> TenderQuestionOut:
    """Ask. The answer reaches everybody, and nobody learns who asked."""
    question = perform(
        caller(request), ask_tender_question, key=key, tender_id=tender_id, text=given.text
    )
    return TenderQuestionOut(id=question)


def _seen(request: HttpRequest, tender_id: int) -> Tender:
    require(may_see_tenders(caller(request)))
    return tender_of(tender_id)


def _facts(found: Tender) -> dict[str, Any]:
    names = set(TenderOut.model_fields) - {"id", "owner", "title"}
    return {
        "id": found.pk, "owner": found.owner.legal_name, "title": found.title,
        **{name: getattr(found, name) for name in names},
    }  # fmt: skip


def _taken(schema: type[Schema], row: Any) -> Any:
    return schema(**{name: getattr(row, name) for name in schema.model_fields})


def _document(row: TenderDocument) -> TenderFileOut:
    names = set(TenderFileOut.model_fields) - {"lot"}
    facts = {name: getattr(row, name) for name in names}
    return TenderFileOut(**facts, lot=row.lot.code if row.lot else "")


def _lots(tender_id: int) -> list[TenderLotOut]:
    buyers = buyers_of(tender_id)
    return [
        TenderLotOut(
            code=lot.code, title=lot.title, description=lot.description, cpv=lot.cpv,
            estimated_value=amount_text(lot.estimated_value_cents),
            maximum_value=amount_text(lot.maximum_value_cents), most_suppliers=lot.most_suppliers,
            call_off_method=lot.call_off_method,
            buyers=[
                TenderVolumeOut(
                    buyer=one.buyer.legal_name, quantity=one.expected_quantity, unit=one.unit,
                    value=amount_text(one.expected_value_cents),
                )
                for one in buyers if one.lot_id == lot.pk
            ],
        )
        for lot in lots_of(tender_id)
    ]  # fmt: skip

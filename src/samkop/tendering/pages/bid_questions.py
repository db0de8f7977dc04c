"""Questions to bidders after the opening; and the bidder's own page of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import current_unit, perform, reading
from samkop.tendering.models import BidInquiry, InquiryAnswer
from samkop.tendering.pages.evaluation_forms import AnswerForm, AskForm, RulingForm
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_answer_inquiry, may_run_tender
from samkop.tendering.queries import day_of, opened_bids_of, tender_of
from samkop.tendering.queries.evaluation import (
    inquiries_to,
    inquiry_of,
    newest_answer,
    rejections_of,
    rounds_of,
)
from samkop.tendering.usecases.inquiries import answer_inquiry, ask_bidders, rule_on_answer
from samkop.tendering.vocabulary import RULINGS, InquiryKind, TenderState

Shown = tuple[str, dict[str, Any]]


def _questions(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    found = tender_of(tender_id)
    allow(may_run_tender(actor, found))
    today = day_of(found.owner, current_unit().now)
    opened = found.state == TenderState.OPENED
    asked = request.GET.get("bid", "")
    initial = {
        "bids": [asked] if asked.isascii() and asked.isdigit() else [],
        "kind": request.GET.get("kind", InquiryKind.CLARIFICATION),
    }
    form = _ask_form(request, tender_id, bound=refused is not None, initial=initial)
    return "tendering/bid_questions.html", {
        **frame_of(actor, found, "bid-questions"),
        "rounds": [
            (one, [(row, newest_answer(row), _ruling(row)) for row in one.inquiries.all()])
            for one in rounds_of(tender_id)
        ],
        "today": today,
        "judges": opened,
        "form": with_refusal(form, refused) if opened else None,
    }


questions = page()(_questions)


def _ask_form(
    request: HttpRequest, tender_id: int, *, bound: bool, initial: dict[str, Any] | None = None
) -> AskForm:
    out = rejections_of(tender_id)
    bids = [bid for bid in opened_bids_of(tender_id) if bid.pk not in out]
    return AskForm(request.POST if bound else None, on=bids, initial=initial)


def _ruling(inquiry: BidInquiry) -> Any:
    return getattr(inquiry, "ruling", None)


@act(again=_questions)
def ask(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Ask the bidders."""
    with reading(actor):
        form = _ask_form(request, tender_id, bound=True)
    values = checked(form)
    bids = values.pop("bids")
    perform(actor, ask_bidders, tender_id=tender_id, bid_ids=bids, **values)
    return Answer(
        to=reverse("bid-questions", args=[tender_id]),
        message=_("Asked: the bidders are told, and answer on their own page."),
    )


def _judging(
    request: HttpRequest, actor: Actor, inquiry_id: int, refused: Refused | None = None
) -> Shown:
    found = inquiry_of(inquiry_id)
    allow(may_run_tender(actor, found.tender))
    return "tendering/judge_answer.html", {
        **frame_of(actor, found.tender, "bid-questions"),
        "inquiry": found,
        "answers": list(found.answers.defer("file").order_by("-id")),
        "form": with_refusal(_ruling_form(request, found, bound=refused is not None), refused),
    }


judging = page()(_judging)


def _ruling_form(request: HttpRequest, inquiry: BidInquiry, *, bound: bool) -> RulingForm:
    outcomes = [(one.value, one.label) for one in RULINGS[inquiry.round.kind]]
    return RulingForm(request.POST if bound else None, outcomes=outcomes)


@act(again=_judging)
def judge(request: HttpRequest, actor: Actor, inquiry_id: int) -> Answer:
    """Say what the answer means for the bid."""
    with reading(actor):
        found = inquiry_of(inquiry_id)
    values = checked(_ruling_form(request, found, bound=True))
    perform(actor, rule_on_answer, inquiry_id=inquiry_id, **values)
    return Answer(
        to=reverse("bid-questions", args=[found.tender_id]), message=_("The answer is judged.")
    )


@page()
def answer_file(
    request: HttpRequest, actor: Actor, inquiry_id: int, answer_id: int
) -> HttpResponse:
    """The file of an answer, for the bidder itself and those who run the tender."""
    inquiry = inquiry_of(inquiry_id)
    allow(may_run_tender(actor, inquiry.tender) or may_answer_inquiry(actor, inquiry))
    found = InquiryAnswer.objects.filter(id=answer_id, inquiry=inquiry).first()
    if found is None or not found.file_name:
        raise not_found()
    response = HttpResponse(bytes(found.file), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="answer-{found.pk}"'
    return response


def _to_us(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None,
    sent: int = 0,
) -> Shown:  # fmt: skip
    found = tender_of(tender_id)
    rows = inquiries_to(actor.own_party_id, tender_id)
    allow(bool(rows) and all(may_answer_inquiry(actor, row) for row in rows))
    today = day_of(found.owner, current_unit().now)
    opened = found.state == TenderState.OPENED
    return "tendering/questions_to_us.html", {
        **frame_of(actor, found, "questions-to-us"),
        "rows": [
            (
                row, sorted(row.answers.all(), key=lambda one: -one.pk),
                _answer_form(request, row, refused if row.pk == sent else None)
                if opened and today <= row.round.answer_until else None,
            )
            for row in rows
        ],
    }  # fmt: skip


def _answer_form(request: HttpRequest, row: BidInquiry, refused: Refused | None) -> AnswerForm:
    form = AnswerForm(
        request.POST if refused else None, request.FILES if refused else None,
        auto_id=f"id_{row.pk}_%s",
    )  # fmt: skip
    answered = with_refusal(form, refused)
    if not isinstance(answered, AnswerForm):
        raise TypeError("a form stays what it is")
    return answered


questions_to_us = page()(_to_us)


def _again_of_answer(
    request: HttpRequest, actor: Actor, inquiry_id: int, refused: Refused | None = None
) -> Shown:
    return _to_us(request, actor, inquiry_of(inquiry_id).tender_id, refused, inquiry_id)


@act(again=_again_of_answer)
def answer(request: HttpRequest, actor: Actor, inquiry_id: int) -> Answer:
    """Answer, as the bidder."""
    values = checked(AnswerForm(request.POST, request.FILES))
    file = values["file"]
    perform(
        actor, answer_inquiry, inquiry_id=inquiry_id, text=values["text"],
        file_name=file.name[:120] if file else "", file=file.read() if file else b"",
    )  # fmt: skip
    with reading(actor):
        tender_id = inquiry_of(inquiry_id).tender_id
    return Answer(
        to=reverse("questions-to-us", args=[tender_id]),
        message=_("Your answer is sent. You may change it until the last day."),
    )

"""Secrecy of what bidders sent, and requests for documents: each a case with its decisions."""

from __future__ import annotations

import io
import json
from typing import Any

from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.numbers import number_of
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import current_unit, perform, reading
from samkop.tendering.masked_paper import masked_paper
from samkop.tendering.models import Tender
from samkop.tendering.pages.document_forms import AppealForm, DocumentForm, RequestForm, SecrecyForm
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_run_tender
from samkop.tendering.printing import printed_masked_copy
from samkop.tendering.queries import tender_of
from samkop.tendering.queries.awards import decision_of, letters_of
from samkop.tendering.queries.contents import bid_form
from samkop.tendering.queries.documents import (
    BidDocument,
    decided_documents_of,
    documents_of_bids,
    masked_copy_of,
    request_of,
    requests_of,
)
from samkop.tendering.queries.tenders import day_of
from samkop.tendering.rules import grounds_of, pieces_in
from samkop.tendering.usecases.documents import (
    Document,
    decide_bid_secrecy,
    decide_on_document,
    record_document_appeal,
    record_document_request,
)

Shown = tuple[str, dict[str, Any]]


def _requests(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    tender = _run_by(actor, tender_id)
    today = day_of(tender.owner, current_unit().now)
    form = RequestForm(request.POST if refused else None, initial={"received_on": today})
    return "tendering/requests.html", {
        **frame_of(actor, tender, "tender-requests"),
        "requests": requests_of(tender_id),
        "documents": list(documents_of_bids(tender_id)),
        "form": with_refusal(form, refused),
    }


requests = page()(_requests)


@act(again=_requests)
def record(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Record a request for documents."""
    values = checked(RequestForm(request.POST))
    made = perform(actor, record_document_request, tender_id=tender_id, **values)
    return Answer(
        to=reverse("document-request", args=[tender_id, made.pk]),
        message=_("The request is recorded. Decide on each document."),
    )


def _request(
    request: HttpRequest,
    actor: Actor,
    tender_id: int,
    document_request_id: int,
    refused: Refused | None = None,
) -> Shown:
    tender = _run_by(actor, tender_id)
    found = request_of(tender_id, document_request_id)
    appealing = "court" in request.POST
    form = DocumentForm(
        request.POST if refused and not appealing else None, documents=_choices(tender)
    )
    appeal = AppealForm(request.POST if refused and appealing else None)
    return "tendering/request.html", {
        **frame_of(actor, tender, "tender-requests"),
        "case": found,
        "decided": decided_documents_of(found.pk),
        "appeals": list(found.appeals.order_by("id")),
        "form": with_refusal(form, None if appealing else refused),
        "appeal": with_refusal(appeal, refused if appealing else None),
        "grounds": list(grounds_of(tender.owner.country).values()),
        "trail": _trail(tender),
    }


one_request = page()(_request)


@act(again=_request)
def decide(request: HttpRequest, actor: Actor, tender_id: int, document_request_id: int) -> Answer:
    """Decide on one document of a request."""
    with reading(actor):
        form = DocumentForm(request.POST, documents=_choices(_run_by(actor, tender_id)))
    checked(form)
    perform(
        actor, decide_on_document, tender_id=tender_id, request_id=document_request_id,
        **form.values(),
    )  # fmt: skip
    return Answer(
        to=reverse("document-request", args=[tender_id, document_request_id]),
        message=_("The decision is recorded."),
    )


@act(again=_request)
def appeal(request: HttpRequest, actor: Actor, tender_id: int, document_request_id: int) -> Answer:
    """Record an appeal against what was decided."""
    values = checked(AppealForm(request.POST))
    perform(
        actor, record_document_appeal, tender_id=tender_id, request_id=document_request_id,
        **values,
    )  # fmt: skip
    return Answer(
        to=reverse("document-request", args=[tender_id, document_request_id]),
        message=_("The appeal is recorded."),
    )


def _secrecy(
    request: HttpRequest,
    actor: Actor,
    tender_id: int,
    opened_bid_id: int,
    refused: Refused | None = None,
) -> Shown:
    tender = _run_by(actor, tender_id)
    found = _document(tender_id, opened_bid_id, request.GET.get("file", ""))
    form = _secrecy_form(request, found, refused is not None)
    return "tendering/secrecy.html", {
        **frame_of(actor, tender, "tender-requests"),
        "document": found,
        "form": with_refusal(form, refused),
        "grounds": list(grounds_of(tender.owner.country).values()),
        "trail": _trail(tender),
    }


secrecy = page()(_secrecy)


@act(again=_secrecy)
def send_secrecy(request: HttpRequest, actor: Actor, tender_id: int, opened_bid_id: int) -> Answer:
    """Decide whether a document of a bid is secret."""
    with reading(actor):
        _run_by(actor, tender_id)
        found = _document(tender_id, opened_bid_id, request.GET.get("file", ""))
        form = _secrecy_form(request, found, True)
    checked(form)
    document = Document(opened_bid_id, found.file.pk if found.file else None)
    perform(actor, decide_bid_secrecy, tender_id=tender_id, document=document, **form.values())
    return Answer(
        to=reverse("tender-requests", args=[tender_id]), message=_("The decision is recorded.")
    )


@page()
def masked(request: HttpRequest, actor: Actor, tender_id: int, secrecy_id: int) -> FileResponse:
    """The masked copy that a decision made, to be given: of a bid's answers as a paper."""
    tender = _run_by(actor, tender_id)
    found = masked_copy_of(secrecy_id)
    decision = found.decision
    if decision.file_id is None:
        form = bid_form(tender_id, decision.bid.lot.code)
        paper = masked_paper(tender, decision, json.loads(bytes(found.content)), form)
        content, name = printed_masked_copy(paper, get_language() or "en"), "bid.pdf"
    else:
        content, name = bytes(found.content), found.name
    return FileResponse(
        io.BytesIO(content), as_attachment=True, filename=f"{_('masked')}-{name}",
        content_type="application/pdf" if decision.file_id is None else "application/octet-stream",
    )  # fmt: skip


def _run_by(actor: Actor, tender_id: int) -> Tender:
    tender = tender_of(tender_id)
    allow(may_run_tender(actor, tender))
    return tender


def _document(tender_id: int, bid_id: int, file: str) -> BidDocument:
    file_id = number_of(file) if file else None
    for one in documents_of_bids(tender_id):
        if one.bid.pk == bid_id and (one.file.pk if one.file else None) == file_id:
            return one
    raise not_found()


def _secrecy_form(request: HttpRequest, found: BidDocument, sent: bool) -> SecrecyForm:  # noqa: FBT001
    return SecrecyForm(
        request.POST if sent else None, request.FILES if sent else None,
        pieces=pieces_in(found.bid.answers), whole=found.file is not None,
    )  # fmt: skip


def _choices(tender: Tender) -> list[tuple[str, str]]:
    """Every document that can be asked for, with what it is called."""
    decision = decision_of(tender.pk)
    letters = letters_of(decision.pk) if decision else []
    shown = [(f"letter-{one.pk}", f"{_('Letter')}: {one.bidder}") for one in letters]
    for one in documents_of_bids(tender.pk):
        value = f"bid-{one.bid.pk}" + (f"-{one.file.pk}" if one.file else "")
        shown.append((value, f"{one.bid.bidder}, {one.bid.lot.code}: {one.name}"))
    return shown


def _trail(tender: Tender) -> list[tuple[str, str]]:
    return [
        (_("Tenders"), reverse("tenders")),
        (tender.number, reverse("tender", args=[tender.pk])),
        (_("Secrecy and requests"), reverse("tender-requests", args=[tender.pk])),
    ]

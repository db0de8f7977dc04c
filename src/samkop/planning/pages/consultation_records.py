"""The record of a consultation: its page, the same on paper, its content, its files."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse

from samkop.planning.pages.consultation_answers import download
from samkop.planning.pages.consultations import Shown, trail
from samkop.planning.policies import may_see_consultations
from samkop.planning.queries import (
    consultation_of,
    record_file_of,
    record_files_of,
    record_of,
)
from samkop.planning.record_paper import paper_of, printed_record
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.pages.page import allow


@page()
def record(request: HttpRequest, actor: Actor, consultation_id: int) -> Shown:
    """Everything that reaches everybody."""
    allow(may_see_consultations(actor))
    found = consultation_of(consultation_id)
    published = record_of(consultation_id)
    return "planning/consultation_record.html", {
        "found": found, "record": published, "paper": paper_of(published),
        "files": record_files_of(consultation_id), "trail": trail(found),
    }  # fmt: skip


@page()
def printed(request: HttpRequest, actor: Actor, consultation_id: int) -> HttpResponse:
    """The record as PDF."""
    allow(may_see_consultations(actor))
    response = HttpResponse(
        printed_record(record_of(consultation_id)), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="consultation-{consultation_id}.pdf"'
    return response


@page()
def content(request: HttpRequest, actor: Actor, consultation_id: int) -> HttpResponse:
    """What the hash is of: the record as canonical JSON."""
    allow(may_see_consultations(actor))
    text = json.dumps(
        record_of(consultation_id).content, sort_keys=True, ensure_ascii=False,
        separators=(",", ":"),
    )  # fmt: skip
    response = HttpResponse(text.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="consultation-{consultation_id}.json"'
    return response


@page()
def file(request: HttpRequest, actor: Actor, record_file_id: int) -> HttpResponse:
    """A file of the record."""
    allow(may_see_consultations(actor))
    found = record_file_of(record_file_id)
    return download(bytes(found.content), found.name)

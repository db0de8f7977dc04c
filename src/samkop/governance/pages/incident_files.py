"""An incident as a file: PDF for people, JSON for programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from samkop.governance.incident_export import IncidentContent, content_of
from samkop.governance.incident_paper import printed_incident
from samkop.governance.policies import may_read_incident
from samkop.governance.queries.incidents import incident_of
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit


@page(open_to_all=True, or_sign_in=True)
def incident_pdf(request: HttpRequest, actor: Actor, incident_id: int) -> HttpResponse:
    """The incident as PDF, in the reader's language."""
    content = _content(actor, incident_id)
    pdf = printed_incident(content, current_unit().now)
    return _file(pdf, "application/pdf", f"{content.number}.pdf")


@page(open_to_all=True, or_sign_in=True)
def incident_json(request: HttpRequest, actor: Actor, incident_id: int) -> HttpResponse:
    """The incident as JSON, as the API answers it."""
    content = _content(actor, incident_id)
    body = content.model_dump_json(indent=2).encode()
    return _file(body, "application/json", f"{content.number}.json")


def _content(actor: Actor, incident_id: int) -> IncidentContent:
    found = incident_of(actor, incident_id)
    allow(may_read_incident(actor, found))
    return content_of(actor, found, current_unit().now)


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response

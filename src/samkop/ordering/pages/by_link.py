"""Deciding from a mail: the link shows what it costs, and only its buttons decide.

The link is the sign-in for this one decision; no session is read or made.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.core.ratelimit import consume
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samkop.core.period import day_of
from samkop.ordering.models import ApprovalLink
from samkop.ordering.pages.budget_left import budget_left
from samkop.ordering.queries import requisition_of
from samkop.ordering.usecases.approval_links import check_link, decide_by_link, digest_of
from samkop.ordering.vocabulary import RequisitionState
from samkop.parties.in_whose_name import actor_of_person
from samkop.platform.actors import ANONYMOUS, Actor
from samkop.platform.pages.page import refusal_page
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import Unit, perform, reading

LONGEST_TOKEN = 64


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a mailed link; posted, the decision."""
    try:
        _not_too_often(request)
        actor = _holder(token)
        if request.method == "POST":
            return _decided(request, actor, token)
        with reading(actor) as unit:
            return _page(request, unit, token)
    except Refused as refused:
        return refusal_page(request, refused)


def _not_too_often(request: HttpRequest) -> None:
    """Decisions only: a link is 256 bits, and guessing one shows nothing."""
    if not consume(request, action="approval_link"):
        raise Refused(
            "too-many-tries", _("Too many tries. Wait some minutes and try again."), status=429
        )


def _holder(token: str) -> Actor:
    """Whose link it is, as the person acts in that organisation today.

    Raises Refused ``not-found`` for what is no link, and for somebody who has left.
    """
    with reading(ANONYMOUS), connection.cursor() as cursor:
        cursor.execute(
            "SELECT party_id, person_id FROM ordering_approval_link_of(%s)",
            [digest_of(token[:LONGEST_TOKEN])],
        )
        found = cursor.fetchone()
    if found is None:
        raise not_found()
    party_id, person_id = found
    actor, language = actor_of_person(
        person_id, party_id, datetime.now(UTC), by="a mailed link"
    )  # fmt: skip
    translation.activate(language)
    return actor


def _page(request: HttpRequest, unit: Unit, token: str) -> HttpResponse:
    link = ApprovalLink.objects.get(digest=digest_of(token))
    requisition = requisition_of(link.requisition_id)
    assert requisition is not None  # noqa: S101 - a link's requisition is its party's
    check_link(link, requisition, unit.now)
    today = day_of(unit.now, requisition.party.time_zone)
    context: dict[str, Any] = {
        "requisition": requisition,
        **budget_left(requisition, today),
        "last_step": len(requisition.approvals.all()) + 1 == len(requisition.steps.all()),
        "expires_at": link.expires_at,
    }
    return TemplateResponse(request, "ordering/decide_by_link.html", context).render()


def _decided(request: HttpRequest, actor: Actor, token: str) -> HttpResponse:
    done = perform(
        actor, decide_by_link, now=datetime.now(UTC), digest=digest_of(token),
        decision=request.POST.get("decision", ""), reason=request.POST.get("reason", "")[:500],
    )  # fmt: skip
    context = {
        "number": done.number,
        "ordered": done.state == RequisitionState.ORDERED,
        "rejected": done.state == RequisitionState.REJECTED,
    }
    with reading(actor):
        return TemplateResponse(request, "ordering/decided_by_link.html", context).render()

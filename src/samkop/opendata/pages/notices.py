"""The notices of a tender for the portal: what is missing, what they say besides it, the files."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.opendata.notice_files import (
    BEFORE_NOTICE,
    DETAILS,
    WINNER,
    contract_notice_file,
    missing_of_contract_notice,
    missing_of_result,
    result_notice_file,
    sent_decision,
    winners_of,
)
from samkop.opendata.pages.notice_forms import OrganisationForm, TermsForm
from samkop.opendata.pages.tabs import tabs_of
from samkop.opendata.policies import may_describe_organisation
from samkop.opendata.queries.notices import (
    last_notice_terms_of,
    notice_terms_of,
    own_details_of,
    review_body_of,
)
from samkop.opendata.usecases.notices import (
    describe_organisation,
    describe_winner,
    set_notice_terms,
)
from samkop.opendata.vocabulary import NoticeRole
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import party_of
from samkop.parties.rules import usual_language
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import current_unit, perform
from samkop.tendering.models import Tender
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_run_tender
from samkop.tendering.queries import tender_of
from samkop.tendering.queries.finding import Finding
from samkop.tendering.vocabulary import TenderState

Shown = tuple[str, dict[str, Any]]
ROLES = {role.value: role for role in (NoticeRole.OWN, NoticeRole.REVIEW_BODY)}


def _notices(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    found = _run(actor, tender_id)
    form = TermsForm(request.POST if refused else None, initial=_terms_of(found))
    return "opendata/notices.html", {
        **frame_of(actor, found, "tender-notices"),
        "contract": _shown(found, missing_of_contract_notice(found)),
        "recorded": found.state not in BEFORE_NOTICE,
        "result": _shown(found, missing_of_result(found)),
        "winners": winners_of(found),
        "decided": sent_decision(found) is not None,
        "form": with_refusal(form, refused) if found.state != TenderState.CANCELLED else None,
    }  # fmt: skip


notices = page()(_notices)


def _terms_of(tender: Tender) -> dict[str, Any]:
    """What was written; else what the owner wrote last, with this tender's own address."""
    known = notice_terms_of(tender.pk)
    if known is not None:
        return TermsForm.filled(known)
    return {
        "language": usual_language(tender.owner.country),
        **TermsForm.filled(last_notice_terms_of(tender.owner_id)),
        "documents_url": settings.PUBLIC_ADDRESS + reverse("tender-documents", args=[tender.pk]),
    }


def _run(actor: Actor, tender_id: int) -> Tender:
    found = tender_of(tender_id)
    allow(may_run_tender(actor, found))
    return found


def _shown(tender: Tender, found: list[Finding]) -> dict[str, Any]:
    """(whether it is a warning, the sentence, the page that mends it) of each, and whether the
    file can be made.
    """
    rows = [
        (one.warning, str(one), reverse(one.address, args=_arguments(one, tender))) for one in found
    ]
    return {"missing": rows, "whole": all(one.warning for one in found)}


def _arguments(one: Finding, tender: Tender) -> list[int]:
    if one.address == DETAILS:
        return []
    return [tender.pk, one.facts["bidder_id"]] if one.address == WINNER else [tender.pk]


@act(again=_notices)
def send_terms(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Write what the notices say besides the tender."""
    form = TermsForm(request.POST)
    checked(form)
    perform(actor, set_notice_terms, tender_id=tender_id, terms=form.terms())
    return Answer(to=reverse("tender-notices", args=[tender_id]), message=_("The terms are saved."))


def _file(
    actor: Actor, tender_id: int, name: str, make: Callable[[Tender, datetime], bytes]
) -> HttpResponse:
    found = _run(actor, tender_id)
    response = HttpResponse(make(found, current_unit().now), content_type="application/xml")
    number = re.sub(r"[^A-Za-z0-9-]", "_", found.number)
    response["Content-Disposition"] = f'attachment; filename="{name}-{number}.xml"'
    return response


@page()
def contract_notice(request: HttpRequest, actor: Actor, tender_id: int) -> HttpResponse:
    """The contract notice for import into the portal."""
    return _file(actor, tender_id, "contract-notice", contract_notice_file)


@page()
def result(request: HttpRequest, actor: Actor, tender_id: int) -> HttpResponse:
    """The contract award notice for import into the portal."""
    return _file(actor, tender_id, "result", result_notice_file)


def _winner(
    request: HttpRequest, actor: Actor, tender_id: int, bidder_id: int,
    refused: Refused | None = None,
) -> Shown:  # fmt: skip
    found = _run(actor, tender_id)
    details = {row.supplier_id: known for row, known in winners_of(found)}
    if bidder_id not in details:
        raise not_found()
    supplier = party_of(bidder_id)
    form = OrganisationForm(
        request.POST if refused else None, role=NoticeRole.WINNER, known=details[bidder_id],
        country=supplier.country,
    )  # fmt: skip
    return "opendata/winner_details.html", {
        **frame_of(actor, found, "tender-notices"),
        "supplier": supplier,
        "form": with_refusal(form, refused),
    }


winner = page()(_winner)


@act(again=_winner)
def send_winner(request: HttpRequest, actor: Actor, tender_id: int, bidder_id: int) -> Answer:
    """Write how a winner stands in the result."""
    form = OrganisationForm(request.POST, role=NoticeRole.WINNER, known=None)
    checked(form)
    perform(
        actor, describe_winner, tender_id=tender_id, supplier_id=bidder_id, details=form.details()
    )
    return Answer(
        to=reverse("tender-notices", args=[tender_id]), message=_("The details are saved.")
    )


def _details(
    request: HttpRequest, actor: Actor, notice_role: str = "", refused: Refused | None = None
) -> Shown:
    allow(may_describe_organisation(actor))
    owner = party_of(actor.own_party_id)
    known = {
        NoticeRole.OWN: own_details_of(owner.pk),
        NoticeRole.REVIEW_BODY: review_body_of(owner.pk),
    }
    forms = {
        role: OrganisationForm(
            request.POST if refused and notice_role == role else None, role=role, known=row,
            country=owner.country, auto_id=f"id_{role}_%s",
        )
        for role, row in known.items()
    }  # fmt: skip
    if refused and notice_role in forms:
        with_refusal(forms[NoticeRole(notice_role)], refused)
    return "opendata/notice_details.html", {
        "tabs": tabs_of(actor, "notice-details"), "owner": owner,
        "own": forms[NoticeRole.OWN], "review": forms[NoticeRole.REVIEW_BODY],
    }  # fmt: skip


details = page()(_details)


@act(again=_details)
def send_details(request: HttpRequest, actor: Actor, notice_role: str) -> Answer:
    """Write one's own details in notices, or those of the review body."""
    role = ROLES.get(notice_role)
    if role is None:
        raise not_found()
    form = OrganisationForm(request.POST, role=role, known=None)
    checked(form)
    perform(actor, describe_organisation, role=role, details=form.details())
    return Answer(to=reverse("notice-details"), message=_("The details are saved."))

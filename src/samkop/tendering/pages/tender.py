"""One tender: what it is, what is missing before it can be announced, its history."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform
from samkop.tendering.models import Tender
from samkop.tendering.pages.forms import AnnounceForm, TenderForm
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_prepare_tender, may_read_tender, may_run_tender
from samkop.tendering.queries import lots_of, tender_of
from samkop.tendering.queries.law import notices_of
from samkop.tendering.queries.readiness import findings_of
from samkop.tendering.usecases.announcing import announce_tender
from samkop.tendering.usecases.tender import change_prepared_tender, prepare_tender
from samkop.tendering.vocabulary import DONE, ContractNature, Regime, TenderState

Shown = tuple[str, dict[str, Any]]


def _tender(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    found = tender_of(tender_id)
    allow(may_read_tender(actor, found))
    frame = frame_of(actor, found, "tender")
    prepares = frame["runs"] and frame["in_preparation"]
    return "tendering/tender.html", {
        **frame,
        "lots": lots_of(tender_id),
        "notices": notices_of(tender_id),
        "findings": _findings(found) if prepares else [],
        "announce": with_refusal(AnnounceForm(request.POST if refused else None), refused)
        if prepares
        else None,
        "history": history_of(subject_of(found), DONE) if frame["runs"] else [],
    }


tender = page(open_to_all=True, or_sign_in=True)(_tender)


def _findings(tender: Tender) -> list[tuple[bool, str, str]]:
    """(whether it is a warning, the sentence, the page that mends it)."""
    return [
        (finding.warning, str(finding), reverse(finding.address, args=[tender.pk]))
        for finding in findings_of(tender, current_unit().now)
    ]


@act(again=_tender)
def announce(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Send it for publication."""
    values = checked(AnnounceForm(request.POST))
    perform(actor, announce_tender, tender_id=tender_id, **values)
    return Answer(
        to=reverse("tender-dates", args=[tender_id]),
        message=_("Announced. Record the notice's number and day of dispatch once it is sent."),
    )


def _new(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_prepare_tender(actor))
    form = TenderForm(
        request.POST if refused else None,
        initial={
            "nature": ContractNature.SUPPLIES, "regime": Regime.UNION, "currency": "EUR",
            "term_months": 48, "option_months": 0,
        },
    )  # fmt: skip
    return "tendering/terms.html", {
        "form": with_refusal(form, refused),
        "trail": [(_("Tenders"), reverse("tenders"))],
        "send": reverse("send-tender"),
        "back": reverse("tenders"),
    }


preparing = page()(_new)


@act(again=_new)
def send_new(request: HttpRequest, actor: Actor) -> Answer:
    """Begin the tender; its lots and buyers come next."""
    form = TenderForm(request.POST)
    checked(form)
    made = perform(actor, prepare_tender, terms=form.terms())
    return Answer(
        to=reverse("tender-lots", args=[made.pk]),
        message=_("The tender is in preparation. Add its lots and their buyers next."),
    )


def _terms(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    found = tender_of(tender_id)
    allow(may_run_tender(actor, found) and found.state == TenderState.IN_PREPARATION)
    form = TenderForm(request.POST if refused else None, initial=TenderForm.filled(found))
    return "tendering/terms.html", {
        "tender": found,
        "form": with_refusal(form, refused),
        "trail": [
            (_("Tenders"), reverse("tenders")),
            (found.number, reverse("tender", args=[tender_id])),
        ],
        "send": reverse("send-tender-terms", args=[tender_id]),
        "back": reverse("tender", args=[tender_id]),
    }


terms = page()(_terms)


@act(again=_terms)
def send_terms(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Write the terms anew."""
    form = TenderForm(request.POST)
    checked(form)
    perform(actor, change_prepared_tender, tender_id=tender_id, terms=form.terms())
    return Answer(to=reverse("tender", args=[tender_id]), message=_("The terms are saved."))

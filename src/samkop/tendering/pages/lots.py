"""The lots of a tender, and the buyers of each with their volumes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.parties.models import Party
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import parties_of_kind
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.planning.models import PreStudy
from samkop.planning.queries import studies_of
from samkop.planning.vocabulary import PreStudyState
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import Tender
from samkop.tendering.pages.forms import LotForm, PreStudyForm, VolumeForm
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_read_tender, may_run_tender
from samkop.tendering.queries import buyers_of, lot_of, lots_of, tender_of
from samkop.tendering.usecases.from_pre_study import take_over_pre_study
from samkop.tendering.usecases.lots import (
    add_lot,
    change_lot,
    name_tender_buyer,
    remove_lot,
    take_out_tender_buyer,
)
from samkop.tendering.vocabulary import TenderState

Shown = tuple[str, dict[str, Any]]


def _lots(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None,
    sent: str = "lot",
) -> Shown:  # fmt: skip
    found = tender_of(tender_id)
    allow(may_read_tender(actor, found))
    frame = frame_of(actor, found, "tender-lots")
    prepares = frame["runs"] and frame["in_preparation"]
    buyers, known = buyers_of(tender_id), lots_of(tender_id)
    posted = request.POST if refused else None
    form = LotForm(posted if sent == "lot" else None, initial={"cpv": found.cpv})
    studies = _studies(found) if prepares and not known else []
    taken = PreStudyForm(posted if sent == "study" else None, studies=studies)
    return "tendering/lots.html", {
        **frame,
        "prepares": prepares,
        "lots": [(lot, [row for row in buyers if row.lot_id == lot.pk]) for lot in known],
        "form": with_refusal(form, refused if sent == "lot" else None) if prepares else None,
        "take_over": with_refusal(taken, refused if sent == "study" else None)
        if studies or sent == "study"
        else None,
    }


lots = page(open_to_all=True, or_sign_in=True)(_lots)


@act(again=_lots)
def add(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Add a lot."""
    form = LotForm(request.POST)
    checked(form)
    made = perform(actor, add_lot, tender_id=tender_id, terms=form.terms())
    return Answer(to=_page(made.pk), message=_("The lot is added. Name its buyers next."))


def _lots_of_study(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    return _lots(request, actor, tender_id, refused, sent="study")


@act(again=_lots_of_study)
def take_over(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Take over the lots of a pre-study with their buyers and volumes."""
    with reading(actor):
        form = PreStudyForm(request.POST, studies=_studies(tender_of(tender_id)))
    values = checked(form)
    perform(actor, take_over_pre_study, tender_id=tender_id, pre_study_id=values["pre_study"])
    return Answer(
        to=reverse("tender-lots", args=[tender_id]),
        message=_("The lots are taken over with their buyers and volumes. Look at each."),
    )


def _studies(tender: Tender) -> list[PreStudy]:
    """The finished pre-studies of the tender's owner in its currency, the newest first."""
    rows = studies_of(tender.owner_id).filter(
        state=PreStudyState.FINISHED, currency=tender.currency
    )
    return list(rows.order_by("-id")[:50])


def _lot(
    request: HttpRequest, actor: Actor, lot_id: int, refused: Refused | None = None,
    sent: str = "lot",
) -> Shown:  # fmt: skip
    found = lot_of(lot_id)
    allow(may_run_tender(actor, found.tender) and found.tender.state == TenderState.IN_PREPARATION)
    posted = request.POST if refused else None
    form = LotForm(posted if sent == "lot" else None, initial=LotForm.filled(found))
    volume = VolumeForm(posted if sent == "volume" else None, buyers=_buyers())
    return "tendering/lot.html", {
        **frame_of(actor, found.tender, "tender-lots"),
        "lot": found,
        "buyers": [row for row in buyers_of(found.tender_id) if row.lot_id == lot_id],
        "form": with_refusal(form, refused if sent == "lot" else None),
        "volume": with_refusal(volume, refused if sent == "volume" else None),
    }


lot = page()(_lot)


def _lot_of_volume(
    request: HttpRequest, actor: Actor, lot_id: int, refused: Refused | None = None
) -> Shown:
    return _lot(request, actor, lot_id, refused, sent="volume")


@act(again=_lot)
def change(request: HttpRequest, actor: Actor, lot_id: int) -> Answer:
    """Write the lot anew."""
    form = LotForm(request.POST)
    checked(form)
    perform(actor, change_lot, lot_id=lot_id, terms=form.terms())
    return Answer(to=_page(lot_id), message=_("The lot is saved."))


@act(again=_lot)
def remove(request: HttpRequest, actor: Actor, lot_id: int) -> Answer:
    """Take the lot out with its buyers."""
    tender_id = perform(actor, remove_lot, lot_id=lot_id)
    return Answer(to=reverse("tender-lots", args=[tender_id]), message=_("The lot is taken out."))


@act(again=_lot_of_volume)
def name_buyer(request: HttpRequest, actor: Actor, lot_id: int) -> Answer:
    """Name a buyer with its volume, or give a named one another."""
    with reading(actor):
        form = VolumeForm(request.POST, buyers=_buyers())
    checked(form)
    perform(actor, name_tender_buyer, lot_id=lot_id, volume=form.volume())
    return Answer(to=_page(lot_id), message=_("The buyer is named."))


def _again_of_buyer(
    request: HttpRequest, actor: Actor, lot_id: int, tender_buyer_id: int,
    refused: Refused | None = None,
) -> Shown:  # fmt: skip
    return _lot(request, actor, lot_id, refused)


@act(again=_again_of_buyer)
def take_out(request: HttpRequest, actor: Actor, lot_id: int, tender_buyer_id: int) -> Answer:
    """Take a buyer out of the lot."""
    perform(actor, take_out_tender_buyer, tender_buyer_id=tender_buyer_id)
    return Answer(to=_page(lot_id), message=_("The buyer is taken out."))


def _page(lot_id: int) -> str:
    return reverse("tender-lot", args=[lot_id])


def _buyers() -> list[Party]:
    return list(parties_of_kind(*BUYER_KINDS))

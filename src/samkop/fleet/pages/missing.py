"""Devices that are lost or stolen: the list, one of them, and a new report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.fleet.models import MissingDevice
from samkop.fleet.pages.care_list import MISSING, MISSING_TONES
from samkop.fleet.pages.case_forms import sites_of
from samkop.fleet.pages.tabs import CARE, tabs_of
from samkop.fleet.policies import (
    may_ask_for,
    may_handle_assets,
    may_note_missing,
    may_see_fleet,
)
from samkop.fleet.queries.assets import asset_of
from samkop.fleet.queries.care import loss_reports_of, missing_of, missing_one
from samkop.fleet.usecases.missing import add_to_missing, find_again, give_up, report_missing
from samkop.fleet.vocabulary import DONE, MissingKind, MissingState
from samkop.fleet.vocabulary.returns import LossDecision
from samkop.parties.models import DeliveryLocation
from samkop.parties.pages.forms import checked, day, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]


class MissingForm(forms.Form):
    """What happened to a device."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What happened?"), choices=MissingKind.choices, widget=forms.RadioSelect
    )
    happened_on = day(gettext_lazy("On which day?"), required=True)
    words = forms.CharField(
        label=gettext_lazy("Where, and how"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    police_report = forms.CharField(
        label=gettext_lazy("Number of the police report"), required=False, max_length=80,
        help_text=gettext_lazy("What is stolen is reported to the police. It can be added later."),
    )  # fmt: skip


class NoteForm(forms.Form):
    """What has become known, or was done, since."""

    police_report = forms.CharField(
        label=gettext_lazy("Number of the police report"), required=False, max_length=80
    )
    is_wiped = forms.BooleanField(
        label=gettext_lazy("It has been ordered to erase itself"), required=False
    )


class FoundForm(forms.Form):
    """Where it was found."""

    site = forms.ModelChoiceField(
        DeliveryLocation.objects.none(), label=gettext_lazy("At which site?"), required=False,
        empty_label=gettext_lazy("Who had it has it again"),
    )  # fmt: skip

    def __init__(self, *arguments: Any, owner_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.auto_id = "found_%s"
        offer(self, site=sites_of(owner_id))


@page()
def missing(request: HttpRequest, actor: Actor) -> Any:
    """What is missing, the newest first."""
    allow(may_see_fleet(actor))
    return list_page(
        request, actor, MISSING, missing_of(actor.own_party_id), "fleet/care_lists.html",
        **tabs_of(actor, "missing-devices", CARE),
    )  # fmt: skip


def _one(
    request: HttpRequest, actor: Actor, missing_id: int, refused: Refused | None = None
) -> Shown:
    found = missing_one(actor.own_party_id, missing_id)
    mine = actor.person_id in {found.reported_by_id, found.holder.person_id}
    allow(may_see_fleet(actor) or (mine and actor.person_id is not None))
    is_open, owner_id = found.state == MissingState.OPEN, found.owner_id
    reports = loss_reports_of(found)
    return "fleet/missing.html", {
        "missing": found,
        "tone": MISSING_TONES[MissingState(found.state)],
        "refused": refused,
        "sees_fleet": may_see_fleet(actor),
        "note_form": NoteForm(initial={"is_wiped": found.wiped_at is not None,
                                       "police_report": found.police_report})
        if is_open and may_note_missing(actor, owner_id) else None,
        "found_form": FoundForm(owner_id=owner_id)
        if is_open and may_handle_assets(actor, owner_id) else None,
        "reports": reports,
        "may_give_up": is_open and may_handle_assets(actor, owner_id)
        and all(one.decision == LossDecision.REJECTED for one in reports),
        "history": history_of(subject_of(found), DONE) if may_see_fleet(actor) else [],
        "trail": [(_("Missing devices"), reverse("missing-devices"))]
        if may_see_fleet(actor) else [(_("My devices"), reverse("my-devices"))],
    }  # fmt: skip


one = page()(_one)


@act(again=_one)
def add(request: HttpRequest, actor: Actor, missing_id: int) -> Answer:
    """Note the police report, or the erasure."""
    values = checked(NoteForm(request.POST))
    perform(
        actor, add_to_missing, missing_id=missing_id, police_report=values["police_report"],
        is_wiped=values["is_wiped"],
    )  # fmt: skip
    return Answer(to=reverse("missing-device", args=[missing_id]), message=_("Noted."))


@act(again=_one)
def found(request: HttpRequest, actor: Actor, missing_id: int) -> Answer:
    """It is here again."""
    with reading(actor):
        site = checked(FoundForm(request.POST, owner_id=actor.own_party_id))["site"]
    perform(actor, find_again, missing_id=missing_id, location_id=site.pk if site else None)
    return Answer(to=reverse("missing-device", args=[missing_id]), message=_("Found again."))


@act(again=_one)
def end(request: HttpRequest, actor: Actor, missing_id: int) -> Answer:
    """It will not be found."""
    perform(actor, give_up, missing_id=missing_id, words=request.POST.get("words", ""))
    return Answer(
        to=reverse("missing-device", args=[missing_id]),
        message=_("The security officer has been asked to decide."),
    )


def _report(
    request: HttpRequest, actor: Actor, asset_id: int, refused: Refused | None = None
) -> Shown:
    asset = asset_of(actor.own_party_id, asset_id)
    allow(may_ask_for(actor, asset))
    form = MissingForm(request.POST if refused else None, initial={"happened_on": own_today()})
    return "fleet/report_missing.html", {
        "asset": asset,
        "form": with_refusal(form, refused),
        "trail": [(_("My devices"), reverse("my-devices"))],
    }


report = page()(_report)


@act(again=_report)
def send_report(request: HttpRequest, actor: Actor, asset_id: int) -> Answer:
    """Report it missing."""
    values = checked(MissingForm(request.POST))
    made: MissingDevice = perform(
        actor, report_missing, asset_id=asset_id, kind=values["kind"],
        happened_on=values["happened_on"], words=values["words"],
        police_report=values["police_report"],
    )  # fmt: skip
    return Answer(
        to=reverse("missing-device", args=[made.pk]),
        message=_("Reported. The security officer and the ICT support have been told."),
    )

"""Devices that come back: the list, asking, handing in, and reports of erasures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.fleet.pages.device_return_list import DEVICE_RETURNS
from samkop.fleet.pages.return_forms import AskForm, HandInForm, ReportFileForm
from samkop.fleet.pages.returns_shown import Shown, form_page, offered
from samkop.fleet.pages.tabs import LEAVING, tabs_of
from samkop.fleet.policies.returns import may_ask_back, may_see_returns, may_take_back
from samkop.fleet.queries.choosing import chosen_devices
from samkop.fleet.queries.returns import device_returns_of
from samkop.fleet.usecases.device_returns import ask_for_return, hand_in
from samkop.fleet.usecases.erasure_reports import LARGEST_FILE, import_erasure_reports
from samkop.fleet.vocabulary.returns import HANDED_IN_FROM
from samkop.ordering.pages.parts import Action
from samkop.parties.pages.forms import checked
from samkop.platform.actors import Actor
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading


@page()
def device_returns(request: HttpRequest, actor: Actor) -> Any:
    """What is asked back, has come back, and is cleared."""
    allow(may_see_returns(actor))
    owner_id = actor.own_party_id
    asks, takes = may_ask_back(actor, owner_id), may_take_back(actor, owner_id)
    actions = offered(
        (takes, Action(_("Hand in"), reverse("hand-in"), main=True)),
        (asks, Action(_("Ask for devices back"), reverse("ask-for-return"))),
        (takes, Action(_("Read an erasure report"), reverse("erasure-report"))),
    )
    return list_page(
        request, actor, DEVICE_RETURNS, device_returns_of(owner_id), "fleet/return_lists.html",
        actions=actions, **tabs_of(actor, "device-returns", LEAVING),
    )  # fmt: skip


def _trail() -> list[tuple[Any, str]]:
    return [(_("Returned devices"), reverse("device-returns"))]


def _ask(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_ask_back(actor, actor.own_party_id))
    form = AskForm(request.POST if refused else None, owner_id=actor.own_party_id)
    return form_page(
        form, refused, title=_("Ask for devices back"), action=reverse("send-ask-for-return"),
        lead=_("Which devices they are is fixed now; whoever has one is told."),
        button=_("Ask for them"), back=reverse("device-returns"), trail=_trail(), scans=True,
    )  # fmt: skip


ask = page()(_ask)


@act(again=_ask)
def send_ask(request: HttpRequest, actor: Actor) -> Answer:
    """Begin the campaign."""
    with reading(actor):
        form = AskForm(request.POST, owner_id=actor.own_party_id)
        values = checked(form)
        devices = chosen_devices(actor.own_party_id, states=HANDED_IN_FROM, **form.chosen())
    perform(
        actor, ask_for_return, name=values["name"], due_on=values["due_on"],
        asset_ids=[one.pk for one in devices], note_text=values["note"],
    )  # fmt: skip
    return Answer(
        to=reverse("device-returns") + "?state=asked", message=_("Asked for. The holders are told.")
    )


def _hand_in(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_take_back(actor, actor.own_party_id))
    form = HandInForm(
        request.POST if refused else None, owner_id=actor.own_party_id,
        initial={"numbers": request.GET.get("number", "")[:100]},
    )  # fmt: skip
    return form_page(
        form, refused, title=_("Hand in devices"), action=reverse("send-hand-in"),
        lead=_("Scan what is here. Whether it was asked for does not matter."),
        button=_("They are here"), back=reverse("device-returns"), trail=_trail(), scans=True,
    )  # fmt: skip


hand_in_page = page()(_hand_in)


@act(again=_hand_in)
def send_hand_in(request: HttpRequest, actor: Actor) -> Answer:
    """Take the devices in."""
    with reading(actor):
        values = checked(HandInForm(request.POST, owner_id=actor.own_party_id))
        devices = chosen_devices(
            actor.own_party_id, numbers=values["numbers"], states=HANDED_IN_FROM
        )
    perform(
        actor, hand_in, asset_ids=[one.pk for one in devices], location_id=values["site"].pk,
        note_text=values["note"],
    )  # fmt: skip
    return Answer(
        to=reverse("device-returns") + "?state=handed-in", message=_("Handed in. Erase them next.")
    )


def _report(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_take_back(actor, actor.own_party_id))
    form = ReportFileForm(request.POST, request.FILES) if refused else ReportFileForm()
    return form_page(
        form, refused, title=_("Read an erasure report"), action=reverse("send-erasure-report"),
        lead=_("Columns: serial, storage serial, method, tool, result, erased at. What proves"
               " nothing is named among the imports; the other rows are taken."),
        button=_("Read it"), back=reverse("device-returns"), trail=_trail(),
    )  # fmt: skip


report = page()(_report)


@act(again=_report)
def send_report(request: HttpRequest, actor: Actor) -> Answer:
    """Take the proofs in."""
    file = checked(ReportFileForm(request.POST, request.FILES))["file"]
    counts = perform(
        actor, import_erasure_reports, name=file.name, content=file.read(LARGEST_FILE + 1)
    )
    return Answer(
        to=reverse("device-returns"),
        message=_("%(new)s proofs taken, %(cleared)s devices cleared, %(faults)s cells that prove"
                  " nothing.") % counts,
    )  # fmt: skip

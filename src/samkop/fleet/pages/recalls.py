"""Recalls of models: the list, one of them with its devices, and a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.fleet.models import DeviceModel, DeviceRecall
from samkop.fleet.pages.care_list import RECALLS
from samkop.fleet.pages.shown import holder_name
from samkop.fleet.pages.tabs import CARE, tabs_of
from samkop.fleet.policies import may_handle_assets, may_keep_fleet, may_see_fleet
from samkop.fleet.queries.care import models_of, recall_of, recalled_in, recalls_of
from samkop.fleet.usecases.recalls import open_recall, settle_recalled, work_on_recall
from samkop.fleet.vocabulary import DONE, RecalledState
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
# Devices of a recall that its page shows; those that are open come first.
MOST = 200
RECALLED_TONES = {
    RecalledState.OPEN: "warn",
    RecalledState.DONE: "good",
    RecalledState.NOT_CONCERNED: "neutral",
}


class RecallForm(forms.Form):
    """What is recalled, why, and until when it is to be done."""

    model = forms.ModelChoiceField(DeviceModel.objects.none(), label=gettext_lazy("Model"))
    title = forms.CharField(
        label=gettext_lazy("What it is about"), max_length=200,
        help_text=gettext_lazy("For example: Battery may swell."),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("What is to be done"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    serial_from = forms.CharField(
        label=gettext_lazy("From serial number"), required=False, max_length=100,
        help_text=gettext_lazy("Empty: all of them."),
    )  # fmt: skip
    serial_to = forms.CharField(
        label=gettext_lazy("To serial number"), required=False, max_length=100
    )
    due_on = day(gettext_lazy("To be done by"), required=True)

    def __init__(self, *arguments: Any, owner_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, model=models_of(owner_id))


@page()
def recalls(request: HttpRequest, actor: Actor) -> Any:
    """The organisation's recalls."""
    allow(may_see_fleet(actor))
    return list_page(
        request, actor, RECALLS, recalls_of(actor.own_party_id), "fleet/care_lists.html",
        recalls=may_keep_fleet(actor, actor.own_party_id), **tabs_of(actor, "recalls", CARE),
    )  # fmt: skip


def _recall(
    request: HttpRequest, actor: Actor, recall_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_fleet(actor))
    found = recall_of(actor.own_party_id, recall_id)
    rows = [
        {
            "one": one, "tone": RECALLED_TONES[RecalledState(one.state)],
            "holder": holder_name(one.asset.holder), "open": one.state == RecalledState.OPEN,
        }
        for one in recalled_in(found, MOST)
    ]  # fmt: skip
    return "fleet/recall.html", {
        "recall": found,
        "rows": rows,
        "refused": refused,
        "may_settle": found.ended_at is None and may_handle_assets(actor, found.owner_id),
        "overdue": found.ended_at is None and found.due_on < own_today(),
        "history": history_of(subject_of(found), DONE),
        "trail": [(_("Recalls"), reverse("recalls"))],
    }


recall = page()(_recall)


@act(again=_recall)
def settle(request: HttpRequest, actor: Actor, recall_id: int) -> Answer:
    """Chosen devices were dealt with, are not concerned, or get a work order."""
    ids = [int(one) for one in request.POST.getlist("device") if one.isascii() and one.isdigit()]
    to = reverse("recall", args=[recall_id])
    if request.POST.get("state") == "work":
        made = perform(actor, work_on_recall, recall_id=recall_id, device_ids=ids)
        numbers = ", ".join(order.number for order in made)
        return Answer(to=to, message=_("Work orders opened: %(numbers)s") % {"numbers": numbers})
    perform(
        actor, settle_recalled, recall_id=recall_id, device_ids=ids,
        state=request.POST.get("state", ""), words=request.POST.get("words", ""),
    )  # fmt: skip
    return Answer(to=to, message=_("Noted."))


def _new(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_keep_fleet(actor, actor.own_party_id))
    form = RecallForm(request.POST if refused else None, owner_id=actor.own_party_id)
    return "fleet/new_recall.html", {
        "form": with_refusal(form, refused),
        "trail": [(_("Recalls"), reverse("recalls"))],
    }


new = page()(_new)


@act(again=_new)
def send_new(request: HttpRequest, actor: Actor) -> Answer:
    """Recall them."""
    with reading(actor):
        values = checked(RecallForm(request.POST, owner_id=actor.own_party_id))
    model: DeviceModel = values.pop("model")
    made: DeviceRecall = perform(actor, open_recall, model_id=model.pk, **values)
    return Answer(
        to=reverse("recall", args=[made.pk]),
        message=_("Recalled. Whoever has such a device has been told."),
    )

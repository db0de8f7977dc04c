"""Changing devices, one or many: which ones, what becomes of them, what was refused."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.fleet.pages.asset_list import DEVICE_LIST
from samkop.fleet.pages.change_forms import FORMS, change_of
from samkop.fleet.pages.shown import state_of
from samkop.fleet.policies import may_handle_assets
from samkop.fleet.queries.assets import assets_of
from samkop.fleet.queries.chosen_assets import change_run_of, chosen_assets
from samkop.fleet.rules.changes import Change, What
from samkop.fleet.usecases.chosen_assets import MAY, MOST, TASK, start_changes, stop_changes
from samkop.fleet.usecases.handing_over import hand_over
from samkop.fleet.usecases.keeping import assign_cost_centre, set_renewal_day
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.lists import rows_kept
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.numbers import number_of
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
SHOWN, ROWS_SHOWN = 20, 200
LABELS = {
    What.HAND_OVER: (gettext_lazy("Hand over"), gettext_lazy("Hand over")),
    What.COST_CENTRE: (gettext_lazy("Cost centre"), gettext_lazy("Change the cost centre")),
    What.RENEWAL: (gettext_lazy("Renewal"), gettext_lazy("Change the day of renewal")),
}


def _change(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    party_id = actor.own_party_id
    allow(may_handle_assets(actor, party_id))
    sent = request.POST if refused is not None else request.GET
    ids = _chosen(actor, sent)
    asked = _what(sent.get("what", ""))
    forms = []
    for what, form in FORMS.items():
        if not MAY[what](actor, party_id):
            continue
        posted = request.POST if refused is not None and what is asked else None
        made = form(posted, party_id=party_id, prefix=what.value)
        # The refusal names the form's own fields, not what their inputs are called.
        forms.append((what.value, *LABELS[what], with_refusal(made, refused if posted else None)))
    return "fleet/change_devices.html", {
        "count": len(ids),
        "some": [(one, *state_of(one.state)) for one in chosen_assets(party_id, ids, SHOWN)],
        "everything": "all" in sent,
        "query": sent.get("query", ""),
        "ids": [] if "all" in sent else ids,
        "too_many": len(ids) > MOST,
        "most": MOST,
        "forms": forms,
        "refused": refused if asked is None else None,
        "trail": [(_("Devices"), reverse("devices"))],
    }


change = page()(_change)


@act(again=_change)
def start(request: HttpRequest, actor: Actor) -> Answer:
    """Change the one device at once, many by a job."""
    with reading(actor):
        allow(may_handle_assets(actor, actor.own_party_id))
        ids = _chosen(actor, request.POST)
        what = _what(request.POST.get("what", ""))
        if what is None:
            raise not_found()
        if "all" in request.POST and str(len(ids)) != request.POST.get("count", ""):
            raise Refused(
                "chosen-changed",
                _("The list has become another meanwhile. Look again which devices it is now."),
            )
        form = FORMS[what](request.POST, party_id=actor.own_party_id, prefix=what.value)
        meant = change_of(what, checked(form), actor.own_party_id)
    if len(ids) == 1:
        _change_one(actor, ids, meant)
        return Answer(to=reverse("device", args=ids), message=_("Written down."))
    made = perform(actor, start_changes, asset_ids=ids, change=meant)
    return Answer(to=reverse("change-run", args=[made.pk]))


@page()
def run(request: HttpRequest, actor: Actor, change_run_id: int) -> Shown:
    """How far it has come, and what was refused."""
    found = change_run_of(actor.own_party_id, actor.own_person_id, TASK, change_run_id)
    rows = found.result.get("rows", [])
    return "fleet/change_run.html", {
        "run": found,
        "what": LABELS[What(found.inputs["change"]["what"])][1],
        "rows": rows[:ROWS_SHOWN],
        "more": len(rows) > ROWS_SHOWN,
        "trail": [(_("Devices"), reverse("devices"))],
    }


@act()
def stop(request: HttpRequest, actor: Actor, change_run_id: int) -> Answer:
    """Stop before the next hundreds."""
    perform(actor, stop_changes, run_id=change_run_id)
    return Answer(
        to=reverse("change-run", args=[change_run_id]),
        message=_("It stops before the next ones. What has been changed stays changed."),
    )


def _change_one(actor: Actor, ids: list[int], meant: Change) -> None:
    if meant.what is What.HAND_OVER:
        perform(
            actor, hand_over, asset_ids=ids, kind=meant.kind, code=meant.code,
            location_id=meant.location_id, note_text=meant.note,
        )  # fmt: skip
    elif meant.cost_centre_id is not None:
        perform(actor, assign_cost_centre, asset_ids=ids, cost_centre_id=meant.cost_centre_id)
    else:
        perform(actor, set_renewal_day, asset_ids=ids, renew_on=meant.renew_on)


def _chosen(actor: Actor, sent: Any) -> list[int]:
    """The devices that were ticked; or all that the list's filters keep, one more than MOST."""
    owned = assets_of(actor.own_party_id)
    if "all" in sent:
        kept = rows_kept(DEVICE_LIST, sent.get("query", ""), owned)
        return list(kept.order_by("id").values_list("id", flat=True)[: MOST + 1])
    ids = {number for number in map(number_of, sent.getlist("chosen")) if number is not None}
    return sorted(owned.filter(id__in=ids).values_list("id", flat=True))


def _what(text: str) -> What | None:
    return next((one for one in What if one.value == text), None)

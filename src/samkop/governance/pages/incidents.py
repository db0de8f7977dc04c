"""An incident: reporting it, looking at it, and what is done about it."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.core.incidents.marking import Mark
from samkop.governance.models import SecurityIncident
from samkop.governance.pages.incident_forms import EntryForm, IncidentForm, ReportForm
from samkop.governance.pages.incident_list import tone_of
from samkop.governance.pages.incident_shown import (
    clock_shown,
    entries_shown,
    indicators_shown,
)
from samkop.governance.policies import (
    may_keep_security,
    may_read_incident,
    may_run_incident,
    may_see_security,
)
from samkop.governance.queries import regions_of
from samkop.governance.queries.incidents import (
    clocks_of,
    contacts_of,
    entries_of,
    incident_of,
    indicators_of,
    named_in,
    region_parties,
    text_of,
)
from samkop.governance.usecases.incident_clocks import report_to_authority
from samkop.governance.usecases.incidents import (
    move_incident,
    report_incident,
    write_in_timeline,
)
from samkop.governance.vocabulary import INCIDENT_TRANSITIONS, MEANINGS, IncidentState
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform, reading

Shown = tuple[str, dict[str, Any]]
STEPS = {
    IncidentState.HANDLED: "btn-primary", IncidentState.CONTAINED: "btn-primary",
    IncidentState.CLOSED: "",
}  # fmt: skip


def new_incident_form(actor: Actor, data: Any = None) -> IncidentForm:
    """The form with what the actor's regions offer. Inside an open reading."""
    now = current_unit().now
    regions = list(regions_of(actor.own_party_id, own_today()))
    parties = {one.pk: one for region in regions for one in region_parties(region, now)}
    parties.pop(actor.own_party_id, None)
    contacts = {one.pk: one for region in regions for one in contacts_of(region, now)}
    others = [one for one in contacts.values() if one.person_id != actor.person_id]
    return IncidentForm(
        data, regions=regions, parties=parties.values(), contacts=others,
        initial={"mark": Mark.AMBER, "aware_at": now, "region": regions[0].pk if regions else None},
    )  # fmt: skip


def _adding(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_keep_security(actor))
    form = new_incident_form(actor, request.POST if refused else None)
    return "governance/incident_form.html", {
        "form": with_refusal(form, refused), "trail": trail(),
        "described": ("title", "summary", "affected", "services", "devices", "persons"),
        "times": ("region", "aware_at", "detected_at", "began_at", "significant", "personal_data"),
        "shared": ("mark", "parties", "contacts"),
    }  # fmt: skip


adding = page()(_adding)


@act(again=_adding)
def send(request: HttpRequest, actor: Actor) -> Answer:
    """Report it."""
    with reading(actor):
        allow(may_keep_security(actor))
        form = new_incident_form(actor, request.POST)
    checked(form)
    made = perform(actor, report_incident, incident=form.incident())
    return _to(made.pk, _("The incident is reported."))


def _incident(
    request: HttpRequest, actor: Actor, incident_id: int, refused: Refused | None = None
) -> Shown:
    found = incident_of(actor, incident_id)
    allow(may_read_incident(actor, found))
    now, runs = current_unit().now, may_run_incident(actor, found)
    clocks = clocks_of(incident_id)
    which = request.POST.get("form", "") if refused else ""
    forms = _forms(request, clocks, which) if runs else {}
    if which in forms:
        with_refusal(forms[which], refused)
    # Whom it is named to, and what the law asks of its organisation, are the organisation's.
    own = actor.party_id == found.originator_id
    return "governance/incident.html", {
        "incident": found, "text": text_of(incident_id), "tone": tone_of(found), "runs": runs,
        "meaning": MEANINGS[found.mark], "trail": trail() if may_see_security(actor) else [],
        "clocks": [clock_shown(one, now) for one in clocks] if own else [], "own": own,
        "entries": entries_shown(entries_of(incident_id)), "named": named_in(found) if own else [],
        "indicators": indicators_shown(indicators_of(incident_id)), "forms": forms,
        "steps": _steps(found) if runs else [], "refused": None if which in forms else refused,
    }  # fmt: skip


incident = page(open_to_all=True, or_sign_in=True)(_incident)


@act(again=_incident)
def move(request: HttpRequest, actor: Actor, incident_id: int) -> Answer:
    """Take the next step."""
    state = request.POST.get("state", "")
    if state not in IncidentState.values:
        raise Refused("form-incomplete", _("Choose a step."), status=422)
    perform(actor, move_incident, incident_id=incident_id, state=state)
    return _to(incident_id, _("Kept."))


@act(again=_incident)
def write_entry(request: HttpRequest, actor: Actor, incident_id: int) -> Answer:
    """Write a line of the time line."""
    said = checked(EntryForm(request.POST))
    perform(actor, write_in_timeline, incident_id=incident_id, **said)
    return _to(incident_id, _("Written in the time line."))


@act(again=_incident)
def report(request: HttpRequest, actor: Actor, incident_id: int) -> Answer:
    """Write down that a report was made."""
    with reading(actor):
        incident_of(actor, incident_id)
        form = ReportForm(request.POST, clocks=clocks_of(incident_id))
    said = checked(form)
    perform(actor, report_to_authority, incident_id=incident_id, **said)
    return _to(incident_id, _("The report is written down."))


def trail(found: SecurityIncident | None = None) -> list[tuple[str, str]]:
    """The pages above an incident's."""
    above = [(_("Security"), reverse("security")), (_("Incidents"), reverse("incidents"))]
    if found is None:
        return above
    return [*above, (found.number, reverse("incident", args=[found.pk]))]


def _forms(request: HttpRequest, clocks: list[Any], sent: str) -> dict[str, Form]:
    """The forms of the page by their names; the one that was sent as it was sent."""
    said = {name: request.POST if name == sent else None for name in ("entry", "report")}
    now = current_unit().now
    forms: dict[str, Form] = {"entry": EntryForm(said["entry"], initial={"happened_at": now})}
    running = [one for one in clocks if one.sent_at is None and one.due_at is not None]
    if running or sent == "report":
        forms["report"] = ReportForm(said["report"], clocks=running, initial={"sent_at": now})
    return forms


def _steps(found: SecurityIncident) -> list[tuple[str, str, str]]:
    """(state, what the button says, its look) of each step that may follow."""
    words = {
        IncidentState.HANDLED: _("We are handling it"),
        IncidentState.CONTAINED: _("It is contained"), IncidentState.CLOSED: _("Close it"),
    }  # fmt: skip
    again = _("Take it up again")
    handled = found.state in {IncidentState.CONTAINED, IncidentState.CLOSED}
    allowed = INCIDENT_TRANSITIONS[IncidentState(found.state)]
    return [
        (one, again if handled and one == IncidentState.HANDLED else words[one],
         "" if handled and one == IncidentState.HANDLED else STEPS[one])
        for one in STEPS if one in allowed
    ]  # fmt: skip


def _to(incident_id: int, message: str) -> Answer:
    return Answer(to=reverse("incident", args=[incident_id]), message=message)

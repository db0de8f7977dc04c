"""Changing an incident: describing it anew, its indicators, its mark and who is named."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.core.incidents.marking import Mark
from samkop.governance.models import SecurityIncident
from samkop.governance.pages.incident_forms import (
    ClockFactsForm,
    DescribedForm,
    IndicatorsForm,
    MarkForm,
    NamedForm,
)
from samkop.governance.pages.incident_shown import indicators_shown
from samkop.governance.pages.incidents import trail
from samkop.governance.policies import may_run_incident
from samkop.governance.queries.incidents import (
    contacts_of,
    incident_of,
    indicators_of,
    named_in,
    region_parties,
    text_of,
)
from samkop.governance.usecases.incident_clocks import change_clock_facts
from samkop.governance.usecases.incident_sharing import (
    mark_incident,
    name_in_incident,
    unname_in_incident,
)
from samkop.governance.usecases.incidents import (
    add_indicators,
    describe_incident,
    remove_indicator,
)
from samkop.governance.vocabulary import MEANINGS
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform, reading

Shown = tuple[str, dict[str, Any]]
COUNTS = ("services", "devices", "persons")


def _describing(
    request: HttpRequest, actor: Actor, incident_id: int, refused: Refused | None = None
) -> Shown:
    found, text = _own(actor, incident_id), text_of(incident_id)
    which = request.POST.get("form", "described") if refused else ""
    sent = {name: request.POST if name == which else None
            for name in ("described", "facts", "indicators")}  # fmt: skip
    was = {name: getattr(text, name) for name in DescribedForm.base_fields}
    forms = {
        "described": DescribedForm(sent["described"], initial=was),
        "facts": ClockFactsForm(sent["facts"], initial={
            name: getattr(found, name) for name in ("aware_at", "significant", "personal_data")
        }),
        "indicators": IndicatorsForm(sent["indicators"]),
    }  # fmt: skip
    if which in forms:
        with_refusal(forms[which], refused)
    return "governance/incident_describe.html", {
        "incident": found, "forms": forms, "trail": trail(found),
        "indicators": indicators_shown(indicators_of(incident_id)),
        "refused": None if which in forms else refused,
    }  # fmt: skip


describing = page()(_describing)


@act(again=_describing)
def describe(request: HttpRequest, actor: Actor, incident_id: int) -> Answer:
    """Describe it anew."""
    form = DescribedForm(request.POST)
    checked(form)
    perform(actor, describe_incident, incident_id=incident_id, described=form.described())
    return Answer(to=reverse("incident", args=[incident_id]), message=_("Kept."))


@act(again=_describing)
def change_facts(request: HttpRequest, actor: Actor, incident_id: int) -> Answer:
    """Say anew what sets the clocks going."""
    said = checked(ClockFactsForm(request.POST))
    perform(actor, change_clock_facts, incident_id=incident_id, **said)
    return Answer(to=reverse("incident", args=[incident_id]), message=_("Kept."))


@act(again=_describing)
def indicate(request: HttpRequest, actor: Actor, incident_id: int) -> Answer:
    """Add indicators."""
    said = checked(IndicatorsForm(request.POST))
    perform(actor, add_indicators, incident_id=incident_id, lines=said["lines"].splitlines())
    return Answer(to=reverse("describe-incident", args=[incident_id]), message=_("Added."))


@act()
def drop_indicator(
    request: HttpRequest, actor: Actor, incident_id: int, indicator_id: int
) -> Answer:
    """Remove one that proved wrong."""
    perform(actor, remove_indicator, incident_id=incident_id, indicator_id=indicator_id)
    return Answer(to=reverse("describe-incident", args=[incident_id]), message=_("Removed."))


def _sharing(
    request: HttpRequest, actor: Actor, incident_id: int, refused: Refused | None = None
) -> Shown:
    found = _own(actor, incident_id)
    which = request.POST.get("form", "mark") if refused else ""
    forms: dict[str, Any] = {
        "mark": MarkForm(request.POST if which == "mark" else None, initial={"mark": found.mark})
    }
    if found.mark in {Mark.AMBER, Mark.RED}:
        forms["named"] = _named_form(found, request.POST if which == "named" else None)
    if which in forms:
        with_refusal(forms[which], refused)
    return "governance/incident_share.html", {
        "incident": found, "forms": forms, "trail": trail(found), "named": named_in(found),
        "meaning": MEANINGS[found.mark], "refused": None if which in forms else refused,
    }  # fmt: skip


sharing = page()(_sharing)


@act(again=_sharing)
def mark(request: HttpRequest, actor: Actor, incident_id: int) -> Answer:
    """Mark it anew."""
    said = checked(MarkForm(request.POST))
    perform(actor, mark_incident, incident_id=incident_id, **said)
    return _shared(incident_id, _("Marked anew: who may read it has changed at once."))


@act(again=_sharing)
def name(request: HttpRequest, actor: Actor, incident_id: int) -> Answer:
    """Name who may read it besides."""
    with reading(actor):
        form = _named_form(_own(actor, incident_id), request.POST)
    said = checked(form)
    perform(
        actor, name_in_incident, incident_id=incident_id, party_ids=said.get("parties", ()),
        contact_ids=said.get("contacts", ()),
    )  # fmt: skip
    return _shared(incident_id, _("They are told, and may read it."))


@act()
def unname(request: HttpRequest, actor: Actor, incident_id: int, recipient_id: int) -> Answer:
    """Take somebody out."""
    perform(actor, unname_in_incident, incident_id=incident_id, recipient_id=recipient_id)
    return _shared(incident_id, _("Removed."))


def _own(actor: Actor, incident_id: int) -> SecurityIncident:
    found = incident_of(actor, incident_id)
    allow(may_run_incident(actor, found))
    return found


def _named_form(found: SecurityIncident, data: Any) -> NamedForm:
    now = current_unit().now
    there = named_in(found)
    parties = [
        one for one in region_parties(found.region, now)
        if one.pk not in {found.originator_id, *(each.party_id for each in there)}
    ]  # fmt: skip
    contacts = [
        one for one in contacts_of(found.region, now)
        if one.person_id not in {found.reported_by_id, *(each.person_id for each in there)}
    ]  # fmt: skip
    return NamedForm(data, parties=parties, contacts=contacts, mark=found.mark)


def _shared(incident_id: int, message: str) -> Answer:
    return Answer(to=reverse("share-incident", args=[incident_id]), message=message)

"""The list of incidents: those that one's organisation, role and person may read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.governance.models import SecurityIncident
from samkop.governance.pages.tabs import cooperation_tabs
from samkop.governance.policies import may_keep_security, may_see_security
from samkop.governance.queries.incidents import incidents_read_by
from samkop.governance.vocabulary import MARKS, IncidentState
from samkop.platform.actors import Actor
from samkop.platform.lists import Choice, Column, Empty, Listing, list_page, moment, pill, text
from samkop.platform.pages import page
from samkop.platform.pages.page import allow

TONES = {
    IncidentState.REPORTED: "bad", IncidentState.HANDLED: "warn", IncidentState.CONTAINED: "info",
    IncidentState.CLOSED: "neutral",
}  # fmt: skip


def tone_of(incident: SecurityIncident) -> str:
    """How the state of an incident looks."""
    return TONES[IncidentState(incident.state)]


INCIDENTS: Listing[SecurityIncident] = Listing(
    name="incidents",
    title=_("Security incidents"),
    address="incidents",
    columns=(
        Column(
            "title", pgettext_lazy("security", "Incident"),
            lambda one: text(one.title),  # type: ignore[attr-defined]  # annotated
            link=lambda one: reverse("incident", args=[one.pk]), second=lambda one: one.number,
        ),
        Column("mark", pgettext_lazy("security", "Marking"), lambda one: text(one.tlp)),
        Column("state", _("State"), lambda one: pill(tone_of(one), one.get_state_display())),
        Column("originator", _("Where"), lambda one: text(one.originator.name)),
        Column("aware", _("Became aware"), lambda one: moment(one.aware_at)),
    ),
    filters=(
        Choice(
            "state", _("State"), IncidentState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Choice(
            "mark", pgettext_lazy("security", "Marking"), MARKS,
            lambda rows, mark: rows.filter(mark=mark),
        ),
    ),
    empty=Empty(
        _("No incidents that you may read"),
        _("Report what happens to your organisation, so that the others can protect themselves."),
    ),
)  # fmt: skip


@page()
def incidents(request: HttpRequest, actor: Actor) -> Any:
    """What one may read, the newest first."""
    allow(may_see_security(actor))
    return list_page(
        request, actor, INCIDENTS, [incidents_read_by(actor)], "governance/incidents.html",
        may_report=may_keep_security(actor), **cooperation_tabs(actor, "security"),
    )  # fmt: skip

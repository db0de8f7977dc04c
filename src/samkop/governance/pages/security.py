"""The overview of information security: who follows what, what happened, what is due."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.governance.models import DeviceSupport, SupportSharing
from samkop.governance.pages.incident_list import tone_of
from samkop.governance.pages.incident_shown import clock_shown
from samkop.governance.pages.tabs import cooperation_tabs
from samkop.governance.policies import may_attest, may_keep_security, may_see_security
from samkop.governance.queries import regions_of
from samkop.governance.queries.attestations import Matrix, matrix_of
from samkop.governance.queries.incidents import clocks_running, contacts_of, open_incidents
from samkop.governance.rules.attesting import Stand, Standing
from samkop.governance.usecases.security_contacts import (
    become_contact,
    share_support,
    stop_being_contact,
)
from samkop.parties.models import Party, Region
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today, party_of
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform

Shown = tuple[str, dict[str, Any]]
MOST_INCIDENTS = 10
LOOKS = {
    Standing.FOLLOWS: ("good", gettext_lazy("Follows")),
    Standing.EXPLAINS: ("info", gettext_lazy("Explains")),
    Standing.MISSING: ("warn", gettext_lazy("Missing")),
    Standing.OVERDUE: ("bad", gettext_lazy("Overdue")),
}


class ContactForm(forms.Form):
    """How the region reaches one."""

    reach = forms.CharField(
        label=gettext_lazy("How you are reached, day and night"), max_length=200,
        help_text=gettext_lazy("The region's other members read it, with your name."),
    )  # fmt: skip


def _security(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_see_security(actor))
    today, now = own_today(), current_unit().now
    regions = list(regions_of(actor.own_party_id, today))
    keeps = may_keep_security(actor)
    own = party_of(actor.own_party_id)
    form = ContactForm(request.POST if refused else None)
    sharing = SupportSharing.objects.filter(party=own).first()
    return "governance/security.html", {
        "regions": [_region(region, actor, today, own) for region in regions],
        "incidents": [(one, tone_of(one)) for one in open_incidents(actor)[:MOST_INCIDENTS]],
        "clocks": [clock_shown(one, now) for one in clocks_running(actor)],
        "contacts": [one for region in regions for one in contacts_of(region, now)],
        "keeps": keeps, "own": own, "form": with_refusal(form, refused) if keeps else None,
        "shared": sharing is None or sharing.shared, "may_attest": may_attest(actor, own.kind),
        **cooperation_tabs(actor, "security"),
    }  # fmt: skip


security = page()(_security)


@act(again=_security)
def contact(request: HttpRequest, actor: Actor) -> Answer:
    """Say how one is reached."""
    perform(actor, become_contact, **checked(ContactForm(request.POST)))
    return Answer(to=reverse("security"), message=_("Kept."))


@act()
def end_contact(request: HttpRequest, actor: Actor, security_contact_id: int) -> Answer:
    """Take somebody of one's own off the list."""
    perform(actor, stop_being_contact, contact_id=security_contact_id)
    return Answer(to=reverse("security"), message=_("Removed."))


@act(again=_security)
def share(request: HttpRequest, actor: Actor) -> Answer:
    """Say whether the others read one's totals."""
    perform(actor, share_support, shared=request.POST.get("shared") == "yes")
    return Answer(to=reverse("security"), message=_("Kept."))


def _region(region: Region, actor: Actor, today: Any, own: Party) -> dict[str, Any]:
    members = [one.party for one in region.present]  # type: ignore[attr-defined]
    matrix = matrix_of(region, members, today)
    counted = {
        one.party_id: one
        for one in DeviceSupport.objects.filter(party_id__in=[one.pk for one in members])
    }
    return {
        "region": region, "matrix": matrix, "rows": _rows(matrix),
        "devices": [(one, counted.get(one.pk)) for one in members],
        "due": _due(matrix, own),
    }  # fmt: skip


def _rows(matrix: Matrix) -> list[tuple[Party, list[tuple[str, str, Stand, Any]]]]:
    """Each member with a cell a guideline: tone, word, standing, version."""
    return [
        (
            row.member,
            [
                (LOOKS[stand.standing][0], str(LOOKS[stand.standing][1]), stand, version)
                for stand, (_guideline, version) in zip(row.stands, matrix.guidelines, strict=True)
            ],
        )
        for row in matrix.rows
    ]


def _due(matrix: Matrix, own: Party) -> list[tuple[Any, Any, Stand]]:
    """What waits for the reader's own organisation."""
    return [
        (guideline, version, stand)
        for row in matrix.rows
        if row.member == own
        for stand, (guideline, version) in zip(row.stands, matrix.guidelines, strict=True)
        if stand.standing in {Standing.MISSING, Standing.OVERDUE}
    ]

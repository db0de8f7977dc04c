"""A member's own decision about a joint project, and which agreement came of the project."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.policies import may_record_participation
from samkop.agreements.usecases.project_rights import decide_on_project, link_to_project
from samkop.core.procurement.tables import Row, rows_of
from samkop.governance.pages.decision_forms import ENTRY, DecisionForms
from samkop.governance.queries import newest_about, project_of
from samkop.governance.usecases.decisions import joined_by
from samkop.governance.vocabulary import DecisionKind
from samkop.parties.queries import own_today, party_of
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
DECIDED = _("The decision is recorded. It gives the right to order from its first day on.")


def _decide(
    request: HttpRequest, actor: Actor, joint_project_id: int, refused: Refused | None = None
) -> Shown:
    found = project_of(joint_project_id)
    allow(may_record_participation(actor, actor.party_id or 0))
    anew = _joined(actor, joint_project_id)
    kinds = (DecisionKind.JOIN, DecisionKind.LEAVE) if anew else ENTRY
    forms = DecisionForms(
        request.POST if refused else None, request.FILES if refused else None, kinds=kinds
    )
    return "agreements/decide.html", {
        "about": found.title, "currency": _currency(actor, joint_project_id),
        "forms": forms.refused(refused), "anew": anew, "meaning": found.meaning,
        "send": reverse("send-project-decision", args=[joint_project_id]),
        "back": reverse("joint-project", args=[joint_project_id]), "law": law_of(actor),
        "trail": [
            (gettext("Projects"), reverse("joint-projects")),
            (found.title, reverse("joint-project", args=[joint_project_id])),
        ],
    }  # fmt: skip


decide = page()(_decide)


@act(again=_decide)
def send_decision(request: HttpRequest, actor: Actor, joint_project_id: int) -> Answer:
    """Record the organisation's own decision about the project."""
    with reading(actor):
        currency, anew = _currency(actor, joint_project_id), _joined(actor, joint_project_id)
    forms = DecisionForms(request.POST, request.FILES, kinds=tuple(DecisionKind))
    perform(
        actor, decide_on_project, project_id=joint_project_id,
        decided=forms.decided(currency, anew=anew), document=forms.document(),
    )  # fmt: skip
    return Answer(to=reverse("joint-project", args=[joint_project_id]), message=DECIDED)


@act()
def link(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Say of which project the agreement came."""
    chosen = request.POST.get("joint_project", "")
    perform(
        actor, link_to_project, agreement_id=agreement_id,
        project_id=int(chosen) if chosen.isascii() and chosen.isdigit() else 0,
    )  # fmt: skip
    return Answer(
        to=reverse("agreement", args=[agreement_id]),
        message=_("What members decide about the project holds for this agreement."),
    )


def law_of(actor: Actor) -> list[Row]:
    """What the organisation's country says of appeals, each row with whether it was read."""
    country = party_of(actor.own_party_id).country
    return list(rows_of("appeals", own_today(), country=country))


def _joined(actor: Actor, joint_project_id: int) -> bool:
    newest = newest_about(actor.own_party_id, project_id=joint_project_id)
    return joined_by(newest, own_today()) is not None


def _currency(actor: Actor, joint_project_id: int) -> str:
    """The currency of the project's agreements, else the organisation's own."""
    rows = FrameworkAgreement.objects.filter(project_id=joint_project_id).order_by("id")
    found = rows.values_list("currency", flat=True).first()
    return found or party_of(actor.own_party_id).currency

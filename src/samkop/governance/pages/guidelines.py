"""Guidelines: the list, one with its versions, writing a version and adopting it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.governance.models import Guideline, GuidelineVersion
from samkop.governance.pages.guideline_forms import (
    AdoptionForm,
    GuidelineForm,
    ProposalForm,
    VersionForm,
    initial_of,
)
from samkop.governance.pages.tabs import cooperation_tabs
from samkop.governance.policies import may_keep_guideline, may_keep_security, may_see_security
from samkop.governance.queries import regions_of
from samkop.governance.queries.guidelines import (
    changes_of,
    file_of,
    guideline_of,
    guidelines_of,
    in_force,
    motion_about,
    points_of,
    version_of,
)
from samkop.governance.rules.attesting import Change
from samkop.governance.usecases.guidelines import (
    SUBJECT,
    adopt_version,
    draft_version,
    drop_version,
    propose_version,
    start_guideline,
)
from samkop.governance.vocabulary import VersionState
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
TONES = {
    VersionState.DRAFT: "info", VersionState.PROPOSED: "warn", VersionState.ADOPTED: "good",
    VersionState.DROPPED: "neutral",
}  # fmt: skip


@page()
def guidelines(request: HttpRequest, actor: Actor) -> Shown:
    """What the members have agreed to do alike."""
    allow(may_see_security(actor))
    today = own_today()
    found = guidelines_of(one.pk for one in regions_of(actor.own_party_id, today))
    return "governance/guidelines.html", {
        "guidelines": [(one, in_force(one.told, today)) for one in found],  # type: ignore[attr-defined]
        "may_start": may_keep_security(actor), **cooperation_tabs(actor, "security"),
        "trail": trail()[:1],
    }  # fmt: skip


def _starting(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_keep_security(actor))
    form = _start_form(actor, request.POST if refused else None)
    return "governance/guideline_form.html", {
        "form": with_refusal(form, refused), "trail": trail(),
    }  # fmt: skip


starting = page()(_starting)


@act(again=_starting)
def start(request: HttpRequest, actor: Actor) -> Answer:
    """Start a guideline."""
    with reading(actor):
        form = _start_form(actor, request.POST)
    checked(form)
    made = perform(actor, start_guideline, **form.inputs())
    return Answer(to=reverse("draft-version", args=[made.pk]), message=_("Write what it says."))


@page()
def guideline(request: HttpRequest, actor: Actor, guideline_id: int) -> Shown:
    """A guideline and its versions."""
    allow(may_see_security(actor))
    found = guideline_of(guideline_id)
    versions = found.told  # type: ignore[attr-defined]
    return "governance/guideline.html", {
        "guideline": found, "current": in_force(versions, own_today()), "trail": trail(),
        "versions": [(one, TONES[VersionState(one.state)]) for one in versions],
        "keeps": may_keep_guideline(actor, found),
        "drafted": any(one.state == VersionState.DRAFT for one in versions),
        "proposed": any(one.state == VersionState.PROPOSED for one in versions),
    }  # fmt: skip


def _drafting(
    request: HttpRequest, actor: Actor, guideline_id: int, refused: Refused | None = None
) -> Shown:
    found = guideline_of(guideline_id)
    allow(may_keep_guideline(actor, found))
    versions = found.told  # type: ignore[attr-defined]
    # The next version begins with what holds now.
    before = next((one for one in versions if one.state == VersionState.DRAFT), None)
    before = before or in_force(versions, own_today())
    initial = initial_of(before, points_of(before.pk)) if before else {}
    form = VersionForm(request.POST if refused else None, initial=initial)
    return "governance/version_form.html", {
        "guideline": found, "form": with_refusal(form, refused), "trail": trail(found),
    }  # fmt: skip


drafting = page()(_drafting)


@act(again=_drafting)
def draft(request: HttpRequest, actor: Actor, guideline_id: int) -> Answer:
    """Keep the draft."""
    form = VersionForm(request.POST, request.FILES)
    checked(form)
    made = perform(actor, draft_version, guideline_id=guideline_id, draft=form.draft())
    return _to(made.pk, _("The draft is kept."))


def _version(
    request: HttpRequest, actor: Actor, guideline_version_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_security(actor))
    found = version_of(guideline_version_id)
    keeps = may_keep_guideline(actor, found.guideline)
    which = request.POST.get("form", "") if refused else ""
    forms = _step_forms(request, found, which) if keeps else {}
    if which in forms:
        with_refusal(forms[which], refused)
    changes = [one for one in changes_of(found) if one.change is not Change.SAME]
    return "governance/version.html", {
        "version": found, "guideline": found.guideline, "trail": trail(found.guideline),
        "tone": TONES[VersionState(found.state)], "points": points_of(found.pk),
        "changes": changes, "forms": forms, "refused": None if which in forms else refused,
        "reference": f"{SUBJECT}:{found.pk}", "motion": motion_about(f"{SUBJECT}:{found.pk}"),
        "may_drop": keeps and found.state == VersionState.DRAFT,
        "may_attest": may_keep_security(actor) and found.state == VersionState.ADOPTED,
    }  # fmt: skip


version = page()(_version)


@act(again=_version)
def propose(request: HttpRequest, actor: Actor, guideline_version_id: int) -> Answer:
    """Lay it before the region."""
    said = checked(ProposalForm(request.POST))
    perform(actor, propose_version, version_id=guideline_version_id, **said)
    return _to(guideline_version_id, _("All members may read it now."))


@act(again=_version)
def adopt(request: HttpRequest, actor: Actor, guideline_version_id: int) -> Answer:
    """Write down that the security group has adopted it."""
    said = checked(AdoptionForm(request.POST))
    perform(actor, adopt_version, version_id=guideline_version_id, **said)
    return _to(guideline_version_id, _("Adopted. Each member's security officers are told."))


@act(again=_version)
def drop(request: HttpRequest, actor: Actor, guideline_version_id: int) -> Answer:
    """Drop the draft."""
    found = perform(actor, drop_version, version_id=guideline_version_id)
    return Answer(to=reverse("guideline", args=[found.guideline_id]), message=_("Dropped."))


@page()
def version_file(request: HttpRequest, actor: Actor, guideline_version_id: int) -> HttpResponse:
    """The PDF as it was uploaded; always to be saved, never shown as a page of ours."""
    allow(may_see_security(actor))
    found = version_of(guideline_version_id)
    content = bytes(file_of(found).content)
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    return response


def trail(found: Guideline | None = None) -> list[tuple[str, str]]:
    """The pages above a guideline's."""
    above = [(_("Security"), reverse("security")), (_("Guidelines"), reverse("guidelines"))]
    return above if found is None else [*above, (str(found), reverse("guideline", args=[found.pk]))]


def _start_form(actor: Actor, data: Any) -> GuidelineForm:
    return GuidelineForm(data, regions=regions_of(actor.own_party_id, own_today()))


def _step_forms(request: HttpRequest, found: GuidelineVersion, sent: str) -> dict[str, Any]:
    """What may follow, by the forms' names."""
    said = {name: request.POST if name == sent else None for name in ("propose", "adopt")}
    planned = {"valid_from": found.valid_from, "attest_by": found.attest_by}
    forms: dict[str, Any] = {}
    if found.state == VersionState.DRAFT:
        forms["propose"] = ProposalForm(said["propose"], initial=planned)
    if found.state in {VersionState.DRAFT, VersionState.PROPOSED}:
        forms["adopt"] = AdoptionForm(said["adopt"], initial=planned, auto_id="id_adopt_%s")
    return forms


def _to(version_id: int, message: str) -> Answer:
    return Answer(to=reverse("guideline-version", args=[version_id]), message=message)

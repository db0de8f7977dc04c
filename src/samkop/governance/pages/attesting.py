"""Attesting to a guideline, and what each member said."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.governance.models import Attestation, AttestedPoint
from samkop.governance.pages.guideline_forms import AttestForm
from samkop.governance.pages.guidelines import trail
from samkop.governance.policies import may_attest, may_see_security
from samkop.governance.queries.attestations import (
    newest_by_member,
    newest_of,
    points_of_attestation,
    reasons_read_by,
)
from samkop.governance.queries.guidelines import points_of, version_of
from samkop.governance.usecases.attestations import attest_guideline
from samkop.governance.vocabulary import Stance
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]


def _attesting(
    request: HttpRequest, actor: Actor, guideline_version_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_attest(actor, party_of(actor.own_party_id).kind))
    version = version_of(guideline_version_id)
    known = newest_of(version.pk, actor.own_party_id)
    form = AttestForm(
        request.POST if refused else None, points=points_of(version.pk),
        initial=_initial(actor, known) if known else {},
    )  # fmt: skip
    return "governance/attest.html", {
        "version": version, "guideline": version.guideline, "known": known,
        "form": with_refusal(form, refused), "trail": trail(version.guideline),
    }  # fmt: skip


attesting = page()(_attesting)


@act(again=_attesting)
def attest(request: HttpRequest, actor: Actor, guideline_version_id: int) -> Answer:
    """Attest to it, point by point."""
    with reading(actor):
        allow(may_attest(actor, party_of(actor.own_party_id).kind))
        form = AttestForm(request.POST, points=points_of(guideline_version_id))
    checked(form)
    perform(actor, attest_guideline, version_id=guideline_version_id, said=form.said())
    return Answer(
        to=reverse("guideline-attestations", args=[guideline_version_id]),
        message=_("Your organisation's word is kept, and read by all members."),
    )  # fmt: skip


@page()
def attestations(request: HttpRequest, actor: Actor, guideline_version_id: int) -> Shown:
    """What each member said of each point, with the explanations that one may read."""
    allow(may_see_security(actor))
    version = version_of(guideline_version_id)
    newest = newest_by_member([version.pk]).values()
    explained = [
        point
        for one in newest
        for point in points_of_attestation(one)
        if point.stance == Stance.EXPLAINS
    ]
    reasons = reasons_read_by(actor, (one.pk for one in explained))
    names = {one.member_id: party_of(one.member_id) for one in newest}
    return "governance/attestations.html", {
        "version": version, "guideline": version.guideline, "trail": trail(version.guideline),
        "attested": sorted(((names[one.member_id], one) for one in newest), key=_name),
        "explained": [(names[one.member_id], one, reasons.get(one.pk)) for one in explained],
    }  # fmt: skip


def _name(pair: tuple[Any, Attestation]) -> str:
    return str(pair[0])


def _initial(actor: Actor, known: Attestation) -> dict[str, Any]:
    """What was said last, to be changed where it has."""
    points: list[AttestedPoint] = points_of_attestation(known)
    reasons = reasons_read_by(actor, (one.pk for one in points))
    initial: dict[str, Any] = {}
    for one in points:
        key, reason = one.point_id or 0, reasons.get(one.pk)
        initial |= {f"stance_{key}": one.stance, f"mend_by_{key}": one.mend_by}
        if reason is not None:
            initial |= {f"reason_{key}": reason.text, f"mark_{key}": reason.mark}
    return initial

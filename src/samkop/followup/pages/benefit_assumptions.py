"""By what the benefit is computed where nobody has measured: one page for all, one for each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.followup.models import BenefitAssumption
from samkop.followup.pages.benefit import region_here
from samkop.followup.pages.benefit_forms import AssumptionForm, initial_of
from samkop.followup.pages.benefit_shown import trail
from samkop.followup.policies.benefit import answers_for, may_estimate, may_see_benefit
from samkop.followup.queries.benefit import (
    Assumptions,
    assumptions_of,
    currencies_of,
    versions_of,
)
from samkop.followup.usecases.benefit_assumptions import assume
from samkop.followup.vocabulary.benefit import OF_THE_REGION, Assumed, unit_of
from samkop.governance.pages.tabs import cooperation_tabs
from samkop.parties.models import Person, Region
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]


@page()
def assumptions(request: HttpRequest, actor: Actor) -> Shown:
    """All of them: the region's, one's own, and those that other members show."""
    allow(may_see_benefit(actor))
    region = _region(actor, request.GET.get("region", ""))
    held = _held(region)
    own_id = actor.own_party_id
    return "followup/benefit_assumptions.html", {
        "region": region, "regional": answers_for(actor, region),
        "rows": [_row(key, held, own_id, region) for key in Assumed],
        "others": _others(held, own_id), "trail": trail(),
        **cooperation_tabs(actor, "benefit"),
    }  # fmt: skip


def _assumption(
    request: HttpRequest, actor: Actor, assumption_key: str, refused: Refused | None = None
) -> Shown:
    allow(may_see_benefit(actor))
    wanted = _key(assumption_key)
    asked = request.GET.get("region", "") or request.POST.get("region", "")
    region = _region(actor, asked)
    own_id = actor.own_party_id
    regional = answers_for(actor, region)
    versions = versions_of(region.pk, wanted, {own_id, region.purchasing_body_id})
    sets = may_estimate(actor) and (regional or wanted not in OF_THE_REGION)
    own = [one for one in versions if one.owner_id == own_id]
    people = Person.objects.in_bulk({one.person_id for one in own})
    form = AssumptionForm(
        request.POST if refused else None, key=wanted, currencies=currencies_of(region),
        initial={"valid_from": own_today().replace(month=1, day=1),
                 **initial_of(own[0] if own else None)},
    )  # fmt: skip
    return "followup/benefit_assumption.html", {
        "region": region, "assumed": wanted, "unit": unit_of(wanted, _currency(region)),
        "versions": [(one, people.get(one.person_id)) for one in versions],
        "regional": regional, "own_id": own_id,
        "form": with_refusal(form, refused) if sets else None,
        "trail": trail((_("Assumptions"), reverse("benefit-assumptions"))),
        **cooperation_tabs(actor, "benefit"),
    }  # fmt: skip


assumption = page()(_assumption)


@act(again=_assumption)
def send(request: HttpRequest, actor: Actor, assumption_key: str) -> Answer:
    """Set it."""
    with reading(actor):
        region = _region(actor, request.POST.get("region", ""))
        form = AssumptionForm(
            request.POST, key=_key(assumption_key), currencies=currencies_of(region)
        )
        checked(form)
    perform(actor, assume, region_id=region.pk, assumption=form.assumption())
    return Answer(
        to=f"{reverse('benefit-assumptions')}?region={region.pk}",
        message=_("Kept. Figures follow when they are computed again."),
    )


def _region(actor: Actor, asked: str) -> Region:
    found = region_here(actor, asked)
    if found is None:
        raise not_found()
    return found


def _key(key: str) -> Assumed:
    if key not in Assumed.values:
        raise not_found()
    return Assumed(key)


def _held(region: Region) -> Assumptions:
    return assumptions_of(region.pk, own_today().year, _currency(region))


def _currency(region: Region) -> str:
    return next(iter(currencies_of(region)), "EUR")


def _row(key: Assumed, held: Assumptions, own_id: int, region: Region) -> dict[str, Any]:
    default = held.regional.get(key)
    own = held.own.get(own_id, {}).get(key)
    return {
        "key": key, "unit": unit_of(key, _currency(region)),
        "default": default if default and default.likely is not None else None, "own": own,
    }  # fmt: skip


def _others(held: Assumptions, own_id: int) -> list[BenefitAssumption]:
    """What other members show of their own."""
    return [
        row
        for owner_id, rows in held.own.items() if owner_id != own_id
        for row in rows.values()
    ]  # fmt: skip

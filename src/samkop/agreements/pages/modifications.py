"""Raising the maximum value: each ground of art. 72 with the room that it leaves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.agreements.pages.decisions import NO_FORM, trail, without_form
from samkop.agreements.pages.forms import ModificationForm, cents_of
from samkop.agreements.policies import may_run_agreement
from samkop.agreements.queries import (
    agreement_of,
    ceiling_of,
    day_of,
    modifications_of,
)
from samkop.agreements.usecases.modification import RAISED_IN, raise_maximum_value, rooms_of
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform


@page()
def modifying(request: HttpRequest, actor: Actor, agreement_id: int) -> tuple[str, dict[str, Any]]:
    """The modifications so far, the room left, and the form for one more."""
    return shown_modifications(request, actor, agreement_id)


def shown_modifications(
    request: HttpRequest, actor: Actor, agreement_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The page, after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    found = agreement_of(agreement_id)
    allow(may_run_agreement(actor, found))
    form = ModificationForm(request.POST if refused else None)
    return "agreements/modifications.html", {
        "agreement": found,
        "ceiling": ceiling_of(agreement_id),
        "rooms": rooms_of(found, day_of(found.purchasing_body, current_unit().now)),
        "modifications": list(modifications_of(agreement_id)),
        "form": with_refusal(form, refused),
        "open": found.state in RAISED_IN,
        "trail": trail(found.number, agreement_id),
    }


@act(again=shown_modifications)
def send_modification(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Raise the maximum value."""
    values = checked(ModificationForm(request.POST))
    by = cents_of(values.pop("by"))
    perform(actor, raise_maximum_value, agreement_id=agreement_id, by_cents=by, **values)
    return Answer(
        to=reverse("agreement-modifications", args=[agreement_id]),
        message=_("The maximum value is raised."),
    )

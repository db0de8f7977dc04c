"""The rules of call-off that concern the organisation, and beginning a new one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import CallOffRule
from samkop.agreements.pages.call_off_forms import CallOffForm
from samkop.agreements.pages.decisions import NO_FORM, without_form
from samkop.agreements.pages.forms import cents_of
from samkop.agreements.policies import (
    may_prepare_agreement,
    may_run_call_off,
    may_see_agreements,
)
from samkop.agreements.queries import call_off_of, call_offs_seen
from samkop.agreements.usecases.call_off import (
    Terms,
    change_call_off,
    prepare_call_off,
    remove_call_off,
    require_draft,
)
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.numbers import number_of
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform
from samkop.tendering.vocabulary import TurnBy

PAGE = 50
SAME = ("number", "title", "method", "turn_by", "shares_maximum", "currency", "register_number")


@page()
def call_offs(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """The rules that one's party runs, or buys or supplies under, the newest first."""
    allow(may_see_agreements(actor))
    after = number_of(request.GET.get("after", ""))
    found = call_offs_seen().annotate(suppliers=Count("agreements"))
    if after is not None:
        found = found.filter(id__lt=after)
    rows = list(found[: PAGE + 1])
    return "agreements/call_offs.html", {
        "rows": rows[:PAGE],
        "following": str(rows[PAGE - 1].pk) if len(rows) > PAGE else None,
        "may_prepare": may_prepare_agreement(actor),
        "trail": [(_("Agreements"), reverse("agreements"))],
    }


@page()
def preparing(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """The form for a new rule."""
    return shown_new(request, actor)


def shown_new(
    request: HttpRequest, actor: Actor, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The form, after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    allow(may_prepare_agreement(actor))
    form = CallOffForm(
        request.POST if refused else None, initial={"turn_by": TurnBy.VALUE, "currency": "EUR"}
    )
    return "agreements/call_off_draft.html", {
        "form": with_refusal(form, refused),
        "trail": [
            (_("Agreements"), reverse("agreements")),
            (_("Call-off"), reverse("call-offs")),
        ],
    }


@act(again=shown_new)
def send_new(request: HttpRequest, actor: Actor) -> Answer:
    """Write the rule down; its suppliers are ranked next."""
    made = perform(actor, prepare_call_off, terms=_entered(request))
    return Answer(
        to=reverse("call-off", args=[made.pk]),
        message=_("The rule is in preparation. Rank its suppliers next."),
    )


@page()
def changing(request: HttpRequest, actor: Actor, call_off_id: int) -> tuple[str, dict[str, Any]]:
    """The form with the terms as they are."""
    return shown_change(request, actor, call_off_id)


def shown_change(
    request: HttpRequest, actor: Actor, call_off_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The form, after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    rule = call_off_of(call_off_id)
    allow(may_run_call_off(actor, rule))
    require_draft(rule)
    form = CallOffForm(request.POST if refused else None, initial=_as_it_is(rule))
    return "agreements/call_off_draft.html", {
        "rule": rule,
        "form": with_refusal(form, refused),
        "trail": [
            (_("Agreements"), reverse("agreements")),
            (_("Call-off"), reverse("call-offs")),
            (rule.number, reverse("call-off", args=[call_off_id])),
        ],
    }


@act(again=shown_change)
def send_change(request: HttpRequest, actor: Actor, call_off_id: int) -> Answer:
    """Write a rule in preparation down anew."""
    perform(actor, change_call_off, rule_id=call_off_id, terms=_entered(request))
    return Answer(
        to=reverse("call-off", args=[call_off_id]), message=_("The rule is written down anew.")
    )


@act()
def send_removal(request: HttpRequest, actor: Actor, call_off_id: int) -> Answer:
    """Take a rule in preparation away; the agreements stay."""
    perform(actor, remove_call_off, rule_id=call_off_id)
    return Answer(to=reverse("call-offs"), message=_("The rule is removed. The agreements stay."))


def _entered(request: HttpRequest) -> Terms:
    values = checked(CallOffForm(request.POST))
    competition = values.pop("competition_from")
    return Terms(
        maximum_value_cents=cents_of(values.pop("maximum_value")),
        mini_competition_from_cents=None if competition is None else cents_of(competition),
        **values,
    )


def _as_it_is(rule: CallOffRule) -> dict[str, Any]:
    competition = rule.mini_competition_from_cents
    return {
        **{name: getattr(rule, name) for name in SAME},
        "maximum_value": Decimal(rule.maximum_value_cents) / 100,
        "competition_from": None if competition is None else Decimal(competition) / 100,
    }

"""How invoices are coded: the rules, and what the accounting files look like."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.invoicing.pages.coding_forms import RuleForm, SetupForm, setup_initial
from samkop.invoicing.pages.coding_list import CODING_RULES, lines_of
from samkop.invoicing.policies import may_keep_accounting
from samkop.invoicing.queries.coding import coding_rule_of, coding_rules_of, setup_of
from samkop.invoicing.usecases.coding import (
    add_coding_rule,
    end_coding_rule,
    set_up_accounting,
)
from samkop.parties.pages.forms import LastDayForm, checked, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]


@page()
def coding_rules(request: HttpRequest, actor: Actor) -> Any:
    """The rules by account."""
    allow(may_keep_accounting(actor))
    listing = replace(CODING_RULES, actions="invoicing/coding_rule_actions.html")
    return list_page(
        request, actor, listing, coding_rules_of(actor.own_party_id),
        "invoicing/coding_rules.html",
        trail=_trail()[:1],
    )  # fmt: skip


def _rule_form(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_keep_accounting(actor))
    form = RuleForm(request.POST if refused else None, initial={"valid_from": own_today()})
    return "invoicing/coding_rule_add.html", {
        "form": with_refusal(form, refused), "trail": _trail(),
    }  # fmt: skip


@page()
def rule_add(request: HttpRequest, actor: Actor) -> Shown:
    """The form for a rule."""
    return _rule_form(request, actor)


@act(again=_rule_form)
def add_rule(request: HttpRequest, actor: Actor) -> Answer:
    """Add the rule."""
    with reading(actor):
        values = checked(RuleForm(request.POST))
    perform(actor, add_coding_rule, ruling=RuleForm.ruling(values), valid_from=values["valid_from"])
    return Answer(to=reverse("coding-rules"), message=_("The coding rule is kept."))


def _ending(
    request: HttpRequest, actor: Actor, coding_rule_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_keep_accounting(actor))
    rule = coding_rule_of(actor.own_party_id, coding_rule_id)
    form = LastDayForm(request.POST if refused else None, initial={"valid_until": own_today()})
    return "invoicing/coding_rule_end.html", {
        "rule": rule, "lines": lines_of(rule), "form": with_refusal(form, refused),
        "trail": _trail(),
    }  # fmt: skip


@page()
def rule_end(request: HttpRequest, actor: Actor, coding_rule_id: int) -> Shown:
    """When a rule ends."""
    return _ending(request, actor, coding_rule_id)


@act(again=_ending)
def end_rule(request: HttpRequest, actor: Actor, coding_rule_id: int) -> Answer:
    """End the rule."""
    values = checked(LastDayForm(request.POST))
    perform(actor, end_coding_rule, rule_id=coding_rule_id, valid_until=values["valid_until"])
    return Answer(to=reverse("coding-rules"), message=_("The rule has its last day."))


def _setup(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_keep_accounting(actor))
    setup = setup_of(actor.own_party_id)
    form = SetupForm(request.POST if refused else None, initial=setup_initial(setup))
    return "invoicing/accounting_setup.html", {
        "form": with_refusal(form, refused), "setup": setup, "trail": _trail()[:1],
    }  # fmt: skip


@page()
def setup(request: HttpRequest, actor: Actor) -> Shown:
    """What the accounting files look like."""
    return _setup(request, actor)


@act(again=_setup)
def keep_setup(request: HttpRequest, actor: Actor) -> Answer:
    """Keep what they look like."""
    values = checked(SetupForm(request.POST))
    perform(actor, set_up_accounting, filing=SetupForm.filing(values))
    return Answer(to=reverse("accounting-setup"), message=_("Files made from now on are so."))


def _trail() -> list[tuple[str, str]]:
    return [(_("Invoices"), reverse("invoices")), (_("Coding rules"), reverse("coding-rules"))]

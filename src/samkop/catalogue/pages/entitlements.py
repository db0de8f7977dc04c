"""Who may order what: the organisation's rules, and exceptions from them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.catalogue.models import EntitlementException, EntitlementRule
from samkop.catalogue.pages.entitlement_forms import ExceptionForm, RuleForm
from samkop.catalogue.pages.entitlement_words import about_words, often_words, who_words
from samkop.catalogue.policies import (
    may_grant_exceptions,
    may_keep_entitlements,
    may_see_entitlements,
)
from samkop.catalogue.queries import open_agreements
from samkop.catalogue.queries.configurations import configurations_seen
from samkop.catalogue.queries.entitlements import exceptions_of, price_groups_of, rules_of
from samkop.catalogue.usecases.entitlements import (
    Subject,
    add_entitlement_rule,
    end_entitlement_rule,
    grant_exception,
)
from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import groups_of
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform, reading

Shown = tuple[str, dict[str, Any]]
MOST_SHOWN = 200


def _party(actor: Actor) -> Party:
    return Party.objects.get(id=actor.own_party_id)


def _rule_form(request: HttpRequest, actor: Actor, *, sent: bool) -> RuleForm:
    party = _party(actor)
    today = day_of(current_unit().now, party.time_zone)
    agreements = [agreement.pk for agreement in open_agreements(party.pk, today)]
    return RuleForm(
        request.POST if sent else None, initial={"valid_from": today},
        groups=list(groups_of(party.pk, today)), price_groups=price_groups_of(agreements),
        configurations=configurations_seen(),
    )  # fmt: skip


def _rules(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_see_entitlements(actor))
    party = _party(actor)
    today = day_of(current_unit().now, party.time_zone)
    rows = list(rules_of(party.pk, today)[:MOST_SHOWN])
    form = _rule_form(request, actor, sent=refused is not None)
    return "catalogue/entitlements.html", {
        "rules": [_rule(row) for row in rows],
        "currency": party.currency,
        "form": with_refusal(form, refused),
        "today": today,
        "may_keep": may_keep_entitlements(actor),
        "may_grant": may_grant_exceptions(actor),
    }


rules = page()(_rules)


def _rule(row: EntitlementRule) -> dict[str, Any]:
    highest = row.highest_cents
    return {
        "row": row,
        "who": who_words(row),
        "what": about_words(row),
        "often": often_words(row.quantity, row.months),
        "highest": None if highest is None else Decimal(highest) / 100,
    }


@act(again=_rules)
def add_rule(request: HttpRequest, actor: Actor) -> Answer:
    """Make a rule."""
    with reading(actor):
        form = _rule_form(request, actor, sent=True)
        checked(form)
        said, subject = form.said, form.subject
    perform(actor, add_entitlement_rule, subject=_known(subject), **said)
    return Answer(to=reverse("entitlements"), message=_("The rule is made."))


@act()
def end_rule(request: HttpRequest, actor: Actor, rule_id: int) -> Answer:
    """Let a rule end today."""
    perform(actor, end_entitlement_rule, rule_id=rule_id)
    return Answer(to=reverse("entitlements"), message=_("Today is the rule's last day."))


def _exception_form(request: HttpRequest, actor: Actor, *, sent: bool) -> ExceptionForm:
    party = _party(actor)
    today = day_of(current_unit().now, party.time_zone)
    agreements = [agreement.pk for agreement in open_agreements(party.pk, today)]
    return ExceptionForm(
        request.POST if sent else None, initial={"email": request.GET.get("email", "")[:254]},
        price_groups=price_groups_of(agreements), configurations=configurations_seen(),
    )  # fmt: skip


def _exceptions(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_keep_entitlements(actor))
    party = _party(actor)
    today = day_of(current_unit().now, party.time_zone)
    form = _exception_form(request, actor, sent=refused is not None)
    return "catalogue/entitlement_exceptions.html", {
        "exceptions": [_exception(row) for row in exceptions_of(party.pk, today)[:MOST_SHOWN]],
        "form": with_refusal(form, refused),
        "may_grant": may_grant_exceptions(actor),
    }


exceptions = page()(_exceptions)


def _exception(row: EntitlementException) -> dict[str, Any]:
    return {"row": row, "what": about_words(row)}


@act(again=_exceptions)
def grant(request: HttpRequest, actor: Actor) -> Answer:
    """Grant an exception."""
    with reading(actor):
        form = _exception_form(request, actor, sent=True)
        values = checked(form)
        subject = form.subject
    perform(
        actor, grant_exception, email=values["email"], subject=_known(subject),
        quantity=values["quantity"], reason=values["reason"], valid_until=values["valid_until"],
    )  # fmt: skip
    return Answer(to=reverse("entitlement-exceptions"), message=_("The exception is granted."))


def _known(subject: Subject) -> Subject:
    """An item number that names no item on the shelf is refused at its field."""
    if subject.target == "item" and subject.item_id is None:
        sentence = _("No item on your shelves has this number. Copy it from the item's page.")
        raise Refused("item-unknown", sentence, status=422, fields={"item": sentence})
    return subject

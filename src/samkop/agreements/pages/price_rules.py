"""How the prices of an agreement come about: rules, scopes, evidence, index steps."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.agreements.models import FrameworkAgreement, IndexClause, PriceRule
from samkop.agreements.pages.reviews import shown_adjustments, shown_reviews, value_text
from samkop.agreements.policies import may_run_agreement, may_see_agreements
from samkop.agreements.queries import (
    admitted_models,
    agreement_of,
    clauses_of,
    day_of,
    evidence_of,
    price_groups_of,
    rules_of,
    scopes_of,
)
from samkop.agreements.rules import Scope
from samkop.agreements.usecases.prices import OVER
from samkop.agreements.vocabulary import RuleKind, State, bound_label, bound_text
from samkop.core.money import amount_text
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit

MOST_SHOWN = 50


@page()
def price_rules(
    request: HttpRequest, actor: Actor, agreement_id: int
) -> tuple[str, dict[str, Any]]:
    """The rule of each price group, and what prices of the agreement rest on."""
    allow(may_see_agreements(actor))
    found = agreement_of(agreement_id)
    today = day_of(found.purchasing_body, current_unit().now)
    rules, scopes = rules_of(agreement_id), scopes_of(agreement_id)
    clauses = {clause.price_group: clause for clause in clauses_of(agreement_id)}
    names = sorted({*rules, *scopes, *clauses, *price_groups_of(agreement_id)})
    runs = may_run_agreement(actor, found)
    open_to_change = runs and found.state not in OVER
    return "agreements/price_rules.html", {
        "agreement": found,
        "today": today,
        "groups": [
            _group(name, rules.get(name), clauses.get(name), scopes.get(name)) for name in names
        ],
        "reviews": shown_reviews(agreement_id, today),
        "adjustments": shown_adjustments(agreement_id),
        "evidence": list(evidence_of(agreement_id)[:MOST_SHOWN]),
        "admitted": list(admitted_models(agreement_id)[:MOST_SHOWN]),
        "may_change": open_to_change,
        "may_prepare": runs and found.state == State.IN_PREPARATION,
        "may_admit": open_to_change and bool(scopes),
        "takes_evidence": any(rule.kind == RuleKind.COST_PLUS for rule in rules.values()),
        "trail": trail_of(found),
    }


def trail_of(found: FrameworkAgreement) -> list[tuple[str, str]]:
    """The way back to the agreement."""
    return [
        (_("Agreements"), reverse("agreements")),
        (found.number, reverse("agreement", args=[found.pk])),
    ]


def _group(
    name: str, rule: PriceRule | None, clause: IndexClause | None, scope: Scope | None
) -> dict[str, Any]:
    return {
        "name": name,
        "kind": RuleKind(rule.kind if rule else RuleKind.FIXED).label,
        "rate": Decimal(rule.permille) / 1000 if rule and rule.permille else None,
        "clause": clause,
        "base": value_text(clause.base_value) if clause else "",
        "cap": _share(clause.cap_permille if clause else None),
        "floor": _share(clause.floor_permille if clause else None),
        "threshold": _share(clause.threshold_permille or None if clause else None),
        "scope": _bounds(scope) if scope else [],
    }


def _bounds(scope: Scope) -> list[tuple[str, str]]:
    bounds = [("category", ", ".join(scope.categories))]
    bounds.append(("maker", ", ".join(scope.makers) or _("any")))
    if scope.most_cents is not None:
        bounds.append(
            ("price", _("at most %(amount)s") % {"amount": amount_text(scope.most_cents)})
        )
    bounds += [(bound.property, str(bound)) for bound in scope.bounds]
    return [(str(bound_label(name)), bound_text(name, text)) for name, text in bounds]


def _share(permille: int | None) -> Decimal | None:
    return None if permille is None else Decimal(permille) / 1000

"""What was tendered in each price group, and letting a new model in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import (
    AdmittedModel,
    FrameworkAgreement,
    IndexClause,
    ListPrice,
    PriceRule,
    TenderedScope,
)
from samkop.agreements.queries import kind_of, scopes_of
from samkop.agreements.rules import Breach, Model, Scope, breaches, known_properties
from samkop.agreements.usecases.agreement import locked
from samkop.agreements.usecases.price_rules import (
    NewEvidence,
    NewRule,
    write_evidence,
    write_rules,
)
from samkop.agreements.usecases.prices import NewPrice, refuse_if_over, write_prices
from samkop.agreements.vocabulary import RuleKind, State, bound_label, bound_text
from samkop.platform.actors import Actor
from samkop.platform.records import create, create_all, note
from samkop.platform.refusals import Refused


@dataclass(frozen=True, slots=True)
class NewModel:
    """A model that is to enter; ``properties`` by their names, as a catalogue has them."""

    seller_item_id: str
    price_group: str
    name: str
    maker: str
    category: str
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ModelPrice:
    """What its price starts from: the amount by the group's rule, in cents without VAT.

    ``reference`` names the public list; ``evidence`` shows a purchase price, which is then
    the amount.
    """

    net_price_cents: int
    valid_from: date
    reference: str = ""
    evidence: NewEvidence | None = None


def set_scopes(
    *, actor: Actor, now: datetime, agreement_id: int, scopes: Iterable[Scope]
) -> FrameworkAgreement:
    """Set what was tendered in each price group, instead of what was set before.

    Only while the agreement is in preparation. A group without a scope is unbounded.
    Raises Refused: ``not-found``, ``not-allowed``, ``scope-is-fixed``, ``scope-wrong``.
    """
    agreement = locked(actor, agreement_id)
    TenderedScope.objects.filter(agreement=agreement).delete()
    _write_scopes(agreement, list(scopes))
    return agreement


def set_group_terms(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    price_group: str,
    rule: NewRule,
    scope: Scope | None,
) -> FrameworkAgreement:
    """Set the rule and the scope of one price group, instead of those that it had.

    Raises Refused as ``set_price_rules`` and ``set_scopes``.
    """
    agreement = locked(actor, agreement_id)
    of_group = {"agreement": agreement, "price_group": price_group}
    PriceRule.objects.filter(**of_group).delete()
    IndexClause.objects.filter(**of_group).delete()
    TenderedScope.objects.filter(**of_group).delete()
    write_rules(agreement, {price_group: rule})
    _write_scopes(agreement, [scope] if scope else [])
    return agreement


def _write_scopes(agreement: FrameworkAgreement, scopes: list[Scope]) -> None:
    if agreement.state != State.IN_PREPARATION:
        raise Refused(
            "scope-is-fixed",
            _("What %(number)s covers was tendered; it does not change during its term."),
            number=agreement.number,
        )
    for scope in scopes:
        _check_scope(scope)
    create_all((_row(agreement, scope) for scope in scopes), under=agreement)
    note(scopes=[scope.price_group for scope in scopes])


def admit_model(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    model: NewModel,
    price: ModelPrice,
    register_number: str,
) -> AdmittedModel:
    """Let a new model in: within the tendered scope, at a price by the group's rule.

    Raises Refused: ``not-found``, ``not-allowed``, ``agreement-is-over``,
    ``model-known``, ``scope-missing``, ``outside-tendered-scope``, ``evidence-needed``,
    ``rule-takes-no-evidence``, ``evidence-wrong``, ``price-negative``.
    """
    agreement = locked(actor, agreement_id)
    refuse_if_over(agreement)
    listed = ListPrice.objects.filter(agreement=agreement, seller_item_id=model.seller_item_id)
    if listed.exists():
        raise Refused(
            "model-known",
            _("Item %(item)s is in the agreement already. Set its new price in the price list."),
            item=model.seller_item_id,
        )
    _check_within(agreement, model, price.net_price_cents)
    admitted = create(
        AdmittedModel(
            agreement=agreement, price_group=model.price_group,
            seller_item_id=model.seller_item_id, name=model.name, maker=model.maker,
            category=model.category, properties=dict(model.properties),
            register_number=register_number, at=now,
        )
    )  # fmt: skip
    if price.evidence is not None:
        write_evidence(agreement, [price.evidence], now)
    else:
        _refuse_without_evidence(agreement, model)
        basis = NewPrice(
            model.seller_item_id, model.price_group, price.net_price_cents, price.reference
        )
        write_prices(agreement, [basis], price.valid_from)
    return admitted


def outside_scope(model_name: str, group: str, breach: Breach) -> Refused:
    """The refusal that names the bound which a model breaks."""
    return Refused(
        "outside-tendered-scope",
        _("%(name)s lies outside what was tendered in %(group)s: %(bound)s is %(found)s, and"
          " %(wanted)s was tendered. It needs a procurement of its own."),
        name=model_name, group=group, bound=bound_label(breach.bound),
        found=bound_text(breach.bound, breach.found),
        wanted=bound_text(breach.bound, breach.wanted),
    )  # fmt: skip


def _check_within(agreement: FrameworkAgreement, model: NewModel, cents: int) -> None:
    scope = scopes_of(agreement.pk).get(model.price_group)
    if scope is None:
        raise Refused(
            "scope-missing",
            _("The agreement does not say what was tendered in %(group)s. Choose a price group"
              " with a scope."),
            group=model.price_group,
        )  # fmt: skip
    offered = Model(model.category, model.maker, cents, model.properties)
    for breach in breaches(scope, offered):
        raise outside_scope(model.name, model.price_group, breach)


def _refuse_without_evidence(agreement: FrameworkAgreement, model: NewModel) -> None:
    if kind_of(agreement.pk, model.price_group) == RuleKind.COST_PLUS:
        raise Refused(
            "evidence-needed",
            _("The price of item %(item)s builds on a purchase price. Record the evidence of it"
              " instead."),
            item=model.seller_item_id,
        )  # fmt: skip


def _check_scope(scope: Scope) -> None:
    sound = (
        bool(scope.categories)
        and (scope.most_cents is None or scope.most_cents > 0)
        and all(
            bound.property in known_properties()
            and (bound.least is not None or bound.most is not None)
            and (bound.least is None or bound.most is None or bound.least <= bound.most)
            for bound in scope.bounds
        )
    )
    if not sound:
        raise Refused(
            "scope-wrong",
            _("The scope of %(group)s needs a category, and bounds whose least is not above their"
              " most."),
            group=scope.price_group,
        )  # fmt: skip


def _row(agreement: FrameworkAgreement, scope: Scope) -> TenderedScope:
    return TenderedScope(
        agreement=agreement,
        price_group=scope.price_group,
        categories=list(scope.categories),
        makers=list(scope.makers),
        most_cents=scope.most_cents,
        bounds=[
            {
                "property": bound.property,
                "least": None if bound.least is None else str(bound.least),
                "most": None if bound.most is None else str(bound.most),
            }
            for bound in scope.bounds
        ],
    )

"""Prepares the region's agreements, those of the past too, and lets members join."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.rules import Clause, Tier
from samkop.agreements.usecases import agreement as agreeing
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.indexes import NewIndexValue, keep_index
from samkop.agreements.usecases.legal_basis import Basis
from samkop.agreements.usecases.participation import record_participation
from samkop.agreements.usecases.price_rules import NewClause, NewRule, set_price_rules
from samkop.agreements.usecases.prices import set_tiers
from samkop.agreements.vocabulary import ActsAs, BasisKind, RuleKind
from samkop.core.period import months_after
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading
from samkop.site.demo.cast import Cast
from samkop.site.demo.dates import Term, at, terms_of
from samkop.site.demo.seeds import (
    AgreementSeed,
    IndexSeed,
    Organisation,
    agreements,
    buyers,
    organisations,
    region,
)

ORGAN = "Kommunstyrelsen"


@dataclass(frozen=True)
class Running:
    """The agreement of a category that is in force, with its supplier's key."""

    seed: AgreementSeed
    agreement_id: int
    number: str
    first: date
    supplier: str


def number_of(seed: AgreementSeed, term: Term) -> str:
    """An agreement's number: ``MOB-2025``."""
    return f"{seed.prefix}-{term.first.year}"


def agree(cast: Cast, founded: date) -> None:
    """Prepare every agreement, those of the past too, and let the members join: each once."""
    for seed in agreements().values():
        *former, current = terms_of(seed, founded)
        for term in former:
            agreement_id = _prepared(cast, seed, term, seed.former_supplier)
            _joined(cast, seed, agreement_id, term)
            _end(cast, agreement_id, number_of(seed, term), term)
        agreement_id = _prepared(cast, seed, current, seed.supplier)
        _joined(cast, seed, agreement_id, current)


def running_of(cast: Cast, seed: AgreementSeed, term: Term) -> Running:
    """The agreement of a term, as it was prepared."""
    number = number_of(seed, term)
    with reading(manager_of(cast)):
        agreement = FrameworkAgreement.objects.get(
            purchasing_body_id=cast.parties["body"], number=number
        )
    return Running(seed, agreement.pk, number, term.first, seed.supplier)


def manager_of(cast: Cast) -> Actor:
    """The category manager of the purchasing body, who runs the agreements."""
    return cast.person("category", "body")


def _end(cast: Cast, agreement_id: int, number: str, term: Term) -> None:
    """The day after its last, an agreement is ended."""
    perform(
        manager_of(cast), agreeing.end, key=f"demo:end:{number}",
        now=at(term.last + timedelta(days=1), 9), agreement_id=agreement_id,
        reason="Löptiden är slut", register_number=f"{number}/9 (demo)",
    )  # fmt: skip


def _prepared(cast: Cast, seed: AgreementSeed, term: Term, supplier: str) -> int:
    """Prepare, name the buyers, set the tiers and put in force: each step once."""
    manager, number = manager_of(cast), number_of(seed, term)
    prepared = at(term.first - timedelta(days=60), 9)
    agreement = perform(
        manager, agreeing.prepare_agreement, key=f"demo:agreement:{number}", now=prepared,
        number=number, register_number=f"{number}/1 (demo)", titles=dict(seed.titles),
        category=seed.category, supplier_id=cast.parties[supplier], valid_from=term.first,
        valid_until=term.last, currency="EUR", maximum_value_cents=seed.maximum_value_cents,
        acts_as=ActsAs.WHOLESALER, markup_permille=seed.markup_permille,
    )  # fmt: skip
    known = {"agreement_id": agreement.pk}
    for buyer, expected, at_most in _shares(seed, term):
        perform(
            manager, name_buyer, key=f"demo:buyer:{number}:{buyer.key}", now=prepared,
            buyer_id=cast.parties[buyer.key], expected_share_cents=expected,
            maximum_share_cents=at_most, legal_basis=_basis(number, buyer, term), **known,
        )  # fmt: skip
    tiers = {
        group: [Tier(quantity, permille) for quantity, permille in steps]
        for group, steps in seed.tiers.items()
    }
    perform(manager, set_tiers, key=f"demo:tiers:{number}", now=prepared, tiers=tiers, **known)
    _set_rules(cast, seed, term, known)
    perform(
        manager, agreeing.put_in_force, key=f"demo:force:{number}",
        now=at(term.first - timedelta(days=14), 10), register_number=f"{number}/4 (demo)", **known,
    )  # fmt: skip
    return int(agreement.pk)


def _set_rules(cast: Cast, seed: AgreementSeed, term: Term, known: dict[str, int]) -> None:
    """How each group's prices come about, and which of them follow an index."""
    manager, number = manager_of(cast), number_of(seed, term)
    prepared = at(term.first - timedelta(days=60), 9)
    rules = {group: NewRule(rule.kind, rule.permille) for group, rule in seed.price_rules.items()}
    if seed.index:
        series = perform(
            manager, keep_index, key=f"demo:index:{number}", now=prepared, code=seed.index.code,
            name=seed.index.name, publisher=seed.index.publisher, values=[],
        )  # fmt: skip
        rules[seed.index.price_group] = NewRule(
            RuleKind.FIXED, index=_clause(seed.index, series.pk, term.first)
        )
    perform(
        manager, set_price_rules, key=f"demo:rules:{number}", now=prepared, rules=rules, **known
    )


def _clause(index: IndexSeed, series_id: int, first: date) -> NewClause:
    base, _compared = index_values(index, first)
    return NewClause(
        series_id, base.value,
        Clause(
            base_month=base.month, first_review_on=review_day(index, first),
            lag_months=index.lag_months, cap_permille=index.cap_permille,
        ),
    )  # fmt: skip


def review_day(index: IndexSeed, first: date) -> date:
    """The day of the first review by an index, for an agreement that began on ``first``."""
    return months_after(first, index.review_after_months)


def index_values(index: IndexSeed, first: date) -> tuple[NewIndexValue, NewIndexValue]:
    """The index of the month before the agreement, and of the one that its first review
    compares; each published in the middle of the month after.
    """
    base = months_after(first.replace(day=1), -1)
    compared = months_after(review_day(index, first).replace(day=1), -index.lag_months)
    return (
        NewIndexValue(base, index.base_value, months_after(base, 1).replace(day=15)),
        NewIndexValue(compared, index.value, months_after(compared, 1).replace(day=15)),
    )


def _shares(seed: AgreementSeed, term: Term) -> list[tuple[Organisation, int, int | None]]:
    """Each named buyer, what it is expected to buy, and at most if that is limited; cents.

    By fleets, which follow the populations. The county is named from 2023 on, when it began.
    """
    rules = region()["expected"]
    named = [
        buyer
        for buyer in buyers()
        if buyer.member_since is None or buyer.member_since <= term.first
    ]
    fleet = sum(buyer.devices for buyer in named)
    expected_in_all = seed.maximum_value_cents * rules["of_maximum_permille"] // 1000
    shares: list[tuple[Organisation, int, int | None]] = []
    for buyer in named:
        expected = expected_in_all * buyer.devices // fleet // 100_000 * 100_000
        limited = buyer.member_since is None
        at_most = expected * rules["city_at_most_permille"] // 1000 if limited else None
        shares.append((buyer, expected, at_most))
    return shares


def _basis(number: str, buyer: Organisation, term: Term) -> Basis:
    """The purchasing body is a central one; each member has a contract of service with it."""
    return Basis(
        kind=BasisKind.CENTRAL_PURCHASING, valid_from=term.first,
        document="Avtal om inköpscentralens tjänster",
        register_number=f"{number}/{buyer.key}/0 (demo)",
    )  # fmt: skip


def _joined(cast: Cast, seed: AgreementSeed, agreement_id: int, term: Term) -> None:
    """Each member's own decision, at a time of its own; not everything is for everyone."""
    for key, days in seed.joined.items():
        buyer = organisations()[key]
        orders_from = term.first + timedelta(days=days)
        named = buyer.member_since is None or buyer.member_since <= term.first
        if not named or orders_from > term.last:
            continue
        decided = min(orders_from, term.first + timedelta(days=days // 2)) - timedelta(days=20)
        number = number_of(seed, term)
        perform(
            cast.person("registrar", key), record_participation, key=f"demo:join:{number}",
            now=at(decided, 15), agreement_id=agreement_id, decided_on=decided, organ=ORGAN,
            section=f"§ {100 + days % 80}", register_number=f"{number}/{key} (demo)",
            orders_from=orders_from,
        )  # fmt: skip

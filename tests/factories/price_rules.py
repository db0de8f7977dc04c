"""Agreements with a price group of each rule, made through the real use cases.

``a_ruled_agreement`` has *phones* at fixed prices that follow an index, *monitors* at a
discount on the maker's list, *laptops* at cost plus a tendered margin.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from factories.agreements import a_basis, a_participation, an_agreement_in_preparation
from samkop.agreements.models import FrameworkAgreement, IndexSeries, PriceEvidence
from samkop.agreements.rules import Bound, Clause, Scope, Tier
from samkop.agreements.usecases.agreement import put_in_force
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.indexes import NewIndexValue, keep_index
from samkop.agreements.usecases.price_rules import (
    NewClause,
    NewEvidence,
    NewRule,
    record_evidence,
    set_price_rules,
)
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.agreements.usecases.scope import set_scopes
from samkop.agreements.vocabulary import ActsAs, RuleKind
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading

SET_ON = date(2026, 1, 1)
FIRST_REVIEW = date(2027, 1, 1)
OCTOBER_2025, OCTOBER_2026 = date(2025, 10, 1), date(2026, 10, 1)
CLAUSE = Clause(base_month=OCTOBER_2025, first_review_on=FIRST_REVIEW, lag_months=3)
TIERS = {
    "phones": (Tier(0, 50),),
    "monitors": (Tier(0, 20),),
    "laptops": (Tier(0, 15),),
}
PRICES = (
    NewPrice("PHONE-1", "phones", 40_000),
    NewPrice("MONITOR-1", "monitors", 29_990, reference="Maker's list 2026-01"),
)

SCOPES = (
    Scope("phones", ("phone", "rugged-phone"), most_cents=60_000,
          bounds=(Bound("memory", least=Decimal(6)),)),
    Scope("monitors", ("monitor",), makers=("Provex", "Skärmia"), most_cents=50_000,
          bounds=(Bound("screen-size", Decimal(24), Decimal(32)),)),
    Scope("laptops", ("laptop",)),
)  # fmt: skip


def an_index(runner: Actor, code: str = "PPI", **values: str) -> IndexSeries:
    """An index with 108.4 for October 2025, and these further ones: ``m2026_10="111.9"``."""
    given = {"m2025_10": "108.4", **values}
    return perform(
        runner, keep_index, code=code, name="Producer price index", publisher="Statistics",
        values=[index_value(name, value) for name, value in given.items()],
    )  # fmt: skip


def index_value(name: str, value: str) -> NewIndexValue:
    """``m2026_10`` and its value, published two months later."""
    year, month = map(int, name.removeprefix("m").split("_"))
    published = date(year + (month + 2 > 12), (month + 1) % 12 + 1, 20)
    return NewIndexValue(date(year, month, 1), Decimal(value), published)


def rules(series: IndexSeries, clause: Clause = CLAUSE) -> dict[str, NewRule]:
    """A rule of each kind."""
    return {
        "phones": NewRule(RuleKind.FIXED, 0, NewClause(series.pk, Decimal("108.4"), clause)),
        "monitors": NewRule(RuleKind.LIST_DISCOUNT, 125),
        "laptops": NewRule(RuleKind.COST_PLUS, 35),
    }


def an_evidence(**fields: Any) -> NewEvidence:
    """LAPTOP-1 for 912.35, won among four makers."""
    given = {
        "seller_item_id": "LAPTOP-1", "price_group": "laptops", "maker": "Provex",
        "purchase_price_cents": 91_235, "decided_on": date(2025, 12, 1),
        "document_reference": "Protocol 7/2025", "competitors": 4, "valid_from": SET_ON,
        "valid_until": date(2026, 12, 31), **fields,
    }  # fmt: skip
    return NewEvidence(**given)


def recorded(
    runner: Actor, agreement: FrameworkAgreement, *evidence: NewEvidence
) -> list[PriceEvidence]:
    """The evidence, recorded under the agreement."""
    given = list(evidence) or [an_evidence()]
    return perform(runner, record_evidence, agreement_id=agreement.pk, evidence=given)


def a_ruled_agreement(
    runner: Actor,
    supplier: Party,
    buyers: Sequence[Party] = (),
    *,
    clause: Clause = CLAUSE,
    series: IndexSeries | None = None,
    in_force: bool = True,
    scopes: Sequence[Scope] = (),
    **fields: Any,
) -> FrameworkAgreement:
    """An agreement of a wholesaler (2.5 %) with a group of each rule, its buyers joined."""
    given = {"acts_as": ActsAs.WHOLESALER, "markup_permille": 25, "tiers": TIERS, **fields}
    agreement = an_agreement_in_preparation(runner, supplier, prices=(), **given)
    perform(
        runner, set_price_rules,
        agreement_id=agreement.pk, rules=rules(series or an_index(runner), clause),
    )  # fmt: skip
    perform(runner, set_scopes, agreement_id=agreement.pk, scopes=list(scopes))
    perform(
        runner, set_list_prices, agreement_id=agreement.pk, prices=list(PRICES), valid_from=SET_ON
    )
    recorded(runner, agreement)
    with reading(runner):
        body = Party.objects.get(pk=runner.party_id)
    for buyer in buyers:
        perform(
            runner, name_buyer,
            agreement_id=agreement.pk, buyer_id=buyer.pk, expected_share_cents=0,
            legal_basis=a_basis(body, buyer),
        )  # fmt: skip
    if in_force:
        perform(runner, put_in_force, agreement_id=agreement.pk, register_number="D/1")
    for buyer in buyers:
        a_participation(agreement, buyer)
    return agreement

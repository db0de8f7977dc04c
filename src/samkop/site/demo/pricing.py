"""What the demonstration's prices start from, by the rule of each price group, and the step of
an index on one of them. All amounts and the index are invented.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from samkop.agreements.usecases.indexes import decide_index_step, keep_index
from samkop.agreements.usecases.price_rules import NewEvidence, record_evidence
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.agreements.vocabulary import RuleKind
from samkop.platform.unit_of_work import perform
from samkop.site.demo.agreeing import Running, index_values, manager_of, review_day
from samkop.site.demo.cast import Cast
from samkop.site.demo.dates import at
from samkop.site.demo.seeds import FIXED, ItemSeed, RuleSeed

EURO = 100
WHOLE = 1000
MAKERS = 3  # that took part in each of the supplier's competitions
# A price that was won holds for so long.
WON_FOR = timedelta(days=4 * 365)


def set_prices(
    cast: Cast, running: Running, items: Iterable[ItemSeed], valid_from: date, now: datetime
) -> None:
    """Set what the prices of these models start from; those set already stay."""
    rules = running.seed.price_rules
    listed, won = [], []
    for item in sorted(items, key=lambda item: item.item):
        rule = rules.get(item.price_group, FIXED)
        if rule.kind == RuleKind.COST_PLUS:
            won.append(_evidence(running, item, rule, valid_from))
        else:
            listed.append(_listed(running, item, rule))
    perform(
        manager_of(cast), set_list_prices, key=f"demo:prices:{running.number}:{valid_from}",
        now=now, agreement_id=running.agreement_id, prices=listed, valid_from=valid_from,
    )  # fmt: skip
    if won:
        perform(
            manager_of(cast), record_evidence,
            key=f"demo:evidence:{running.number}:{valid_from}", now=now,
            agreement_id=running.agreement_id, evidence=won,
        )  # fmt: skip


def step_prices(cast: Cast, running: Running) -> None:
    """The first review by the agreement's index, and what it adjusts."""
    index = running.seed.index
    if index is None:
        return
    review = review_day(index, running.first)
    perform(
        manager_of(cast), keep_index, key=f"demo:index:{running.number}:{review}",
        now=at(review, 8), code=index.code, name=index.name, publisher=index.publisher,
        values=index_values(index, running.first),
    )  # fmt: skip
    perform(
        manager_of(cast), decide_index_step, key=f"demo:index-step:{running.number}",
        now=at(review, 9), agreement_id=running.agreement_id, price_group=index.price_group,
        review_on=review, register_number=f"{running.number}/7 (demo)",
    )  # fmt: skip


def _listed(running: Running, item: ItemSeed, rule: RuleSeed) -> NewPrice:
    """The price as agreed; or what the maker's list says, of which the discount is taken."""
    if rule.kind == RuleKind.FIXED:
        return NewPrice(item.item, item.price_group, item.list_price_cents)
    # In whole euros, so that the discount leaves at least the invented price.
    euros = -(-item.list_price_cents * WHOLE // ((WHOLE - rule.permille) * EURO))
    reference = f"{running.number}/L (demo)"
    return NewPrice(item.item, item.price_group, euros * EURO, reference=reference)


def _evidence(running: Running, item: ItemSeed, rule: RuleSeed, valid_from: date) -> NewEvidence:
    """What the supplier won it at, so that the margin makes the invented price of it."""
    return NewEvidence(
        seller_item_id=item.item, price_group=item.price_group, maker=item.manufacturer,
        purchase_price_cents=item.list_price_cents * WHOLE // (WHOLE + rule.permille),
        decided_on=valid_from - timedelta(days=20),
        document_reference=f"{running.number}/{item.item} (demo)", competitors=MAKERS,
        valid_from=valid_from, valid_until=valid_from + WON_FOR,
    )  # fmt: skip

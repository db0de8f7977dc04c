"""Setting the rules of price groups, and recording the evidence of purchase prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import (
    FrameworkAgreement,
    IndexClause,
    IndexSeries,
    PriceEvidence,
    PriceRule,
)
from samkop.agreements.queries import rules_of
from samkop.agreements.rules import Clause
from samkop.agreements.usecases.agreement import locked
from samkop.agreements.usecases.prices import (
    NewPrice,
    refuse_if_over,
    refuse_new_models,
    write_prices,
)
from samkop.agreements.vocabulary import RuleKind, State
from samkop.platform.actors import Actor
from samkop.platform.records import create_all, note
from samkop.platform.refusals import Refused

MOST_PERMILLE = 1000


@dataclass(frozen=True, slots=True)
class NewClause:
    """An index clause: the index, its value of the base month, and when it is reviewed."""

    series_id: int
    base_value: Decimal
    clause: Clause


@dataclass(frozen=True, slots=True)
class NewRule:
    """How a group's prices come about; ``permille`` is the tendered discount or margin."""

    kind: str
    permille: int = 0
    index: NewClause | None = None


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """A purchase price that the supplier won among ``competitors`` makers.

    Cents per unit without VAT; both days of the validity are included.
    """

    seller_item_id: str
    price_group: str
    maker: str
    purchase_price_cents: int
    decided_on: date
    document_reference: str
    competitors: int
    valid_from: date
    valid_until: date


def set_price_rules(
    *, actor: Actor, now: datetime, agreement_id: int, rules: Mapping[str, NewRule]
) -> FrameworkAgreement:
    """Set the rule of each price group, instead of those before.

    Only while the agreement is in preparation: they are part of what was tendered. A group
    that is not named has fixed prices and no index. Raises Refused: ``not-found``,
    ``not-allowed``, ``price-rules-are-fixed``, ``price-rule-wrong``, ``index-unknown``,
    ``index-clause-wrong``.
    """
    agreement = locked(actor, agreement_id)
    PriceRule.objects.filter(agreement=agreement).delete()
    IndexClause.objects.filter(agreement=agreement).delete()
    write_rules(agreement, rules)
    return agreement


def write_rules(agreement: FrameworkAgreement, rules: Mapping[str, NewRule]) -> None:
    """Write rules of groups that have none at this moment. Raises as ``set_price_rules``."""
    if agreement.state != State.IN_PREPARATION:
        raise Refused(
            "price-rules-are-fixed",
            _("The price rules of %(number)s were tendered; they do not change during its term."),
            number=agreement.number,
        )
    for group, rule in rules.items():
        _check_rule(group, rule, agreement)
    create_all(
        (
            PriceRule(
                agreement=agreement, price_group=group, kind=rule.kind, permille=rule.permille
            )
            for group, rule in rules.items()
        ),
        under=agreement,
    )
    create_all(
        (
            IndexClause(
                agreement=agreement,
                price_group=group,
                series_id=rule.index.series_id,
                base_value=rule.index.base_value,
                **asdict(rule.index.clause),
            )
            for group, rule in rules.items()
            if rule.index
        ),
        under=agreement,
    )
    note(price_rules={group: [rule.kind, rule.permille] for group, rule in rules.items()})


def record_evidence(
    *, actor: Actor, now: datetime, agreement_id: int, evidence: Sequence[NewEvidence]
) -> list[PriceEvidence]:
    """Record what the supplier has shown of its purchase prices, all or none.

    Each becomes what its item's price starts from, from the first day of its validity; an
    earlier one ends the day before. Raises Refused: ``not-found``, ``not-allowed``,
    ``agreement-is-over``, ``model-not-admitted``, ``rule-takes-no-evidence``,
    ``evidence-wrong``, and as ``set_list_prices``.
    """
    agreement = locked(actor, agreement_id)
    refuse_if_over(agreement)
    refuse_new_models(agreement, {one.seller_item_id: one.price_group for one in evidence})
    return write_evidence(agreement, evidence, now)


def write_evidence(
    agreement: FrameworkAgreement, evidence: Sequence[NewEvidence], now: datetime
) -> list[PriceEvidence]:
    """Write evidence and the prices that start from it. Raises as ``record_evidence``."""
    rules = rules_of(agreement.pk)
    for one in evidence:
        rule = rules.get(one.price_group)
        if rule is None or rule.kind != RuleKind.COST_PLUS:
            raise Refused(
                "rule-takes-no-evidence",
                _("The prices of %(group)s do not build on a purchase price. Set a list price."),
                group=one.price_group,
            )
        _check_evidence(one)
    rows = create_all(
        (
            PriceEvidence(
                agreement=agreement,
                at=now,
                **{name: value for name, value in asdict(one).items() if name != "price_group"},
            )
            for one in evidence
        ),
        under=agreement,
    )
    prices = [
        (row.valid_from, NewPrice(row.seller_item_id, one.price_group, row.purchase_price_cents,
                                  evidence_id=row.pk))
        for row, one in zip(rows, evidence, strict=True)
    ]  # fmt: skip
    for day, of_day in groupby(sorted(prices, key=lambda pair: pair[0]), lambda pair: pair[0]):
        write_prices(agreement, [price for _day, price in of_day], day)
    return rows


def _check_rule(group: str, rule: NewRule, agreement: FrameworkAgreement) -> None:
    fixed = rule.kind == RuleKind.FIXED
    if (
        rule.kind not in RuleKind.values
        or not 0 <= rule.permille <= MOST_PERMILLE
        or (fixed and rule.permille)
    ):
        raise Refused(
            "price-rule-wrong",
            _("The rule of %(group)s needs a kind, and a rate of at most 100 per cent where it"
              " has one. A fixed price has none."),
            group=group,
        )  # fmt: skip
    if rule.index:
        _check_clause(group, rule.index, agreement)


def _check_clause(group: str, index: NewClause, agreement: FrameworkAgreement) -> None:
    own = IndexSeries.objects.filter(
        pk=index.series_id, purchasing_body_id=agreement.purchasing_body_id
    )
    if not own.exists():
        raise Refused(
            "index-unknown",
            _("The index of %(group)s is not among yours. Import its values first."),
            group=group,
        )
    clause = index.clause
    sound = (
        index.base_value > 0
        and clause.base_month.day == 1
        and clause.interval_months >= 1
        and clause.lag_months >= 0
        and (clause.cap_permille or 0) >= 0
        and 0 <= (clause.floor_permille or 0) < MOST_PERMILLE
        and clause.threshold_permille >= 0
    )
    if not sound:
        raise Refused(
            "index-clause-wrong",
            _("The index clause of %(group)s does not hold together: look at its base, its"
              " interval and its bounds."),
            group=group,
        )  # fmt: skip


def _check_evidence(one: NewEvidence) -> None:
    wrong = {
        "purchase_price": one.purchase_price_cents < 0
        and _("The purchase price is negative. Correct it."),
        "maker": not one.maker.strip() and _("Say which maker won."),
        "document_reference": not one.document_reference.strip()
        and _("Name the document that shows the price."),
        "competitors": one.competitors < 1 and _("Say how many makers took part."),
        "valid_from": one.valid_from < one.decided_on
        and _("A price is not valid before it was won. Correct the days."),
        "valid_until": one.valid_until < one.valid_from
        and _("The last day is before the first. Correct the days."),
    }
    fields = {name: sentence for name, sentence in wrong.items() if sentence}
    if fields:
        raise Refused(
            "evidence-wrong",
            _("The evidence of item %(item)s is incomplete. See what is missing at its fields."),
            fields=fields,
            item=one.seller_item_id,
        )

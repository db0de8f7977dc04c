"""What a file of prices, tiers, price rules or evidence would do to an agreement."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement, ListPrice, PriceFile
from samkop.agreements.queries.price_rules import rules_of
from samkop.agreements.queries.prices import terms_of
from samkop.agreements.queries.rule_files import rule_in
from samkop.agreements.queries.scope import scopes_of
from samkop.agreements.rules import Tier, tiers_rise
from samkop.agreements.rules.price_cells import (
    LARGEST_QUANTITY,
    amount_in,
    permille_in,
    whole_in,
)
from samkop.agreements.vocabulary import PriceFileKind, RuleKind, State
from samkop.parties.columns import NO_MAP, Cells, ColumnMap, Columns, columns_of
from samkop.parties.days import day_in
from samkop.parties.file_plans import FilePlan, once, plan_of
from samkop.parties.import_files import table_of
from samkop.platform.refusals import not_found

COLUMNS = {
    PriceFileKind.LIST_PRICES: "list_price_columns.csv",
    PriceFileKind.TIERS: "tier_columns.csv",
    PriceFileKind.RULES: "price_rule_columns.csv",
    PriceFileKind.EVIDENCE: "evidence_columns.csv",
}
LONGEST = {"item": 80, "price_group": 60, "reference": 120, "maker": 120, "document": 120}
MOST_COMPETITORS = 999


@dataclass
class PricePlan:
    """A file's rows with their faults, and what the use case of its kind is given.

    ``given`` by kind: (day, item, group, cents, reference); (group, Tier); (group, values of a
    rule); the values of evidence. ``as_before`` counts rows that say what holds already.
    """

    file: FilePlan
    given: list[Any] = field(default_factory=list)
    as_before: int = 0

    def counts(self) -> dict[str, int]:
        """How many rows there are, and what they do."""
        rows = len(self.file.rows)
        return {"rows": rows, "changed": rows - self.as_before, "unchanged": self.as_before}


def price_file_of(file_id: int) -> PriceFile:
    """An uploaded file with its agreement. Raises Refused ``not-found``."""
    files_ = PriceFile.objects.select_related("agreement__purchasing_body")
    found = files_.filter(pk=file_id).first()
    if found is None:
        raise not_found()
    return found


def price_columns(kind: str) -> Columns:
    """The columns that a kind of file has."""
    return columns_of(COLUMNS[PriceFileKind(kind)], "samkop.agreements")


def plan_price_file(
    kind: str,
    content: bytes,
    agreement: FrameworkAgreement,
    today: date,
    called: ColumnMap = NO_MAP,
) -> PricePlan:
    """Check a file against an agreement; writes nothing.

    Raises Refused ``file-unreadable`` when the bytes are no table.
    """
    plan = PricePlan(plan_of(table_of(content), price_columns(kind), called))
    for row in plan.file.rows:
        _check_length(plan.file, row)
    planned: Callable[[PricePlan, FrameworkAgreement, date], None] = {
        PriceFileKind.LIST_PRICES: _plan_prices,
        PriceFileKind.TIERS: _plan_tiers,
        PriceFileKind.RULES: _plan_rules,
        PriceFileKind.EVIDENCE: _plan_evidence,
    }[PriceFileKind(kind)]
    planned(plan, agreement, today)
    plan.file.faults.sort(key=lambda fault: fault.row)
    return plan


def _check_length(plan: FilePlan, row: Cells) -> None:
    for column, longest in LONGEST.items():
        if len(row[column]) > longest:
            sentence = _("The text is too long: shorten it to %(longest)s characters.")
            plan.wrong(row, column, "text-too-long", sentence, longest=longest)


def _plan_prices(plan: PricePlan, agreement: FrameworkAgreement, today: date) -> None:
    newest = _newest_prices(agreement.pk, {row["item"] for row in plan.file.rows})
    rules = rules_of(agreement.pk)
    bounded = _bounded_groups(agreement)
    seen: dict[Any, int] = {}
    for row in plan.file.rows:
        before = len(plan.file.faults)
        _check_named(plan.file, row, "item", "price_group")
        cents = _amount(plan.file, row, "price")
        day = _day(plan.file, row, "valid_from", today)
        rule = rules.get(row["price_group"])
        if rule is not None and rule.kind == RuleKind.COST_PLUS:
            sentence = _("Prices of this group build on a purchase price. Send its evidence.")
            plan.file.wrong(row, "price_group", "evidence-needed", sentence)
        known = newest.get(row["item"])
        _check_admitted(plan.file, row, known, bounded)
        if known is not None and day is not None and known.valid_from > day:
            sentence = _("The item has a price from a later day already. Choose a later day.")
            plan.file.wrong(row, "valid_from", "later-price-exists", sentence)
        if len(plan.file.faults) > before or not once(plan.file, row, (row["item"],), seen):
            continue
        told = (row["price_group"], cents, row["reference"])
        if known is not None and told == _said_by(known) and known.valid_until is None:
            plan.as_before += 1
        plan.given.append((day, row["item"], *told))


def _said_by(price: ListPrice) -> tuple[str, int, str]:
    return price.price_group, price.net_price_cents, price.reference


def _newest_prices(agreement_id: int, items: set[str]) -> dict[str, ListPrice]:
    """The latest price of each of the items that has one."""
    listed = ListPrice.objects.filter(agreement_id=agreement_id, seller_item_id__in=items)
    return {price.seller_item_id: price for price in listed.order_by("valid_from")}


def _bounded_groups(agreement: FrameworkAgreement) -> frozenset[str]:
    """The groups that a new model enters only when it is held against what was tendered."""
    if agreement.state == State.IN_PREPARATION:
        return frozenset()
    return frozenset(scopes_of(agreement.pk))


def _check_admitted(
    plan: FilePlan, row: Cells, known: ListPrice | None, bounded: frozenset[str]
) -> None:
    if known is None and row["price_group"] in bounded:
        sentence = _("The item is new in this group. Enter it as a new model, so that it is held"
                     " against what was tendered.")  # fmt: skip
        plan.wrong(row, "item", "model-not-admitted", sentence)


def _plan_tiers(plan: PricePlan, agreement: FrameworkAgreement, today: date) -> None:
    tiers: dict[str, list[Tier]] = defaultdict(list)
    seen: dict[Any, int] = {}
    for row in plan.file.rows:
        before = len(plan.file.faults)
        _check_named(plan.file, row, "price_group")
        quantity = whole_in(row["from_quantity"], LARGEST_QUANTITY)
        if quantity is None:
            _not_whole(plan.file, row, "from_quantity", LARGEST_QUANTITY)
        permille = _rate(plan.file, row, "discount")
        if len(plan.file.faults) > before or quantity is None or permille is None:
            continue
        if not once(plan.file, row, (row["price_group"], quantity), seen):
            continue
        of_group = tiers[row["price_group"]]
        of_group.append(Tier(quantity, permille))
        if not tiers_rise(of_group):
            sentence = _("Tiers must rise: a higher volume, a higher discount.")
            plan.file.wrong(row, "discount", "tiers-not-rising", sentence)
        plan.given.append((row["price_group"], of_group[-1]))
    known = {(group, tier) for group, all_ in terms_of(agreement.pk).tiers.items() for tier in all_}
    plan.as_before = sum(one in known for one in plan.given)


def _plan_rules(plan: PricePlan, agreement: FrameworkAgreement, today: date) -> None:
    known = rules_of(agreement.pk)
    seen: dict[Any, int] = {}
    for row in plan.file.rows:
        before = len(plan.file.faults)
        _check_named(plan.file, row, "price_group")
        kind = _kinds().get(row["kind"].strip().casefold())
        if kind is None:
            sentence = _("“%(value)s” is no kind of price rule: write one of %(known)s.")
            facts = {"value": row["kind"], "known": ", ".join(RuleKind.values)}
            plan.file.wrong(row, "kind", "price-rule-unknown", sentence, **facts)
        permille = _rate(plan.file, row, "rate")
        if kind == RuleKind.FIXED and permille:
            sentence = _("A fixed price has no rate. Leave the cell empty.")
            plan.file.wrong(row, "rate", "price-rule-wrong", sentence)
        index = rule_in(plan.file, row, agreement.purchasing_body_id)
        if len(plan.file.faults) > before:
            continue
        if once(plan.file, row, (row["price_group"],), seen):
            rule = known.get(row["price_group"])
            same = rule is not None and (rule.kind, rule.permille) == (kind, permille)
            plan.as_before += same and index is None
            plan.given.append((row["price_group"], kind, permille, index))


def _plan_evidence(plan: PricePlan, agreement: FrameworkAgreement, today: date) -> None:
    newest = _newest_prices(agreement.pk, {row["item"] for row in plan.file.rows})
    rules, bounded = rules_of(agreement.pk), _bounded_groups(agreement)
    seen: dict[Any, int] = {}
    for row in plan.file.rows:
        before = len(plan.file.faults)
        _check_named(plan.file, row, "item", "price_group", "maker", "document")
        rule = rules.get(row["price_group"])
        if row["price_group"] and (rule is None or rule.kind != RuleKind.COST_PLUS):
            sentence = _("Prices of this group do not build on a purchase price.")
            plan.file.wrong(row, "price_group", "rule-takes-no-evidence", sentence)
        cents = _amount(plan.file, row, "price")
        days = [
            _day(plan.file, row, name, None) for name in ("won_on", "valid_from", "valid_until")
        ]
        _check_days(plan.file, row, days)
        competitors = whole_in(row["competitors"], MOST_COMPETITORS)
        if not competitors:
            _not_whole(plan.file, row, "competitors", MOST_COMPETITORS)
        known = newest.get(row["item"])
        _check_admitted(plan.file, row, known, bounded)
        if known is not None and days[1] is not None and known.valid_from > days[1]:
            sentence = _("The item has a price from a later day already. Choose a later day.")
            plan.file.wrong(row, "valid_from", "later-price-exists", sentence)
        if len(plan.file.faults) > before or not once(plan.file, row, (row["item"],), seen):
            continue
        plan.given.append(
            {
                "seller_item_id": row["item"], "price_group": row["price_group"],
                "maker": row["maker"], "purchase_price_cents": cents, "decided_on": days[0],
                "document_reference": row["document"], "competitors": competitors,
                "valid_from": days[1], "valid_until": days[2],
            }
        )  # fmt: skip


def _check_days(plan: FilePlan, row: Cells, days: list[date | None]) -> None:
    won, first, last = days
    if won and first and first < won:
        sentence = _("A price is not valid before it was won. Correct the days.")
        plan.wrong(row, "valid_from", "dates-reversed", sentence)
    if first and last and last < first:
        plan.wrong(row, "valid_until", "dates-reversed", _("The last day is before the first."))


def _check_named(plan: FilePlan, row: Cells, *columns: str) -> None:
    for column in columns:
        if not row[column].strip():
            plan.wrong(row, column, "cell-empty", _("The cell is empty. Fill it in."))


def _amount(plan: FilePlan, row: Cells, column: str) -> int | None:
    cents = amount_in(row[column])
    if cents is None:
        sentence = _("“%(value)s” is no amount: write it as 12500 or 12500.50.")
        plan.wrong(row, column, "amount-wrong", sentence, value=row[column])
    return cents


def _rate(plan: FilePlan, row: Cells, column: str) -> int | None:
    permille = permille_in(row[column])
    if permille is None:
        sentence = _("“%(value)s” is no rate from 0 to 100 per cent with one decimal.")
        plan.wrong(row, column, "rate-wrong", sentence, value=row[column])
    return permille


def _day(plan: FilePlan, row: Cells, column: str, otherwise: date | None) -> date | None:
    day, readable = day_in(row[column])
    if not readable or (day is None and otherwise is None):
        sentence = _("“%(value)s” is no day: write it as 2026-08-01.")
        plan.wrong(row, column, "day-wrong", sentence, value=row[column])
        return None
    return day or otherwise


def _not_whole(plan: FilePlan, row: Cells, column: str, most: int) -> None:
    sentence = _("“%(value)s” is no whole number up to %(most)s.")
    plan.wrong(row, column, "number-wrong", sentence, value=row[column], most=most)


@cache
def _kinds() -> Mapping[str, str]:
    """What a file may call the kinds of rule, folded."""
    text = (files("samkop.agreements") / "data" / "rule_words.csv").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {row["word"].casefold(): row["kind"] for row in csv.DictReader(lines)}

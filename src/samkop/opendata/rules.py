"""The gate: which fields a country's rule and an organisation's decision let through."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from samkop.core.ocds import Tag
from samkop.opendata.vocabulary import NEEDS, Field, Treatment

Json = dict[str, Any]
# What a release says about itself, and not about its thing.
OF_THE_RELEASE = frozenset({"id", "date", "tag"})


@dataclass(frozen=True, slots=True)
class PublicationRule:
    """What a country's law says of publishing a field; ``checked`` once somebody has read it."""

    field: Field
    country: str
    treatment: Treatment
    source: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision to publish a field or not, from a day on; a later one takes its place."""

    field: Field
    published: bool
    decided_on: date


@dataclass(frozen=True, slots=True)
class Bought:
    """So many of an item at a price, as an order has it: nothing of whom it is for, or where."""

    buyer_id: int
    item: str
    name: str
    unit: str
    quantity: int
    unit_price_cents: int

    @property
    def net_cents(self) -> int:
        """What they cost together."""
        return self.quantity * self.unit_price_cents


@dataclass(frozen=True, slots=True)
class PriceSeen:
    """So many purchases of an item at a price; ``steps`` as an order line keeps them."""

    item: str
    name: str
    unit: str
    unit_price_cents: int
    purchases: int
    steps: tuple[Mapping[str, Any], ...] = ()


@cache
def publication_rules() -> Mapping[tuple[str, Field], PublicationRule]:
    """The rules of each country (ISO 3166-1 alpha-2) and field: data/publication_rules.csv."""
    text = files("samkop.opendata").joinpath("data/publication_rules.csv").read_text("utf-8")
    rows = [
        PublicationRule(
            field=Field(row["field"]), country=row["country"],
            treatment=Treatment(row["treatment"]), source=row["source"],
            checked=row["checked"] == "yes",
        )
        for row in csv.DictReader(text.splitlines())
    ]  # fmt: skip
    return {(row.country, row.field): row for row in rows}


def rule_of(field: Field, country: str) -> PublicationRule | None:
    """The rule; None where the country has none, and nothing is published then."""
    return publication_rules().get((country, field))


@cache
def least_told(country: str) -> int | None:
    """The least number of purchases that is told in a country: data/small_numbers.csv.

    None where the country has no rule, and no number is told.
    """
    text = files("samkop.opendata").joinpath("data/small_numbers.csv").read_text("utf-8")
    rows = {row["country"]: int(row["least"]) for row in csv.DictReader(text.splitlines())}
    return rows.get(country)


def fields_open(decisions: Iterable[Decided], country: str, day: date) -> frozenset[Field]:
    """What may be published on a day: the rule lets it be decided, and the newest decision says so.

    ``decisions`` in the order in which they were taken.
    """
    newest: dict[Field, bool] = {}
    for decision in sorted(decisions, key=lambda one: one.decided_on):
        if decision.decided_on <= day:
            newest[decision.field] = decision.published
    let_through = {field for field, published in newest.items() if published}
    found = set()
    for field in let_through:
        rule = rule_of(field, country)
        if rule is not None and rule.treatment == Treatment.DECIDED:
            found.add(field)
    return frozenset(field for field in found if _needed_are_in(field, found))


def _needed_are_in(field: Field, found: set[Field]) -> bool:
    needed = NEEDS.get(field)
    return needed is None or (needed in found and _needed_are_in(needed, found))


def same_content(before: Json | None, after: Json) -> bool:
    """Whether two releases say the same of their thing."""
    return before is not None and _content(before) == _content(after)


def _content(release: Json) -> Json:
    return {name: part for name, part in release.items() if name not in OF_THE_RELEASE}


def tags_of_agreement(before: Json | None, after: Json) -> list[Tag]:
    """What a release of an agreement is about, by what was told of it before."""
    if before is None or not before.get("contracts"):
        return [Tag.AWARD, Tag.CONTRACT]
    was, now = before["contracts"][0], after["contracts"][0]
    if now.get("status") in ("terminated", "cancelled") and was.get("status") != now["status"]:
        return [Tag.CONTRACT_TERMINATION]
    if now.get("amendments", []) != was.get("amendments", []):
        return [Tag.CONTRACT_AMENDMENT]
    return [Tag.CONTRACT_UPDATE]


def tags_of_orders(before: Json | None) -> list[Tag]:
    """What a month's release of orders is about."""
    return [Tag.IMPLEMENTATION if before is None else Tag.IMPLEMENTATION_UPDATE]


def tags_of_planning(before: Json | None) -> list[Tag]:
    """What a release of a market consultation is about."""
    return [Tag.PLANNING if before is None else Tag.PLANNING_UPDATE]


def tags_of_tender(before: Json | None, after: Json) -> list[Tag]:
    """What a release of a tender is about: its notice, a correction, its end, its award."""
    tags: list[Tag] = []
    status = after["tender"].get("status")
    if before is None:
        tags.append(Tag.TENDER)
    elif before.get("tender") != after["tender"]:
        tags.append(Tag.TENDER_CANCELLATION if status == "cancelled" else Tag.TENDER_UPDATE)
    awards = after.get("awards", [])
    if awards and not (before or {}).get("awards"):
        tags.append(Tag.AWARD)
    elif before is not None and before.get("awards", []) != awards:
        holds = any(one.get("status") != "cancelled" for one in awards)
        tags.append(Tag.AWARD_UPDATE if holds else Tag.AWARD_CANCELLATION)
    return tags or [Tag.TENDER_UPDATE]

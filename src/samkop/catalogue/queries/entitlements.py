"""Reads of entitlement: the rules in force, what somebody has had, what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from samkop.agreements.models import ListPrice
from samkop.agreements.rules import PriceOrigin
from samkop.catalogue.models import (
    CatalogueItem,
    EntitlementException,
    EntitlementRule,
    EntitlementUse,
)
from samkop.catalogue.rules.entitlement import (
    Exemption,
    Orderer,
    Rule,
    Ruling,
    Scope,
    Thing,
    Use,
    entitlement,
)
from samkop.parties.queries import group_ids_of, roles_of, valid_on
from samkop.platform.database.prepared import Asked, prepared


@dataclass(frozen=True)
class Allowance:
    """All that decides what one person may order on a day; ``rules`` may be empty."""

    rules: tuple[Rule, ...]
    orderer: Orderer
    exemptions: tuple[Exemption, ...]
    uses: tuple[Use, ...]
    today: date

    def ruling(self, thing: Thing, wanted: int = 1, more: Iterable[Use] = ()) -> Ruling:
        """Whether so many of a thing may be ordered; ``more`` is ordered in the same breath."""
        return entitlement(
            thing, wanted, self.orderer, rules=self.rules, exemptions=self.exemptions,
            uses=(*self.uses, *more), today=self.today,
        )  # fmt: skip


def allowance_of(
    party_id: int, person_id: int, today: date, rules: tuple[Rule, ...] | None = None
) -> Allowance:
    """What decides for a person; one query where the party has no rules, else six.

    ``rules`` are those in force, for whoever has asked for them already.
    """
    return allowances_of(party_id, [person_id], today, rules)[person_id]


def allowances_of(
    party_id: int,
    person_ids: Collection[int],
    today: date,
    rules: tuple[Rule, ...] | None = None,
) -> Mapping[int, Allowance]:
    """What decides for each of several people, as ``allowance_of``; as many queries as for one."""
    rules = rules_on(party_id, today) if rules is None else rules
    if not rules:
        return dict.fromkeys(person_ids, Allowance((), Orderer(), (), (), today))
    exemptions: dict[int, list[Exemption]] = defaultdict(list)
    for row in EntitlementException.objects.filter(
        party_id=party_id, person_id__in=person_ids, valid_until__gte=today
    ):
        scope = Scope(row.target, row.what, row.item_id, row.configuration_id)
        exemptions[row.person_id].append(Exemption(row.pk, scope, row.quantity))
    uses = _uses(party_id, person_ids)
    roles = roles_of(person_ids, party_id, today)
    groups = group_ids_of(person_ids, party_id, today)
    return {
        one: Allowance(
            rules=rules,
            orderer=Orderer(roles[one], groups[one]),
            exemptions=tuple(exemptions[one]),
            uses=tuple(uses[one]),
            today=today,
        )
        for one in person_ids
    }


def _uses(party_id: int, person_ids: Collection[int]) -> Mapping[int, list[Use]]:
    """One use a day and thing: a program may order for one person all day long."""
    found: dict[int, list[Use]] = defaultdict(list)
    used = (
        EntitlementUse.objects.filter(party_id=party_id, person_id__in=person_ids)
        .values(
            "person_id", "item_id", "category", "price_group", "configuration_id", "on",
            "exception_id",
        )
        .annotate(ordered=Sum("quantity"))
        .order_by()
    )  # fmt: skip
    for row in used:
        found[row["person_id"]].append(_use(row))
    return found


def things_of(
    items: Iterable[CatalogueItem], prices: Mapping[int, PriceOrigin]
) -> dict[int, Thing]:
    """Items as the rules see them, with today's prices, by the item's id."""
    found = {}
    for item in items:
        origin = prices.get(item.pk)
        found[item.pk] = Thing(
            item.pk, item.category,
            origin.price_group if origin else "", origin.net_cents if origin else 0,
        )  # fmt: skip
    return found


def rules_on(party_id: int, today: date) -> tuple[Rule, ...]:
    """The party's rules that hold on a day, as plain values."""
    return tuple(rule_of(row) for row in _rules_on(party_id, today))


def question_of_rules(party_id: int, today: date) -> Asked:
    """What ``rules_on`` asks, to be asked ahead."""
    return _rules_on.of(party_id, today)


@prepared
def _rules_on(party_id: int, today: date) -> QuerySet[EntitlementRule]:
    return EntitlementRule.objects.filter(valid_on(today), party_id=party_id).order_by("id")


def rules_in_force(party_id: int, today: date) -> QuerySet[EntitlementRule]:
    """The party's rules that hold on a day, the oldest first."""
    rules = EntitlementRule.objects.filter(valid_on(today), party_id=party_id)
    return rules.select_related("group", "item", "configuration").order_by("id")


def rules_of(party_id: int, today: date) -> QuerySet[EntitlementRule]:
    """The party's rules that have not ended, those to come included."""
    rules = EntitlementRule.objects.filter(party_id=party_id).exclude(valid_until__lt=today)
    return rules.select_related("group", "item", "configuration").order_by("id")


def exceptions_of(party_id: int, today: date) -> QuerySet[EntitlementException]:
    """The party's exceptions that have not ended, the newest first."""
    exceptions = EntitlementException.objects.filter(party_id=party_id, valid_until__gte=today)
    return exceptions.select_related("person", "granted_by", "item", "configuration").order_by(
        "-id"
    )


def price_groups_of(agreement_ids: Iterable[int]) -> list[str]:
    """The price groups of these agreements' lists, by name."""
    prices = ListPrice.objects.filter(agreement_id__in=list(agreement_ids))
    return list(prices.order_by("price_group").values_list("price_group", flat=True).distinct())


def rule_of(row: EntitlementRule) -> Rule:
    """A rule as plain values."""
    return Rule(
        id=row.pk, entitled=row.entitled,
        scope=Scope(row.target, row.what, row.item_id, row.configuration_id),
        role=row.role, group_id=row.group_id, quantity=row.quantity, months=row.months,
        highest_cents=row.highest_cents,
    )  # fmt: skip


def _use(row: Mapping[str, Any]) -> Use:
    thing = Thing(
        row["item_id"], row["category"], row["price_group"],
        configuration_id=row["configuration_id"],
    )  # fmt: skip
    return Use(thing, row["ordered"], row["on"], row["exception_id"])

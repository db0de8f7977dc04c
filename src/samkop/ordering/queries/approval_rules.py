"""Reads of the rules of approval: the set in force, its rows, and what they say of a wish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries import range_of
from samkop.ordering.models import ApprovalRule, RuleSet
from samkop.ordering.rules import AskedLine, Rule
from samkop.ordering.vocabulary import RuleSetState
from samkop.platform.database.prepared import prepared
from samkop.platform.refusals import not_found


def rule_sets_of(party_id: int) -> QuerySet[RuleSet]:
    """Every version of the party's rules, the newest first."""
    return (
        RuleSet.objects.filter(party_id=party_id)
        .select_related("drafted_by", "adopted_by")
        .order_by("-version")
    )


def rule_set_of(party_id: int, rule_set_id: int) -> RuleSet:
    """A version of the party's rules. Raises Refused ``not-found``."""
    found = rule_sets_of(party_id).filter(id=rule_set_id).first()
    if found is None:
        raise not_found()
    return found


def set_in_force(party_id: int, on: date) -> RuleSet | None:
    """The adopted set with the latest first day that has come; None before any was adopted."""
    return _adopted(party_id, on).first()


def _adopted(party_id: int, on: date) -> QuerySet[RuleSet]:
    """The sets whose first day has come, the newest first."""
    sets = RuleSet.objects.filter(party_id=party_id, state=RuleSetState.ADOPTED, valid_from__lte=on)
    return sets.order_by("-valid_from")


@prepared
def rows_in_force(party_id: int, on: date) -> QuerySet[ApprovalRule]:
    """The rows of the set in force in their order, each with the set."""
    rows = ApprovalRule.objects.select_related("rule_set").order_by("position")
    return rows.filter(rule_set__in=_adopted(party_id, on).values("id")[:1])


def rows_of(rule_set: RuleSet | None) -> QuerySet[ApprovalRule]:
    """The rows of a set in their order, with what their conditions name."""
    rows = ApprovalRule.objects.select_related(
        "cost_centre", "agreement", "requester_group"
    ).order_by("position")
    return rows.filter(rule_set=rule_set) if rule_set else rows.none()


def rules_of(rows: Iterable[ApprovalRule]) -> list[Rule]:
    """Rows as the plain values that ``evaluate`` takes."""
    return [
        Rule(
            id=row.pk, outcome=row.outcome, role=row.role,
            amount_from_cents=row.amount_from_cents, amount_to_cents=row.amount_to_cents,
            cost_centre_id=row.cost_centre_id, category=row.category,
            agreement_id=row.agreement_id, requester_role=row.requester_role,
            outside_range=row.outside_range, requester_group_id=row.requester_group_id,
        )
        for row in rows
    ]  # fmt: skip


def asked_lines(items: Sequence[CatalogueItem], on: date) -> tuple[AskedLine, ...]:
    """What the rules look at in lines with these items; one query."""
    within = range_of([item.pk for item in items], on)
    return tuple(
        AskedLine(item.category, item.agreement_id, item.pk not in within) for item in items
    )

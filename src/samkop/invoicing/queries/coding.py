"""Reads of coding rules and of how accounting files are set up."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from samkop.invoicing.models import AccountingSetup, CodingRule
from samkop.platform.refusals import not_found


def coding_rules_of(party_id: int) -> QuerySet[CodingRule]:
    """The party's rules, those that have ended too."""
    return CodingRule.objects.filter(party_id=party_id).select_related("decided_by", "financier")


def rules_on(party_id: int, day: date) -> list[CodingRule]:
    """The rules in force on a day."""
    rows = CodingRule.objects.filter(party_id=party_id, valid_from__lte=day)
    return list(rows.filter(Q(valid_until=None) | Q(valid_until__gte=day)).order_by("id"))


def coding_rule_of(party_id: int, rule_id: int) -> CodingRule:
    """One rule of the party's. Raises Refused ``not-found``."""
    rule = coding_rules_of(party_id).filter(id=rule_id).first()
    if rule is None:
        raise not_found()
    return rule


def setup_of(party_id: int) -> AccountingSetup | None:
    """How the party's accounting files are set up; None where it has decided nothing."""
    rows = AccountingSetup.objects.filter(party_id=party_id).select_related("decided_by")
    return rows.order_by("-id").first()

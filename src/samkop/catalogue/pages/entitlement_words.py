"""Entitlement as sentences, for the shop and for the pages of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samkop.agreements.rules import PriceOrigin
from samkop.catalogue.models import CatalogueItem, EntitlementException, EntitlementRule
from samkop.catalogue.pages.cards import Card
from samkop.catalogue.queries.entitlements import Allowance, things_of
from samkop.catalogue.rules.entitlement import Ruling
from samkop.catalogue.vocabulary import Category, Entitled, Target, Verdict
from samkop.parties.vocabulary import RoleName
from samkop.platform.formatting import format_date, format_number


def who_words(row: EntitlementRule) -> str:
    """Whom a rule names."""
    if row.entitled == Entitled.GROUP:
        return str(row.group)
    if row.entitled == Entitled.ROLE:
        return str(RoleName(row.role).label)
    return str(Entitled.EVERYBODY.label)


def about_words(row: EntitlementRule | EntitlementException) -> str:
    """What a rule or an exception is about."""
    if row.item is not None:
        return row.item.shown_name
    if row.target == Target.CONFIGURATION:
        return str(row.configuration)
    if row.target == Target.CATEGORY:
        return str(Category(row.what).label)
    if row.target == Target.PRICE_GROUP:
        return _("Price group %(name)s") % {"name": row.what}
    return str(Target.EVERYTHING.label)


def often_words(quantity: int | None, months: int | None) -> str:
    """How many in how many months."""
    if quantity is None or months is None:
        return _("As many as wanted")
    return ngettext(
        "%(quantity)s in %(months)s month", "%(quantity)s in %(months)s months", months
    ) % {"quantity": format_number(quantity), "months": months}


def why_not(ruling: Ruling, today: date) -> str:
    """Why one cannot be ordered, and when it can; empty where it can."""
    if ruling.verdict == Verdict.ALLOWED:
        return ""
    if ruling.verdict == Verdict.TOO_DEAR:
        return _("Dearer than your organisation's rules allow you.")
    if ruling.verdict == Verdict.NOT_ENTITLED:
        return _("Not for you by your organisation's rules. Ask your ICT manager.")
    if ruling.possible_on is None:
        return _("You have as many as your organisation's rules allow.")
    months = _months_until(ruling.possible_on, today)
    return ngettext(
        "You can order one in %(months)s month, from %(day)s.",
        "You can order one in %(months)s months, from %(day)s.",
        months,
    ) % {"months": months, "day": format_date(ruling.possible_on)}


def entitlement_note(ruling: Ruling) -> str:
    """What the rules allow, said beside the button; empty where nothing is counted."""
    rule = ruling.rule
    if rule is None or ruling.left is None or ruling.verdict != Verdict.ALLOWED:
        return ""
    often = often_words(rule.quantity, rule.months)
    return _("Your organisation's rules: %(often)s. You may order %(left)s now.") % {
        "often": often, "left": format_number(ruling.left),
    }  # fmt: skip


def with_reasons(
    cards: Iterable[Card], allowance: Allowance, prices: Mapping[int, PriceOrigin]
) -> list[Card]:
    """The cards, those that the person may not order with the reason instead of a button."""
    found = list(cards)
    if not allowance.rules:
        return found
    things = things_of([card.item for card in found], prices)
    return [
        replace(card, reason=why_not(allowance.ruling(things[card.item.pk]), allowance.today))
        for card in found
    ]


def ruling_of(
    item: CatalogueItem, allowance: Allowance, prices: Mapping[int, PriceOrigin]
) -> Ruling:
    """What the rules say of one of an item."""
    return allowance.ruling(things_of([item], prices)[item.pk])


def _months_until(day: date, today: date) -> int:
    """Whole months until a day, begun ones counted; at least one."""
    months = (day.year - today.year) * 12 + day.month - today.month
    return max(months + (day.day > today.day), 1)

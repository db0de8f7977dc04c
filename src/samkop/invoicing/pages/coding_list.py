"""The list of coding rules."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.vocabulary import Category
from samkop.core.money import amount_text
from samkop.invoicing.models import CodingRule
from samkop.parties.queries import own_today
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Empty,
    Listing,
    Search,
    code,
    last_day,
    text,
)
from samkop.platform.lists import day as day_cell


def lines_of(rule: CodingRule) -> str:
    """Which lines a rule takes, in words."""
    parts = [
        (gettext("cost centre %(code)s"), rule.cost_centre_code),
        (gettext("project %(code)s"), rule.project_code),
        ("%(code)s", str(Category(rule.category).label) if rule.category else ""),
        (gettext("price group %(code)s"), rule.price_group),
        (gettext("class %(code)s"), rule.item_class),
        (gettext("rents of %(code)s"), rule.financier.name if rule.financier else ""),
        (gettext("schedule %(code)s"), rule.schedule),
        (
            gettext("from %(code)s each"),
            amount_text(rule.amount_from_cents) if rule.amount_from_cents else "",
        ),
    ]
    said = [words % {"code": value} for words, value in parts if value]
    return ", ".join(said) or gettext("Every line")


def _booked(rule: CodingRule) -> str:
    parts = [rule.to_cost_centre, rule.to_project, rule.object_code, rule.vat_code]
    return " · ".join(filter(None, parts))


def _from(rule: CodingRule) -> Cell:
    return day_cell(rule.valid_from)


def _in_force(rows: QuerySet[CodingRule], state: str) -> QuerySet[CodingRule]:
    today = own_today()
    if state == "to-come":
        return rows.filter(valid_from__gt=today)
    if state == "ended":
        return rows.filter(valid_until__lt=today)
    lasting = Q(valid_until=None) | Q(valid_until__gte=today)
    return rows.filter(lasting, valid_from__lte=today)


CODING_RULES: Listing[CodingRule] = Listing(
    name="coding-rules",
    title=_("Coding rules"),
    address="coding-rules",
    order="account",
    columns=(
        Column("account", _("Account"), lambda one: code(one.account), sort="account",
               second=lambda one: one.account_name),
        Column("lines", _("Takes"), lambda one: text(lines_of(one))),
        Column("booked", _("Cost centre, project, object, VAT code"),
               lambda one: text(_booked(one) or gettext("The order's own"))),
        Column("from", pgettext_lazy("time", "From"), _from, sort="valid_from"),
        Column("until", _("Last day"), lambda one: last_day(one.valid_until)),
    ),
    filters=(
        Search("q", _("Account"), lambda rows, wanted: rows.filter(
            Q(account__startswith=wanted) | Q(account_name__icontains=wanted))),
        Choice("state", _("State"),
               [("in-force", _("In force")), ("to-come", _("To come")), ("ended", _("Ended"))],
               _in_force),
    ),
    empty=Empty(
        _("No coding rule yet"),
        _("A rule says on which account a line of an invoice belongs. Begin with one for every"
          " line, and add the exceptions."),
    ),
)  # fmt: skip

"""The list of a year's budgets: set aside, committed, left."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import Budget
from samkop.ordering.queries import budgets_of, years_with_budgets
from samkop.parties.queries import own_today
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Empty,
    Listing,
    Search,
    money,
    share,
    text,
)
from samkop.platform.lists.declared import Options
from samkop.platform.unit_of_work import current_unit, once

# How much of a budget is committed when somebody should look at it.
NEARLY_USED = 90  # per cent
YEARS_BACK, YEARS_AHEAD = 2, 4


def _this_year() -> int:
    return own_today().year


def _years() -> Options:
    """The years around this one, and others that have budgets."""
    this = _this_year()
    near = range(this - YEARS_BACK, this + YEARS_AHEAD + 1)
    known = once(years_with_budgets, current_unit().actor.own_party_id)
    return [(str(year), str(year)) for year in sorted({*near, *known}) if year != this]


def _used(budget: Budget) -> Cell:
    if not budget.amount_cents:
        return share(None)
    return share(Decimal(budget.committed_cents) / budget.amount_cents)


def _nearly(rows: QuerySet[Budget], _value: str) -> QuerySet[Budget]:
    return rows.filter(committed_cents__gte=F("amount_cents") * NEARLY_USED / 100)


YEAR = Choice(
    "year", _("Year"), _years,
    lambda rows, _value: rows,  # ``budgets_asked`` has chosen already
    everything=_("This year"),
)  # fmt: skip
BUDGETS: Listing[Budget] = Listing(
    name="budgets",
    title=_("Budgets"),
    address="budgets",
    order="cost_centre",
    columns=(
        Column(
            "cost_centre", _("Cost centre"), lambda one: text(str(one.cost_centre)),
            sort="cost_centre__code", link=lambda one: reverse("history", args=["budget", one.pk]),
        ),
        Column("project", _("Project"), lambda one: text(str(one.project or ""))),
        Column("year", _("Year"), lambda one: text(str(one.year)), usual=False),
        Column(
            "amount", _("Set aside"), lambda one: money(one.amount_cents, one.currency),
            numeric=True,
        ),
        Column(
            "committed", _("Committed"), lambda one: money(one.committed_cents, one.currency),
            numeric=True,
        ),
        Column(
            "left", _("Left"),
            lambda one: money(one.left_cents, one.currency), numeric=True,
        ),
        Column("used", _("Used"), _used, numeric=True),
    ),
    filters=(
        Search(
            "q", _("Cost centre or project"),
            lambda rows, text: rows.filter(
                Q(cost_centre__code__istartswith=text) | Q(cost_centre__name__icontains=text)
                | Q(project__code__istartswith=text) | Q(project__name__icontains=text)
            ),
        ),
        YEAR,
        Choice("used", _("Used"), [("nearly", _("90 % or more"))], _nearly),
    ),
    empty=Empty(
        _("No budgets this year"),
        _("Without a budget nothing can be ordered. The finance office sets them by cost centre."),
        "chart",
    ),
)  # fmt: skip


def budgets_asked(party_id: int, query: QueryDict) -> tuple[int, QuerySet[Budget]]:
    """The year that the address asks for, and the party's budgets of it."""
    year = int(YEAR.read(query) or _this_year())
    return year, budgets_of(party_id, year)

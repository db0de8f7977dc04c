"""Budgets of the year: set aside, committed, left."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from samkop.core.period import day_of
from samkop.ordering.policies import may_see_orders, may_see_register
from samkop.ordering.queries import budgets_of
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit


@page()
def budgets(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """The organisation's budgets by cost centre."""
    allow(may_see_orders(actor))
    party = Party.objects.get(id=actor.own_party_id)
    year = day_of(current_unit().now, party.time_zone).year
    rows = list(budgets_of(party.pk, year))
    return "ordering/budgets.html", {"year": year, "rows": rows, "tabs": may_see_register(actor)}

"""The start page: what waits for this person, by role."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from samkop.agreements.queries import agreements_of
from samkop.agreements.vocabulary import ORDERABLE
from samkop.core.period import day_of
from samkop.ordering.policies import BUYS, SEES_ALL, SELLS, may_shop
from samkop.ordering.queries import budgets_of, orders_of, requisitions_of, to_decide
from samkop.parties.models import Party
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.unit_of_work import current_unit

SHOWN = 5


@page()
def start(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """Mine, to decide, my municipality, my agreements, my orders: as the roles say."""
    if actor.party_id is None:
        return "site/start.html", {"party": None}
    party = Party.objects.get(id=actor.party_id)
    today = day_of(current_unit().now, party.time_zone)
    context: dict[str, Any] = {"party": party}
    if may_shop(actor):
        found = requisitions_of(party.pk, actor.own_person_id)
        context["mine"] = list(found[:SHOWN])
    if RoleName.APPROVER in actor.roles:
        context["to_decide"] = to_decide(party.pk, actor.own_person_id, today)
    if actor.roles & SEES_ALL:
        context["budgets"] = list(budgets_of(party.pk, today.year))
    if actor.roles & BUYS:
        context["agreements"] = [
            agreement
            for agreement in agreements_of(party.pk)
            if agreement.state in ORDERABLE and agreement.valid_until >= today
        ]
    if actor.roles & (SEES_ALL | SELLS | BUYS):
        context["orders"] = orders_of(party.pk)[:SHOWN]
    return "site/start.html", context

"""The start page: what waits for this person, by role."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from samkop.agreements.policies import SELLS
from samkop.agreements.queries import agreements_of
from samkop.agreements.vocabulary import ORDERABLE
from samkop.core.period import day_of
from samkop.exchange.policies import may_see_messages
from samkop.followup.queries.feedback import open_questions_to
from samkop.governance.queries.steering_start import steered_by
from samkop.ordering.pages.progress import offers_on
from samkop.ordering.pages.whereabouts import rows_of_mine
from samkop.ordering.policies import BUYS, SEES_ALL, may_decide, may_shop
from samkop.ordering.queries import (
    budgets_of,
    offers_for,
    open_requisitions,
    orders_of,
    requisitions_of,
    to_decide,
)
from samkop.parties.models import Party
from samkop.parties.vocabulary import BUYER_KINDS, RoleName
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.unit_of_work import current_unit
from samkop.site.start_goods import goods_and_invoices, sent_and_billed
from samkop.site.start_region import regions_in_figures
from samkop.site.start_tiles import Tile, my_agreements, my_municipality, my_orders, the_region

SHOWN = 5


@page()
def start(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """Mine, to decide, my municipality, my agreements, my orders, the region: by role."""
    if actor.party_id is None:
        return "site/start.html", {"party": None}
    party = Party.objects.get(id=actor.party_id)
    today = day_of(current_unit().now, party.time_zone)
    context: dict[str, Any] = {"party": party, "figures": _figures(actor, party, today)}
    if may_shop(actor):
        mine = list(requisitions_of(party.pk, actor.own_person_id)[:SHOWN])
        context["mine"] = rows_of_mine(actor, mine, today)
        waiting = offers_for(party.pk, actor.own_person_id)
        context["asked"] = open_questions_to(actor.own_person_id, party.pk, today)
        context["offers"] = [(order, offers_on(order)) for order in waiting]
    if may_decide(actor):
        context["to_decide"] = to_decide(party.pk, actor.own_person_id, today)
    if actor.roles & SEES_ALL and party.kind in BUYER_KINDS:
        context["budgets"] = list(budgets_of(party.pk, today.year))
        context["waiting"] = list(open_requisitions(party.pk)[:SHOWN])
    if actor.roles & BUYS or RoleName.STEERING_MEMBER in actor.roles:
        context |= _agreements(actor, party, today)
    if RoleName.STEERING_MEMBER in actor.roles:
        context["steered"] = steered_by(party.pk, actor.own_person_id, today)
    if actor.roles & (SEES_ALL | SELLS | BUYS):
        context["orders"] = orders_of(party.pk)[:SHOWN]
    return "site/start.html", context


def _figures(actor: Actor, party: Party, today: date) -> list[tuple[str, list[Tile]]]:
    """The rows of tiles, by what the roles make somebody look after."""
    now = current_unit().now
    rows = []
    if actor.roles & SEES_ALL and party.kind in BUYER_KINDS:
        rows.append((_("My municipality"), my_municipality(party.pk, now, today)))
        sees = may_see_messages(actor)
        coming = goods_and_invoices(party.pk, today, sees_messages=sees)
        rows.append((_("Goods and invoices"), coming))
    if actor.roles & BUYS:
        rows.append((_("My agreements"), my_agreements(party.pk, today)))
    if RoleName.STEERING_MEMBER in actor.roles:
        rows += regions_in_figures(party.pk, today)
    if actor.roles & SELLS:
        sees = may_see_messages(actor)
        rows.append((_("My orders"), my_orders(party.pk, now, sees_messages=sees)))
        rows.append((_("Goods and invoices"), sent_and_billed(party.pk, today)))
    return rows


def _agreements(actor: Actor, party: Party, today: date) -> dict[str, Any]:
    """The agreements in force: their ceilings for a buyer, volumes for a steering member."""
    in_force = [
        agreement
        for agreement in agreements_of(party.pk)
        if agreement.state in ORDERABLE and agreement.valid_until >= today
    ]
    found: dict[str, Any] = {}
    if actor.roles & BUYS:
        found["agreements"] = in_force
    if RoleName.STEERING_MEMBER in actor.roles:
        found["region"] = the_region(in_force)
    return found

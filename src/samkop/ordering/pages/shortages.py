"""Shortages: what there is too little of, and who gets how many."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries import agreements_not_over
from samkop.core.period import day_of
from samkop.ordering.models import AllocatedLine
from samkop.ordering.pages.posted import whole_number
from samkop.ordering.policies import BUYS, may_see_orders
from samkop.ordering.queries.shortages import (
    allocation_of,
    lines_of_allocation,
    methods_of,
    offered_instead,
    shortages,
)
from samkop.ordering.usecases.shortages import allocate_shortages, announce_allocation_rule
from samkop.ordering.vocabulary import ShortageMethod
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit, perform


@page()
def shortage_list(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """The items of which there is less than waits."""
    allow(may_see_orders(actor))
    runs = bool(actor.roles & BUYS)
    mine = _running(actor.own_party_id)[:20] if runs else []
    methods = methods_of([agreement.pk for agreement in mine])
    return "ordering/shortages.html", {
        "shortages": shortages(),
        "agreements": [(agreement, methods[agreement.pk]) for agreement in mine],
        "methods": ShortageMethod.choices,
    }


def _running(party_id: int) -> list[FrameworkAgreement]:
    """The agreements that the party runs and that are not over: only for them rules matter."""
    party = Party.objects.get(id=party_id)
    found = agreements_not_over(party_id, day_of(current_unit().now, party.time_zone))
    return list(found.filter(purchasing_body_id=party_id))


@page()
def shortage(request: HttpRequest, actor: Actor, allocation_id: int) -> tuple[str, dict[str, Any]]:
    """One division: all of it for who runs the agreement, one's own part for the others."""
    allow(may_see_orders(actor))
    found = allocation_of(allocation_id)
    lines: list[AllocatedLine] = list(lines_of_allocation(found.pk)[:500])
    return "ordering/shortage.html", {
        "found": found,
        "missing": max(found.demand - found.supply, 0),
        "lines": lines,
        "given": sum(line.given for line in lines),
        "whole": actor.party_id in {found.purchasing_body_id, found.supplier_id},
        "offered": list(offered_instead(found.item_id)[:50]),
        "trail": [(_("Shortages"), reverse("shortages"))],
    }


@act()
def announce(request: HttpRequest, actor: Actor) -> Answer:
    """Announce the rule of an agreement."""
    perform(
        actor, announce_allocation_rule, agreement_id=whole_number(request, "agreement"),
        method=request.POST.get("method", ""),
    )  # fmt: skip
    return Answer(to=reverse("shortages"), message=_("The rule is announced."))


@act()
def divide(request: HttpRequest, actor: Actor) -> Answer:
    """Divide an agreement's shortages as of now."""
    made = perform(actor, allocate_shortages, agreement_id=whole_number(request, "agreement"))
    return Answer(
        to=reverse("shortages"), message=_("Items divided: %(count)s.") % {"count": len(made)}
    )

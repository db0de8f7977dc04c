"""Asking for the same again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.queries.availability import ended_of
from samkop.catalogue.queries.configurations import offered_by_configuration
from samkop.catalogue.rules.subscriptions import CONFIGURATION_PROPERTY, SubscriptionChoice
from samkop.catalogue.vocabulary import SimKind
from samkop.core.period import day_of
from samkop.ordering.models import RequisitionLine
from samkop.ordering.policies import may_shop
from samkop.ordering.queries.lines import with_items
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.basket_configurations import (
    WantedConfiguration,
    put_configuration_in,
)
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def fill_from_requisition(*, actor: Actor, now: datetime, requisition_id: int) -> dict[str, int]:
    """Put what was asked for before into the basket again, as far as it is still sold.

    A configuration comes as it is offered today, whatever its parts were; numbers are new
    ones. Returns the counts ``added`` and ``left_out``. Raises Refused ``not-found`` for a
    requisition that is neither one's own nor for oneself, ``nothing-to-repeat`` when none of
    it is in the shop any more.
    """
    require(may_shop(actor))
    me = actor.own_person_id
    mine = RequisitionLine.objects.filter(
        Q(requisition__requester_id=me) | Q(requisition__recipient_id=me),
        requisition_id=requisition_id,
    )
    lines = list(with_items(mine).order_by("line_number"))
    if not lines:
        raise not_found()
    singles = [line for line in lines if line.configuration_id is None]
    bundles = _configurations_in(lines)
    today = day_of(now, party_of(actor.own_party_id).time_zone)
    wanted = {one.configuration_id for one in bundles}
    offered = offered_by_configuration(wanted, today) if wanted else {}
    over = ended_of((line.item for line in singles), today)
    sold = [line for line in singles if line.item.active and line.item_id not in over]
    orderable = [
        one
        for one in bundles
        if (offer := offered.get(one.configuration_id)) is not None and offer.complete
    ]
    if not sold and not orderable:
        raise Refused(
            "nothing-to-repeat", _("None of this is in the shop any more. Look for a successor.")
        )
    for line in sold:
        add_to_basket(actor=actor, now=now, item_id=line.item_id, quantity=line.quantity)
    for one in orderable:
        put_configuration_in(actor, one, offered[one.configuration_id])
    added = len(sold) + len(orderable)
    return {"added": added, "left_out": len(singles) + len(bundles) - added}


def _configurations_in(lines: Sequence[RequisitionLine]) -> list[WantedConfiguration]:
    """The configurations of which the lines are parts, each once, on the SIM chosen then."""
    found = []
    for configuration_id, run in groupby(lines, key=lambda line: line.configuration_id):
        if configuration_id is None:
            continue
        parts = list(run)
        devices = [line for line in parts if CONFIGURATION_PROPERTY in line.properties]
        # The same one several times: each has as many parts as the others, and one device.
        size = len(parts) // len(devices)
        for place, device in enumerate(devices):
            own = parts[place * size : (place + 1) * size]
            sims = [line.properties["SIM"] for line in own if "SIM" in line.properties]
            choice = SubscriptionChoice(sim=sims[0] if sims else SimKind.ESIM)
            found.append(WantedConfiguration(configuration_id, device.quantity, choice))
    return found

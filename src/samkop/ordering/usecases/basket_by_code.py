"""Sending a basket in by the organisation's own codes, as programs know them."""

from __future__ import annotations

from datetime import datetime

from samkop.core.period import day_of
from samkop.ordering.models import Requisition
from samkop.ordering.policies import may_shop
from samkop.ordering.usecases.choices import colleague, own_cost_centre, own_location
from samkop.ordering.usecases.projects import own_project
from samkop.ordering.usecases.requisition import submit_requisition
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import require


def submit_basket(
    *, actor: Actor, now: datetime, cost_centre: str, delivery_location: str,
    recipient_email: str = "", project: str = "", note_text: str = "",
) -> Requisition:  # fmt: skip
    """Send one's basket in; ``recipient_email`` is empty for oneself, ``project`` for none.

    Raises Refused as ``submit_requisition``.
    """
    require(may_shop(actor))
    today = day_of(now, party_of(actor.own_party_id).time_zone)
    email = recipient_email.strip().lower()
    return submit_requisition(
        actor=actor, now=now, note_text=note_text,
        cost_centre_id=own_cost_centre(actor, code=cost_centre).pk,
        delivery_location_id=own_location(actor, code=delivery_location).pk,
        recipient_id=colleague(actor, today, email=email).pk if email else None,
        project_id=own_project(actor, code=project).pk if project else None,
    )  # fmt: skip

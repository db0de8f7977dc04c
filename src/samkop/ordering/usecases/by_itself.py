"""What all that is ordered by itself has in common: its door, and who hears of a refusal.

Standing orders, spares and the purchase plan are each sent in for a person, by the clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import (
    PlannedPurchase,
    Requisition,
    SpareRun,
    SpareStock,
    StandingOrder,
    StandingOrderRun,
)
from samkop.ordering.usecases.basket_configurations import WantedConfiguration
from samkop.ordering.usecases.requisition import Wanted, order_directly
from samkop.parties.queries import own_today, people_with_role
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused, not_found

LONGEST_SENTENCE = 500
OWNER_LEFT = "owner-left"

Run = TypeVar("Run", StandingOrderRun, SpareRun)
Ordering = StandingOrder | SpareStock | PlannedPurchase


def send_in(
    actor: Actor, now: datetime, thing: Ordering, wanted: Iterable[Wanted], *,
    note_text: str = "", configurations: Iterable[WantedConfiguration] = (),
) -> Requisition:  # fmt: skip
    """By the door of every requisition: its approvals, budget, ceiling and entitlements.

    Raises Refused as ``order_directly``.
    """
    project = None if isinstance(thing, SpareStock) else thing.project
    return order_directly(
        actor=actor, now=now, cost_centre=thing.cost_centre.code,
        delivery_location=thing.delivery_location.code,
        project=project.code if project else "", note_text=note_text,
        wanted=list(wanted), configurations=list(configurations),
    )  # fmt: skip


def tell_of_refusal(
    thing: Ordering, code: str, *, kind: str, facts: dict[str, str | int | None], url: str
) -> None:
    """Tell whose it is that it was not sent in; where that person has left, the ICT managers."""
    people = [thing.person_id]
    if code == OWNER_LEFT:
        managers = people_with_role(thing.party_id, RoleName.ICT_MANAGER, own_today())
        people = [one.pk for one in managers]
    notify(
        party_id=thing.party_id, person_ids=people, kind=kind, subject=subject_of(thing),
        facts=facts, url=url,
    )  # fmt: skip


def run_to_try(rows: models.QuerySet[Run], actor: Actor, run_id: int) -> Run:
    """One of the acting party's. Raises Refused ``not-found``."""
    found = rows.filter(id=run_id, party_id=actor.own_party_id).first()
    if found is None:
        raise not_found()
    return found


def require_unsent(run: StandingOrderRun | SpareRun, code: str) -> None:
    """Raise Refused ``code`` where somebody sent it in meanwhile; its whole is locked."""
    run.refresh_from_db()
    if run.requisition_id is not None:
        raise Refused(code, _("This has been sent in already. Load the page again."))

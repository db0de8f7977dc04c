"""Telling people of work: those who are to do it, and of promises that were not kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from samkop.core.period import day_of
from samkop.fleet.models import WorkOrder
from samkop.fleet.policies import may_keep_fleet_by_itself
from samkop.fleet.policies.assets import HANDLES, KEEPS
from samkop.fleet.policies.work import PERFORMS
from samkop.fleet.queries.work import promises_broken
from samkop.fleet.vocabulary import GOING_ON, WorkKind
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language, notify
from samkop.platform.outbox import tell
from samkop.platform.records import change, subject_of
from samkop.platform.unit_of_work import require

# Who answers for what was promised.
SERVES = (RoleName.SERVICE_MANAGER,)


def tell_performer_of_work(*, actor: Actor, now: datetime, work_order_id: int) -> None:
    """Tell whoever is to do it: the named person, else the performer's installers.

    ``actor`` is a job of the performer's: an owner cannot write to another's people.
    """
    found = WorkOrder.objects.get(id=work_order_id)
    if found.state not in GOING_ON:
        return
    performer = party_of(found.performer_id)
    today = day_of(now, performer.time_zone)
    roles = PERFORMS if found.performer_id != found.owner_id else {RoleName.INSTALLER}
    people = (
        [found.performer_person_id] if found.performer_person_id
        else ids_with_any_role(performer.pk, roles, today)
    )  # fmt: skip
    notify(
        party_id=performer.pk, person_ids=people, kind="work-planned", subject=subject_of(found),
        facts={
            "number": found.number, "owner": party_of(found.owner_id).legal_name,
            "work": in_each_language(lambda: str(WorkKind(found.kind).label)),
            "day": found.due_on.isoformat(), "site": found.site_name or "-",
        },
        url=reverse("work-order", args=[found.pk]),
    )  # fmt: skip


def alarm_of_promised_work(*, actor: Actor, now: datetime) -> int:
    """A job of the owner's: tell of work that was promised for a time that has passed; how many.

    Once for each promise: who planned it, else the ICT managers; and the performer's service
    managers, another's by the fact ``work-promise-broken``.
    """
    owner_id = actor.own_party_id
    require(may_keep_fleet_by_itself(actor, owner_id))
    moment = now.astimezone(ZoneInfo(party_of(owner_id).time_zone))
    broken = promises_broken(owner_id, moment).select_for_update(of=("self",))
    orders = list(broken.order_by("id"))
    if not orders:
        return 0
    planners, managers, servers = (
        set(ids_with_any_role(owner_id, roles, moment.date())) for roles in (HANDLES, KEEPS, SERVES)
    )
    for order in orders:
        change(order, alarmed_for=order.promised_on)
        planner = order.created_by_id
        people = {planner} if planner in planners and planner is not None else managers
        if order.performer_id == owner_id:
            people = people | servers
        else:
            tell(
                "work-promise-broken", owner_id=owner_id, performer_id=order.performer_id,
                work_order_id=order.pk,
            )  # fmt: skip
        _say_broken(order, owner_id, people)
    return len(orders)


def tell_performer_of_broken_promise(*, actor: Actor, now: datetime, work_order_id: int) -> None:
    """Tell the performer's service managers of a time that was not kept; by a job of its own."""
    found = WorkOrder.objects.get(id=work_order_id)
    performer = party_of(found.performer_id)
    people = ids_with_any_role(performer.pk, SERVES, day_of(now, performer.time_zone))
    _say_broken(found, performer.pk, people)


def _say_broken(order: WorkOrder, party_id: int, people: Iterable[int]) -> None:
    assert order.promised_on is not None  # noqa: S101 - that is what broke
    notify(
        party_id=party_id, person_ids=people, kind="work-promise-broken",
        subject=subject_of(order),
        facts={
            "number": order.number, "owner": party_of(order.owner_id).legal_name,
            "work": in_each_language(lambda: str(WorkKind(order.kind).label)),
            "promised_on": order.promised_on.isoformat(), "site": order.site_name or "-",
        },
        url=reverse("work-order", args=[order.pk]),
    )  # fmt: skip

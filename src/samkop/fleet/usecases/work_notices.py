"""Telling people of work: those who are to do it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from samkop.core.period import day_of
from samkop.fleet.models import WorkOrder
from samkop.fleet.policies.work import PERFORMS
from samkop.fleet.vocabulary import GOING_ON, WorkKind
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language, notify
from samkop.platform.records import subject_of


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

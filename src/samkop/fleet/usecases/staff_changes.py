"""Who joins and who leaves: what the people feed tells opens the work on devices, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.core.texts import visible
from samkop.fleet.models import Asset, StaffChange, WorkOrder, WorkOrderLine
from samkop.fleet.policies import KEEPS, may_handle_assets, may_keep_fleet_by_itself
from samkop.fleet.queries.cases import devices_of_person
from samkop.fleet.rules.visits import Visit
from samkop.fleet.usecases.moving import locked_assets
from samkop.fleet.usecases.work_orders import call_off, open_order
from samkop.fleet.vocabulary import (
    GOING_ON,
    StaffChangeKind,
    StaffChangeState,
    WorkKind,
    WorkLineState,
)
from samkop.parties.models import Membership
from samkop.parties.queries import ids_with_any_role, own_today
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.records import change, create, subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

People = Sequence[tuple[int, str | None]]


def follow_leavers(*, actor: Actor, now: datetime, owner_id: int, people: People) -> list[int]:
    """A job of the owner's: each who leaves and has devices gets a job that fetches them.

    ``people`` are ids with the last day (ISO 8601), or None for who stays after all. The job
    is a work order on what the person has. Told again, nothing is opened again; with another
    day, the job is moved to it. Returns the ids of the jobs that were opened.
    """
    require(may_keep_fleet_by_itself(actor, owner_id))
    opened = []
    for membership, last in _members(owner_id, people):
        known = _known(owner_id, membership.person_id, StaffChangeKind.LEAVER)
        if last is None:
            if known is not None:
                _withdraw(known, now)
        elif known is not None:
            _move(known, last)
        elif (made := _leaver(actor, now, membership, last)) is not None:
            opened.append(made.pk)
    return opened


def follow_joiners(*, actor: Actor, now: datetime, owner_id: int, people: People) -> list[int]:
    """A job of the owner's: for each who joins, the ICT managers have something to prepare.

    Returns the ids of the jobs that were opened.
    """
    require(may_keep_fleet_by_itself(actor, owner_id))
    opened = []
    for membership, first in _members(owner_id, people):
        kind = StaffChangeKind.JOINER
        if first is None or _before(owner_id, membership.person_id, kind, first):
            continue
        opened.append(_opened(now, membership, kind, first).pk)
    if opened:
        _tell(owner_id, "joiners-come", len(opened))
    return opened


def follow_returned(*, actor: Actor, now: datetime, owner_id: int, work_order_id: int) -> bool:
    """A job of the owner's: when what a leaver had is fetched, the leaver's job is done."""
    require(may_keep_fleet_by_itself(actor, owner_id))
    order = WorkOrder.objects.get(id=work_order_id)
    name, _point, key = order.source.partition(":")
    if name != StaffChange._meta.label_lower or order.lines.exclude(state="done").exists():
        return False
    found = StaffChange.objects.select_for_update().get(id=int(key), owner_id=owner_id)
    if found.state == StaffChangeState.OPEN:
        change(found, state=StaffChangeState.DONE, closed_at=now)
    return True


def close_staff_change(
    *, actor: Actor, now: datetime, staff_change_id: int, words: str = ""
) -> StaffChange:
    """It is done: who joins has what is needed, or what a leaver had is back.

    Raises Refused: ``not-found``, ``not-allowed``, ``staff-change-over``, ``devices-out``.
    """
    found = StaffChange.objects.select_for_update().filter(
        id=staff_change_id, owner_id=actor.own_party_id
    ).first()  # fmt: skip
    if found is None:
        raise not_found()
    require(may_handle_assets(actor, found.owner_id))
    if found.state != StaffChangeState.OPEN:
        raise Refused("staff-change-over", _("This is done, or not needed. Load the page again."))
    if found.kind == StaffChangeKind.LEAVER and devices_of_person(found.owner_id, found.person_id):
        raise Refused(
            "devices-out",
            _("%(name)s still has devices. Take them in first, or hand them to somebody else."),
            name=found.person_name,
        )  # fmt: skip
    note_text = visible(words).strip()[:500]
    return change(found, state=StaffChangeState.DONE, closed_at=now, note=note_text)


def _members(owner_id: int, people: People) -> list[tuple[Membership, date | None]]:
    days = {person: None if on is None else date.fromisoformat(on) for person, on in people}
    rows = Membership.objects.filter(party_id=owner_id, person_id__in=list(days))
    return [(row, days[row.person_id]) for row in rows.select_related("person").order_by("id")]


def _known(owner_id: int, person_id: int, kind: StaffChangeKind) -> StaffChange | None:
    rows = StaffChange.objects.select_for_update(of=("self",))
    return rows.filter(
        owner_id=owner_id, person_id=person_id, kind=kind, state=StaffChangeState.OPEN
    ).first()


def _before(owner_id: int, person_id: int, kind: StaffChangeKind, on: date) -> bool:
    rows = StaffChange.objects.filter(owner_id=owner_id, person_id=person_id, kind=kind)
    return rows.exclude(state=StaffChangeState.WITHDRAWN).filter(due_on=on).exists() or (
        _known(owner_id, person_id, kind) is not None
    )


def _leaver(actor: Actor, now: datetime, membership: Membership, last: date) -> StaffChange | None:
    owner_id, person_id = membership.party_id, membership.person_id
    if _before(owner_id, person_id, StaffChangeKind.LEAVER, last):
        return None
    found = devices_of_person(owner_id, person_id)
    if not found:
        return None
    made = _opened(now, membership, StaffChangeKind.LEAVER, last)
    assets = _free(locked_assets(owner_id, [asset.pk for asset in found]))
    if assets:
        site = assets[0].location_id or membership.delivery_location_id
        open_order(
            actor, now, owner_id=owner_id, kind=WorkKind.COLLECTION, assets=assets,
            takes_back=[asset.pk for asset in assets],
            visit=Visit(location_id=site, due_on=last, source=subject_of(made),
                        note=str(membership.person.name)),
        )  # fmt: skip
    _tell(owner_id, "leaver-has-devices", len(found), name=membership.person.name, on=last)
    return made


def _free(assets: Sequence[Asset]) -> list[Asset]:
    """What no other work order fetches already."""
    busy = set(
        WorkOrderLine.objects.filter(
            asset__in=list(assets), kind=WorkKind.COLLECTION, state=WorkLineState.OPEN
        ).values_list("asset_id", flat=True)
    )
    return [asset for asset in assets if asset.pk not in busy]


def _opened(now: datetime, membership: Membership, kind: StaffChangeKind, on: date) -> StaffChange:
    return create(
        StaffChange(
            owner_id=membership.party_id, person_id=membership.person_id,
            person_name=membership.person.name, kind=kind, due_on=on, opened_at=now,
        )
    )  # fmt: skip


def _orders(found: StaffChange) -> list[WorkOrder]:
    rows = WorkOrder.objects.select_for_update(of=("self",)).filter(owner_id=found.owner_id)
    return list(rows.filter(source=subject_of(found), state__in=sorted(GOING_ON)).order_by("id"))


def _withdraw(found: StaffChange, now: datetime) -> None:
    for order in _orders(found):
        call_off(order, now)
    change(found, state=StaffChangeState.WITHDRAWN, closed_at=now)


def _move(found: StaffChange, last: date) -> None:
    for order in _orders(found):
        change(order, due_on=last)
    change(found, due_on=last)


def _tell(owner_id: int, kind: str, count: int, *, name: str = "", on: date | None = None) -> None:
    facts: dict[str, object] = {"count": count, "name": name}
    if on is not None:
        facts["last_on"] = on.isoformat()
    notify(
        party_id=owner_id, person_ids=ids_with_any_role(owner_id, KEEPS, own_today()), kind=kind,
        subject="fleet.staffchange", facts=facts, url=reverse("staff-changes"),
    )  # fmt: skip

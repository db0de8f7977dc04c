"""Work orders: opened by a plan or by what happened, changed, cancelled, ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.core.texts import visible
from samkop.fleet.models import Asset, WorkOrder, WorkOrderLine, WorkSeries
from samkop.fleet.policies import may_plan_work
from samkop.fleet.queries.holders import target_of
from samkop.fleet.queries.windows import usual_window
from samkop.fleet.rules.holding import Target
from samkop.fleet.rules.visits import Visit
from samkop.fleet.usecases.enrolment import check_lines
from samkop.fleet.usecases.going_on import locked_order, require_going_on
from samkop.fleet.usecases.moving import locked_assets
from samkop.fleet.vocabulary import (
    SIGNED_KINDS,
    AssetState,
    WorkKind,
    WorkLineState,
    WorkState,
)
from samkop.parties.models import DeliveryLocation, Membership, Party
from samkop.parties.queries import party_of
from samkop.parties.vocabulary import PartyKind
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, change_each, create, create_all, create_new
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

DIGITS = 6
LONGEST_NOTE = 500


def open_order(
    actor: Actor, now: datetime, *, owner_id: int, kind: WorkKind, assets: Sequence[Asset],
    visit: Visit | None = None, to: Mapping[int, Target] | None = None,
    takes_back: Collection[int] = (),
) -> WorkOrder:  # fmt: skip
    """A work order on devices of one owner, each locked before. Told as ``work-opened``.

    ``to`` says by asset id who gets a device, ``takes_back`` which are fetched at the visit.
    For use cases, which have asked before whether the actor may. Raises Refused:
    ``no-devices``, ``not-found`` (the site), ``performer-unknown``, ``device-ended``,
    ``work-open``.
    """
    visit = visit or Visit()
    _require_workable(kind, assets)
    if visit.origin_id is None and kind in SIGNED_KINDS:
        # What is not taken at its destination comes back to where it was.
        visit = replace(visit, origin_id=assets[0].location_id)
    made = create(_order(actor, now, owner_id, kind, visit))
    given = to or {}
    lines = create_all(
        (
            _line(made, place, asset, given.get(asset.pk), is_taken=asset.pk in takes_back)
            for place, asset in enumerate(assets, 1)
        ),
        under=made,
    )
    if kind is WorkKind.STAGING:
        check_lines(owner_id, lines)
    tell(
        "work-opened", owner_id=owner_id, performer_id=made.performer_id, work_order_id=made.pk
    )  # fmt: skip
    return made


def plan_work(
    *, actor: Actor, now: datetime, kind: str, asset_ids: Sequence[int], visit: Visit,
    to_kind: str = "", to_code: str = "", to_name: str = "", takes_back: Collection[int] = (),
) -> WorkOrder:  # fmt: skip
    """Plan work on some devices: prepare, bring, install them …

    ``to_kind`` and ``to_code`` say who gets them (as ``hand_over``); without, a transport
    brings them to its site. ``takes_back`` are those of the devices that are fetched instead.
    Raises Refused: ``not-allowed``, ``not-found``, ``holder-unknown``, ``site-missing``, and
    those of ``open_order``.
    """
    owner_id = actor.own_party_id
    require(may_plan_work(actor, owner_id))
    wanted = WorkKind(kind)
    assets = locked_assets(owner_id, asset_ids)
    if wanted in SIGNED_KINDS and visit.location_id is None:
        sentence = _("Choose the site that the devices go to.")
        raise Refused("site-missing", sentence, status=422, fields={"location": sentence})
    to: dict[int, Target] = {}
    if to_kind:
        target = target_of(owner_id, to_kind, to_code, name=to_name, location_id=visit.location_id)
        to = {asset.pk: target for asset in assets if asset.pk not in takes_back}
    return open_order(
        actor, now, owner_id=owner_id, kind=wanted, assets=assets, visit=visit, to=to,
        takes_back=takes_back,
    )  # fmt: skip


def change_work(
    *, actor: Actor, now: datetime, work_order_id: int, due_on: date,
    window: tuple[time, time] | None = None, performer_person_id: int | None = None,
    note_text: str = "",
) -> WorkOrder:  # fmt: skip
    """Another day, another time, another person of the same performer.

    Raises Refused: ``not-found``, ``not-allowed``, ``work-over``, ``performer-unknown``.
    """
    found = locked_order(work_order_id)
    require(may_plan_work(actor, found.owner_id))
    require_going_on(found)
    _require_member(found.owner_id, found.performer_id, performer_person_id)
    change(
        found, due_on=due_on, window_from=window and window[0], window_to=window and window[1],
        performer_person_id=performer_person_id, note=visible(note_text).strip()[:LONGEST_NOTE],
    )  # fmt: skip
    if found.performer_id != found.owner_id:
        tell(
            "work-opened", owner_id=found.owner_id, performer_id=found.performer_id,
            work_order_id=found.pk,
        )  # fmt: skip
    return found


def cancel_work(*, actor: Actor, now: datetime, work_order_id: int) -> WorkOrder:
    """What has not been done is not to be done. Told as ``work-ended``.

    Raises Refused: ``not-found``, ``not-allowed``, ``work-over``.
    """
    found = locked_order(work_order_id)
    require(may_plan_work(actor, found.owner_id))
    require_going_on(found)
    return call_off(found, now)


def call_off(found: WorkOrder, now: datetime) -> WorkOrder:
    """What has not been done of an order that goes on, locked before, is not to be done."""
    change_each(
        (line, {"state": WorkLineState.CANCELLED})
        for line in found.lines.filter(state=WorkLineState.OPEN)
    )
    return _over(found, WorkState.CANCELLED, now)


def end_if_settled(found: WorkOrder, now: datetime) -> WorkOrder:
    """An order is done when each of its lines is; before, it is under way."""
    if found.lines.filter(state=WorkLineState.OPEN).exists():
        return change(found, state=WorkState.UNDER_WAY)
    return _over(found, WorkState.DONE, now)


def _over(found: WorkOrder, state: WorkState, now: datetime) -> WorkOrder:
    change(found, state=state, ended_at=now)
    tell(
        "work-ended", owner_id=found.owner_id, performer_id=found.performer_id,
        work_order_id=found.pk, kind=found.kind, state=state.value, source=found.source,
    )  # fmt: skip
    return found


def _require_workable(kind: WorkKind, assets: Sequence[Asset]) -> None:
    if not assets:
        raise Refused("no-devices", _("Choose at least one device."), status=422)
    for asset in assets:
        if asset.state == AssetState.ENDED:
            raise Refused(
                "device-ended", _("Device %(number)s has ended: nothing is to be done with it."),
                number=asset.asset_number,
            )  # fmt: skip
    busy = WorkOrderLine.objects.filter(
        asset__in=assets, kind=kind, state=WorkLineState.OPEN
    ).select_related("work_order")
    for line in busy[:1]:
        raise Refused(
            "work-open",
            _("Device %(number)s stands in work order %(order)s for the same already. Do that"
              " first, or cancel it."),
            number=line.asset_number, order=line.work_order.number,
        )  # fmt: skip


def _order(
    actor: Actor, now: datetime, owner_id: int, kind: WorkKind, visit: Visit
) -> WorkOrder:  # fmt: skip
    performer_id = visit.performer_id or owner_id
    _require_performer(owner_id, performer_id)
    _require_member(owner_id, performer_id, visit.performer_person_id)
    site = _site(owner_id, visit.location_id)
    due_on = visit.due_on or day_of(now, party_of(owner_id).time_zone)
    window = visit.window or usual_window(visit.location_id, due_on) or (None, None)
    signed = kind in SIGNED_KINDS if visit.is_signed_for is None else visit.is_signed_for
    return WorkOrder(
        owner_id=owner_id, performer_id=performer_id, number=_next_number(owner_id), kind=kind,
        performer_person_id=visit.performer_person_id, location_id=visit.location_id,
        origin=_site(owner_id, visit.origin_id),
        due_on=due_on,
        window_from=window[0], window_to=window[1], promised_on=visit.promised_on,
        is_signed_for=signed, note=visible(visit.note).strip()[:LONGEST_NOTE],
        source=visit.source[:80], created_at=now,
        created_by_id=actor.person_id if actor.party_id == owner_id else None,
        **_place(site),
    )  # fmt: skip


def _place(site: DeliveryLocation | None) -> dict[str, Any]:
    if site is None:
        return {}
    return {
        "site_name": site.name, "street": site.street, "postal_code": site.postal_code,
        "city": site.city, "criticality": site.criticality,
    }  # fmt: skip


def _line(
    made: WorkOrder, place: int, asset: Asset, target: Target | None, *, is_taken: bool
) -> WorkOrderLine:
    return WorkOrderLine(
        work_order=made, owner_id=made.owner_id, performer_id=made.performer_id, position=place,
        kind=made.kind, asset=asset, asset_number=asset.asset_number,
        serial_number=asset.serial_number, model_name=asset.model_name, takes_back=is_taken,
        to_kind=target.kind if target else "", to_code=target.code if target else "",
        to_name=target.name if target else "",
    )  # fmt: skip


def _site(owner_id: int, location_id: int | None) -> DeliveryLocation | None:
    if location_id is None:
        return None
    found = DeliveryLocation.objects.filter(party_id=owner_id, id=location_id).first()
    if found is None:
        raise not_found()
    return found


def _require_performer(owner_id: int, performer_id: int) -> None:
    if performer_id != owner_id and not Party.objects.filter(
        id=performer_id, kind=PartyKind.SUPPLIER
    ).exists():  # fmt: skip
        raise _performer_unknown()


def _require_member(owner_id: int, performer_id: int, person_id: int | None) -> None:
    """Another party's people are its own affair: it is not asked for them by name."""
    if person_id is None:
        return
    members = Membership.objects.filter(party_id=performer_id, person_id=person_id)
    if performer_id != owner_id or not members.exists():
        raise _performer_unknown()


def _performer_unknown() -> Refused:
    sentence = _("Choose who does it: your own people, one of them, or a supplier.")
    return Refused("performer-unknown", sentence, status=422, fields={"performer": sentence})


def _next_number(owner_id: int) -> str:
    """The next of the owner's own series, which is locked until the end."""
    create_new(WorkSeries(owner_id=owner_id))
    series = WorkSeries.objects.select_for_update().get(owner_id=owner_id)
    number = f"{series.prefix}{series.next_number:0{DIGITS}}"
    change(series, next_number=series.next_number + 1)
    return number

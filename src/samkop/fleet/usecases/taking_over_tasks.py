"""What was to be done with devices goes on with whoever they have passed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from samkop.fleet.models import (
    Asset,
    DeviceCase,
    DeviceLoan,
    DeviceRecall,
    PassedTask,
    TransferAnswer,
    WorkOrder,
)
from samkop.fleet.policies import may_keep_fleet_by_itself
from samkop.fleet.rules.holding import Target, named_target, person_target
from samkop.fleet.rules.visits import Visit
from samkop.fleet.usecases.moving import locked_assets
from samkop.fleet.usecases.recalls import recall_taken_over
from samkop.fleet.usecases.work_orders import open_order
from samkop.fleet.vocabulary import NAMED_KINDS, AssetState, HolderKind, WorkKind
from samkop.fleet.vocabulary.transfers import TaskKind
from samkop.parties.models import Membership
from samkop.parties.queries import own_today, valid_on
from samkop.platform.actors import Actor
from samkop.platform.records import create, subject_of
from samkop.platform.unit_of_work import require

Facts = Mapping[str, Any]
Taken = WorkOrder | DeviceCase | DeviceLoan | list[DeviceRecall]
# From whom a lent device can be asked back.
LENT_TO = NAMED_KINDS | {HolderKind.PERSON}


def take_over_task(*, actor: Actor, now: datetime, task_id: int) -> Taken | None:
    """A job of the receiver's: go on with what was to be done, at its own site, with its people.

    None where the device has ended or passed on again, or a lent one is with nobody who could
    give it back.
    """
    task = PassedTask.objects.select_related("transfer__answer").get(id=task_id)
    require(may_keep_fleet_by_itself(actor, task.receiver_id))
    lines = task.facts.get("lines", [task.facts])
    own = Asset.objects.filter(
        owner_id=task.receiver_id, id__in=[line["asset_id"] for line in lines]
    ).exclude(state=AssetState.ENDED)
    assets = locked_assets(task.receiver_id, own.values_list("id", flat=True))
    if not assets:
        return None
    if task.kind == TaskKind.WORK:
        return _work(actor, now, task, {one.pk: one for one in assets})
    if task.kind == TaskKind.RECALL:
        return _recalled(now, assets, task)
    take = _case if task.kind == TaskKind.CASE else _loan
    return take(now, assets[0], task)


def _work(
    actor: Actor, now: datetime, task: PassedTask, assets: Mapping[int, Asset]
) -> WorkOrder:  # fmt: skip
    facts: Facts = task.facts
    lines = [line for line in facts["lines"] if line["asset_id"] in assets]
    site_id = _site(task.transfer.answer, facts["site_id"])
    window = [one and time.fromisoformat(one) for one in facts["window"]]
    visit = Visit(
        location_id=site_id, performer_id=facts["performer_id"],
        due_on=max(date.fromisoformat(facts["due_on"]), own_today()),
        window=(window[0], window[1]) if all(window) else None,
        promised_on=_day(facts["promised_on"]), is_signed_for=facts["is_signed_for"],
        note=facts["note"], source=subject_of(task),
    )  # fmt: skip
    people = _people(task.receiver_id, [line["to_code"] for line in lines])
    targets = {line["asset_id"]: _target(line, site_id, people) for line in lines}
    return open_order(
        actor, now, owner_id=task.receiver_id, kind=WorkKind(facts["kind"]),
        assets=[assets[line["asset_id"]] for line in lines], visit=visit,
        to={asset_id: target for asset_id, target in targets.items() if target is not None},
        takes_back={line["asset_id"] for line in lines if line["takes_back"]},
    )  # fmt: skip


def _case(now: datetime, asset: Asset, task: PassedTask) -> DeviceCase:
    facts = {name: value for name, value in task.facts.items() if name != "asset_id"}
    earlier = DeviceCase.objects.filter(asset=asset, owner_id=asset.owner_id).count()
    asked_by = facts.pop("opened_by_id")
    member = Membership.objects.filter(party_id=asset.owner_id, person_id=asked_by)
    return create(
        DeviceCase(
            **facts
            | {
                "sent_at": facts["sent_at"] and datetime.fromisoformat(facts["sent_at"]),
                "expected_on": _day(facts["expected_on"]),
            },
            owner_id=asset.owner_id, asset=asset, number=f"{asset.asset_number}-{earlier + 1}",
            asset_number=asset.asset_number, serial_number=asset.serial_number,
            model_name=asset.model_name, holder_id=asset.holder_id, opened_at=now,
            opened_by_id=asked_by if member.exists() else None,
        )
    )  # fmt: skip


def _loan(now: datetime, asset: Asset, task: PassedTask) -> DeviceLoan | None:
    if asset.holder.kind not in LENT_TO:
        return None
    return create(
        DeviceLoan(
            owner_id=asset.owner_id, asset=asset, asset_number=asset.asset_number,
            model_name=asset.model_name, holder_id=asset.holder_id, lent_at=now,
            due_on=date.fromisoformat(task.facts["due_on"]),
        )
    )  # fmt: skip


def _recalled(now: datetime, assets: Sequence[Asset], task: PassedTask) -> list[DeviceRecall]:
    facts = {name: value for name, value in task.facts.items() if name not in {"due_on", "lines"}}
    due_on = date.fromisoformat(task.facts["due_on"])
    return recall_taken_over(now, task.receiver_id, assets, due_on, facts)


def _site(answer: TransferAnswer, theirs: int | None) -> int | None:
    """The receiver's own in the place of one of the giver's."""
    return None if theirs is None else answer.sites.get(str(theirs), answer.location_id)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _people(owner_id: int, codes: list[str]) -> dict[str, str]:
    """The receiver's people among those who were to get a device, by the codes of holders."""
    ids = [int(code) for code in codes if code.isdigit()]
    rows = Membership.objects.filter(valid_on(own_today()), party_id=owner_id, person_id__in=ids)
    found = dict(rows.values_list("person_id", "person__name"))
    return {str(person_id): name for person_id, name in found.items()}


def _target(line: Facts, site_id: int | None, people: Mapping[str, str]) -> Target | None:
    """Who is to get a device; None: the site, where the receiver does not know who it was."""
    kind, code = line["to_kind"], line["to_code"]
    if kind in NAMED_KINDS:
        return named_target(HolderKind(kind), code, line["to_name"], site_id)
    if kind == HolderKind.PERSON and code in people:
        return person_target(int(code), people[code])
    return None

"""Recalls of a model, and the warranty that devices have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.core.period import months_after
from samkop.core.texts import visible
from samkop.fleet.models import (
    Asset,
    DeviceModel,
    DeviceRecall,
    PassedTask,
    RecalledDevice,
    WarrantyTerm,
    WorkOrder,
)
from samkop.fleet.policies import may_handle_assets, may_keep_fleet, may_keep_fleet_by_itself
from samkop.fleet.rules.visits import Visit
from samkop.fleet.usecases.moving import locked_assets
from samkop.fleet.usecases.work_orders import open_order
from samkop.fleet.vocabulary import LIVING, AssetState, HolderKind, RecalledState, WorkKind
from samkop.parties.models import Party
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.records import change, change_each, create, create_all, create_new, subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

# What a work order's ``source`` begins with where a recall opened it, or where it passed on.
RECALL, PASSED = "fleet.devicerecall:", "fleet.passedtask:"
LONGEST = 500
MOST_MONTHS = 240
# What has not come, or is on its way out, is no longer recalled.
RECALLED = LIVING - {AssetState.EXPECTED, AssetState.MISSING}


def open_recall(
    *, actor: Actor, now: datetime, model_id: int, title: str, due_on: date, words: str = "",
    serial_from: str = "", serial_to: str = "",
) -> DeviceRecall:  # fmt: skip
    """Recall an own model's devices, or those within a range of serial numbers.

    Whoever has one in person is told. Raises Refused: ``not-found``, ``not-allowed``,
    ``title-missing``, ``due-day-past``, ``nothing-to-recall``.
    """
    owner_id = actor.own_party_id
    require(may_keep_fleet(actor, owner_id))
    model = DeviceModel.objects.filter(id=model_id, owner_id=owner_id).first()
    if model is None:
        raise not_found()
    if not _text(title):
        sentence = _("Say in a few words what the recall is about.")
        raise Refused("title-missing", sentence, status=422, fields={"title": sentence})
    if due_on < own_today():
        sentence = _("The recall is to be done today or later.")
        raise Refused("due-day-past", sentence, status=422, fields={"due_on": sentence})
    assets = list(_concerned(model, serial_from.strip(), serial_to.strip()))
    if not assets:
        raise Refused(
            "nothing-to-recall",
            _("You have no device of this model in that range. Compare the serial numbers."),
            status=422,
        )
    made = create(
        DeviceRecall(
            owner_id=owner_id, model=model, model_name=model.name, title=_text(title)[:200],
            words=_text(words), serial_from=visible(serial_from).strip()[:100],
            serial_to=visible(serial_to).strip()[:100], due_on=due_on, opened_at=now,
        )
    )  # fmt: skip
    _recall(made, assets)
    return made


def recall_taken_over(
    now: datetime, owner_id: int, assets: Sequence[Asset], due_on: date, facts: Mapping[str, str]
) -> list[DeviceRecall]:
    """Inner: a recall goes on with whoever has its devices now, a recall for each of their models.

    ``facts``: *title*, *words*, *serial_from*, *serial_to*, as they were checked.
    """
    models: dict[int, list[Asset]] = {}
    for asset in assets:
        models.setdefault(asset.model_id, []).append(asset)
    taken = []
    for model_id, found in models.items():
        made = create(
            DeviceRecall(
                **facts, owner_id=owner_id, model_id=model_id, model_name=found[0].model_name,
                due_on=due_on, opened_at=now,
            )
        )  # fmt: skip
        _recall(made, found)
        taken.append(made)
    return taken


def settle_recalled(
    *, actor: Actor, now: datetime, recall_id: int, device_ids: Sequence[int], state: str,
    words: str = "",
) -> DeviceRecall:  # fmt: skip
    """Devices of a recall were dealt with, or are not concerned; with the last it has ended.

    Raises Refused: ``not-found``, ``not-allowed``, ``recalled-state-unknown``, ``no-devices``.
    """
    recall = _locked_recall(actor, recall_id)
    if state not in {RecalledState.DONE, RecalledState.NOT_CONCERNED}:
        sentence = _("Say whether they were dealt with or are not concerned.")
        raise Refused("recalled-state-unknown", sentence, status=422, fields={"state": sentence})
    if not settle_rows(recall, now, recall.devices.filter(id__in=list(device_ids)), state, words):
        raise Refused(
            "no-devices", _("Choose at least one device that is still open."), status=422
        )  # fmt: skip
    return recall


def follow_recall_work(
    *, actor: Actor, now: datetime, source: str, asset_ids: Sequence[int]
) -> int:
    """A job of the owner's: work is done on some devices; how many of a recall it deals with.

    ``source`` is the work order's: none of other work than what a recall opened, here or with
    whoever had the devices before.
    """
    owner_id = actor.own_party_id
    require(may_keep_fleet_by_itself(actor, owner_id))
    rows = RecalledDevice.objects.filter(owner_id=owner_id, asset_id__in=list(asset_ids))
    if source.startswith(RECALL):
        rows = rows.filter(recall=int(source.removeprefix(RECALL)))
    elif title := recalled_by(source):
        rows = rows.filter(recall__title=title)
    else:
        return 0
    recalls = DeviceRecall.objects.filter(id__in=rows.values("recall_id"))
    return sum(
        settle_rows(recall, now, rows.filter(recall=recall), RecalledState.DONE)
        for recall in list(recalls.select_for_update(of=("self",)).order_by("id"))
    )


def recalled_by(source: str) -> str:
    """The title of the recall that opened work, by the work order's source; of other work none."""
    if source.startswith(RECALL):
        found = DeviceRecall.objects.filter(id=int(source.removeprefix(RECALL)))
        return found.values_list("title", flat=True).first() or ""
    if source.startswith(PASSED):
        task = PassedTask.objects.filter(id=int(source.removeprefix(PASSED))).first()
        return str(task.facts.get("recall", "")) if task else ""
    return ""


def settle_rows(
    recall: DeviceRecall, now: datetime, rows: QuerySet[RecalledDevice], state: str,
    words: str = "",
) -> int:  # fmt: skip
    """Inner: settle what is still open of some devices; with the last the recall has ended.

    The recall is locked. Returns how many were open.
    """
    still = rows.filter(state=RecalledState.OPEN).select_for_update().order_by("id")
    settled = {"state": state, "note": _text(words), "settled_on": own_today()}
    found = list(still)
    change_each((row, settled) for row in found)
    if found and not recall.devices.filter(state=RecalledState.OPEN).exists():
        change(recall, ended_at=now)
    return len(found)


def work_on_recall(
    *, actor: Actor, now: datetime, recall_id: int, device_ids: Sequence[int]
) -> list[WorkOrder]:
    """Work orders for chosen devices of a recall, one for each site, due when the recall is.

    Raises Refused: ``not-found``, ``not-allowed``, ``no-devices``, and those of ``open_order``.
    """
    recall = _locked_recall(actor, recall_id)
    rows = recall.devices.filter(id__in=list(device_ids), state=RecalledState.OPEN)
    assets = locked_assets(recall.owner_id, rows.values_list("asset_id", flat=True))
    if not assets:
        raise Refused(
            "no-devices", _("Choose at least one device that is still open."), status=422
        )  # fmt: skip
    sites: dict[int | None, list[Asset]] = {}
    for asset in assets:
        sites.setdefault(asset.location_id, []).append(asset)
    return [
        open_order(
            actor, now, owner_id=recall.owner_id, kind=WorkKind.MAINTENANCE, assets=there,
            visit=Visit(
                location_id=site, due_on=recall.due_on, note=recall.title,
                source=subject_of(recall),
            ),
        )
        for site, there in sites.items()
    ]  # fmt: skip


def set_warranty(
    *, actor: Actor, now: datetime, model_id: int, months: int, supplier_id: int | None = None
) -> WarrantyTerm:
    """Say how long a model is under warranty, by whichever supplier or by one.

    The days of the devices that are here follow. Raises Refused: ``not-found``,
    ``not-allowed``, ``warranty-months-wrong``.
    """
    owner_id = actor.own_party_id
    require(may_keep_fleet(actor, owner_id))
    if not 1 <= months <= MOST_MONTHS:
        sentence = _("The warranty lasts 1 to 240 months.")
        raise Refused("warranty-months-wrong", sentence, status=422, fields={"months": sentence})
    model = DeviceModel.objects.filter(id=model_id, owner_id=owner_id).first()
    supplier = supplier_id is None or Party.objects.filter(id=supplier_id).exists()
    if model is None or not supplier:
        raise not_found()
    create_new(WarrantyTerm(owner_id=owner_id, model=model, supplier_id=supplier_id, months=months))
    term = WarrantyTerm.objects.select_for_update().get(
        owner_id=owner_id, model=model, supplier_id=supplier_id
    )
    change(term, months=months)
    _date(Asset.objects.filter(owner_id=owner_id, model=model, state__in=sorted(LIVING)))
    return term


def date_warranties(*, actor: Actor, now: datetime, owner_id: int, asset_ids: Sequence[int]) -> int:
    """A job of the owner's: devices that have come are under warranty until their day."""
    require(may_keep_fleet_by_itself(actor, owner_id))
    return _date(Asset.objects.filter(owner_id=owner_id, id__in=list(asset_ids)))


def _date(rows: QuerySet[Asset]) -> int:
    """Set the last day of warranty of devices by the owner's terms; how many have one."""
    assets = list(
        rows.exclude(received_on=None).select_for_update(of=("self",)).order_by("id")
    )  # fmt: skip
    terms = {
        (term.model_id, term.supplier_id): term.months
        for term in WarrantyTerm.objects.filter(model_id__in={one.model_id for one in assets})
    }
    changes = []
    for asset in assets:
        months = terms.get((asset.model_id, asset.supplier_id), terms.get((asset.model_id, None)))
        if months is not None and asset.received_on is not None:
            last = months_after(asset.received_on, months)
            changes.append((asset, {"warranty_until": last}))
    change_each(changes)
    return len(changes)


def _concerned(model: DeviceModel, first: str, last: str) -> QuerySet[Asset]:
    rows = Asset.objects.filter(
        owner_id=model.owner_id, model=model, state__in=sorted(RECALLED)
    )  # fmt: skip
    if first:
        rows = rows.filter(serial_number__gte=first)
    if last:
        rows = rows.filter(serial_number__lte=last)
    return rows.select_related("holder").order_by("id")


def _recall(recall: DeviceRecall, assets: Sequence[Asset]) -> None:
    create_all(
        (
            RecalledDevice(
                recall=recall, owner_id=recall.owner_id, asset=asset,
                asset_number=asset.asset_number, serial_number=asset.serial_number,
            )
            for asset in assets
        ),
        under=recall,
    )  # fmt: skip
    _tell_holders(recall, assets)


def _tell_holders(recall: DeviceRecall, assets: Sequence[Asset]) -> None:
    people = {
        asset.holder.person_id for asset in assets if asset.holder.kind == HolderKind.PERSON
    }  # fmt: skip
    notify(
        party_id=recall.owner_id, person_ids=[one for one in people if one is not None],
        kind="device-recalled", subject=subject_of(recall),
        facts={
            "model": recall.model_name, "title": recall.title,
            "due_on": recall.due_on.isoformat(),
        },
        url=reverse("my-devices"),
    )  # fmt: skip


def _locked_recall(actor: Actor, recall_id: int) -> DeviceRecall:
    found = _own_recall(actor.own_party_id, recall_id)
    require(may_handle_assets(actor, found.owner_id))
    return found


def _own_recall(owner_id: int, recall_id: int) -> DeviceRecall:
    found = (
        DeviceRecall.objects.select_for_update(of=("self",))
        .filter(id=recall_id, owner_id=owner_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def _text(words: str) -> str:
    return visible(words).strip()[:LONGEST]

"""Reads of missing devices, recalls, warranties, and of who comes and goes."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from samkop.fleet.models import (
    Asset,
    DeviceModel,
    DeviceRecall,
    LossReport,
    MissingDevice,
    RecalledDevice,
    StaffChange,
    WarrantyTerm,
    WorkOrder,
)
from samkop.fleet.vocabulary import HolderKind, RecalledState
from samkop.platform.records import subject_of
from samkop.platform.refusals import not_found


def missing_of(owner_id: int) -> QuerySet[MissingDevice]:
    """An owner's missing devices with who had each device."""
    return MissingDevice.objects.filter(owner_id=owner_id).select_related("holder")


def missing_one(owner_id: int, missing_id: int) -> MissingDevice:
    """One of them, with who reported it. Raises Refused ``not-found``."""
    people = missing_of(owner_id).select_related("reported_by")
    found = people.filter(id=missing_id).first()
    if found is None:
        raise not_found()
    return found


def missing_of_asset(asset: Asset) -> MissingDevice | None:
    """The missing of a device that is missing now."""
    rows = MissingDevice.objects.filter(asset=asset, owner_id=asset.owner_id, state="open")
    return rows.first()


def loss_reports_of(missing: MissingDevice) -> list[LossReport]:
    """What was said of it to the security officer since it is missing, and decided."""
    rows = LossReport.objects.filter(
        asset_id=missing.asset_id, owner_id=missing.owner_id, storage=None,
        reported_at__gte=missing.reported_at,
    )  # fmt: skip
    return list(rows.order_by("id"))


def recalls_of(owner_id: int) -> QuerySet[DeviceRecall]:
    """An owner's recalls with how many devices each has, ``total``, and are done, ``settled``."""
    return DeviceRecall.objects.filter(owner_id=owner_id).annotate(
        total=Count("devices"), settled=Count("devices", filter=~Q(devices__state="open"))
    )


def dealt_with(recall: DeviceRecall) -> tuple[int, int]:
    """How many devices of a recall are done, and how many it has; as ``recalls_of`` counted."""
    counted = vars(recall)
    return counted["settled"], counted["total"]


def recall_of(owner_id: int, recall_id: int) -> DeviceRecall:
    """One of them. Raises Refused ``not-found``."""
    found = recalls_of(owner_id).filter(id=recall_id).first()
    if found is None:
        raise not_found()
    return found


def recalled_in(recall: DeviceRecall, most: int) -> list[RecalledDevice]:
    """The recall's devices, what is open first, with who has each; at most so many."""
    rows = RecalledDevice.objects.filter(recall=recall).select_related(
        "asset__holder", "asset__location"
    )
    open_ones = list(rows.filter(state=RecalledState.OPEN).order_by("id")[:most])
    others = rows.exclude(state=RecalledState.OPEN).order_by("id")
    return [*open_ones, *others[: most - len(open_ones)]]


def open_recalls_of_asset(asset: Asset) -> list[RecalledDevice]:
    """The recalls in which a device is still to be dealt with."""
    rows = RecalledDevice.objects.filter(
        asset=asset, owner_id=asset.owner_id, state=RecalledState.OPEN
    )
    return list(rows.select_related("recall").order_by("id"))


def models_of(owner_id: int) -> QuerySet[DeviceModel]:
    """An owner's models, by name."""
    return DeviceModel.objects.filter(owner_id=owner_id).order_by("name", "id")


def warranties_of(owner_id: int) -> list[WarrantyTerm]:
    """An owner's terms of warranty, by model."""
    rows = WarrantyTerm.objects.filter(owner_id=owner_id).select_related("model", "supplier")
    return list(rows.order_by("model__name", "id"))


def staff_changes_of(owner_id: int) -> QuerySet[StaffChange]:
    """Who comes and goes, each with how many devices the person has, ``held``."""
    held = (
        Asset.objects.filter(
            owner_id=owner_id, holder__kind=HolderKind.PERSON,
            holder__person_id=OuterRef("person_id"),
        )
        .order_by().values("owner_id").annotate(count=Count("id")).values("count")
    )  # fmt: skip
    return StaffChange.objects.filter(owner_id=owner_id).annotate(
        held=Coalesce(Subquery(held), 0)
    )  # fmt: skip


def held_by(change: StaffChange) -> int:
    """How many devices the person has; as ``staff_changes_of`` counted."""
    return int(vars(change)["held"])


def staff_change_of(owner_id: int, staff_change_id: int) -> StaffChange:
    """One of them. Raises Refused ``not-found``."""
    found = StaffChange.objects.filter(owner_id=owner_id, id=staff_change_id).first()
    if found is None:
        raise not_found()
    return found


def orders_for(change: StaffChange) -> list[WorkOrder]:
    """The work orders that fetch what a leaver has."""
    rows = WorkOrder.objects.filter(owner_id=change.owner_id, source=subject_of(change))
    return list(rows.order_by("id"))

"""Reads of cases, loans and swaps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from samkop.fleet.models import Asset, DeviceCase, DeviceLoan, DeviceSwap, RepairReport
from samkop.fleet.queries.newest import newest_below
from samkop.fleet.vocabulary import TO_BE_GIVEN, CaseState, HolderKind
from samkop.platform.refusals import not_found

# Devices of the stock that are offered in place of another.
OFFERED = 50


def swapped_in(case_id: int) -> bool:
    """Whether a device was given for good in a case."""
    return DeviceSwap.objects.filter(case_id=case_id).exists()


def cases_of(party_id: int) -> list[QuerySet[DeviceCase]]:
    """The party's own cases, and those that came to it for repair."""
    found = DeviceCase.objects.select_related("owner", "supplier")
    return [
        found.filter(owner_id=party_id),
        found.filter(supplier_id=party_id).exclude(owner_id=party_id),
    ]


def case_page(
    party_id: int, before: int | None, *, state: str = "", kind: str = "", serial_number: str = "",
    since: datetime | None = None,
) -> list[DeviceCase]:  # fmt: skip
    """A page of the newest cases of either side, and one more; opened ``since``."""
    return newest_below(
        cases_of(party_id), before, state=state, kind=kind, serial_number=serial_number,
        opened_at__gte=since,
    )  # fmt: skip


def case_of(case_id: int) -> DeviceCase:
    """A case with its reports, swaps and loans. Raises Refused ``not-found``."""
    reports = RepairReport.objects.order_by("id")
    found = (
        DeviceCase.objects.filter(id=case_id)
        .select_related("owner", "supplier")
        .prefetch_related(
            Prefetch("reports", reports), Prefetch("swaps", DeviceSwap.objects.order_by("id")),
            Prefetch("loans", DeviceLoan.objects.order_by("id")),
        )
        .first()
    )  # fmt: skip
    if found is None:
        raise not_found()
    return found


def cases_of_asset(asset: Asset) -> Sequence[DeviceCase]:
    """A device's cases with its present owner, the newest first."""
    found = DeviceCase.objects.filter(asset=asset, owner_id=asset.owner_id)
    return list(found.order_by("-id")[:OFFERED])


def swaps_of_asset(asset: Asset) -> Sequence[DeviceSwap]:
    """Where a device took another's place, or another its own; one query."""
    rows = DeviceSwap.objects.filter(Q(old=asset) | Q(new=asset), owner_id=asset.owner_id)
    return list(rows.order_by("id"))


def loan_of_asset(asset: Asset) -> DeviceLoan | None:
    """The loan that a device is on now."""
    rows = DeviceLoan.objects.filter(asset=asset, owner_id=asset.owner_id, ended_at=None)
    return rows.first()


def loans_due(owner_id: int, today: date) -> QuerySet[DeviceLoan]:
    """What is to come back by a day, and nobody has been reminded of."""
    return DeviceLoan.objects.filter(
        owner_id=owner_id, ended_at=None, due_on__lte=today, reminded_on=None
    )


def loans_of(party_id: int) -> QuerySet[DeviceLoan]:
    """The party's loans."""
    return DeviceLoan.objects.filter(owner_id=party_id).select_related("holder")


def in_stock(owner_id: int, like: Asset | None = None) -> list[Asset]:
    """Devices of the stock, those of the same model first, then of the same kind; at most 50."""
    rows = Asset.objects.filter(owner_id=owner_id, state__in=sorted(TO_BE_GIVEN))
    if like is None:
        return list(rows.order_by("model_name", "id")[:OFFERED])
    kin = rows.filter(category=like.category).exclude(id=like.pk)
    same = list(kin.filter(model_id=like.model_id).order_by("id")[:OFFERED])
    others = kin.exclude(model_id=like.model_id).order_by("model_name", "id")
    return [*same, *others[: OFFERED - len(same)]]


def devices_of_person(owner_id: int, person_id: int) -> list[Asset]:
    """What a person of the owner's has, the oldest first; two queries."""
    return list(
        Asset.objects.filter(
            owner_id=owner_id, holder__owner_id=owner_id, holder__kind=HolderKind.PERSON,
            holder__person_id=person_id,
        )
        .select_related("holder", "model")
        .order_by("received_on", "id")
    )  # fmt: skip


def loans_of_person(owner_id: int, person_id: int) -> dict[int, DeviceLoan]:
    """What a person has on loan, by device; one query."""
    rows = DeviceLoan.objects.filter(
        owner_id=owner_id, ended_at=None, holder__person_id=person_id,
        holder__kind=HolderKind.PERSON,
    )  # fmt: skip
    return {one.asset_id: one for one in rows}


def open_cases_of(assets: Sequence[Asset]) -> dict[int, list[DeviceCase]]:
    """The cases of devices that are not closed, by device; one query."""
    found: dict[int, list[DeviceCase]] = {}
    rows = DeviceCase.objects.filter(asset_id__in=[one.pk for one in assets])
    for case in rows.exclude(state=CaseState.CLOSED).order_by("id"):
        found.setdefault(case.asset_id, []).append(case)
    return found

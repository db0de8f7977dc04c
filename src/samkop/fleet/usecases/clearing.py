"""When each storage of a returned device is accounted for, the device is cleared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from samkop.fleet.models import DestroyedStorage, DeviceReturn, ErasureProof, LossReport
from samkop.fleet.usecases.moving import Move, move_assets
from samkop.fleet.vocabulary import AssetState, CustodyReason
from samkop.fleet.vocabulary.returns import BACK, DeviceReturnState, LossDecision
from samkop.platform.actors import Actor
from samkop.platform.records import change_each


def accounted_for(returns: Iterable[DeviceReturn]) -> dict[int, set[int]]:
    """The storages of each return, by its id, that are erased, destroyed or lost.

    Three queries. The database holds the same, in ``fleet_storage_cleared``.
    """
    known = {one.pk: one for one in returns}
    found: dict[int, set[int]] = {pk: set() for pk in known}
    for rows in (ErasureProof.objects, DestroyedStorage.objects):
        for pk, storage in rows.filter(device_return_id__in=list(known)).values_list(
            "device_return_id", "storage"
        ):
            found[pk].add(storage)
    lost = LossReport.objects.filter(
        device_return_id__in=list(known), decision=LossDecision.ACCEPTED
    )
    for back_id, lost_one in lost.values_list("device_return_id", "storage"):
        if back_id is not None and lost_one is not None:
            found[back_id].add(lost_one)
    return found


def left_of(found: DeviceReturn, accounted: set[int]) -> list[int]:
    """The storages of a return that nothing accounts for yet, from 1."""
    return [number for number in range(1, found.storages + 1) if number not in accounted]


def clear_what_is_accounted_for(
    actor: Actor, now: datetime, returns: Sequence[DeviceReturn]
) -> list[DeviceReturn]:
    """Those of the returns, locked with their devices, whose every storage is accounted for.

    Their devices are erased from now on.
    """
    accounted = accounted_for(returns)
    cleared = [
        one for one in returns
        if one.state in BACK and not left_of(one, accounted[one.pk])
    ]  # fmt: skip
    move_assets(
        actor, now,
        [Move(one.asset, CustodyReason.RETURNED, state=AssetState.ERASED) for one in cleared],
    )  # fmt: skip
    change_each((one, {"state": DeviceReturnState.CLEARED, "cleared_at": now}) for one in cleared)
    return cleared

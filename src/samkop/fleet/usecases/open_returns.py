"""A device that comes back has an open return, whoever moved it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import F, Max, Q

from samkop.fleet.models import Asset, Custody, DeviceModel, DeviceReturn
from samkop.fleet.vocabulary import AssetState, HolderKind
from samkop.fleet.vocabulary.returns import OPEN_RETURNS, DeviceReturnState
from samkop.platform.records import change_each, create_each

# Whoever had it may have left data on it.
USERS = (HolderKind.PERSON, HolderKind.CLASS, HolderKind.CART, HolderKind.ROOM)
IN_A_RETURN = frozenset({AssetState.RETURNED, AssetState.ERASED})
USED_AGAIN = frozenset({AssetState.IN_USE, AssetState.STAGED})


def returns_for(assets: Iterable[Asset], now: datetime) -> dict[int, DeviceReturn]:
    """The open return of each device by its id, locked; where there is none, one begins.

    The devices are one owner's, each locked before.
    """
    wanted = {asset.pk: asset for asset in assets}
    found = _open_of(wanted)
    new = [asset for pk, asset in wanted.items() if pk not in found]
    if not new:
        return found
    models = DeviceModel.objects.filter(id__in={asset.model_id for asset in new})
    storages = dict(models.values_list("id", "storages"))
    create_each(
        [
            DeviceReturn(
                owner_id=asset.owner_id, asset=asset, storages=storages[asset.model_id],
                asked_at=now,
            )
            for asset in new
        ]
    )  # fmt: skip
    return _open_of(wanted)


def follow_returns(moved: Sequence[tuple[Asset, str]], now: datetime) -> None:
    """Devices, each with the state that it had before: what is back is handed in; what is used
    again needs no return any more.
    """
    back = [one for one, before in moved if one.state == AssetState.RETURNED != before]
    if back:
        change_each(
            (one, {"state": DeviceReturnState.HANDED_IN, "handed_in_at": max(now, one.asked_at)})
            for one in returns_for(back, now).values()
            if one.state == DeviceReturnState.ASKED
        )
    again = [one for one, before in moved if before in IN_A_RETURN and one.state in USED_AGAIN]
    if again:
        change_each(
            (one, {"state": DeviceReturnState.CLOSED, "closed_at": now})
            for one in _open_of({asset.pk for asset in again}).values()
        )


def ever_used(assets: Iterable[Asset]) -> set[int]:
    """Ids of the devices that somebody has had since their storage was last cleared.

    The database asks the same, in ``fleet_asset_used``.
    """
    steps = Custody.objects.filter(
        asset_id__in=[asset.pk for asset in assets], holder__kind__in=USERS
    ).annotate(cleared=Max("asset__returns__cleared_at"))
    return set(
        steps.filter(Q(cleared=None) | Q(since__gt=F("cleared"))).values_list("asset_id", flat=True)
    )


def _open_of(asset_ids: Iterable[int]) -> dict[int, DeviceReturn]:
    rows = (
        DeviceReturn.objects.select_for_update(of=("self",))
        .filter(asset_id__in=list(asset_ids), state__in=sorted(OPEN_RETURNS))
        .order_by("id")
    )
    return {row.asset_id: row for row in rows}

"""Devices pass from one holder to the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import Asset
from samkop.fleet.policies import may_handle_assets
from samkop.fleet.queries.holders import target_of
from samkop.fleet.rules.holding import Target
from samkop.fleet.usecases.moving import Move, locked_assets, move_assets
from samkop.fleet.vocabulary import AssetState, CustodyReason, HolderKind
from samkop.fleet.vocabulary.assets import USERS
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

# From these a device is taken into use by handing it to somebody.
TO_BE_USED = frozenset(
    {AssetState.RECEIVED, AssetState.STAGED, AssetState.IN_TRANSIT, AssetState.MISSING}
)
HANDED = TO_BE_USED | {AssetState.IN_USE}


def hand_over(
    *, actor: Actor, now: datetime, asset_ids: Sequence[int], kind: str, code: str = "",
    name: str = "", location_id: int | None = None, note_text: str = "",
) -> list[Asset]:  # fmt: skip
    """Hand devices to one holder; with a user they are in use, at a site in stock.

    ``kind`` and ``code`` say who: a person's or a site's id; the owner's own code of a class,
    cart, room or carrier, whose ``name`` is written where it is new. Raises Refused:
    ``not-found``, ``not-allowed``, ``holder-unknown``, ``not-to-be-handed-over``,
    ``state-not-allowed``.
    """
    owner_id = actor.own_party_id
    require(may_handle_assets(actor, owner_id))
    assets = locked_assets(owner_id, asset_ids)
    target = target_of(owner_id, kind, code, name=name, location_id=location_id)
    for asset in assets:
        if (refused := kept_from_hands(asset)) is not None:
            raise refused
    hand_to(actor, now, assets, target, location_id=location_id, note_text=note_text)
    return assets


def kept_from_hands(asset: Asset) -> Refused | None:
    """Why a device cannot be handed over as it stands; None where it can."""
    if asset.state in HANDED:
        return None
    return Refused(
        "not-to-be-handed-over",
        _("Device %(number)s is %(state)s and cannot be handed over. Receive it, or take"
          " it back from maintenance or return first."),
        number=asset.asset_number, state=AssetState(asset.state).label,
    )  # fmt: skip


def hand_to(
    actor: Actor, now: datetime, assets: Sequence[Asset], target: Target, *,
    location_id: int | None, note_text: str,
) -> None:  # fmt: skip
    """Hand devices, each locked and free to be handed over, to one holder."""
    place = location_id if target.location_id is None else target.location_id
    move_assets(
        actor, now,
        [
            Move(
                asset, CustodyReason.HANDED_OVER, to=target, state=_state_after(asset, target.kind),
                location_id=place, relocated=place is not None, note=note_text,
            )
            for asset in assets
        ],
    )  # fmt: skip


def _state_after(asset: Asset, kind: HolderKind) -> AssetState | None:
    """In use with a user; what was on its way or missing and is at a site now is in stock."""
    if kind in USERS:
        return AssetState.IN_USE
    if kind is HolderKind.SITE and asset.state in {AssetState.IN_TRANSIT, AssetState.MISSING}:
        return AssetState.RECEIVED
    return None

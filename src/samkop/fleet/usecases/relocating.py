"""Devices move to another site."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import Asset
from samkop.fleet.policies import may_handle_assets
from samkop.fleet.queries.holders import target_of
from samkop.fleet.usecases.moving import Move, locked_assets, move_assets
from samkop.fleet.vocabulary import AssetState, CustodyReason, HolderKind
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

MOVABLE = frozenset({AssetState.RECEIVED, AssetState.STAGED, AssetState.IN_USE})


def relocate(
    *, actor: Actor, now: datetime, asset_ids: Sequence[int], location_id: int
) -> list[Asset]:
    """Say that devices are at another site now.

    Whoever uses one keeps it; what was a site's, or nobody's, is the new site's. Raises
    Refused: ``not-found``, ``not-allowed``, ``holder-unknown``, ``not-to-be-moved``.
    """
    owner_id = actor.own_party_id
    require(may_handle_assets(actor, owner_id))
    assets = locked_assets(owner_id, asset_ids)
    site = target_of(owner_id, HolderKind.SITE, str(location_id))
    for asset in assets:
        if asset.state not in MOVABLE:
            raise Refused(
                "not-to-be-moved",
                _("Device %(number)s is %(state)s: only what is in stock or in use is moved."),
                number=asset.asset_number, state=AssetState(asset.state).label,
            )  # fmt: skip
    left = {HolderKind.SITE, HolderKind.NOBODY}
    move_assets(
        actor, now,
        [
            Move(asset, CustodyReason.MOVED, to=site if asset.holder.kind in left else None,
                 location_id=site.location_id, relocated=True)
            for asset in assets
        ],
    )  # fmt: skip
    return assets

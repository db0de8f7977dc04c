"""What the register says of devices besides who has them: who pays, and when they are renewed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import Asset
from samkop.fleet.policies import may_keep_fleet
from samkop.fleet.usecases.moving import locked_assets
from samkop.fleet.vocabulary import AssetState
from samkop.parties.models import CostCentre
from samkop.platform.actors import Actor
from samkop.platform.records import change_each
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


def assign_cost_centre(
    *, actor: Actor, now: datetime, asset_ids: Sequence[int], cost_centre_id: int
) -> list[Asset]:
    """Let another cost centre of the owner's carry devices.

    Raises Refused: ``not-allowed``, ``not-found``, ``asset-ended``, ``cost-centre-unknown``.
    """
    require(may_keep_fleet(actor, actor.own_party_id))
    assets = _open_assets(actor.own_party_id, asset_ids)
    carry_by(assets, own_cost_centre(actor.own_party_id, cost_centre_id))
    return assets


def set_renewal_day(
    *, actor: Actor, now: datetime, asset_ids: Sequence[int], renew_on: date
) -> list[Asset]:
    """Say on which day devices are to be renewed.

    Raises Refused: ``not-allowed``, ``not-found``, ``asset-ended``.
    """
    require(may_keep_fleet(actor, actor.own_party_id))
    assets = _open_assets(actor.own_party_id, asset_ids)
    renew_at(assets, renew_on)
    return assets


def kept_from_change(asset: Asset) -> Refused | None:
    """Why nothing of a device is changed any more; None while it lives."""
    if asset.state != AssetState.ENDED:
        return None
    return Refused(
        "asset-ended",
        _("Device %(number)s has ended: what stands in the register of it stays as it is."),
        number=asset.asset_number,
    )


def carry_by(assets: Sequence[Asset], centre: CostCentre) -> None:
    """Write the cost centre of devices that are locked."""
    change_each((asset, {"cost_centre_id": centre.pk}) for asset in assets)


def renew_at(assets: Sequence[Asset], renew_on: date) -> None:
    """Write the day of renewal of devices that are locked."""
    change_each((asset, {"renew_on": renew_on}) for asset in assets)


def own_cost_centre(owner_id: int, cost_centre_id: int) -> CostCentre:
    """One of the owner's that is in use. Raises Refused ``cost-centre-unknown``."""
    found = CostCentre.objects.filter(party_id=owner_id, id=cost_centre_id, active=True).first()
    if found is None:
        sentence = _("Choose one of your organisation's cost centres that is in use.")
        raise Refused(
            "cost-centre-unknown", sentence, status=422, fields={"cost_centre": sentence}
        )  # fmt: skip
    return found


def _open_assets(owner_id: int, asset_ids: Sequence[int]) -> list[Asset]:
    assets = locked_assets(owner_id, asset_ids)
    for asset in assets:
        if (refused := kept_from_change(asset)) is not None:
            raise refused
    return assets

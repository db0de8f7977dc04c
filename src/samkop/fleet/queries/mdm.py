"""What device management is told, and where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from samkop.fleet.mdm import Destination
from samkop.fleet.models import Asset, MdmEndpoint


def mdm_of(owner_id: int) -> MdmEndpoint | None:
    """Where a party's device management hears; None where it has none."""
    return MdmEndpoint.objects.filter(owner_id=owner_id).first()


def staged_message(
    owner_id: int, asset_ids: Sequence[int], at: datetime
) -> tuple[Destination, dict[str, Any]] | None:
    """Which devices were prepared; None where nobody is to be told."""
    endpoint = mdm_of(owner_id)
    if endpoint is None or not endpoint.active:
        return None
    rows = Asset.objects.filter(owner_id=owner_id, id__in=asset_ids).order_by("id")
    devices = [
        {
            "asset_number": asset.asset_number, "serial_number": asset.serial_number,
            "model": asset.model_name, "category": asset.category,
        }
        for asset in rows
    ]  # fmt: skip
    message = {"event": "devices-staged", "at": at.isoformat(), "devices": devices}
    return Destination(owner_id, endpoint.url, endpoint.salt), message

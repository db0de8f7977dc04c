"""The lease of a device, on the device's page."""

from __future__ import annotations

from samkop.fleet.models import Asset
from samkop.fleet.pages.lease_list import tone_of
from samkop.fleet.policies import may_see_leases
from samkop.fleet.queries.leases import lease_of_asset
from samkop.ordering.pages.parts import Part
from samkop.platform.actors import Actor


def lease_of_device(actor: Actor, asset: Asset) -> Part | None:
    """The lease in which it is, or was last; one query."""
    found = lease_of_asset(asset.pk) if may_see_leases(actor) else None
    if found is None:
        return None
    return Part(
        "fleet/device_lease.html",
        {"device": found, "lease": found.lease, "tone": tone_of(found.lease)},
    )

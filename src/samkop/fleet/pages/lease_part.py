"""The lease of a device, on the device's page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.fleet.models import Asset
from samkop.fleet.pages.lease_list import tone_of
from samkop.fleet.policies import may_keep_leases, may_see_leases
from samkop.fleet.queries.leases import lease_of_asset, plans_open
from samkop.fleet.usecases.leases import ACCEPTED
from samkop.ordering.pages.parts import Action, Part
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor


def lease_of_device(actor: Actor, asset: Asset) -> Part | None:
    """The lease in which it is, or was last, else where one can begin; two queries."""
    found = lease_of_asset(asset.pk) if may_see_leases(actor) else None
    if found is not None:
        return Part(
            "fleet/device_lease.html",
            {"device": found, "lease": found.lease, "tone": tone_of(found.lease)},
        )
    bought = asset.order_id is not None and asset.unit_cents and asset.state in ACCEPTED
    if not (bought and may_keep_leases(actor, asset.owner_id)):
        return None
    if not plans_open(asset.owner_id, own_today()).exists():
        return None
    accept = f"{reverse('accept-lease')}?order={asset.order_id}"
    return Part(actions=[Action(_("Accept on a lease"), accept)])

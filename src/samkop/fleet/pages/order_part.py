"""The devices that an order has become, on the order's page (SAMKOP_ORDER_PARTS)."""

from __future__ import annotations

from samkop.fleet.models import Asset
from samkop.fleet.pages.shown import holder_name, state_of
from samkop.fleet.policies import may_see_fleet
from samkop.fleet.queries.assets import assets_of_order
from samkop.ordering.models import Order
from samkop.ordering.pages.parts import Part
from samkop.platform.actors import Actor

SHOWN = 20


def devices_of_order(actor: Actor, order: Order) -> Part | None:
    """Each with where it stands and who has it, for the buyer's own people; one query."""
    if actor.party_id != order.buyer_id or not may_see_fleet(actor):
        return None
    found = assets_of_order(order.buyer_id, order.pk, SHOWN + 1)
    if not found:
        return None
    rows = [_row(asset) for asset in found[:SHOWN]]
    return Part("fleet/order_devices.html", {"rows": rows, "more": len(found) > SHOWN})


def _row(asset: Asset) -> dict[str, object]:
    tone, state = state_of(asset.state)
    return {"asset": asset, "tone": tone, "state": state, "holder": holder_name(asset.holder)}

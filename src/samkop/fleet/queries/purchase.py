"""How a device was bought: its order, what was asked for, the delivery it came with."""

from __future__ import annotations

from dataclasses import dataclass

from samkop.fleet.models import Asset
from samkop.ordering.models import Order, OrderLine
from samkop.receiving.models import Consignment
from samkop.receiving.queries.consignments import consignments_with_serial

# It came, went back for a fault and came again.
MOST_DELIVERIES = 3


@dataclass(frozen=True)
class Purchase:
    """An order's line and the deliveries in which the device's serial number was."""

    order: Order
    line: OrderLine | None
    consignments: tuple[Consignment, ...]


def purchase_of(asset: Asset) -> Purchase | None:
    """How it was bought; None where it came from a register, or another organisation bought it.

    Three queries.
    """
    if asset.order_id is None or asset.order_line_number is None:
        return None
    order = (
        Order.objects.filter(id=asset.order_id, buyer_id=asset.owner_id)
        .select_related("agreement", "requisition")
        .first()
    )
    if order is None:
        return None
    line = OrderLine.objects.filter(order=order, line_number=asset.order_line_number).first()
    return Purchase(order, line, _deliveries(asset))


def _deliveries(asset: Asset) -> tuple[Consignment, ...]:
    """Those in which its serial number was announced or received, the newest first."""
    found = consignments_with_serial(asset.owner_id, asset.serial_number)
    return tuple(found.filter(supplier_id=asset.supplier_id)[:MOST_DELIVERIES])

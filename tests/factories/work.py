"""Work orders for tests."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import time
from typing import Any

from factories.fleet import expected_device
from factories.ordering import NOW, Municipality
from samkop.fleet.models import Asset, Signature, WorkOrder
from samkop.fleet.rules.reporting import Said
from samkop.fleet.rules.visits import Visit
from samkop.fleet.usecases.site_windows import set_site_window
from samkop.fleet.usecases.work_orders import plan_work
from samkop.fleet.usecases.work_reports import report_work
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.models import Consignment


def planned_work(
    buyer: Municipality, devices: Sequence[Asset], kind: str, *, to: str = "", **visit: Any
) -> WorkOrder:
    """Work on some devices, due on a day that has passed: it is late, and stands in the list."""
    return perform(
        buyer.manager, plan_work, now=NOW, kind=kind, asset_ids=[one.pk for one in devices],
        visit=Visit(**visit), to_kind="room" if to else "", to_code=to,
    )  # fmt: skip


def a_signature(buyer: Municipality, order: WorkOrder, serial: str, name: str) -> Signature:
    """Somebody signed for one device of an order of one's own."""
    for kind, code in (("scanned", serial), ("signed", "")):
        said = Said(
            client_id=uuid.uuid4(), work_order_id=order.pk, kind=kind, code=code, name=name,
            strokes=[[[10, 20], [300, 90]]],
        )  # fmt: skip
        perform(buyer.manager, report_work, now=NOW, said=said)
    with reading(buyer.manager):
        return Signature.objects.filter(work_order=order).latest("id")


def a_report(buyer: Municipality, order: WorkOrder, kind: str, code: str) -> None:
    """The buyer's own people report one thing of an order."""
    said = Said(client_id=uuid.uuid4(), work_order_id=order.pk, kind=kind, code=code)
    perform(buyer.manager, report_work, now=NOW, said=said)


def work_on(buyer: Municipality, device: Asset, name: str) -> dict[str, int]:
    """A work order with its line, who signed for it, and the hours of a site: ids by kind."""
    order = planned_work(buyer, [device], "installation", location_id=buyer.site.pk, note=name)
    signed = a_signature(buyer, order, device.serial_number, name)
    hours = perform(
        buyer.manager, set_site_window, now=NOW, location_id=buyer.site.pk, weekday=1,
        opens=time(8), closes=time(10),
    )  # fmt: skip
    with reading(buyer.manager):
        line = order.lines.get()
    return {
        "work_order": order.pk, "work_line": line.pk, "signature": signed.pk,
        "site_window": hours.pk,
    }  # fmt: skip


def device_ids(buyer: Municipality, consignment: Consignment, name: str) -> dict[str, int]:
    """An expected device of a delivery, and the work on it: ids by kind."""
    device = expected_device(buyer, consignment)
    return {"asset": device.pk, **work_on(buyer, device, name)}

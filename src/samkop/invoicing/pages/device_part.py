"""What was invoiced of a device, on its page (SAMKOP_DEVICE_PARTS)."""

from __future__ import annotations

from samkop.fleet.models import Asset
from samkop.invoicing.pages.words import STATE_TONES
from samkop.invoicing.policies import may_see_discrepancies, may_see_invoices
from samkop.invoicing.queries.device import parts_of_line, parts_of_rents, rents_of_device
from samkop.invoicing.vocabulary import InvoiceState
from samkop.ordering.pages.parts import Part
from samkop.platform.actors import Actor


def bills_of_device(actor: Actor, asset: Asset) -> Part | None:
    """The invoices of its order line and of its rents by serial number; three queries."""
    if not may_see_invoices(actor):
        return None
    bills = []
    if asset.order_id is not None and asset.order_line_number is not None:
        bills = parts_of_line(asset.order_id, asset.order_line_number)
    rents = rents_of_device(asset.owner_id, asset.serial_number)
    bills += parts_of_rents(rents)
    if not bills and not rents:
        return None
    rows = [
        {"part": one, "result": one.result, "tone": STATE_TONES[InvoiceState(one.result.state)]}
        for one in bills
    ]
    return Part(
        "invoicing/device_bills.html",
        {"rows": rows, "rents": rents, "linked": may_see_discrepancies(actor)},
    )

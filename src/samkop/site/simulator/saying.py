"""What a document means, as JSON values for the ledger: numbers of money are strings."""

from __future__ import annotations

from typing import Any

from samkop.core.edocs import DespatchAdvice, OrderResponse
from samkop.core.edocs.model import Quantity
from samkop.site.simulator.billing import Bill
from samkop.site.simulator.despatching import marks_of
from samkop.site.simulator.goods import Shipment


def said_of_response(response: OrderResponse) -> dict[str, Any]:
    """``{order, code, lines: [{line, status, quantity, later, offers}]}``: now and later."""
    return {
        "order": response.order_reference,
        "code": str(response.response_code),
        "lines": [
            {
                "line": line.order_line_id,
                "status": str(line.status_code),
                "quantity": _number(line.quantity),
                "later": _number(line.maximum_backorder_quantity),
                "offers": line.substitute.item.sellers_id if line.substitute else None,
            }
            for line in response.lines
        ],
    }


def said_of_advice(advice: DespatchAdvice) -> dict[str, Any]:
    """``{order, lines: [{line, item, quantity, outstanding, serials}]}``."""
    return {
        "order": advice.order_references[0],
        "lines": [
            {
                "line": line.order_line_id,
                "item": line.item.sellers_id,
                "quantity": f"{line.delivered.value:f}",
                "outstanding": _number(line.outstanding) or "0",
                "serials": list(line.serial_numbers),
            }
            for line in advice.lines
        ],
    }


def said_of_bill(bill: Bill, right: Bill) -> dict[str, Any]:
    """What it asks for, and under ``right`` what would be right, where that differs."""
    said = _said(bill)
    return said if bill == right else {**said, "right": _said(right)}


def said_of_goods(shipment: Shipment) -> dict[str, Any]:
    """What really is in the boxes."""
    return {
        "order": shipment.order.id,
        "shipment": shipment.number,
        "arrives": shipment.arrives.isoformat(),
        "lines": [
            {
                "line": line.ordered.id,
                "item": line.item.sellers_id,
                "quantity": f"{line.quantity:f}",
                "serials": list(line.serials),
                "marks": list(marks_of(shipment, line)),
            }
            for line in shipment.lines
        ],
    }


def _number(quantity: Quantity | None) -> str | None:
    return f"{quantity.value:f}" if quantity else None


def _said(bill: Bill) -> dict[str, Any]:
    return {
        "currency": bill.currency,
        "net": f"{bill.net:f}",
        "vat": f"{bill.vat:f}",
        "payable": f"{bill.net + bill.vat:f}",
        "rate": f"{bill.tax.percent:f}" if bill.tax.percent is not None else None,
        "lines": [
            {
                "order": line.order.id,
                "line": line.line_id,
                "quantity": f"{line.quantity:f}",
                "price": f"{line.price:f}",
                "net": f"{line.net:f}",
            }
            for line in bill.lines
        ],
    }

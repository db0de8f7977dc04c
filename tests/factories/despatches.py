"""A supplier's despatch advice as a document that comes in by the exchange."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from factories.answers import let_facts_work
from factories.exchange import put_in, side_in_response
from factories.ordering import NOW, TODAY, Market, Municipality, approved
from samkop.core import edocs
from samkop.core.edocs.model import (
    DespatchLine,
    DespatchShipment,
    HandlingUnit,
    Identifier,
    Item,
    ItemInstance,
    Period,
    Quantity,
)
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.models import Message
from samkop.exchange.queries import folder_of
from samkop.ordering.models import Order
from samkop.platform import actors
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.documents.despatch import despatched_of
from samkop.receiving.models import (
    Consignment,
    Discrepancy,
    GoodsReturn,
    Receipt,
    ReceivedSerial,
)
from samkop.receiving.rules.returning import Returned
from samkop.receiving.usecases.counting import count_pieces, receive_serial, report_discrepancy
from samkop.receiving.usecases.despatch_advice import record_despatch
from samkop.receiving.usecases.finishing import finish_receipt
from samkop.receiving.usecases.receipt import start_receipt, start_receipt_of_order
from samkop.receiving.usecases.returning import announce_return
from samkop.site.wiring import FACTS

numbers = itertools.count(1)


def an_order(
    market: Market, code: str = "PHONE-1", quantity: int = 3, *, buyer: Municipality | None = None
) -> Order:
    """An order of the market's first buyer, or of the one that is given."""
    buyer = buyer or market.buyers[0]
    requisition = approved(market, buyer, code, quantity)
    with reading(buyer.manager):
        return Order.objects.get(requisition=requisition)


def a_despatched_line(
    order: Order | str, quantity: str | int = 3, *serials: str, line: str = "1", unit: str = "EA",
    item: str = "", outstanding: int | None = None, mark: str = "",
) -> DespatchLine:  # fmt: skip
    """So many of an order's line; ``item`` where the document names another one's number."""
    return DespatchLine(
        id="1", delivered=Quantity(Decimal(quantity), unit), order_line_id=line,
        item=Item(
            name="It", sellers_id=item or "PHONE-1",
            instances=tuple(ItemInstance(serial) for serial in serials),
        ),
        order_reference=order if isinstance(order, str) else order.number,
        outstanding=None if outstanding is None else Quantity(Decimal(outstanding), unit),
        outstanding_reasons=("Sold out",) if outstanding else (),
        handling_units=(HandlingUnit(id=Identifier(mark, "SSCC")),) if mark else (),
    )  # fmt: skip


def a_despatch_document(
    market: Market, lines: Sequence[DespatchLine], *, buyer: Municipality | None = None,
    number: str = "", expected: date | None = TODAY,
) -> edocs.DespatchAdvice:  # fmt: skip
    """The document; its lines are numbered."""
    party = (buyer or market.buyers[0]).party
    numbered = tuple(
        edocs.model.DespatchLine(**{**_fields(one), "id": str(place)})
        for place, one in enumerate(lines, 1)
    )
    return edocs.DespatchAdvice(
        id=number or f"DA-{next(numbers)}", issue_date=TODAY,
        despatcher=side_in_response(market.supplier), consignee=side_in_response(party),
        lines=numbered,
        shipment=DespatchShipment(
            "SH-1", tracking_id="T-1",
            estimated_delivery=Period(expected, expected) if expected else None,
        ),
    )  # fmt: skip


def _fields(line: DespatchLine) -> dict:
    return {name: getattr(line, name) for name in line.__dataclass_fields__}


def announced(
    market: Market, *lines: DespatchLine, buyer: Municipality | None = None, number: str = "",
    expected: date | None = TODAY, now=NOW,
) -> Consignment:  # fmt: skip
    """The consignment that the buyer expects after the document has been recorded."""
    document = a_despatch_document(market, lines, buyer=buyer, number=number, expected=expected)
    party = (buyer or market.buyers[0]).party
    message = next(numbers)
    advice = perform(
        actors.message(message, document.id, market.supplier.pk), record_despatch, now=now,
        despatched=despatched_of(document), buyer_id=party.pk, message_id=message,
    )  # fmt: skip
    let_facts_work()
    with reading((buyer or market.buyers[0]).manager):
        return Consignment.objects.get(advice=advice)


def sent_in(data: Path, market: Market, document: edocs.DespatchAdvice) -> Message:
    """The buyer's message after the file has come in and everything has followed."""
    buyer = market.buyers[0]
    with reading(buyer.manager):
        inbox = data / "exchange" / (folder_of(buyer.party.pk) or "") / "inbox"
    put_in(inbox, f"{document.id}.xml", edocs.write(document))
    collect_inboxes(data, now=NOW)
    while dispatch_waiting(FACTS):
        continue
    with reading(buyer.manager):
        return Message.objects.filter(
            owner=buyer.party, document_type="despatch-advice", number=document.id
        ).latest("id")


def a_receipt(buyer: Municipality, consignment: Consignment, *, now=NOW) -> Receipt:
    """The open receipt of a consignment, begun by the buyer's ICT manager."""
    return perform(buyer.manager, start_receipt, now=now, consignment_id=consignment.pk)


def a_counted_receipt(
    buyer: Municipality, consignment: Consignment, serial: str
) -> tuple[Receipt, ReceivedSerial, Discrepancy]:
    """An open receipt with one serial number scanned, and that piece reported as damaged."""
    receipt = a_receipt(buyer, consignment)
    scanned = perform(buyer.manager, receive_serial, now=NOW, receipt_id=receipt.pk, serial=serial)
    with reading(buyer.manager):
        line_id = scanned.receipt_line.line_id
    reported = perform(
        buyer.manager, report_discrepancy, now=NOW, receipt_id=receipt.pk, line_id=line_id,
        kind="damaged", quantity=1, serial=serial, note_text=f"{serial} is broken",
    )  # fmt: skip
    return receipt, scanned, reported


def a_return(
    buyer: Municipality, order: Order, *, note: str = "", remedy: str = "replacement"
) -> GoodsReturn:
    """One piece of an order's first line, which came without an advice, is to go back."""
    receipt = perform(buyer.manager, start_receipt_of_order, now=NOW, order_id=order.pk)
    with reading(buyer.manager):
        line_id = receipt.lines.order_by("line__position")[0].line_id
    perform(
        buyer.manager, count_pieces, now=NOW, receipt_id=receipt.pk, line_id=line_id, pieces=1
    )  # fmt: skip
    perform(buyer.manager, finish_receipt, now=NOW, receipt_id=receipt.pk, rest_expected=True)
    return perform(
        buyer.manager, announce_return, now=NOW, order_id=order.pk, reason="damaged",
        remedy=remedy, returned=[Returned(1, 1)], note_text=note,
    )  # fmt: skip

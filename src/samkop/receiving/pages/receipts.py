"""Receiving on a phone: one field for the scanner, big counts, and what to do when it differs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform
from samkop.receiving.models import Receipt
from samkop.receiving.pages.posted import chosen_line, posted_number
from samkop.receiving.policies import may_receive, may_see_consignment
from samkop.receiving.queries.consignments import is_waiting_for
from samkop.receiving.queries.discrepancies import reported_in
from samkop.receiving.queries.receipts import awaited_in, lines_of, newest_serials, receipt_of
from samkop.receiving.queries.segregation import kept_from_receiving
from samkop.receiving.usecases.counting import (
    count_pieces,
    receive_serial,
    report_discrepancy,
    undo_serial,
)
from samkop.receiving.usecases.finishing import finish_receipt
from samkop.receiving.usecases.receipt import start_receipt, start_receipt_of_order
from samkop.receiving.vocabulary import REPORTED, ReceiptState

# Refusals of a scan that say which line is meant once one has been chosen.
LINE_HELPS = {"serial-unknown", "serial-ambiguous"}


def _receipt(
    request: HttpRequest, actor: Actor, receipt_id: int, refused: Refused | None = None,
    **_named: int,
) -> tuple[str, dict[str, Any]]:  # fmt: skip
    found = receipt_of(receipt_id)
    lines = lines_of(found)
    orders = [line.line.order_id for line in lines]
    waiting = _waits(actor, orders)
    allow(may_see_consignment(actor, found.consignment, waiting=waiting))
    awaited = awaited_in(lines)
    counting = found.state == ReceiptState.OPEN
    receives = counting and may_receive(actor, found.buyer_id, waiting=waiting)
    approved = kept_from_receiving(actor, orders) if receives else None
    return "receiving/receipt.html", {
        "receipt": found,
        "consignment": found.consignment,
        "counting": receives and approved is None,
        "approved": approved,
        "lines": list(zip(lines, awaited, strict=True)),
        "counted": sum(line.counted for line in lines),
        "expected": sum(one.expected for one in awaited) if counting else None,
        "missing": sum(one.missing for one in awaited),
        "newest": newest_serials(found),
        "reported": reported_in(found.pk),
        "kinds": [(kind.value, kind.label) for kind in REPORTED],
        "chosen": chosen_line(request),
        "refused": refused,
        "serial": request.POST.get("serial", "")[:100] if refused else "",
        "ask_line": refused is not None and refused.code in LINE_HELPS,
        "other": refused.facts.get("delivery_id") if refused else None,
        "trail": [
            (_("Deliveries"), reverse("consignments")),
            (
                _("Delivery %(number)s") % {"number": found.consignment.number},
                reverse("consignment", args=[found.consignment_id]),
            ),
        ],
    }


receipt = page()(_receipt)


@act()
def start(request: HttpRequest, actor: Actor, consignment_id: int) -> Answer:
    """Begin to receive a delivery, or go on."""
    made: Receipt = perform(actor, start_receipt, consignment_id=consignment_id)
    return Answer(to=reverse("receipt", args=[made.pk]))


@act()
def start_of_order(request: HttpRequest, actor: Actor, order_id: int) -> Answer:
    """Begin to receive what came of an order without an advice."""
    made: Receipt = perform(actor, start_receipt_of_order, order_id=order_id)
    return Answer(to=reverse("receipt", args=[made.pk]))


@act(again=_receipt)
def scan(request: HttpRequest, actor: Actor, receipt_id: int) -> Answer:
    """Receive the piece with this serial number."""
    line = chosen_line(request)
    kept = perform(
        actor, receive_serial, receipt_id=receipt_id, serial=request.POST.get("serial", ""),
        line_id=line,
    )  # fmt: skip
    # A line chosen for one number alone does not stay chosen.
    stays = f"?line={line}" if line and request.POST.get("stay") else ""
    return Answer(
        to=reverse("receipt", args=[receipt_id]) + stays,
        message=_("%(serial)s received.") % {"serial": kept.serial_number},
    )


@act(again=_receipt)
def count(request: HttpRequest, actor: Actor, receipt_id: int) -> Answer:
    """Count pieces without serial numbers."""
    perform(
        actor, count_pieces, receipt_id=receipt_id, line_id=chosen_line(request) or 0,
        pieces=posted_number(request, "pieces"),
    )  # fmt: skip
    return Answer(to=reverse("receipt", args=[receipt_id]), message=_("Counted."))


@act(again=_receipt)
def undo(request: HttpRequest, actor: Actor, receipt_id: int, serial_id: int) -> Answer:
    """Take a scan back."""
    perform(actor, undo_serial, receipt_id=receipt_id, serial_id=serial_id)
    return Answer(to=reverse("receipt", args=[receipt_id]), message=_("Taken out again."))


@act(again=_receipt)
def report(request: HttpRequest, actor: Actor, receipt_id: int) -> Answer:
    """Report damage, or a wrong item."""
    perform(
        actor, report_discrepancy, receipt_id=receipt_id, line_id=chosen_line(request) or 0,
        kind=request.POST.get("kind", ""), quantity=posted_number(request, "quantity"),
        serial=request.POST.get("serial", ""), note_text=request.POST.get("note", ""),
    )  # fmt: skip
    return Answer(to=reverse("receipt", args=[receipt_id]), message=_("Reported."))


@act(again=_receipt)
def finish(request: HttpRequest, actor: Actor, receipt_id: int) -> Answer:
    """Finish it; the rest is still to come, or does not."""
    made: Receipt = perform(
        actor, finish_receipt, receipt_id=receipt_id,
        rest_expected=request.POST.get("rest") == "expected",
    )  # fmt: skip
    return Answer(
        to=reverse("consignment", args=[made.consignment_id]), message=_("The receipt is finished.")
    )


def _waits(actor: Actor, orders: list[int]) -> bool:
    return actor.person_id is not None and is_waiting_for(orders, actor.person_id)

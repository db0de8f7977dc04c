"""Counting goods into an open receipt: several people at once, scan by scan.

Whatever counts into a receipt locks it, so that two who scan at once see each other. What was
counted moves the orders' lines when the receipt is finished: until then a slip can be undone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from samkop.core.texts import visible
from samkop.platform.actors import Actor
from samkop.platform.records import (
    change,
    change_each,
    create,
    create_all,
    create_new,
    remove,
)
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.receiving.models import (
    Consignment,
    Discrepancy,
    Receipt,
    ReceiptLine,
    ReceivedSerial,
)
from samkop.receiving.policies import may_receive
from samkop.receiving.queries.consignments import is_waiting_for
from samkop.receiving.queries.receipts import lines_of
from samkop.receiving.usecases.scanning import LONGEST_SERIAL, Scanned, scanned_into
from samkop.receiving.usecases.segregation import require_not_approver
from samkop.receiving.vocabulary import REPORTED, DiscrepancyKind, ReceiptState

MOST = 1_000_000  # pieces of one line


def receive_serial(
    *, actor: Actor, now: datetime, receipt_id: int, serial: str, line_id: int | None = None
) -> ReceivedSerial:
    """Receive one piece by its serial number.

    Announced, it finds its line by itself; so does one that was not, where one line alone
    expects pieces without announced numbers. ``line_id`` (of the consignment) says which line
    any other belongs to: where all numbers of that line were announced, the difference is kept.
    Raises Refused: ``not-found``, ``not-allowed``, ``receiver-approved``, ``receipt-finished``,
    ``serial-missing``, ``serial-received-before``, ``serial-of-another-delivery``,
    ``serial-unknown``, ``serial-ambiguous``, ``serial-received-elsewhere``.
    """
    receipt = locked_receipt(actor, now, receipt_id)
    kept = scanned_into(actor, now, receipt, lines_of(receipt), [Scanned(serial, line_id)])[0]
    if not create_new(kept):
        raise _elsewhere(kept)
    change(kept.receipt_line, counted=kept.receipt_line.counted + 1)
    return kept


def keep_serials(
    actor: Actor, now: datetime, receipt: Receipt, lines: Sequence[ReceiptLine],
    scanned: Sequence[Scanned],
) -> None:  # fmt: skip
    """Receive pieces by their serial numbers, as ``receive_serial`` does one after another.

    ``receipt`` is locked and ``lines`` are its own, by ``lines_of``. As many queries for many
    as for one, of however many lines. Raises Refused as that does.
    """
    kept = scanned_into(actor, now, receipt, lines, scanned)
    try:
        with transaction.atomic():
            create_all(kept, under=receipt)
    except IntegrityError:
        # Another customer has one of them, whose row cannot be read: one by one says which.
        for one in kept:
            if not create_new(one):
                raise _elsewhere(one) from None
    counted = Counter(one.receipt_line_id for one in kept)
    change_each((line, {"counted": line.counted + counted[line.pk]}) for line in lines)


def _elsewhere(kept: ReceivedSerial) -> Refused:
    return Refused(
        "serial-received-elsewhere",
        _("Serial number %(serial)s has been received by another customer of the supplier."
          " Put the device aside and ask the supplier."),
        serial=kept.serial_number,
    )  # fmt: skip


def count_pieces(
    *, actor: Actor, now: datetime, receipt_id: int, line_id: int, pieces: int
) -> ReceiptLine:
    """Count pieces without serial numbers into a line, or out of it with a negative number.

    Raises Refused: ``not-found``, ``not-allowed``, ``receiver-approved``,
    ``receipt-finished``, ``pieces-out-of-bounds``.
    """
    receipt = locked_receipt(actor, now, receipt_id)
    line = _line_of(receipt, line_id)
    return change(line, counted=counted_with(line, pieces, scanned=line.serials.count()))


def counted_with(line: ReceiptLine, pieces: int, *, scanned: int) -> int:
    """What a line of a locked receipt counts with these pieces; so many of it were scanned.

    Raises Refused ``pieces-out-of-bounds``.
    """
    counted = line.counted + pieces
    if not pieces or not max(scanned, line.rejected) <= counted <= MOST:
        raise Refused(
            "pieces-out-of-bounds",
            _("There cannot be %(counted)s of %(name)s: %(scanned)s are scanned and %(rejected)s"
              " damaged. Correct the number."),
            status=422, counted=counted, name=line.line.name, scanned=scanned,
            rejected=line.rejected, fields={"pieces": _("Correct the number.")},
        )  # fmt: skip
    return counted


def undo_serial(*, actor: Actor, now: datetime, receipt_id: int, serial_id: int) -> ReceiptLine:
    """Take a scanned serial number out again, while its receipt is open.

    Raises Refused: ``not-found``, ``not-allowed``, ``receiver-approved``,
    ``receipt-finished``, ``reported-as-damaged`` when it is needed for a report of damage.
    """
    receipt = locked_receipt(actor, now, receipt_id)
    found = ReceivedSerial.objects.filter(id=serial_id, receipt_line__receipt=receipt).first()
    if found is None:
        raise not_found()
    line = _line_of(receipt, found.receipt_line.line_id)
    if line.counted - 1 < line.rejected:
        raise Refused(
            "reported-as-damaged",
            _("All that came of %(name)s is reported as damaged. Finish the receipt as it is."),
            name=line.line.name,
        )  # fmt: skip
    remove(found)
    return change(line, counted=line.counted - 1)


def report_discrepancy(
    *, actor: Actor, now: datetime, receipt_id: int, line_id: int, kind: str, quantity: int,
    serial: str = "", note_text: str = "",
) -> Discrepancy:  # fmt: skip
    """Report pieces of a line that came damaged, or goods that came instead of it.

    Damaged ones have been counted; wrong items are not of the order and are not. Raises
    Refused: ``not-found``, ``not-allowed``, ``receiver-approved``, ``receipt-finished``,
    ``kind-unknown``, ``more-damaged-than-came``, ``quantity-not-positive``.
    """
    receipt = locked_receipt(actor, now, receipt_id)
    line = _line_of(receipt, line_id)
    if kind not in REPORTED:
        raise Refused("kind-unknown", _("Say whether it is damaged or wrong."), status=422)
    if not 0 < quantity <= MOST:
        raise Refused(
            "quantity-not-positive", _("Write how many it is about."), status=422,
            fields={"quantity": _("Write a number above zero.")},
        )  # fmt: skip
    if kind == DiscrepancyKind.DAMAGED:
        if line.rejected + quantity > line.counted:
            raise Refused(
                "more-damaged-than-came",
                _("Of %(name)s %(counted)s have been counted. Count those that are damaged"
                  " first."),
                status=422, name=line.line.name, counted=line.counted,
            )  # fmt: skip
        change(line, rejected=line.rejected + quantity)
    return create(
        Discrepancy(
            buyer_id=receipt.buyer_id, supplier_id=receipt.supplier_id,
            consignment_id=receipt.consignment_id, line=line.line, receipt=receipt, kind=kind,
            quantity=quantity, serial_number=visible(serial).strip()[:LONGEST_SERIAL],
            note=visible(note_text).strip()[:500], opened_at=now,
        )
    )  # fmt: skip


def locked_receipt(actor: Actor, now: datetime, receipt_id: int) -> Receipt:
    """The open receipt: whoever counts waits here for whoever is counting."""
    receipt = Receipt.objects.select_for_update().filter(id=receipt_id).first()
    if receipt is None:
        raise not_found()
    require_receiver(actor, now, receipt.consignment)
    if receipt.state != ReceiptState.OPEN:
        raise Refused(
            "receipt-finished",
            _("This receipt is finished. Begin another from the delivery's page."),
        )
    return receipt


def require_receiver(actor: Actor, now: datetime, consignment: Consignment) -> None:
    """Refuse who may not receive it: ``not-allowed``, or ``receiver-approved`` above the limit."""
    orders = set(consignment.lines.values_list("order_id", flat=True))
    waiting = actor.person_id is not None and is_waiting_for(orders, actor.person_id)
    require(may_receive(actor, consignment.buyer_id, waiting=waiting))
    require_not_approver(actor, now, orders)


def _line_of(receipt: Receipt, line_id: int) -> ReceiptLine:
    found = receipt.lines.select_related("line").filter(line_id=line_id).first()
    if found is None:
        raise not_found()
    return found

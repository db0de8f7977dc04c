"""Finishing a receipt: the orders' lines move, and what is over or short is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.ordering.usecases.line_progress import LineMove, move_many
from samkop.ordering.vocabulary import LineMovementKind
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, change_each, create_all, subject_of
from samkop.platform.refusals import Refused
from samkop.receiving.models import Discrepancy, Receipt, ReceiptLine, ReceivedSerial
from samkop.receiving.queries.receipts import awaited_in, lines_of
from samkop.receiving.rules.receiving import Awaited
from samkop.receiving.usecases.counting import locked_receipt
from samkop.receiving.vocabulary import ConsignmentState, DiscrepancyKind, ReceiptState


def finish_receipt(
    *, actor: Actor, now: datetime, receipt_id: int, rest_expected: bool = False
) -> Receipt:
    """Finish a receipt: what was counted has been received.

    ``rest_expected`` leaves the delivery open for what is missing; else that is kept as a
    discrepancy and the delivery is over. Told as the fact ``goods-received``. Raises Refused:
    ``not-found``, ``not-allowed``, ``receiver-approved``, ``receipt-finished``,
    ``nothing-received``.
    """
    receipt = locked_receipt(actor, now, receipt_id)
    lines = lines_of(receipt)
    awaited = awaited_in(lines)
    if rest_expected and not any(line.counted for line in lines):
        raise Refused(
            "nothing-received",
            _("Nothing has been received yet. Scan what came, or say that nothing comes."),
        )  # fmt: skip
    _keep_differences(receipt, lines, awaited, now, rest_expected=rest_expected)
    change_each(
        (
            line.line,
            {
                "received": line.line.received + line.counted,
                "rejected": line.line.rejected + line.rejected,
            },
        )
        for line in lines
    )
    change(
        receipt, state=ReceiptState.FINISHED, finished_at=now, finished_by_id=actor.own_person_id
    )
    over = not rest_expected or not any(one.missing for one in awaited)
    change(
        receipt.consignment,
        state=ConsignmentState.RECEIVED if over else ConsignmentState.IN_PART,
        finished_at=now if over else None,
    )
    _move(receipt, lines, now)
    tell(
        "goods-received", receipt_id=receipt.pk, consignment_id=receipt.consignment_id,
        buyer_id=receipt.buyer_id, supplier_id=receipt.supplier_id,
        order_ids=sorted({line.line.order_id for line in lines if line.counted}),
    )  # fmt: skip
    return receipt


def _move(receipt: Receipt, lines: Iterable[ReceiptLine], now: datetime) -> None:
    """Several lines of a consignment may be of one line of an order."""
    summed: Counter[tuple[int, int]] = Counter()
    for line in lines:
        summed[line.line.order_id, line.line.line_number] += line.counted
    move_many(
        moves=[
            LineMove(order_id, number, LineMovementKind.RECEIVED, pieces, subject_of(receipt))
            for (order_id, number), pieces in summed.items()
        ],
        now=now,
    )


def _keep_differences(
    receipt: Receipt, lines: Sequence[ReceiptLine], awaited: Sequence[Awaited], now: datetime, *,
    rest_expected: bool,
) -> None:  # fmt: skip
    found = list(_found(receipt, lines, awaited, rest_expected=rest_expected))
    create_all(
        (
            Discrepancy(
                buyer_id=receipt.buyer_id, supplier_id=receipt.supplier_id,
                consignment_id=receipt.consignment_id, line=line.line, receipt=receipt, kind=kind,
                quantity=quantity, serial_number=serial, opened_at=now,
            )
            for line, kind, quantity, serial in found
        ),
        under=receipt,
    )  # fmt: skip


def _found(
    receipt: Receipt, lines: Sequence[ReceiptLine], awaited: Sequence[Awaited], *,
    rest_expected: bool,
) -> Iterator[tuple[ReceiptLine, DiscrepancyKind, int, str]]:  # fmt: skip
    """Each difference that the counts tell: line, kind, pieces, serial number."""
    for line, one in zip(lines, awaited, strict=True):
        if one.over:
            yield line, DiscrepancyKind.OVER, one.over, ""
        if one.missing and not rest_expected:
            yield line, DiscrepancyKind.SHORT, one.missing, ""
    named = {line.pk: line for line, one in zip(lines, awaited, strict=True) if one.named}
    strange = ReceivedSerial.objects.filter(
        receipt_line__receipt=receipt, receipt_line_id__in=named, announced=False
    )
    full = {line.pk for line, one in zip(lines, awaited, strict=True) if not one.takes_any_number}
    for serial in strange.order_by("id"):
        if serial.receipt_line_id in full:
            line = named[serial.receipt_line_id]
            yield line, DiscrepancyKind.UNEXPECTED_SERIAL, 1, serial.serial_number

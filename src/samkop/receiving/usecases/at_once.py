"""Receiving a delivery, or a part of it, in one step: for programs that have scanned already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from samkop.platform.actors import Actor
from samkop.platform.records import change_each
from samkop.platform.refusals import not_found
from samkop.receiving.models import Receipt, ReceiptLine
from samkop.receiving.queries.receipts import lines_of, scanned_of
from samkop.receiving.usecases.counting import counted_with, keep_serials, locked_receipt
from samkop.receiving.usecases.finishing import finish_receipt
from samkop.receiving.usecases.receipt import start_receipt
from samkop.receiving.usecases.scanning import Scanned


def receive_at_once(
    *,
    actor: Actor,
    now: datetime,
    consignment_id: int,
    serials: Sequence[Scanned] = (),
    pieces: Mapping[int, int] | None = None,
    finish: bool = True,
    rest_expected: bool = False,
) -> Receipt:
    """Count serial numbers, and ``pieces`` by line without any, into the open receipt.

    All of it or nothing: a number that does not fit leaves none counted. ``finish`` says that
    this was all that came, ``rest_expected`` that what is missing comes later. Raises Refused
    as ``start_receipt``, ``receive_serial``, ``count_pieces`` and ``finish_receipt`` do. As many
    queries for many serial numbers and lines as for one.
    """
    begun = start_receipt(actor=actor, now=now, consignment_id=consignment_id)
    receipt = locked_receipt(actor, now, begun.pk)
    lines = lines_of(receipt)
    if serials:
        keep_serials(actor, now, receipt, lines, serials)
    _count(receipt, lines, pieces or {})
    if finish:
        receipt = finish_receipt(
            actor=actor, now=now, receipt_id=receipt.pk, rest_expected=rest_expected
        )
    return receipt


def _count(receipt: Receipt, lines: Sequence[ReceiptLine], pieces: Mapping[int, int]) -> None:
    """Pieces by the consignment's lines into those of the receipt."""
    by_line = {line.line_id: line for line in lines}
    if not pieces.keys() <= by_line.keys():
        raise not_found()
    if not pieces:
        return
    scanned = scanned_of(receipt)
    counted = {
        by_line[line_id]: counted_with(
            by_line[line_id], count, scanned=scanned.get(by_line[line_id].pk, 0)
        )
        for line_id, count in pieces.items()
    }
    change_each((line, {"counted": count}) for line, count in counted.items())

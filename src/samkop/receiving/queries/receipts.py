"""Reads of receipts: what is being counted, against what is expected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from samkop.platform.refusals import not_found
from samkop.receiving.models import DespatchedSerial, Receipt, ReceiptLine, ReceivedSerial
from samkop.receiving.rules.receiving import Awaited

NEWEST = 10


def receipt_of(receipt_id: int) -> Receipt:
    """A receipt with its consignment. Raises Refused ``not-found``."""
    found = (
        Receipt.objects.filter(id=receipt_id)
        .select_related("consignment__supplier", "consignment__buyer", "consignment__advice")
        .first()
    )
    if found is None:
        raise not_found()
    return found


def lines_of(receipt: Receipt) -> list[ReceiptLine]:
    """The lines of a receipt with the consignment's, and how many numbers were announced."""
    named = (
        DespatchedSerial.objects.filter(line_id=OuterRef("line__despatch_line_id"))
        .order_by()
        .values("line_id")
        .annotate(count=Count("id"))
    )
    found = receipt.lines.select_related("line__order").annotate(
        named=Coalesce(Subquery(named.values("count"), output_field=IntegerField()), 0)
    )
    return list(found.order_by("line__position"))


def awaited_in(lines: Iterable[ReceiptLine]) -> list[Awaited]:
    """What is expected and counted of lines that were read by ``lines_of``.

    Of an open receipt: what it counts has not reached the consignment's lines yet.
    """
    return [
        Awaited(
            line.line_id, line.line.expected, line.counted,
            line.line.quantity, line.named,  # type: ignore[attr-defined]  # an annotation
        )
        for line in lines
    ]  # fmt: skip


def scanned_of(receipt: Receipt) -> dict[int, int]:
    """How many serial numbers were scanned into each of the receipt's lines, by its id."""
    scanned = ReceivedSerial.objects.filter(receipt_line__receipt=receipt).order_by()
    counts = scanned.values("receipt_line_id").annotate(count=Count("id"))
    return dict(counts.values_list("receipt_line_id", "count"))


def newest_serials(receipt: Receipt) -> Sequence[ReceivedSerial]:
    """The serial numbers that were scanned last, the newest first."""
    found = ReceivedSerial.objects.filter(receipt_line__receipt=receipt)
    return list(found.select_related("receipt_line__line").order_by("-id")[:NEWEST])

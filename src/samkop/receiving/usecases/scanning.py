"""Which line of a receipt scanned serial numbers belong to; however many, in three queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.texts import visible
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused, not_found
from samkop.receiving.models import Receipt, ReceiptLine, ReceivedSerial
from samkop.receiving.queries.receipts import awaited_in
from samkop.receiving.queries.serials import announced_in, elsewhere_of, here_already
from samkop.receiving.rules.labels import serial_of
from samkop.receiving.rules.receiving import fitting_line

LONGEST_SERIAL = 100


@dataclass(frozen=True)
class Scanned:
    """A serial number, and the consignment's line where one alone is meant."""

    serial_number: str
    line_id: int | None = None


def scanned_into(
    actor: Actor, now: datetime, receipt: Receipt, lines: Sequence[ReceiptLine],
    scanned: Sequence[Scanned],
) -> list[ReceivedSerial]:  # fmt: skip
    """The numbers with their lines, in their order, each as if those before had been counted.

    Nothing is written. Raises Refused as ``receive_serial``, for the first that does not fit.
    """
    wanted = [Scanned(_cleaned(one.serial_number), one.line_id) for one in scanned]
    numbers = [one.serial_number for one in wanted]
    named = announced_in([line.line for line in lines], numbers)
    here = here_already(receipt.supplier_id, numbers, receipt.buyer_id)
    strange = [one.serial_number for one in wanted
               if one.line_id is None and one.serial_number not in named]  # fmt: skip
    others = elsewhere_of(receipt, strange) if strange else {}
    awaited = {one.line_id: one for one in awaited_in(lines)}
    kept: list[ReceivedSerial] = []
    for one in wanted:
        serial, announced = one.serial_number, named.get(one.serial_number, frozenset())
        found = _line_for(lines, one.line_id, announced, serial)
        _require_not_here(here.get(serial, []), serial, found)
        if found is None:
            _require_not_elsewhere(others.get(serial), serial)
            fitting = fitting_line(list(awaited.values()))
            found = _require_fitting(lines, fitting, serial)
        before = awaited[found.line_id]
        awaited[found.line_id] = replace(before, counted=before.counted + 1)
        item = found.line.seller_item_id
        here.setdefault(serial, []).append((item, receipt.consignment.number))
        kept.append(
            ReceivedSerial(
                receipt_line=found, buyer_id=receipt.buyer_id, supplier_id=receipt.supplier_id,
                seller_item_id=item, serial_number=serial, announced=found.line_id in announced,
                at=now, person_id=actor.own_person_id,
            )
        )  # fmt: skip
    return kept


def _cleaned(serial: str) -> str:
    cleaned = visible(serial_of(serial)).strip()
    if not cleaned or len(cleaned) > LONGEST_SERIAL:
        raise Refused(
            "serial-missing", _("Scan or type a serial number of at most 100 signs."), status=422,
            fields={"serial": _("Scan or type a serial number.")},
        )  # fmt: skip
    return cleaned


def _line_for(
    lines: Sequence[ReceiptLine], line_id: int | None, announced: frozenset[int], serial: str
) -> ReceiptLine | None:
    """The line that was chosen, or the one that announced the number; None where neither."""
    wanted = {line_id} if line_id is not None else announced
    named = [line for line in lines if line.line_id in wanted]
    if line_id is not None and not named:
        raise not_found()
    if len(named) > 1:
        raise Refused(
            "serial-ambiguous",
            _("Serial number %(serial)s is announced on several lines. Say which it is."),
            serial=serial,
        )  # fmt: skip
    return named[0] if named else None


def _require_not_here(
    here: Sequence[tuple[str, str]], serial: str, found: ReceiptLine | None
) -> None:
    """``here`` are the seller's items and deliveries under which the number is here already."""
    item = found.line.seller_item_id if found else None
    before = next((number for known, number in here if item in {None, known}), None)
    if before is not None:
        raise Refused(
            "serial-received-before",
            _("Serial number %(serial)s was received before, with delivery %(delivery)s. Look"
              " whether the label belongs to another device."),
            serial=serial, delivery=before,
        )  # fmt: skip


def _require_not_elsewhere(other: tuple[int, str] | None, serial: str) -> None:
    if other is not None:
        number, name = other
        raise Refused(
            "serial-of-another-delivery",
            _("Serial number %(serial)s belongs to delivery %(delivery)s. Receive it there."),
            serial=serial, delivery=name, delivery_id=number,
        )  # fmt: skip


def _require_fitting(lines: Sequence[ReceiptLine], fitting: int | None, serial: str) -> ReceiptLine:
    """The one line that an unannounced number can belong to."""
    if fitting is None:
        raise Refused(
            "serial-unknown",
            _("Serial number %(serial)s was not announced. Say which line it belongs to, or put"
              " it aside as a wrong item."),
            serial=serial,
        )  # fmt: skip
    return next(line for line in lines if line.line_id == fitting)

"""Receiving a delivery, or a part of it, in one step: for programs that have scanned already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from samkop.platform.actors import Actor
from samkop.receiving.models import Receipt
from samkop.receiving.usecases.counting import count_pieces, receive_serial
from samkop.receiving.usecases.finishing import finish_receipt
from samkop.receiving.usecases.receipt import start_receipt


@dataclass(frozen=True)
class Scanned:
    """A serial number, and the consignment's line where one alone is meant."""

    serial_number: str
    line_id: int | None = None


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
    as ``start_receipt``, ``receive_serial``, ``count_pieces`` and ``finish_receipt`` do.
    """
    receipt = start_receipt(actor=actor, now=now, consignment_id=consignment_id)
    for one in serials:
        receive_serial(
            actor=actor, now=now, receipt_id=receipt.pk, serial=one.serial_number,
            line_id=one.line_id,
        )  # fmt: skip
    for line_id, count in (pieces or {}).items():
        count_pieces(actor=actor, now=now, receipt_id=receipt.pk, line_id=line_id, pieces=count)
    if finish:
        receipt = finish_receipt(
            actor=actor, now=now, receipt_id=receipt.pk, rest_expected=rest_expected
        )
    return receipt

"""Sending in a sealed bid: asked by one's own name, written under the pseudonym alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar
from uuid import UUID

from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.attempts import note_refusal
from samkop.tendering.bidders import Bidding, as_bidder, bidding_of
from samkop.tendering.models import RegisterEntry, SealedFile
from samkop.tendering.queries.register import PART
from samkop.tendering.usecases.submission import (
    keep_sealed_part,
    start_sealed_file,
    submit_bid,
)

Result = TypeVar("Result")


class Sent(Protocol):
    """A file that was uploaded."""

    size: int | None

    def read(self, num_bytes: int | None = ..., /) -> Any: ...


def tried(
    actor: Actor,
    use_case: Callable[..., Result],
    tender_id: int,
    *,
    inputs: Mapping[str, Any],
) -> Result:
    """``perform`` under the pseudonym; a refusal is noted in the log of attempts."""
    try:
        return perform(as_bidder(actor, tender_id), use_case, **inputs)
    except Refused as refused:
        note_refusal(actor, tender_id, use_case.__name__, refused)
        raise


def begun(actor: Actor, tender_id: int, lot_code: str, size: int) -> SealedFile:
    """Begin to send in so many bytes."""
    bidding = _bidding(actor, tender_id, lot_code, start_sealed_file)
    inputs = {"bidding": bidding, "size": size}
    return tried(actor, start_sealed_file, tender_id, inputs=inputs)


def part_kept(actor: Actor, tender_id: int, file_id: UUID, place: int, data: bytes) -> SealedFile:
    """Keep a part."""
    inputs = {"file_id": file_id, "place": place, "data": data}
    return tried(actor, keep_sealed_part, tender_id, inputs=inputs)


def submitted(actor: Actor, tender_id: int, lot_code: str, file_id: UUID) -> RegisterEntry:
    """Send in the bid whose parts are there."""
    bidding = _bidding(actor, tender_id, lot_code, submit_bid)
    inputs = {"bidding": bidding, "file_id": file_id}
    return tried(actor, submit_bid, tender_id, inputs=inputs)


def sent_whole(actor: Actor, tender_id: int, lot_code: str, file: Sent) -> RegisterEntry:
    """A sealed file that came as one: its parts, and then the bid."""
    begun_file = begun(actor, tender_id, lot_code, file.size or 0)
    place = 0
    while data := file.read(PART):
        part_kept(actor, tender_id, begun_file.pk, place, data)
        place += 1
    return submitted(actor, tender_id, lot_code, begun_file.pk)


def _bidding(
    actor: Actor, tender_id: int, lot_code: str, use_case: Callable[..., object]
) -> Bidding:
    """What is bid on; who may not bid is noted, too."""
    try:
        with reading(actor):
            return bidding_of(actor, tender_id, lot_code)
    except Refused as refused:
        note_refusal(actor, tender_id, use_case.__name__, refused)
        raise

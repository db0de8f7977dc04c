"""Sealed bids for a supplier's own programs: sent in part by part, withdrawn, their receipts.

A bid is sealed before, on one's own machine (``samkop bid seal``). As on the pages, who calls is
asked by its own name, and what is written stands under its pseudonym in the tender alone
(ADR 0023): no idempotency key is kept, for it would name who sent it. The same part, and the same
file, may be sent again all the same.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Path, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, caller, writes
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import reading, require
from samkop.tendering.attempts import note_refusal
from samkop.tendering.bidders import reading_own
from samkop.tendering.models import RegisterEntry
from samkop.tendering.policies import BIDS_SCOPE, may_bid
from samkop.tendering.queries import tender_of
from samkop.tendering.queries.receipts import proof_of, receipt_of
from samkop.tendering.queries.register import PART, entries_of, register_keeper, standing_in
from samkop.tendering.sending import begun, part_kept, submitted, tried
from samkop.tendering.usecases.submission import MOST_SEALED, withdraw_bid
from samkop.tendering.vocabulary import EntryKind

router = Router(tags=["Bids"])

Result = TypeVar("Result")
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
LotCode = Annotated[str, Path(pattern="^LOT-[0-9]{4}$")]
Number = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Place = Annotated[int, Path(ge=0, le=MOST_SEALED // PART)]


class SealedFileIn(Schema):
    """How long the sealed bid is, in bytes."""

    size: int = Field(ge=1, le=MOST_SEALED)


class SealedFileOut(Schema):
    """Where a sealed bid's parts go: each is ``part_length`` bytes long but the last."""

    id: UUID
    part_length: int


class SealedPartOut(Schema):
    """The part that is kept, from 0."""

    place: int


class SentBidIn(Schema):
    """The sealed file whose parts are all there."""

    file: UUID


class SentBidOut(Schema):
    """An entry of the register that is one's own, with its signed receipt.

    ``of`` is the bid that it replaces or withdraws, ``stands`` whether it is the one that would be
    opened.
    """

    number: str
    kind: EntryKind
    lot: str
    received_at: datetime
    sealed_sha256: str
    of: str
    stands: bool
    receipt: dict[str, Any] = Field(description="Schema bid-receipt")


@router.post(
    "/tenders/{tender_id}/lots/{lot_code}/sealed-files",
    response={200: SealedFileOut, **PROBLEMS}, operation_id="begin_sealed_file",
)  # fmt: skip
@writes(BIDS_SCOPE)
def begin_sealed_file(
    request: HttpRequest, tender_id: Id, lot_code: LotCode, given: SealedFileIn
) -> SealedFileOut:
    """Begin to send in a sealed bid."""
    file = begun(caller(request), tender_id, lot_code, given.size)
    return SealedFileOut(id=file.pk, part_length=PART)


@router.post(
    "/tenders/{tender_id}/sealed-files/{sealed_file_id}/parts/{place}",
    response={200: SealedPartOut, **PROBLEMS}, operation_id="send_sealed_part",
)  # fmt: skip
@writes(BIDS_SCOPE)
def send_sealed_part(
    request: HttpRequest, tender_id: Id, sealed_file_id: UUID, place: Place,
    part: File[UploadedFile],
) -> SealedPartOut:  # fmt: skip
    """Keep a part; the same part may come again."""
    actor = caller(request)
    _asked(actor, tender_id, "keep_sealed_part")
    part_kept(actor, tender_id, sealed_file_id, place, part.read(PART + 1))
    return SealedPartOut(place=place)


@router.post(
    "/tenders/{tender_id}/lots/{lot_code}/bids", response={200: SentBidOut, **PROBLEMS},
    operation_id="send_bid",
)  # fmt: skip
@writes(BIDS_SCOPE)
def send_bid(
    request: HttpRequest, tender_id: Id, lot_code: LotCode, given: SentBidIn
) -> SentBidOut:
    """The parts are all there: the bid comes in now, by the database's clock.

    An earlier one on the lot is replaced; the same file is sent in once.
    """
    actor = caller(request)
    row = submitted(actor, tender_id, lot_code, given.file)
    return _one(actor, tender_id, row.number, "submit_bid")


@router.get(
    "/tenders/{tender_id}/bids", response={200: list[SentBidOut], **PROBLEMS},
    operation_id="list_own_bids",
)  # fmt: skip
@writes(BIDS_SCOPE)
def list_own_bids(request: HttpRequest, tender_id: Id) -> list[SentBidOut]:
    """One's own bids and withdrawals with their receipts, the newest first."""
    return _own(caller(request), tender_id, "read_bids")


@router.post(
    "/tenders/{tender_id}/bids/{bid_number}/withdrawal", response={200: SentBidOut, **PROBLEMS},
    operation_id="withdraw_own_bid",
)  # fmt: skip
@writes(BIDS_SCOPE)
def withdraw_own_bid(request: HttpRequest, tender_id: Id, bid_number: Number) -> SentBidOut:
    """Withdraw a bid that stands, before the deadline; the receipt of the withdrawal."""
    actor = caller(request)
    _asked(actor, tender_id, "withdraw_bid")
    inputs = {"tender_id": tender_id, "number": bid_number}
    row = tried(actor, withdraw_bid, tender_id, inputs=inputs)
    return _one(actor, tender_id, row.number, "withdraw_bid")


@router.get(
    "/tenders/{tender_id}/bids/{bid_number}/proof", response={200: dict[str, Any], **PROBLEMS},
    operation_id="own_bid_proof",
)  # fmt: skip
@writes(BIDS_SCOPE)
def own_bid_proof(request: HttpRequest, tender_id: Id, bid_number: Number) -> dict[str, Any]:
    """After the deadline: the proof that one's own entry is under the published root."""
    actor = caller(request)
    _one(actor, tender_id, bid_number, "read_proof")

    def proof() -> dict[str, Any]:
        with reading(actor):
            owner_id = tender_of(tender_id).owner_id
        with reading(register_keeper(owner_id)):
            value: dict[str, Any] = json.loads(proof_of(tender_id, bid_number))
        return value

    return _noting(actor, tender_id, "read_proof", proof)


def _noting(actor: Actor, tender_id: int, verb: str, do: Callable[[], Result]) -> Result:
    """What was refused is noted in the log of attempts, under the pseudonym."""
    try:
        return do()
    except Refused as refused:
        note_refusal(actor, tender_id, verb, refused)
        raise


def _asked(actor: Actor, tender_id: int, verb: str) -> None:
    """Whether who calls may bid, by its own name. Raises Refused."""

    def ask() -> None:
        with reading(actor):
            require(may_bid(actor, tender_of(tender_id)))

    _noting(actor, tender_id, verb, ask)


def _own(actor: Actor, tender_id: int, verb: str) -> list[SentBidOut]:
    _asked(actor, tender_id, verb)
    with reading(reading_own(actor, tender_id)):
        rows = entries_of(tender_id)[::-1]
        standing = {row.number for row in standing_in(rows)}
        return [_told(row, stands=row.number in standing) for row in rows]


def _one(actor: Actor, tender_id: int, number: str, verb: str) -> SentBidOut:
    found = next((one for one in _own(actor, tender_id, verb) if one.number == number), None)
    if found is None:
        refused = not_found()
        note_refusal(actor, tender_id, verb, refused)
        raise refused
    return found


def _told(row: RegisterEntry, *, stands: bool) -> SentBidOut:
    if row.received_at is None:
        raise ValueError("an entry that is kept has its time")
    return SentBidOut(
        number=row.number, kind=EntryKind(row.kind), lot=row.lot.code,
        received_at=row.received_at, sealed_sha256=row.sealed_sha256, of=row.of, stands=stands,
        receipt=json.loads(receipt_of(row)),
    )  # fmt: skip

"""Sending in a sealed bid, replacing and withdrawing it: by a bidder under its pseudonym.

Who acts is ``bidders.as_bidder``; ``bidding`` was found by its own name before
(``bidders.bidding_of``). The time of receipt is the database's.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from samkop.core.sealing import Purpose, SealingError, check_received, read_header, read_tender_key
from samkop.core.sealing.register import NUMBER, SALT
from samkop.platform.actors import Actor, ActorKind
from samkop.platform.database.driver import asked
from samkop.platform.records import create, create_all
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.tendering.bidders import Bidding
from samkop.tendering.models import (
    BidAttempt,
    RegisterEntry,
    SealedFile,
    SealedPart,
)
from samkop.tendering.queries.register import PART, SealedStream, own_entries, standing_in
from samkop.tendering.sealing_words import refused
from samkop.tendering.vocabulary import EntryKind

MOST_SEALED = 512 * 1024 * 1024  # bytes of a sealed bid
MOST_FILES = 500  # that one bidder begins to send in for a tender
DONE = "done"


def start_sealed_file(*, actor: Actor, now: datetime, bidding: Bidding, size: int) -> SealedFile:
    """Begin to send in a sealed bid of so many bytes.

    Raises Refused ``too-large``, ``too-many-files``.
    """
    _require_bidder(actor)
    if not 0 < size <= MOST_SEALED:
        raise Refused(
            "too-large",
            _("A sealed bid has at most %(most)s MB. Make its files smaller."),
            status=422, most=MOST_SEALED // 1024**2,
        )  # fmt: skip
    own = SealedFile.objects.filter(tender_id=bidding.tender_id)
    if own.count() >= MOST_FILES:
        raise Refused(
            "too-many-files", _("Too many bids were begun. Ask the buyer what to do."), status=429
        )
    row = SealedFile(
        tender_id=bidding.tender_id, lot_id=bidding.lot_id, bidder=actor.reference, size=size
    )
    return create(row)


def keep_sealed_part(
    *, actor: Actor, now: datetime, file_id: UUID, place: int, data: bytes
) -> SealedFile:
    """Keep a part of a sealed bid; the same part may come again.

    Raises Refused ``not-found``, ``part-wrong``.
    """
    _require_bidder(actor)
    file = _own_file(actor, file_id)
    if len(data) != min(PART, file.size - place * PART):
        raise Refused("part-wrong", _("This part is not as long as it has to be."), status=422)
    known = SealedPart.objects.filter(file=file, place=place).first()
    if known is None:
        create_all([SealedPart(file=file, place=place, data=data)], under=file)
    elif bytes(known.data) != data:
        raise Refused("part-wrong", _("Another part stands in this place. Begin anew."), status=422)
    return file


def submit_bid(*, actor: Actor, now: datetime, bidding: Bidding, file_id: UUID) -> RegisterEntry:
    """Send in the bid whose parts are there; an earlier one on the lot is replaced by it.

    The same file is sent in once. A bid after the deadline is kept, marked and not opened.
    Raises Refused ``not-found``, ``bids-not-open``, ``body-cut`` where parts are missing, and
    what is wrong with the sealed bid (``other-tender-key``, ``lot-unknown``, ``not-readable``).
    """
    _require_bidder(actor)
    file = _own_file(actor, file_id)
    asked(
        "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
        [f"samkop bidder {bidding.lot_id} {actor.reference}"],
    )
    sent = file.entries.exclude(kind=EntryKind.WITHDRAWAL).first()
    if sent is not None:
        return sent
    try:
        edition, digest = _checked(bidding, file)
    except SealingError as error:
        raise refused(error) from error
    standing = [
        one for one in standing_in(own_entries(bidding.tender_id)) if one.lot_id == bidding.lot_id
    ]
    return _entered(
        RegisterEntry(
            tender_id=bidding.tender_id, lot_id=bidding.lot_id, edition_id=edition, file=file,
            bidder=actor.reference, kind=EntryKind.BID, of=standing[0].number if standing else "",
            sealed_sha256=digest,
        )
    )  # fmt: skip


def withdraw_bid(*, actor: Actor, now: datetime, tender_id: int, number: str) -> RegisterEntry:
    """Withdraw a bid that stands, before the deadline.

    Raises Refused ``not-found``, ``bids-not-open``, ``bids-closed``.
    """
    _require_bidder(actor)
    standing = [one for one in standing_in(own_entries(tender_id)) if one.number == number]
    if not standing:
        raise not_found()
    bid = standing[0]
    return _entered(
        RegisterEntry(
            tender_id=tender_id, lot_id=bid.lot_id, edition_id=bid.edition_id, file_id=bid.file_id,
            bidder=actor.reference, kind=EntryKind.WITHDRAWAL, of=bid.number,
            sealed_sha256=bid.sealed_sha256,
        )
    )  # fmt: skip


def note_attempt(
    *, actor: Actor, now: datetime, tender_id: int, verb: str, outcome: str
) -> BidAttempt:
    """Note that something was tried, and what came of it; nobody reads it before the award."""
    return create(BidAttempt(tender_id=tender_id, actor=actor.identity, verb=verb, outcome=outcome))


def _require_bidder(actor: Actor) -> None:
    require(actor.kind is ActorKind.BIDDER)


def _own_file(actor: Actor, file_id: UUID) -> SealedFile:
    """A file that is the bidder's own; row security shows no other."""
    found = SealedFile.objects.filter(id=file_id, bidder=actor.reference).first()
    if found is None:
        raise not_found()
    return found


def _checked(bidding: Bidding, file: SealedFile) -> tuple[int, str]:
    """The edition that the whole file was sealed to, and the file's SHA-256.

    Raises SealingError, Refused ``body-cut``.
    """
    digest, size, stream = hashlib.sha256(), 0, SealedStream(file.pk)
    for block in stream.blocks():
        digest.update(block)
        size += len(block)
    if size != file.size or file.lot_id != bidding.lot_id:
        raise Refused("body-cut", _("Parts of the sealed bid are missing. Send them first."))
    header = read_header(SealedStream(file.pk))
    edition, key = bidding.editions.get(header.tender_key.hex(), (0, ""))
    if not edition:
        raise Refused(
            "other-tender-key",
            _("This was sealed to another tender's key. Seal it again, to the key of this tender."),
        )
    check_received(header, read_tender_key(key.encode()), lot=bidding.lot_code, size=size)
    if header.purpose is not Purpose.BID:
        raise Refused("not-a-bid", _("This is a bid of trial. Seal a bid and send that in."))
    return edition, digest.hexdigest()


def _entered(row: RegisterEntry) -> RegisterEntry:
    """The entry with the database's time. Raises Refused ``bids-not-open``, ``bids-closed``."""
    row.number, row.salt = secrets.token_hex(NUMBER), secrets.token_hex(SALT)
    try:
        create(row)
    except IntegrityError as error:
        _refuse(error)
    create(
        BidAttempt(
            tender_id=row.tender_id, actor=f"{ActorKind.BIDDER}:{row.bidder}",
            verb="withdraw_bid" if row.kind == EntryKind.WITHDRAWAL else "submit_bid",
            outcome=DONE,
        )
    )  # fmt: skip
    return RegisterEntry.objects.get(id=row.pk)


def _refuse(error: IntegrityError) -> NoReturn:
    said = str(error)
    if "bids_not_open" in said:
        raise Refused(
            "bids-not-open", _("The tender takes no bids: it is not open, or not any more.")
        ) from error
    if "bids_closed" in said:
        raise Refused(
            "bids-closed", _("The deadline has passed: a bid is not withdrawn any more.")
        ) from error
    if "entry_ends_a_bid_once" in said:
        raise Refused(
            "bid-ended", _("The bid was replaced or withdrawn meanwhile. Look at your bids again.")
        ) from error
    raise error

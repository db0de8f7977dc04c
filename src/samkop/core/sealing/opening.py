"""Opening: each of two officers gives out its parts; together they are the file key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from samkop.core.sealing.chunks import content_length, opened_chunks
from samkop.core.sealing.content import Content, padded_length
from samkop.core.sealing.faults import Fault, SealingError
from samkop.core.sealing.header import (
    Header,
    Purpose,
    Readable,
    key_commitment,
    part_commitment,
    part_info,
)
from samkop.core.sealing.keys import PrivateKey
from samkop.core.sealing.register import in_time
from samkop.core.sealing.sealing import joined
from samkop.core.sealing.tender_key import TenderKey, pairs_of

Pair = tuple[int, int]


@dataclass(frozen=True)
class GivenParts:
    """What one officer gives out of one bid: its share of every pair it is in.

    ``bid`` is the digest of the bid's head; ``shares`` are by the other officer's place.
    """

    bid: bytes
    officer: int
    shares: Mapping[int, bytes]


def check_tender_key(header: Header, tender_key: TenderKey) -> None:
    """Raises SealingError(OTHER_TENDER_KEY, LOT_UNKNOWN)."""
    if header.tender_key != tender_key.digest or header.officers != len(tender_key.officers):
        raise SealingError(
            Fault.OTHER_TENDER_KEY,
            "The bid was sealed to another tender's key, or to another edition of this one.",
        )
    if header.lot not in tender_key.lots:
        raise SealingError(Fault.LOT_UNKNOWN, f"The tender has no lot {header.lot}.")


def check_received(header: Header, tender_key: TenderKey, *, lot: str, size: int) -> None:
    """What a server can see of a sealed bid of so many bytes when it comes in.

    Raises SealingError: OTHER_TENDER_KEY, LOT_UNKNOWN, BODY_CUT where the length is none that a
    sealed bid can have.
    """
    check_tender_key(header, tender_key)
    if header.lot != lot:
        raise SealingError(
            Fault.LOT_UNKNOWN, f"The bid was sealed for lot {header.lot}; send it in there."
        )
    content = content_length(size - len(header.data))
    if content < 1 or padded_length(content) != content:
        raise SealingError(Fault.BODY_CUT, "The sealed bid is not whole; send it again.")


def check_time(
    header: Header, tender_key: TenderKey, now: datetime, deadline: datetime | None = None
) -> None:
    """Whether it is time to give out parts of the bid.

    ``tender_key`` is the edition to which it was sealed, ``deadline`` the newest edition's where
    it was put off. Raises SealingError: OTHER_TENDER_KEY, LOT_UNKNOWN, TOO_EARLY.
    """
    check_tender_key(header, tender_key)
    until = max(tender_key.deadline, deadline or tender_key.deadline)
    if header.purpose is Purpose.BID and in_time(now, until):
        raise SealingError(Fault.TOO_EARLY, "Bids are opened after the deadline; wait for it.")


def give_parts(
    *,
    header: Header,
    tender_key: TenderKey,
    key: PrivateKey,
    now: datetime,
    deadline: datetime | None = None,
) -> GivenParts:
    """An officer's shares of a bid's file key, on the officer's own machine.

    Not before the deadline, a rehearsal excepted (``check_time``). Raises SealingError:
    OTHER_TENDER_KEY, LOT_UNKNOWN, NOT_AN_OFFICER, TOO_EARLY, PART_UNOPENABLE.
    """
    check_time(header, tender_key, now, deadline)
    places = [place for place, one in enumerate(tender_key.officers) if one.key == key.public]
    if not places:
        raise SealingError(
            Fault.NOT_AN_OFFICER, "This key is of none of the tender's officers; use another."
        )
    officer = places[0]
    shares = {
        sum(pair) - officer: share
        for pair in tender_key.pairs
        if officer in pair and (share := _share(header, pair, officer, key)) is not None
    }
    if not shares:
        raise SealingError(
            Fault.PART_UNOPENABLE,
            f"No part of officer {officer + 1} opens: the bid's head has been changed, "
            "or the bid was sealed wrongly.",
        )
    return GivenParts(header.digest, officer, shares)


def _share(header: Header, pair: Pair, officer: int, key: PrivateKey) -> bytes | None:
    """None where it does not open; the officer's parts of other pairs may."""
    part, info = header.part(pair, officer), part_info(header.context, pair, officer)
    share = key.open(part.sealed, info)
    if share is None or part_commitment(info, share) != part.commitment:
        return None
    return share


def join_parts(header: Header, one: GivenParts, other: GivenParts) -> bytes:
    """The file key.

    Raises SealingError: OTHER_BID, SAME_OFFICER, PART_UNOPENABLE, PART_FORGED, SEALED_WRONG.
    """
    if one.officer == other.officer:
        raise SealingError(
            Fault.SAME_OFFICER, "Both parts are one officer's; a second has to open."
        )
    shares = (share_with(header, one, other.officer), share_with(header, other, one.officer))
    file_key = joined(*shares)
    if key_commitment(file_key) != header.commitment:
        raise SealingError(
            Fault.SEALED_WRONG,
            "Both parts are right and yet make no key: whoever sealed the bid sealed it wrongly.",
        )
    return file_key


def file_key_of(header: Header, given: Sequence[GivenParts]) -> bytes:
    """The file key by the first pair of those who gave out parts whose parts fit.

    One forged or wrongly sealed part does not keep two others from opening. Raises SealingError:
    SAME_OFFICER where there are no two; else what was wrong with the first pair.
    """
    fault = SealingError(Fault.SAME_OFFICER, "Parts of this bid by two officers are needed.")
    pairs = [(a, b) for a, b in combinations(given, 2) if a.officer != b.officer]
    for number, (one, other) in enumerate(pairs):
        try:
            return join_parts(header, one, other)
        except SealingError as error:
            fault = error if number == 0 else fault
    raise fault


def share_with(header: Header, given: GivenParts, other: int) -> bytes:
    """What an officer gave out for the pair with another, checked by itself.

    Raises SealingError: OTHER_BID, PART_UNOPENABLE, PART_FORGED.
    """
    if given.bid != header.digest:
        raise SealingError(Fault.OTHER_BID, "A part is of another bid; give out this one's.")
    share = given.shares.get(other)
    pair = min(given.officer, other), max(given.officer, other)
    if share is None or pair not in pairs_of(header.officers):
        raise SealingError(
            Fault.PART_UNOPENABLE,
            f"The part of officer {given.officer + 1} with officer {other + 1} did not open; "
            "another pair may open the bid.",
        )
    info = part_info(header.context, pair, given.officer)
    if part_commitment(info, share) != header.part(pair, given.officer).commitment:
        raise SealingError(
            Fault.PART_FORGED,
            f"The part of officer {given.officer + 1} is not the one that was sealed; "
            "it has to be given out again. The bid itself is whole.",
        )
    return share


def open_bid(
    *, header: Header, body: Readable, file_key: bytes, bidder: str | None = None
) -> Content:
    """The content, to be read once; ``bidder`` is whose it has to be.

    Raises SealingError here and while it is read: SEALED_WRONG, BODY_CHANGED, BODY_CUT,
    BODY_EXTENDED, NOT_READABLE, FILE_NAME, OTHER_BIDDER.
    """
    if key_commitment(file_key) != header.commitment:
        raise SealingError(Fault.SEALED_WRONG, "This is not the key of this bid.")
    content = Content(opened_chunks(file_key, header.digest, body))
    if bidder is not None and content.manifest.bidder != bidder:
        raise SealingError(
            Fault.OTHER_BIDDER, f"The bid was sealed by {content.manifest.bidder}, not {bidder}."
        )
    return content

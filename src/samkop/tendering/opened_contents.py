"""What came out of a sealed bid: its answers and files, or why it is none that can be read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samkop.core.bidding import CONTENT_FILE, content_value, read_content
from samkop.core.fields import ProblemError
from samkop.core.sealing import (
    Fault,
    GivenParts,
    SealingError,
    check_tender_key,
    file_key_of,
    open_bid,
    read_header,
)
from samkop.parties.models import Party
from samkop.tendering.models import RegisterEntry
from samkop.tendering.queries.officers import key_in
from samkop.tendering.queries.register import SealedStream

UNREADABLE = "content-unreadable"


@dataclass(frozen=True)
class OpenedFileContent:
    """A file of a bid with the SHA-256 of what it holds."""

    name: str
    sha256: str
    content: bytes


@dataclass(frozen=True)
class OpenedContent:
    """``answers``: what ``bid.json`` says, as it is always written (schema ``bid-content``)."""

    answers: Any
    files: tuple[OpenedFileContent, ...]


@dataclass(frozen=True)
class BadContent:
    """Why a bid cannot be opened or read: a code."""

    fault: str


def opened_content(
    row: RegisterEntry, bidder: Party, given: Sequence[GivenParts]
) -> OpenedContent | BadContent:
    """The content of a bid by what officers gave out of all bids; it has to be this bidder's."""
    try:
        files = _files(row, bidder, given)
    except SealingError as error:
        return BadContent(error.code.value)
    try:
        content = read_content(files.pop(CONTENT_FILE, b"").decode())
    except (ProblemError, UnicodeDecodeError):
        return BadContent(UNREADABLE)
    if content.bidder.identifier != bidder.identifier:
        return BadContent(Fault.OTHER_BIDDER.value)
    if content.lot != row.lot.code:
        return BadContent(Fault.LOT_UNKNOWN.value)
    kept = [
        OpenedFileContent(name, hashlib.sha256(data).hexdigest(), data)
        for name, data in files.items()
    ]
    return OpenedContent(content_value(content), tuple(kept))


def _files(row: RegisterEntry, bidder: Party, given: Sequence[GivenParts]) -> dict[str, bytes]:
    """Raises SealingError."""
    stream = SealedStream(row.file_id)
    header = read_header(stream)
    check_tender_key(header, key_in(row.edition))
    own = [one for one in given if one.bid == header.digest]
    content = open_bid(
        header=header, body=stream, file_key=file_key_of(header, own), bidder=bidder.identifier
    )
    return {entry.name: b"".join(blocks) for entry, blocks in content.files()}

"""Reading and checking what officers give out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from samkop.core.sealing import (
    Fault,
    GivenParts,
    Header,
    SealingError,
    TenderKey,
    read_parts_file,
)
from samkop.core.sealing.opening import share_with
from samkop.tendering.models import OfficerParts, OpeningOfficer
from samkop.tendering.sealing_words import refused

Given = dict[OpeningOfficer, dict[bytes, GivenParts]]


def given_by(officer: OpeningOfficer, key: TenderKey, heads: Sequence[Header], parts: str) -> str:
    """The file of parts, checked: the officer's own, of these bids, each as it was sealed.

    A bid that gave this officer nothing may be missing. Raises Refused with the fault's code.
    """
    try:
        _check(officer, key, {head.digest: head for head in heads}, parts)
    except SealingError as error:
        raise refused(error) from error
    return parts


def _check(
    officer: OpeningOfficer, key: TenderKey, heads: Mapping[bytes, Header], parts: str
) -> None:
    given = read_parts_file(parts.encode())
    places = [one.key.raw.hex() for one in key.officers]
    for one in given:
        if one.bid not in heads:
            raise SealingError(Fault.OTHER_BID, "These are parts of other bids.")
        if places[one.officer : one.officer + 1] != [officer.public_key]:
            raise SealingError(Fault.NOT_AN_OFFICER, "These are another officer's parts.")
        for other in one.shares:
            share_with(heads[one.bid], one, other)


def newest_parts(rows: Iterable[OfficerParts]) -> Given:
    """What each officer gave out last, by bid; ``rows`` are the oldest first."""
    found: Given = {}
    for row in rows:
        found.pop(row.officer, None)
        found[row.officer] = {one.bid: one for one in read_parts_file(row.parts.encode())}
    return found

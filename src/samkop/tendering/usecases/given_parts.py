"""Reading and checking what officers give out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from samkop.core.sealing import (
    Fault,
    GivenParts,
    Header,
    SealingError,
    TenderKey,
    read_parts_file,
)
from samkop.core.sealing.opening import share_with
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused
from samkop.tendering.models import OfficerParts, OpeningOfficer, RegisterEntry
from samkop.tendering.queries.register import head_of
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


def require_parts(
    actor: Actor, rows: Iterable[RegisterEntry], given: Given, *, without_missing: bool
) -> None:
    """Raises Refused ``parts-missing`` where one officer gave parts of a bid and no other did.

    Either the bid was sealed wrongly to the other, or that one keeps it shut: who gave parts of
    all such bids may say that they are opened without it, and nobody else. A bid of which nobody
    gave any was sealed wrongly to all.
    """
    lacking = [gave for row in rows if (gave := _givers(given, row))]
    if not lacking:
        return
    mine = all(any(one.person_id == actor.person_id for one in gave) for gave in lacking)
    if not (without_missing and mine):
        raise Refused(
            "parts-missing",
            _("An officer gave no part of a bid of which another did (bids: %(count)s). Have that"
              " one give its parts out again, or a third officer. An officer who gave parts of"
              " all bids may open without."),
            count=len(lacking),
        )  # fmt: skip


def _givers(given: Given, row: RegisterEntry) -> list[OpeningOfficer]:
    """Who gave parts of a bid that no two parts open; none where two do, or nobody gave any."""
    try:
        bid = head_of(row.file_id).digest
    except SealingError:
        return []
    gave = {officer: parts[bid] for officer, parts in given.items() if bid in parts}
    shares = {one.officer: one.shares for one in gave.values()}
    paired = any(here in shares.get(there, {}) for here in shares for there in shares[here])
    return [] if paired else list(gave)

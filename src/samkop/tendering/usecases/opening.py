"""Opening a tender's bids: two officers give out their parts, then all are opened at once."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.sealing import SealingError
from samkop.platform.actors import Actor
from samkop.platform.records import create, create_all
from samkop.platform.refusals import Refused
from samkop.tendering.models import (
    BidAttempt,
    OfficerParts,
    OpenedBid,
    OpenedFile,
    Opening,
    OpeningOfficer,
    RegisterEntry,
    Tender,
)
from samkop.tendering.opened_contents import BadContent, OpenedContent, opened_content
from samkop.tendering.queries import register
from samkop.tendering.queries.freezing import freeze_of, is_as_published
from samkop.tendering.queries.officers import editions_of, key_in, own_office
from samkop.tendering.queries.opening import bidders_of, parts_given
from samkop.tendering.sealing_words import refused
from samkop.tendering.usecases.given_parts import given_by, newest_parts, require_parts
from samkop.tendering.usecases.states import move_tender, require_state
from samkop.tendering.vocabulary import EntryKind, Outcome, TenderState

OFFICERS = 2


def give_parts(*, actor: Actor, now: datetime, tender_id: int, parts: str) -> OfficerParts:
    """Keep an officer's parts of all bids that stand; given out again, the newest count.

    Raises Refused ``not-found``, ``tender-in-another-state``, ``too-early``, and what is wrong
    with the parts (``other-bid``, ``part-forged``, ``not-an-officer`` …).
    """
    officer = own_office(actor, tender_id)
    require_state(officer.tender, TenderState.OPEN)
    _require_over(tender_id)
    rows = register.standing_in(register.entries_of(tender_id))
    try:
        heads = [register.head_of(row.file_id) for row in rows]
    except SealingError as error:
        raise refused(error) from error
    text = given_by(officer, key_in(editions_of(tender_id)[-1]), heads, parts)
    create(_attempt(actor, tender_id, "give_parts"))
    row = OfficerParts(tender_id=tender_id, officer=officer, parts=text, at=now)
    create_all([row], under=officer)
    return row


def open_bids(
    *, actor: Actor, now: datetime, tender_id: int, without_missing: bool = False
) -> Opening:
    """Open all bids that stand, at once, by the parts that two officers gave out.

    One that cannot be opened or read is on the certified list with its fault. No officer alone
    keeps a bid shut by leaving its part out: ``without_missing`` is said by one who gave all.
    Raises Refused ``not-found``, ``tender-in-another-state``, ``too-early``, ``same-officer``,
    ``parts-missing``.
    """
    own_office(actor, tender_id)
    tender = Tender.objects.select_for_update().get(id=tender_id)
    require_state(tender, TenderState.OPEN)
    _require_over(tender_id)
    given = newest_parts(parts_given(tender_id))
    if len(given) < OFFICERS:
        raise Refused(
            "same-officer", _("Two officers are needed. The other one has to give out parts too.")
        )
    entries = register.entries_of(tender_id)
    rows = register.standing_in(entries)
    require_parts(actor, rows, given, without_missing=without_missing)
    bidders = bidders_of(tender_id, {row.bidder for row in rows})
    listed = []
    for row in rows:
        party = bidders[row.bidder]
        content = opened_content(
            row, party, [one for each in given.values() for one in each.values()]
        )
        listed.append(_listed(row, party.identifier, party.legal_name, content))
        if isinstance(content, OpenedContent):
            _keep(row, party.pk, content, now)
    first, second = list(given)[:OFFICERS]
    late = [_came(row) for row in entries if row.kind == EntryKind.LATE]
    return _certified(actor, tender, (first, second), listed, late, now)


def _certified(
    actor: Actor,
    tender: Tender,
    officers: tuple[OpeningOfficer, OpeningOfficer],
    listed: list[dict[str, object]],
    late: list[dict[str, object]],
    now: datetime,
) -> Opening:
    opening = create(
        Opening(
            tender=tender, first=officers[0], second=officers[1], at=now, listed=listed,
            late=late, frozen_sha256=_frozen(tender.pk),
        )
    )  # fmt: skip
    create(_attempt(actor, tender.pk, "open_bids"))
    move_tender(tender, TenderState.OPENED, now)
    return opening


def _frozen(tender_id: int) -> str:
    """The hash of what was published, if that is what stands there still; else nothing."""
    frozen = freeze_of(tender_id)
    return frozen.sha256 if frozen and is_as_published(tender_id) else ""


def _require_over(tender_id: int) -> None:
    """Nothing is opened before the root was published, which is after the deadline."""
    if register.root_of(tender_id) is None:
        raise Refused("too-early", _("Bids are opened after the deadline. Wait for it."))


def _attempt(actor: Actor, tender_id: int, verb: str) -> BidAttempt:
    return BidAttempt(tender_id=tender_id, actor=actor.identity, verb=verb, outcome="done")


def _keep(row: RegisterEntry, party_id: int, content: OpenedContent, now: datetime) -> None:
    """Write a bid and its files, one after the other: what all bidders sent is more than fits into
    memory, or into one statement.
    """
    bid = OpenedBid(
        tender_id=row.tender_id, lot_id=row.lot_id, bidder_id=party_id, number=row.number,
        received_at=register.entry_in(row).at, sealed_sha256=row.sealed_sha256,
        answers=content.answers, opened_at=now,
    )  # fmt: skip
    create_all([bid])
    for one in content.files:
        file = OpenedFile(bid=bid, name=one.name, sha256=one.sha256, content=one.content)
        create_all([file], under=bid)


def _listed(
    row: RegisterEntry, identifier: str, name: str, content: OpenedContent | BadContent
) -> dict[str, object]:
    """A line of the certified list."""
    opened = isinstance(content, OpenedContent)
    return _came(row) | {
        "bidder": identifier, "name": name,
        "outcome": Outcome.OPENED if opened else Outcome.NOT_OPENABLE,
        "fault": "" if isinstance(content, OpenedContent) else content.fault,
    }  # fmt: skip


def _came(row: RegisterEntry) -> dict[str, object]:
    """What is told of a bid without opening it."""
    return {
        "number": row.number, "lot": row.lot.code, "sealed": row.sealed_sha256,
        "received_at": register.entry_in(row).members["at"],
    }  # fmt: skip

"""Sealed bids for tests: through the real use cases, with the database's clock set by the owner.

keys = a_key_ceremony(tender, runner, now=…)   # three officers, rehearsed
with database_clock(BEFORE):
    submitted_bid(tender, "LOT-0001", seller, content)
opened_tender(tender, keys, at=AFTER)
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import connections

from factories.parties import an_actor
from samkop.core.bidding import CONTENT_FILE
from samkop.core.sealing import (
    FileEntry,
    PrivateKey,
    Purpose,
    SealingError,
    TenderKey,
    give_parts,
    parts_file,
    read_header,
    seal_bid,
)
from samkop.core.sealing.members import canonical
from samkop.parties.models import Party
from samkop.parties.queries import party_of
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.bidders import as_bidder, bidding_of
from samkop.tendering.models import Opening, OpeningOfficer, RegisterEntry, Tender
from samkop.tendering.queries.officers import editions_of, key_in
from samkop.tendering.queries.register import (
    PART,
    entries_of,
    head_of,
    register_keeper,
    standing_in,
)
from samkop.tendering.usecases.officers import (
    appoint_officer,
    confirm_officer_key,
    keep_officer_key,
)
from samkop.tendering.usecases.opening import give_parts as give_bid_parts
from samkop.tendering.usecases.opening import open_bids
from samkop.tendering.usecases.register_root import publish_root
from samkop.tendering.usecases.submission import (
    keep_sealed_part,
    start_sealed_file,
    submit_bid,
    withdraw_bid,
)
from samkop.tendering.usecases.tender_keys import (
    give_rehearsal_parts,
    keep_rehearsal_bid,
    make_tender_key,
)

_names = itertools.count(1)
MOMENT = timedelta(milliseconds=1)


@dataclass(frozen=True)
class OfficerAtWork:
    """An opening officer with the key that is on the own machine."""

    actor: Actor
    key: PrivateKey


Officers = tuple[OfficerAtWork, ...]


@contextmanager
def database_clock(at: datetime) -> Iterator[None]:
    """The database's clock for bids stands at a moment; set by the owner, as nobody else can."""
    set_database_clock(f"'{at.isoformat()}'::timestamptz")
    try:
        yield
    finally:
        set_database_clock("clock_timestamp()")


def set_database_clock(expression: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION samkop_clock() RETURNS timestamptz LANGUAGE sql VOLATILE"
            f" AS $$ SELECT {expression} $$"
        )


@cache
def _keys() -> tuple[PrivateKey, ...]:
    return tuple(PrivateKey.make() for _ in range(3))


def a_key_ceremony(
    tender: Tender, runner: Actor, *, now: datetime, rehearsed: bool = True
) -> Officers:
    """Three officers with confirmed keys, the tender's key, and a bid of trial opened by two."""
    officers = appointed(tender, runner, now=now)
    perform(runner, make_tender_key, now=now, tender_id=tender.pk)
    if rehearsed:
        rehearse(tender, officers, now=now)
    return officers


def appointed(tender: Tender, runner: Actor, *, now: datetime) -> Officers:
    """Three officers whose keys are confirmed, each by the one before."""
    officers = []
    with reading(runner):
        owner = party_of(tender.owner_id)
    for key in _keys():
        actor = an_actor(owner, RoleName.OPENING_OFFICER, name=f"Öppnaren {next(_names)}")
        perform(
            runner, appoint_officer, now=now, tender_id=tender.pk, person_id=actor.own_person_id
        )
        public = key.public.raw.hex()
        perform(actor, keep_officer_key, now=now, tender_id=tender.pk, public_key=public)
        officers.append(OfficerAtWork(actor, key))
    for place, officer in enumerate(officers):
        confirm(tender, officers[place - 1].actor, officer, now=now)
    return tuple(officers)


def officers_at_work(tender: Tender, runner: Actor) -> Officers:
    """The officers of a tender that was announced by its factory, with their keys."""
    with reading(runner):
        rows = list(OpeningOfficer.objects.filter(tender_id=tender.pk).order_by("id"))
    keys = {key.public.raw.hex(): key for key in _keys()}
    roles = frozenset({str(RoleName.OPENING_OFFICER)})
    return tuple(
        OfficerAtWork(
            actors.person(row.person_id, row.name, tender.owner_id, roles), keys[row.public_key]
        )
        for row in rows
    )


def confirm(tender: Tender, colleague: Actor, officer: OfficerAtWork, *, now: datetime) -> None:
    with reading(colleague):
        rows = OpeningOfficer.objects.filter(tender_id=tender.pk)
        row = rows.get(person_id=officer.actor.own_person_id)
    perform(
        colleague, confirm_officer_key, now=now, tender_id=tender.pk, officer_id=row.pk,
        fingerprint=officer.key.public.fingerprint,
    )  # fmt: skip


def rehearse(
    tender: Tender, officers: Officers, *, now: datetime, text: bytes = b"A text of trial"
) -> None:
    """A bid of trial, opened by the first two."""
    key = key_of(tender, officers[0].actor)
    data = sealed(key, key.lots[0], "trial", {"trial.txt": text}, purpose=Purpose.REHEARSAL)
    kept = perform(officers[0].actor, keep_rehearsal_bid, now=now, tender_id=tender.pk, sealed=data)
    header = read_header(io.BytesIO(data))
    for officer in officers[:2]:
        given = give_parts(header=header, tender_key=key, key=officer.key, now=now)
        perform(
            officer.actor, give_rehearsal_parts, now=now, tender_id=tender.pk,
            rehearsal_id=str(kept.pk), parts=parts_file([given]).decode(),
        )  # fmt: skip


def key_of(tender: Tender, actor: Actor) -> TenderKey:
    """The newest edition of the tender's key."""
    with reading(actor):
        return key_in(editions_of(tender.pk)[-1])


def sealed(key: TenderKey, lot: str, bidder: str, files: Mapping[str, bytes], **more: Any) -> bytes:
    """A bid as it leaves the bidder's machine."""
    entries = [(FileEntry(name, len(data)), [data]) for name, data in files.items()]
    made = seal_bid(tender_key=key, lot=lot, bidder=bidder, files=entries, **more)
    return b"".join(made.blocks)


def bid_content(tender: Tender, lot: str, bidder: Party, **fields: Any) -> dict[str, Any]:
    """A bid of one price; other members are those of ``bid-content``."""
    return {
        "samkop": "bid-content", "version": 1, "tender": tender.number, "lot": lot,
        "bidder": {
            "name": bidder.legal_name, "identifier": bidder.identifier,
            "contact": "Anbudsgivaren", "email": "anbud@example.org",
        },
        "prices": [{"line": "P1", "price": "899.00"}], "requirements": [], "criteria": [],
        "espd": [], "discounts": [], "trade_secrets": [], "valid_until": "2027-12-31", **fields,
    }  # fmt: skip


def submitted_bid(
    tender: Tender,
    lot: str,
    supplier_actor: Actor,
    content: Mapping[str, Any],
    files: Mapping[str, bytes] | None = None,
    *,
    key: TenderKey | None = None,
) -> RegisterEntry:
    """A bid that is sealed and sent in, by the database's clock as it stands."""
    key = key or key_of(tender, supplier_actor)
    named = {CONTENT_FILE: canonical(dict(content)), **(files or {})}
    data = sealed(key, lot, str(content["bidder"]["identifier"]), named)
    return sent_in(tender, lot, supplier_actor, data)


def sent_in(tender: Tender, lot: str, supplier_actor: Actor, data: bytes) -> RegisterEntry:
    """A sealed file, part by part, and then the bid."""
    with reading(supplier_actor):
        bidding = bidding_of(supplier_actor, tender.pk, lot)
    bidder = as_bidder(supplier_actor, tender.pk)
    file = perform(bidder, start_sealed_file, bidding=bidding, size=len(data))
    for place in range(-(-len(data) // PART)):
        part = data[place * PART : (place + 1) * PART]
        perform(bidder, keep_sealed_part, file_id=file.pk, place=place, data=part)
    return perform(bidder, submit_bid, bidding=bidding, file_id=file.pk)


def withdrawn_bid(tender: Tender, supplier_actor: Actor, entry: RegisterEntry) -> RegisterEntry:
    bidder = as_bidder(supplier_actor, tender.pk)
    return perform(bidder, withdraw_bid, tender_id=tender.pk, number=entry.number)


def closed_tender(tender: Tender, *, at: datetime | None = None) -> None:
    """The deadline has passed and the root is published."""
    at = at or _just_after(tender)
    with database_clock(at):
        perform(register_keeper(tender.owner_id), publish_root, now=at, tender_id=tender.pk)


def parts_by(tender: Tender, officer: OfficerAtWork, *, now: datetime) -> str:
    """What an officer's own machine gives out of all bids that stand."""
    with reading(officer.actor):
        keys = {one.digest: key_in(one) for one in editions_of(tender.pk)}
        heads = [head_of(row.file_id) for row in standing_in(entries_of(tender.pk))]
    given = []
    for head in heads:
        key = keys[head.tender_key.hex()]
        try:
            given.append(give_parts(header=head, tender_key=key, key=officer.key, now=now))
        except SealingError:
            continue
    return parts_file(given).decode()


def opened_tender(tender: Tender, officers: Officers, *, at: datetime | None = None) -> Opening:
    """The deadline passes, two officers give out their parts, and all bids are opened."""
    at = at or _just_after(tender)
    closed_tender(tender, at=at)
    for officer in officers[:2]:
        parts = parts_by(tender, officer, now=at)
        perform(officer.actor, give_bid_parts, now=at, tender_id=tender.pk, parts=parts)
    return perform(officers[1].actor, open_bids, now=at, tender_id=tender.pk)


def _just_after(tender: Tender) -> datetime:
    if tender.bids_until is None:
        raise ValueError("the tender has no deadline")
    return tender.bids_until + MOMENT

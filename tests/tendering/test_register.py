"""The register of bids: wrong steps of a bidder, the root by the clock, hashes by hand."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connections

from factories.bids import (
    MOMENT,
    bid_content,
    closed_tender,
    database_clock,
    key_of,
    sealed,
    sent_in,
    submitted_bid,
    withdrawn_bid,
)
from factories.parties import a_supplier, an_actor
from factories.tendering import (
    BIDS_UNTIL,
    a_tender_runner,
    an_announced_tender,
    an_open_tender,
)
from samkop.core.bidding import CONTENT_FILE
from samkop.core.sealing import Purpose
from samkop.core.sealing.members import canonical
from samkop.parties.vocabulary import RoleName
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.bidders import as_bidder, bidding_of
from samkop.tendering.models import RegisterRoot
from samkop.tendering.queries.officers import editions_of
from samkop.tendering.queries.receipts import under_root
from samkop.tendering.queries.register import entries_of, register_keeper, root_of
from samkop.tendering.register_clock import publish_due_roots
from samkop.tendering.usecases import submission
from samkop.tendering.usecases.register_root import publish_root
from samkop.tendering.usecases.submission import (
    keep_sealed_part,
    start_sealed_file,
    submit_bid,
    withdraw_bid,
)

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]
LOT = "LOT-0001"


@pytest.fixture(scope="module")
def runner(database):
    return a_tender_runner()


@pytest.fixture
def tender(runner):
    return an_open_tender(runner)


@pytest.fixture
def bidder():
    party = a_supplier("Provleverans Ab")
    return party, an_actor(party, RoleName.SALESPERSON)


def refused(actor, use_case, **inputs):
    with pytest.raises(Refused) as caught:
        perform(actor, use_case, **inputs)
    return caught.value.code


def file_of(tender, party, key, **more):
    """A whole sealed bid."""
    named = {CONTENT_FILE: canonical(bid_content(tender, LOT, party))}
    return sealed(key, LOT, party.identifier, named, **more)


def begun(tender, seller, size):
    with reading(seller):
        bidding = bidding_of(seller, tender.pk, LOT)
    secret = as_bidder(seller, tender.pk)
    return secret, bidding, perform(secret, start_sealed_file, bidding=bidding, size=size)


def test_each_wrong_step_of_sending_in_a_bid_is_refused(tender, bidder, monkeypatch):
    party, seller = bidder
    data = file_of(tender, party, key_of(tender, seller))
    secret, bidding, file = begun(tender, seller, len(data))
    for size in (0, submission.MOST_SEALED + 1):
        assert refused(secret, start_sealed_file, bidding=bidding, size=size) == "too-large"
    assert refused(seller, start_sealed_file, bidding=bidding, size=1) == "not-allowed"
    part = {"file_id": file.pk, "place": 0, "data": data}
    assert refused(secret, keep_sealed_part, **part | {"data": data[:-1]}) == "part-wrong"
    whole = {"bidding": bidding, "file_id": file.pk}
    assert refused(secret, submit_bid, **whole) == "body-cut"
    perform(secret, keep_sealed_part, **part)
    perform(secret, keep_sealed_part, **part)  # the same once more
    changed = part | {"data": data[:-1] + b"x"}
    assert refused(secret, keep_sealed_part, **changed) == "part-wrong"
    rival = as_bidder(an_actor(a_supplier(), RoleName.SALESPERSON), tender.pk)
    assert refused(rival, keep_sealed_part, **part) == "not-found"
    assert refused(rival, submit_bid, **whole) == "not-found"
    with database_clock(BIDS_UNTIL):
        entry = perform(secret, submit_bid, **whole)
        assert perform(secret, submit_bid, **whole) == entry  # sent in once
        mine = {"tender_id": tender.pk, "number": entry.number}
        assert refused(rival, withdraw_bid, **mine) == "not-found"
        withdrawn_bid(tender, seller, entry)
        assert refused(secret, withdraw_bid, **mine) == "not-found"
    monkeypatch.setattr(submission, "MOST_FILES", 1)
    assert refused(secret, start_sealed_file, bidding=bidding, size=1) == "too-many-files"


def test_a_bid_of_trial_and_one_to_another_key_are_no_bids(runner, tender, bidder):
    party, seller = bidder
    other = key_of(an_open_tender(runner), seller)
    trial = {"purpose": Purpose.REHEARSAL}
    wrong = {
        "not-a-bid": file_of(tender, party, key_of(tender, seller), **trial),
        "other-tender-key": file_of(tender, party, other),
        "not-readable": b"no sealed bid at all",
    }
    for code, data in wrong.items():
        with database_clock(BIDS_UNTIL), pytest.raises(Refused) as caught:
            sent_in(tender, LOT, seller, data)
        assert caught.value.code == code


def test_no_bid_comes_before_the_notice_is_published(runner, bidder):
    party, seller = bidder
    tender = an_announced_tender(runner)
    with reading(runner):
        (edition,) = editions_of(tender.pk)
    assert edition.number == 1
    with database_clock(BIDS_UNTIL), pytest.raises(Refused) as caught:
        submitted_bid(tender, LOT, seller, bid_content(tender, LOT, party))
    assert caught.value.code == "bids-not-open"


def test_the_root_is_published_by_the_job_a_millisecond_after_the_deadline(tender):
    with database_clock(BIDS_UNTIL):
        # The worker's clock is ahead; the database's counts.
        publish_due_roots(BIDS_UNTIL + timedelta(days=1))
        assert published(tender) is None
    with database_clock(BIDS_UNTIL + MOMENT):
        publish_due_roots(BIDS_UNTIL + MOMENT)
    assert published(tender).published_at == BIDS_UNTIL + MOMENT
    assert publish_due_roots(BIDS_UNTIL + timedelta(days=2)) == 0


def published(tender):
    with reading(register_keeper(tender.owner_id)):
        return root_of(tender.pk)


def test_a_root_is_published_by_its_keeper_alone_and_never_early_or_otherwise(runner, tender):
    code = refused(runner, publish_root, now=BIDS_UNTIL + MOMENT, tender_id=tender.pk)
    assert code == "not-allowed"
    with reading(runner):
        edition = editions_of(tender.pk)[-1]

    def slip_in(*, actor, now):
        row = {"tender": tender, "edition": edition, "size": 64, "root": "0" * 64}
        return create(RegisterRoot(**row))

    with database_clock(BIDS_UNTIL), pytest.raises(IntegrityError, match="root_too_early"):
        perform(register_keeper(tender.owner_id), slip_in)
    closed_tender(tender)
    with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute(
            "UPDATE tendering_registerroot SET size = 64 WHERE tender_id = %s", [tender.pk]
        )


def by_hand(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def test_the_hashes_of_a_bid_and_of_the_root_are_as_worked_out_by_hand(tender, bidder):
    party, seller = bidder
    data = file_of(tender, party, key_of(tender, seller))
    with database_clock(BIDS_UNTIL - timedelta(hours=1, microseconds=-999)):
        entry = sent_in(tender, LOT, seller, data)
    assert entry.sealed_sha256 == hashlib.sha256(data).hexdigest()
    assert entry.received_at == BIDS_UNTIL - timedelta(hours=1)  # cut, never rounded up
    closed_tender(tender)
    keeper = register_keeper(tender.owner_id)
    with reading(keeper):
        root = root_of(tender.pk)
        (row,) = entries_of(tender.pk)
        edition = editions_of(tender.pk)[-1]
        leaves = [one.leaf for one in under_root(root)]
    said = {
        "kind": "bid", "tender": hashlib.sha256(edition.file.encode()).hexdigest(),
        "number": row.number, "at": "2026-05-04T08:00:00.000Z", "lot": LOT,
        "sealed": hashlib.sha256(data).hexdigest(), "of": "", "salt": row.salt,
    }  # fmt: skip
    text = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    leaf = by_hand(b"\x00", text)
    assert (leaf in leaves, len(leaves), leaves) == (True, 1024, sorted(set(leaves)))
    while len(leaves) > 1:
        leaves = [by_hand(b"\x01", *leaves[at : at + 2]) for at in range(0, len(leaves), 2)]
    assert root.root == leaves[0].hex()


def test_the_same_sealed_file_sent_in_anew_replaces_the_first(tender, bidder):
    party, seller = bidder
    data = file_of(tender, party, key_of(tender, seller))
    with database_clock(BIDS_UNTIL):
        first = sent_in(tender, LOT, seller, data)
        second = sent_in(tender, LOT, seller, data)
    assert (second.of, second.sealed_sha256) == (first.number, first.sealed_sha256)

"""From the officers' keys to the opened bids: who can do what, when, and what is told."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from browser_ground import a_client
from factories.bids import (
    MOMENT,
    a_key_ceremony,
    bid_content,
    closed_tender,
    database_clock,
    key_of,
    officers_at_work,
    opened_tender,
    parts_by,
    rehearse,
    sealed,
    sent_in,
    submitted_bid,
    withdrawn_bid,
)
from factories.parties import a_purchasing_body, a_supplier, an_account, an_actor
from factories.tendering import (
    AT,
    BIDS_UNTIL,
    a_tender_in_preparation,
    a_tender_runner,
    an_open_tender,
)
from samkop.core.bidding.reading import MOST_BYTES
from samkop.core.sealing import parts_file, read_parts_file
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.platform.records import create_all
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import RehearsalOpening
from samkop.tendering.queries import opened_bids_of
from samkop.tendering.queries.register import entries_of, register_keeper, root_of
from samkop.tendering.usecases import opening as opening_of_bids
from samkop.tendering.usecases.opening import give_parts, open_bids
from samkop.tendering.usecases.register_root import publish_root
from samkop.tendering.vocabulary import EntryKind

pytestmark = pytest.mark.usefixtures("database")

ONE, TWO = "LOT-0001", "LOT-0002"
DEARER = [{"line": "P1", "price": "950.00"}]


@pytest.fixture(scope="module")
def runner(database):
    return a_tender_runner()


@pytest.fixture
def tender(runner):
    return an_open_tender(runner)


def a_bidder(name="Provleverans Ab"):
    party = a_supplier(name)
    return party, an_actor(party, RoleName.SALESPERSON)


def client_of(actor):
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    return a_client(an_account(person))


def refusal(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, **inputs)
    return refused.value.code


def test_two_officers_open_what_stands_and_nothing_else(tender, runner):
    (one, seller), (other, rival) = a_bidder(), a_bidder("Andra Ab")
    with database_clock(BIDS_UNTIL - timedelta(hours=1)):
        first = submitted_bid(tender, ONE, seller, bid_content(tender, ONE, one))
        content = bid_content(tender, ONE, one, prices=DEARER)
        second = submitted_bid(tender, ONE, seller, content, {"Bilaga å.pdf": b"x" * 70_000})
        withdrawn_bid(
            tender, rival, submitted_bid(tender, ONE, rival, bid_content(tender, ONE, other))
        )
    with database_clock(BIDS_UNTIL):
        last = submitted_bid(tender, TWO, rival, bid_content(tender, TWO, other))
    with database_clock(BIDS_UNTIL + MOMENT):
        late = submitted_bid(tender, ONE, rival, bid_content(tender, ONE, other))
    assert (second.of, last.kind, late.kind) == (first.number, EntryKind.BID, EntryKind.LATE)
    opening = opened_tender(tender, officers_at_work(tender, runner))
    with reading(runner):
        shown = [
            (bid.lot.code, bid.bidder_id, bid.number, bid.received_at, bid.answers["prices"],
             [(file.name, bytes(file.content)) for file in bid.files.all()])
            for bid in opened_bids_of(tender.pk)
        ]  # fmt: skip
    assert shown == [
        (ONE, one.pk, second.number, BIDS_UNTIL - timedelta(hours=1), DEARER,
         [("Bilaga å.pdf", b"x" * 70_000)]),
        (TWO, other.pk, last.number, BIDS_UNTIL, [{"line": "P1", "price": "899.00"}], []),
    ]  # fmt: skip
    assert [(row["number"], row["outcome"]) for row in opening.listed] == [
        (second.number, "opened"), (last.number, "opened"),
    ]  # fmt: skip
    (kept,) = opening.late
    assert (kept["number"], kept["lot"], kept["sealed"]) == (late.number, ONE, late.sealed_sha256)
    assert datetime.fromisoformat(kept["received_at"]) == late.received_at


def test_a_clock_set_back_does_not_reopen_and_nothing_brings_the_deadline_back(tender, runner):
    party, seller = a_bidder()
    content = bid_content(tender, ONE, party)
    keeper = register_keeper(tender.owner_id)
    with database_clock(BIDS_UNTIL):
        standing = submitted_bid(tender, ONE, seller, content)
        assert perform(keeper, publish_root, tender_id=tender.pk) is None
    closed_tender(tender)
    with database_clock(BIDS_UNTIL - timedelta(days=2)):
        assert submitted_bid(tender, ONE, seller, content).kind == EntryKind.LATE
        with pytest.raises(Refused) as refused:
            withdrawn_bid(tender, seller, standing)
        assert refused.value.code == "bids-closed"
        published = perform(keeper, publish_root, tender_id=tender.pk)
    with reading(runner):
        assert root_of(tender.pk) == published


def test_a_bid_that_cannot_be_read_is_listed_with_its_fault_and_the_others_open(tender, runner):
    (one, seller), (other, rival), (third, copier) = a_bidder(), a_bidder(), a_bidder()
    key = key_of(tender, seller)
    with database_clock(BIDS_UNTIL):
        good = submitted_bid(tender, ONE, seller, bid_content(tender, ONE, one))
        named = {"bid.json": b"no JSON"}
        bad = sent_in(tender, ONE, rival, sealed(key, ONE, other.identifier, named))
        data = sealed(key, ONE, third.identifier, {"bid.json": b"{}"})
        cut = sent_in(tender, ONE, copier, data[:-1] + bytes([data[-1] ^ 1]))
        wrong = submitted_bid(tender, TWO, copier, bid_content(tender, TWO, one))
    opening = opened_tender(tender, officers_at_work(tender, runner))
    assert {row["number"]: row["fault"] for row in opening.listed} == {
        good.number: "", bad.number: "content-unreadable", cut.number: "body-changed",
        wrong.number: "other-bidder",
    }  # fmt: skip


def test_one_officer_alone_cannot_open_and_nobody_before_the_deadline(tender, runner):
    party, seller = a_bidder()
    first, second, third = officers_at_work(tender, runner)
    with database_clock(BIDS_UNTIL):
        submitted_bid(tender, ONE, seller, bid_content(tender, ONE, party))
        early = parts_by(tender, first, now=BIDS_UNTIL + MOMENT)
        assert "share" not in early  # row security shows no officer a bid yet
        assert refusal(first.actor, give_parts, tender_id=tender.pk, parts=early) == "too-early"
        assert refusal(first.actor, open_bids, tender_id=tender.pk) == "too-early"
    closed_tender(tender)
    given = parts_by(tender, first, now=BIDS_UNTIL + MOMENT)
    perform(first.actor, give_parts, tender_id=tender.pk, parts=given)
    assert refusal(first.actor, open_bids, tender_id=tender.pk) == "same-officer"
    # Another's parts are not one's own, and a forged share is told from them.
    assert refusal(third.actor, give_parts, tender_id=tender.pk, parts=given) == "not-an-officer"
    own = parts_by(tender, third, now=BIDS_UNTIL + MOMENT)
    share = own.partition('"share":"')[2][:64]
    forged = own.replace(share, share[::-1])
    assert refusal(third.actor, give_parts, tender_id=tender.pk, parts=forged) == "part-forged"
    # The second is lost: the first and the third still can.
    perform(third.actor, give_parts, tender_id=tender.pk, parts=own)
    assert len(perform(third.actor, open_bids, tender_id=tender.pk).listed) == 1
    assert refusal(second.actor, open_bids, tender_id=tender.pk) == "tender-in-another-state"


def test_the_buyers_own_people_see_nothing_of_the_register_until_the_root_and_few_then(
    tender, runner
):
    (party, seller), (_other, rival) = a_bidder(), a_bidder()
    with database_clock(BIDS_UNTIL):
        submitted_bid(tender, ONE, seller, bid_content(tender, ONE, party))
    officers = officers_at_work(tender, runner)
    watching = (runner, seller, rival, officers[0].actor, an_actor(a_purchasing_body()))
    assert [_seen(actor, tender) for actor in watching] == [0, 0, 0, 0, 0]
    closed_tender(tender)
    assert [_seen(actor, tender) for actor in watching] == [0, 0, 0, 1, 0]


def _seen(actor, tender):
    with reading(actor):
        return len(entries_of(tender.pk))


@pytest.mark.parametrize("price", ["950.5", "95e1", "950"])
def test_a_price_that_is_written_as_a_number_hinders_no_opening(tender, runner, price):
    (one, seller), (other, rival) = a_bidder(), a_bidder("Andra Ab")
    key = key_of(tender, rival)
    with database_clock(BIDS_UNTIL):
        good = submitted_bid(tender, ONE, seller, bid_content(tender, ONE, one))
        text = json.dumps(bid_content(tender, ONE, other) | {"version": 1.0})
        text = text.replace('"899.00"', price)
        odd = sent_in(
            tender, ONE, rival, sealed(key, ONE, other.identifier, {"bid.json": text.encode()})
        )
    opening = opened_tender(tender, officers_at_work(tender, runner))
    assert {row["number"]: row["fault"] for row in opening.listed} == {
        good.number: "", odd.number: "",
    }  # fmt: skip
    with reading(runner):
        read = {bid.number: bid.answers["prices"] for bid in opened_bids_of(tender.pk)}
    told = "950.50" if price == "950.5" else "950.00"
    assert read[odd.number] == [{"line": "P1", "price": told}]


def test_bids_are_written_file_by_file_and_never_together(tender, runner, monkeypatch):
    (one, seller), (other, rival) = a_bidder(), a_bidder("Andra Ab")
    files = {f"Bilaga {number}.pdf": bytes(50 + number) for number in range(12)}
    with database_clock(BIDS_UNTIL):
        submitted_bid(tender, ONE, seller, bid_content(tender, ONE, one), files)
        submitted_bid(tender, ONE, rival, bid_content(tender, ONE, other), files)
    together = []
    monkeypatch.setattr(
        opening_of_bids, "create_all",
        lambda rows, **more: together.append(len(rows)) or create_all(rows, **more),
    )  # fmt: skip
    opened_tender(tender, officers_at_work(tender, runner))
    assert set(together) == {1}
    with reading(runner):
        found = [{file.name: bytes(file.content) for file in bid.files.all()}
                 for bid in opened_bids_of(tender.pk)]  # fmt: skip
    assert found == [files, files]


def test_a_content_of_many_megabytes_is_not_read(tender, runner):
    party, seller = a_bidder()
    text = json.dumps(bid_content(tender, ONE, party)).encode()
    named = {"bid.json": text + b" " * MOST_BYTES}
    with database_clock(BIDS_UNTIL):
        data = sealed(key_of(tender, seller), ONE, party.identifier, named)
        huge = sent_in(tender, ONE, seller, data)
    opening = opened_tender(tender, officers_at_work(tender, runner))
    assert [(row["number"], row["fault"]) for row in opening.listed] == [
        (huge.number, "content-unreadable")
    ]


@pytest.mark.usefixtures("pages")
def test_the_certified_list_is_for_who_runs_the_tender_and_its_own_officers(tender, runner):
    party, seller = a_bidder("Hemlig Leverans Ab")
    with database_clock(BIDS_UNTIL):
        submitted_bid(tender, ONE, seller, bid_content(tender, ONE, party))
    officers = officers_at_work(tender, runner)
    opened_tender(tender, officers)
    other = an_actor(tender.owner, RoleName.OPENING_OFFICER)
    page, seen = f"/tenders/{tender.pk}/opening/", []
    for actor in (runner, officers[0].actor, other):
        client = client_of(actor)
        shown = client.get(page)
        listed = client.get(f"{page}certified-list.pdf").status_code
        seen.append((shown.status_code, party.name in shown.content.decode(), listed))
    assert seen == [(200, True, 200), (200, True, 200), (200, False, 403)]


def test_no_officer_alone_keeps_a_bid_shut(tender, runner):
    (one, seller), (other, rival) = a_bidder(), a_bidder("Andra Ab")
    with database_clock(BIDS_UNTIL):
        submitted_bid(tender, ONE, seller, bid_content(tender, ONE, one))
        submitted_bid(tender, ONE, rival, bid_content(tender, ONE, other))
    first, second, third = officers_at_work(tender, runner)
    closed_tender(tender)
    at = BIDS_UNTIL + MOMENT
    whole, cut = (
        parts_by(tender, first, now=at),
        read_parts_file(parts_by(tender, second, now=at).encode()),
    )
    perform(first.actor, give_parts, tender_id=tender.pk, parts=whole)
    perform(second.actor, give_parts, tender_id=tender.pk, parts=parts_file(cut[:1]).decode())
    assert refusal(first.actor, open_bids, tender_id=tender.pk) == "parts-missing"
    without = {"tender_id": tender.pk, "without_missing": True}
    assert refusal(second.actor, open_bids, **without) == "parts-missing"
    own = parts_by(tender, third, now=at)
    perform(third.actor, give_parts, tender_id=tender.pk, parts=own)
    opening = perform(first.actor, open_bids, tender_id=tender.pk)
    assert [row["outcome"] for row in opening.listed] == ["opened", "opened"]


def test_who_gave_parts_of_all_bids_may_open_without_one_that_another_left_out(tender, runner):
    (one, seller), (other, rival) = a_bidder(), a_bidder("Andra Ab")
    with database_clock(BIDS_UNTIL):
        submitted_bid(tender, ONE, seller, bid_content(tender, ONE, one))
        submitted_bid(tender, ONE, rival, bid_content(tender, ONE, other))
    first, second, _third = officers_at_work(tender, runner)
    closed_tender(tender)
    at = BIDS_UNTIL + MOMENT
    cut = read_parts_file(parts_by(tender, second, now=at).encode())[:1]
    whole = parts_by(tender, first, now=at)
    perform(first.actor, give_parts, tender_id=tender.pk, parts=whole)
    perform(second.actor, give_parts, tender_id=tender.pk, parts=parts_file(cut).decode())
    opening = perform(first.actor, open_bids, tender_id=tender.pk, without_missing=True)
    assert sorted(row["outcome"] for row in opening.listed) == ["not-openable", "opened"]


def test_a_bid_of_trial_may_be_any_file(runner):
    tender = a_tender_in_preparation(runner)
    officers = a_key_ceremony(tender, runner, now=AT)
    rehearse(tender, officers, now=AT, text=b"%PDF\0\xff")
    with reading(runner):
        texts = [one.text for one in RehearsalOpening.objects.filter(tender_id=tender.pk)]
    assert texts == ["A text of trial", "%PDF\ufffd"]

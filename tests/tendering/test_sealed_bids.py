"""From the officers' keys to the opened bids: who can do what, when, and what is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from factories.bids import (
    MOMENT,
    a_key_ceremony,
    bid_content,
    database_clock,
    opened_tender,
    submitted_bid,
    withdrawn_bid,
)
from factories.parties import a_purchasing_body, a_supplier, an_actor
from samkop.parties.vocabulary import RoleName
from samkop.platform.records import create
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import Lot, Tender
from samkop.tendering.queries import opened_bids_of
from samkop.tendering.usecases.states import locked_tender, move_tender
from samkop.tendering.vocabulary import EntryKind, TenderState

pytestmark = pytest.mark.usefixtures("database")

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
UNTIL = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
LOT = "LOT-0001"


def made(*, actor, now, lots=(LOT, "LOT-0002")):
    tender = create(
        Tender(
            owner_id=actor.party_id,
            number=f"2026-{actor.party_id}",
            register_number="UPH/1",
            title_sv="Datorer",
            title_fi="Tietokoneet",
            title_en="Computers",
            description="d",
            category="mobile-devices",
            procedure="open",
            nature="supplies",
            cpv="30200000",
            currency="EUR",
            estimated_value_cents=1000,
            term_months=48,
            bids_until=UNTIL,
            bids_valid_until=UNTIL.date(),
            responsible_id=actor.person_id,
            created_at=now,
        )
    )
    for code in lots:
        create(
            Lot(
                tender=tender,
                code=code,
                title_sv="L",
                title_fi="L",
                title_en="L",
                cpv="30213100",
                estimated_value_cents=10,
                maximum_value_cents=20,
            )
        )
    return tender


def moved(*, actor, now, tender_id, to):
    return move_tender(locked_tender(actor, tender_id), to, now)


@pytest.fixture
def scene():
    body = a_purchasing_body()
    runner = an_actor(body, RoleName.CATEGORY_MANAGER)
    tender = perform(runner, made, now=AT)
    officers = a_key_ceremony(tender, runner, body, now=AT)
    for state in (TenderState.ANNOUNCED, TenderState.OPEN):
        perform(runner, moved, now=AT, tender_id=tender.pk, to=state)
    return tender, runner, officers


def a_seller(name="Provleverans Ab"):
    party = a_supplier(name)
    return party, an_actor(party, RoleName.SALESPERSON)


def test_bids_are_opened_by_two_officers_at_once(scene):
    tender, runner, officers = scene
    one, seller = a_seller()
    other, rival = a_seller("Andra Ab")
    with database_clock(UNTIL - timedelta(hours=1)):
        first = submitted_bid(tender, LOT, seller, bid_content(tender, LOT, one))
        second = submitted_bid(
            tender,
            LOT,
            seller,
            bid_content(tender, LOT, one, prices=[{"line": "P1", "price": "850.00"}]),
            {"a.pdf": b"x"},
        )
        gone = submitted_bid(tender, LOT, rival, bid_content(tender, LOT, other))
        withdrawn_bid(tender, rival, gone)
    assert second.of == first.number
    with database_clock(UNTIL):
        in_time = submitted_bid(tender, "LOT-0002", rival, bid_content(tender, "LOT-0002", other))
    with database_clock(UNTIL + MOMENT):
        late = submitted_bid(tender, LOT, rival, bid_content(tender, LOT, other))
    assert (in_time.kind, late.kind) == (EntryKind.BID, EntryKind.LATE)
    with database_clock(UNTIL - timedelta(days=1)):
        again = submitted_bid(tender, LOT, rival, bid_content(tender, LOT, other))
    assert again.kind == EntryKind.LATE
    opening = opened_tender(tender, officers)
    with reading(runner):
        bids = opened_bids_of(tender.pk)
        shown = [
            (
                b.lot.code,
                b.bidder.pk,
                b.number,
                b.answers["prices"],
                [f.name for f in b.files.all()],
            )
            for b in bids
        ]
    assert shown == [
        (LOT, one.pk, second.number, [{"line": "P1", "price": "850.00"}], ["a.pdf"]),
        ("LOT-0002", other.pk, in_time.number, [{"line": "P1", "price": "899.00"}], []),
    ]
    assert [(x["number"], x["outcome"], x["fault"]) for x in opening.listed] == [
        (second.number, "opened", ""),
        (in_time.number, "opened", ""),
    ]

"""Each attempt to read bids before their time is in the log, and names no bidder."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from browser_ground import a_client
from factories.bids import (
    MOMENT,
    appointed,
    bid_content,
    closed_tender,
    database_clock,
    key_of,
    officers_at_work,
    parts_by,
    rehearse,
    sealed,
    submitted_bid,
)
from factories.parties import a_person, a_supplier, acting, an_account
from factories.tendering import (
    AT,
    BIDS_UNTIL,
    a_tender_in_preparation,
    a_tender_runner,
    an_open_tender,
)
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.attempts import note_reading
from samkop.tendering.bidders import as_bidder
from samkop.tendering.models import BidAttempt
from samkop.tendering.usecases.opening import open_bids
from samkop.tendering.usecases.states import locked_tender, move_tender
from samkop.tendering.usecases.tender_keys import make_tender_key
from samkop.tendering.vocabulary import TenderState
from tendering.test_bid_secrecy import LOT, dump

pytestmark = [pytest.mark.usefixtures("database", "pages"), pytest.mark.empty_database]

OTHERS = "0" * 32  # the number of somebody's bid, guessed
WAY = (
    TenderState.IN_PREPARATION, TenderState.ANNOUNCED, TenderState.OPEN, TenderState.OPENED,
    TenderState.DECIDED,
)  # fmt: skip
PLANTED, WHO = "Nyfikna Leveranser Ab", "Nyfiken Säljare"


class Scene:
    """An open tender, its officers, and a supplier who sells and one who does not."""

    def __init__(self, made=an_open_tender) -> None:
        self.runner = a_tender_runner()
        self.tender = made(self.runner)
        self.officers = officers_at_work(self.tender, self.runner)
        self.supplier = a_supplier(PLANTED)
        self.person = a_person(self.supplier, RoleName.SALESPERSON, name=WHO)
        self.seller = acting(self.person, self.supplier)
        self.at = f"/tenders/{self.tender.pk}"
        self.clients = {}

    def client(self, actor):
        """The browser of somebody who has signed in and looked at the tender."""
        if actor not in self.clients:
            with reading(actor):
                person = Person.objects.get(id=actor.person_id)
            self.clients[actor] = a_client(an_account(person))
            assert self.clients[actor].get(f"{self.at}/").status_code == 200
        return self.clients[actor]

    def bids(self):
        """The supplier's bid."""
        content = bid_content(self.tender, LOT, self.supplier)
        return submitted_bid(self.tender, LOT, self.seller, content)

    def tried(self, rehearsed=("give_rehearsal_parts", "done")):
        """What the log says besides the rehearsal: who, what, and what came of it."""
        perform(self.runner, decided, tender_id=self.tender.pk)
        with reading(self.runner):
            rows = BidAttempt.objects.filter(tender_id=self.tender.pk)
            found = sorted(rows.values_list("actor", "verb", "outcome"))
        return [row for row in found if row[1:] != rehearsed]


def decided(*, actor, now, tender_id):
    """The award is decided, wherever the tender is; only then is the log read."""
    tender = locked_tender(actor, tender_id)
    for state in WAY[WAY.index(TenderState(tender.state)) + 1 :]:
        tender = move_tender(tender, state, now)
    return tender


def test_nobody_reads_the_log_before_the_award_is_decided():
    scene = Scene()
    client = scene.client(scene.officers[0].actor)
    assert client.get(f"{scene.at}/opening/heads/").json()["heads"] == []
    for actor in (scene.runner, scene.seller, scene.officers[0].actor):
        with reading(actor):
            assert BidAttempt.objects.count() == 0
    assert scene.tried() == [(scene.officers[0].actor.identity, "read_heads", "too-early")]


def test_what_the_buyers_people_try_to_read_of_bids_before_the_opening_is_noted():
    scene = Scene()
    officer, runner = scene.client(scene.officers[0].actor), scene.client(scene.runner)
    asked = [
        (officer, "opening/heads/", 200, ("read_heads", "too-early")),
        (officer, "opening/certified-list.pdf", 404, ("read_certified_list", "not-found")),
        (officer, "dossier.json", 403, ("read_dossier", "secret-until-award")),
        (officer, "opened-bids/", 403, ("read_opened_bids", "not-allowed")),
        (runner, "opened-bids/", 200, ("read_opened_bids", "too-early")),
        (runner, "opened-bids/1/", 404, ("read_opened_bid", "not-found")),
        (runner, "opened-bids/1/files/1/", 404, ("read_opened_file", "not-found")),
        (runner, "archive/", 409, ("read_archive", "nothing-to-archive-yet")),
        (runner, "bids/", 403, ("read_bids", "not-allowed")),
        (runner, f"bids/{OTHERS}/", 403, ("read_bid", "not-allowed")),
        (runner, f"bids/{OTHERS}/proof.json", 403, ("read_proof", "not-allowed")),
        (runner, "bids/lots/LOT-0001/begin/", 403, ("start_sealed_file", "not-allowed")),
    ]  # fmt: skip
    for client, address, status, _noted in asked:
        call = client.post if address.endswith("begin/") else client.get
        assert (address, call(f"{scene.at}/{address}").status_code) == (address, status)
    who = {officer: scene.officers[0].actor.identity, runner: scene.runner.identity}
    assert scene.tried() == sorted((who[client], *noted) for client, _a, _s, noted in asked)


def test_parts_given_too_early_and_one_officer_alone_are_noted():
    scene = Scene()
    first, second, third = scene.officers
    with database_clock(BIDS_UNTIL):
        scene.bids()

    def sends(officer, address, **form):
        return scene.client(officer.actor).post(f"{scene.at}/opening/{address}/", form).status_code

    def parts(officer):
        given = parts_by(scene.tender, officer, now=BIDS_UNTIL + MOMENT)
        return {"parts_file": SimpleUploadedFile("parts.json", given.encode())}

    with database_clock(BIDS_UNTIL):
        assert sends(first, "parts", **parts(first)) == 409
        assert sends(first, "open") == 409
    closed_tender(scene.tender)
    assert sends(first, "parts", **parts(first)) == 303
    assert sends(first, "open") == 409
    assert sends(third, "parts", **parts(first)) == 409
    assert sends(second, "parts", **parts(second)) == 303
    perform(second.actor, open_bids, tender_id=scene.tender.pk)
    bidder = as_bidder(scene.seller, scene.tender.pk)
    by = [one.actor.identity for one in (first, second, third)]
    assert scene.tried() == sorted([
        (bidder.identity, "submit_bid", "done"),
        (by[0], "give_parts", "too-early"), (by[0], "open_bids", "too-early"),
        (by[0], "give_parts", "done"), (by[0], "open_bids", "same-officer"),
        (by[2], "give_parts", "not-an-officer"), (by[1], "give_parts", "done"),
        (by[1], "open_bids", "done"),
    ])  # fmt: skip


def test_a_real_bid_is_not_opened_as_a_rehearsal_and_that_is_noted():
    scene = Scene(a_tender_in_preparation)
    scene.officers = appointed(scene.tender, scene.runner, now=AT)
    perform(scene.runner, make_tender_key, now=AT, tender_id=scene.tender.pk)
    files = {"bid.json": b"{}"}
    bid = sealed(key_of(scene.tender, scene.runner), LOT, scene.supplier.identifier, files)
    client = scene.client(scene.officers[0].actor)
    form = {"sealed_file": SimpleUploadedFile("bid", bid)}
    assert client.post(f"{scene.at}/opening/rehearse/", form).status_code == 409
    rehearse(scene.tender, scene.officers, now=AT)
    by = [one.actor.identity for one in scene.officers]
    assert scene.tried(rehearsed=()) == sorted([
        (by[0], "keep_rehearsal_bid", "not-a-rehearsal"),
        (by[0], "give_rehearsal_parts", "done"), (by[1], "give_rehearsal_parts", "done"),
    ])  # fmt: skip


def test_who_may_bid_is_noted_by_its_pseudonym_and_a_dump_names_nobody():
    scene = Scene()
    client = scene.client(scene.seller)
    before = dump()
    with database_clock(BIDS_UNTIL):
        own = scene.bids()
        assert client.get(f"{scene.at}/bids/{own.number}/").status_code == 200
        asked = [
            ("get", "dossier.json", 403, ("read_dossier", "secret-until-award")),
            ("get", "opening/heads/", 403, ("read_heads", "not-allowed")),
            ("get", "opened-bids/1/files/1/", 404, ("read_opened_file", "not-found")),
            ("get", f"bids/{OTHERS}/", 404, ("read_bid", "not-found")),
            ("get", f"bids/{OTHERS}/receipt.json", 404, ("read_bid", "not-found")),
            ("get", f"bids/{OTHERS}/proof.json", 404, ("read_proof", "not-found")),
            ("post", f"bids/{OTHERS}/withdraw/", 404, ("withdraw_bid", "not-found")),
            ("post", "opening/open/", 403, ("open_bids", "not-found")),
        ]  # fmt: skip
        for method, address, status, _noted in asked:
            answer = getattr(client, method)(f"{scene.at}/{address}")
            assert (address, answer.status_code) == (address, status)
    added = "\n".join(sorted(set(dump().splitlines()) - set(before.splitlines())))
    assert own.number in added
    names = [
        PLANTED, WHO, scene.supplier.identifier, scene.person.email, f"person:{scene.person.pk}\t",
    ]  # fmt: skip
    assert [name for name in names if name in added] == []
    bidder = as_bidder(scene.seller, scene.tender.pk).identity
    assert scene.tried() == sorted(
        (bidder, *noted) for noted in [("submit_bid", "done"), *(noted for *_asked, noted in asked)]
    )


def test_who_looks_as_somebody_else_is_noted_as_looking_so_and_of_a_tender_unseen_nothing_is():
    scene = Scene()
    officer = scene.officers[0].actor
    note_reading(replace(officer, viewing_id=7), scene.tender.pk, "read_heads", "done")
    hidden = a_tender_in_preparation(scene.runner)
    note_reading(scene.seller, hidden.pk, "read_dossier", "not-found")
    note_reading(replace(scene.seller, party_id=None), scene.tender.pk, "read_dossier", "x")
    assert scene.tried() == [(officer.identity, "read_heads", "viewing-as")]
    note_reading(officer, scene.tender.pk, "read_dossier", "done")  # it is public now
    assert len(scene.tried()) == 1
    scene.tender = hidden
    assert scene.tried() == []

"""Bids in the browser: the officers' keys and rehearsal, 20 MB sealed and sent, the opening."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser_ground import signed_in
from factories.bids import closed_tender, database_clock
from factories.parties import a_person, a_purchasing_body, a_supplier, acting, an_account
from factories.tendering import AT, BIDS_UNTIL, a_tender_in_preparation
from samkop.core.sealing import read_proof_file, read_receipt
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.queries import opened_bids_of
from samkop.tendering.usecases.announcing import NoticeGiven, announce_tender, record_notice
from samkop.tendering.usecases.officers import appoint_officer

pytestmark = pytest.mark.usefixtures("database", "pages")

PASSPHRASE = "fyra ord på en rad"
LARGE = 20 * 1024 * 1024


@pytest.fixture
def desk(browser_type, browser_type_launch_args):
    """A browser of its own, with V8's optimising: sealing and hashing 20 MB is worth it."""
    args = [one for one in browser_type_launch_args["args"] if "js-flags" not in one]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": args})
    yield browser.new_context(accept_downloads=True)
    browser.close()


@pytest.fixture
def people():
    body, supplier = a_purchasing_body(), a_supplier("Provleverans Ab")
    return {
        "runner": a_person(body, RoleName.CATEGORY_MANAGER, name="Upphandlaren"),
        "first": a_person(body, RoleName.OPENING_OFFICER, name="Åsa Öppnare"),
        "second": a_person(body, RoleName.OPENING_OFFICER, name="Bo Öppnare"),
        "seller": a_person(supplier, RoleName.SALESPERSON, name="Säljaren"),
    }, body, supplier  # fmt: skip


class Office:
    """One browser page a person, and the files that each has on the own machine."""

    def __init__(self, context, server, people, folder) -> None:
        self.context, self.server, self.people, self.folder = context, server, people, folder
        self.accounts = {name: an_account(person) for name, person in people.items()}

    def at(self, name: str, address: str) -> Page:
        page = self.context.new_page()
        self.context.clear_cookies()
        signed_in(page, self.server, self.accounts[name])
        page.goto(f"{self.server}{address}")
        return page

    def makes_key(self, name: str, address: str) -> str:
        page = self.at(name, address)
        page.locator("#passphrase").fill(PASSPHRASE)
        page.locator("#passphrase-again").fill(PASSPHRASE)
        with page.expect_download() as saved, page.expect_navigation():
            page.locator("form[data-officer=make] button").click()
        saved.value.save_as(self.folder / f"{name}.json")
        private = json.loads((self.folder / f"{name}.json").read_text())
        row = page.locator("tr", has_text=private["name"])
        return re.search(r"(\d{5} ){7}\d{5}", row.inner_text())[0]

    def confirms(self, name: str, address: str, officer: str, fingerprint: str) -> None:
        page = self.at(name, address)
        row = page.locator("tr", has_text=officer)
        row.locator("[name=fingerprint]").fill(fingerprint)
        with page.expect_navigation():
            row.get_by_role("button", name="Confirm").click()

    def gives(self, name: str, address: str) -> Page:
        page = self.at(name, address)
        page.locator("[data-private-file]").set_input_files(self.folder / f"{name}.json")
        page.locator("form[data-officer=parts] [data-passphrase]").fill(PASSPHRASE)
        with page.expect_navigation():
            page.get_by_role("button", name="Give out my parts").click()
        return page


def test_officers_rehearse_a_supplier_seals_20_mb_and_two_officers_open(
    desk, live_server, people, tmp_path: Path
):
    persons, body, supplier = people
    runner = acting(persons["runner"], body)
    tender = a_tender_in_preparation(runner)
    for name in ("first", "second"):
        perform(runner, appoint_officer, tender_id=tender.pk, person_id=persons[name].pk)
    office = Office(desk, live_server, persons, tmp_path)
    address = f"/tenders/{tender.pk}/opening/"
    prints = {name: office.makes_key(name, address) for name in ("first", "second")}
    office.confirms("second", address, "Åsa", prints["first"])
    office.confirms("first", address, "Bo", prints["second"])
    page = office.at("runner", address)
    with page.expect_navigation():
        page.get_by_role("button", name="Make the key").click()
    page.locator("#trial").fill("Ett prov på åäö")
    with page.expect_navigation():
        page.get_by_role("button", name="Seal a bid of trial").click()
    office.gives("first", address)
    expect(office.gives("second", address).locator("body")).to_contain_text("Ett prov på åäö")
    perform(runner, announce_tender, now=AT, tender_id=tender.pk)
    notice = NoticeGiven("Hilma", "2026-1", AT.date())
    perform(runner, record_notice, now=AT, tender_id=tender.pk, notice=notice)
    with database_clock(BIDS_UNTIL - timedelta(minutes=1)):
        receipt, proof = _submitted(office, tender, tmp_path)
    closed_tender(tender)
    page = office.at("seller", f"/tenders/{tender.pk}/bids/{receipt.entry.number.hex()}/")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download the proof").click()
    entry, _path, root = read_proof_file(Path(saved.value.path()).read_bytes())
    assert entry == receipt.entry
    office.gives("first", address)
    page = office.gives("second", address)
    with page.expect_navigation():
        page.get_by_role("button", name="Open all bids at once").click()
    expect(page.locator("tbody")).to_contain_text("Provleverans Ab")
    expect(page.locator("code", has_text=root.root.hex())).to_be_visible()
    with reading(runner):
        (bid,) = opened_bids_of(tender.pk)
        (file,) = bid.files.all()
        assert (bid.bidder_id, bid.answers["bidder"]["contact"]) == (supplier.pk, "Säljaren")
        assert (file.name, bytes(file.content)) == ("ritning.pdf", proof)


def _fill_in(page):
    """Prices, the requirement, the criterion and every declaration, as the form asks them."""
    for price in page.locator("[data-price]").all():
        price.fill("899,50")
    for asked, answer in (("[data-requirement]", "yes"), ("[data-espd]", "no")):
        for radio in page.locator(f"{asked} input[type=radio][value={answer}]").all():
            radio.check()
    for criterion in page.locator("[data-criterion] textarea").all():
        criterion.fill("Två montörer på plats.")


def _submitted(office, tender, folder):
    """The form is filled in, stopped on the way and taken up again: receipt, and what was sent."""
    content = bytes(range(256)) * (LARGE // 256)
    (folder / "ritning.pdf").write_bytes(content)
    page = office.at("seller", f"/tenders/{tender.pk}/bids/lots/LOT-0001/")
    posted = []
    page.on("request", lambda request: posted.append((request.method, request.post_data_buffer)))
    _fill_in(page)
    page.locator("#attachments").set_input_files(folder / "ritning.pdf")
    expect(page.locator("[data-secret='ritning.pdf']")).to_be_visible()
    page.get_by_role("button", name="Seal and send").click()
    page.get_by_role("button", name="Stop").click()
    reached = page.locator("progress").evaluate("bar => bar.value")
    assert reached < 1
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(re.compile(r"/bids/[0-9a-f]{32}/$"))
    expect(page.locator("body")).to_contain_text("Your bid has come in and stands")
    sent = [data for method, data in posted if method == "PUT"]
    assert sum(map(len, sent)) > LARGE
    assert not any(b"Provleverans" in data or b"ritning" in data for data in sent)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download the signed receipt").click()
    return read_receipt(Path(saved.value.path()).read_bytes()), content

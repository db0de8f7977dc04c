"""A tender in the browser, from the officers' keys to the letter of the decision.

Two suppliers bid, one of them on the page with 20 MB; two officers open, two evaluators mark.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser_ground import sign_in, signed_in
from factories.bids import bid_content, database_clock, submitted_bid
from factories.parties import (
    PASSWORD,
    a_person,
    a_purchasing_body,
    a_supplier,
    acting,
    an_account,
    an_actor,
)
from factories.tendering import a_tender_in_preparation
from samkop.core.sealing import read_proof_file, read_receipt
from samkop.parties.vocabulary import RoleName
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS
from samkop.tendering.models import DecisionLetter
from samkop.tendering.queries.contents import bid_form
from samkop.tendering.usecases.announcing import NoticeGiven, announce_tender, record_notice
from samkop.tendering.usecases.officers import appoint_officer

pytestmark = pytest.mark.usefixtures("database", "pages")

PASSPHRASE = "fyra ord på en rad"
LARGE = 20 * 1024 * 1024
DRAWING = bytes(range(256)) * (LARGE // 256)
LOT = "LOT-0001"
# An officer's browser gives no parts out before the deadline by its own clock, which is today's.
DUE = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
PREPARED = DUE - timedelta(days=60)
# Tells of the progress bar and the words beside it each time that they change.
WATCH = """() => {
  const bar = document.querySelector("progress"), share = document.querySelector("[data-share]");
  new MutationObserver(() => window.noted([bar.value, share.textContent, bar.checkVisibility()]))
    .observe(share, { childList: true });
}"""


@pytest.fixture
def desk(browser_type, browser_type_launch_args):
    """A browser of its own, with V8's optimising: sealing and hashing 20 MB is worth it."""
    args = [one for one in browser_type_launch_args["args"] if "js-flags" not in one]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": args})
    yield browser
    browser.close()


class Office:
    """The persons of a tender, each at a window of its own, with the files that each keeps."""

    def __init__(self, browser, server: str, folder: Path) -> None:
        self.browser, self.server, self.folder = browser, server, folder
        body, self.supplier = a_purchasing_body(), a_supplier("Provleverans Ab")
        self.persons = {
            "runner": a_person(body, RoleName.CATEGORY_MANAGER, name="Upphandlaren"),
            "first": a_person(body, RoleName.OPENING_OFFICER, name="Åsa Öppnare"),
            "second": a_person(body, RoleName.OPENING_OFFICER, name="Bo Öppnare"),
            "anna": a_person(body, RoleName.EVALUATOR, name="Anna Bedömare"),
            "erik": a_person(body, RoleName.EVALUATOR, name="Erik Bedömare"),
            "seller": a_person(self.supplier, RoleName.SALESPERSON, name="Säljaren"),
        }  # fmt: skip
        self.runner = acting(self.persons["runner"], body)
        self.windows: dict[str, Page] = {}

    def at(self, name: str, address: str) -> Page:
        """The person's window at an address; the seller's signs in as anybody does."""
        if name not in self.windows:
            page = self.browser.new_context(accept_downloads=True, locale="en-US").new_page()
            account = an_account(self.persons[name])
            if name == "seller":
                sign_in(page, self.server, self.persons[name].email, PASSWORD)
            else:
                signed_in(page, self.server, account)
            self.windows[name] = page
        page = self.windows[name]
        assert page.goto(f"{self.server}{address}").status == 200
        return page

    def makes_key(self, name: str, address: str) -> str:
        """The key's fingerprint, as the page shows it."""
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
        pressed(page, row.get_by_role("button", name="Confirm"))

    def gives(self, name: str, address: str) -> Page:
        page = self.at(name, address)
        page.locator("[data-private-file]").set_input_files(self.folder / f"{name}.json")
        page.locator("form[data-officer=parts] [data-passphrase]").fill(PASSPHRASE)
        return pressed(page, page.get_by_role("button", name="Give out my parts"))


def pressed(page: Page, control) -> Page:
    """The page that follows; a refusal's page would have another status."""
    with page.expect_navigation() as shown:
        control.click()
    assert shown.value.status == 200, page.locator("main").inner_text()
    return page


def downloaded(page: Page, name: str) -> bytes:
    """The file behind a link."""
    with page.expect_download() as saved:
        page.get_by_role("link", name=name).first.click()
    return Path(saved.value.path()).read_bytes()


def test_a_tender_runs_in_the_browser_from_the_keys_to_the_letter(
    desk, live_server, tmp_path: Path
):
    office = Office(desk, live_server, tmp_path)
    tender = _rehearsed_and_published(office)
    with database_clock(DUE - timedelta(minutes=1)):
        receipt = _sent_in(office, tender)
        _other_bid(tender)
    _proven_and_opened(office, tender, receipt)
    _downloaded_as_it_was_sent(office, tender)
    _marked_and_agreed(office, tender)
    _decided_and_sent(office, tender)


def _rehearsed_and_published(office):
    """Keys are made and confirmed, a bid of trial is opened, and the notice is published."""
    tender = a_tender_in_preparation(
        office.runner, lots=("Datorer",), division_reason="It is one thing.", now=PREPARED,
        bids_until=DUE,
    )  # fmt: skip
    for name in ("first", "second"):
        person = office.persons[name].pk
        perform(office.runner, appoint_officer, tender_id=tender.pk, person_id=person)
    address = f"/tenders/{tender.pk}/opening/"
    prints = {name: office.makes_key(name, address) for name in ("first", "second")}
    office.confirms("second", address, "Åsa", prints["first"])
    office.confirms("first", address, "Bo", prints["second"])
    page = office.at("runner", address)
    pressed(page, page.get_by_role("button", name="Make the key"))
    page.locator("#trial").fill("Ett prov på åäö")
    pressed(page, page.get_by_role("button", name="Seal a bid of trial"))
    office.gives("first", address)
    expect(office.gives("second", address).locator("body")).to_contain_text("Ett prov på åäö")
    perform(office.runner, announce_tender, now=PREPARED, tender_id=tender.pk)
    notice = NoticeGiven("Hilma", "2026-1", PREPARED.date())
    perform(office.runner, record_notice, now=PREPARED, tender_id=tender.pk, notice=notice)
    return tender


def _fill_in(page):
    """Prices, the requirement, the criterion and every declaration, as the form asks them."""
    for price in page.locator("[data-price]").all():
        price.fill("899,50")
    for asked, answer in (("[data-requirement]", "yes"), ("[data-espd]", "no")):
        for radio in page.locator(f"{asked} input[type=radio][value={answer}]").all():
            radio.check()
    for criterion in page.locator("[data-criterion] textarea").all():
        criterion.fill("Två montörer på plats.")


def _sent_in(office, tender):
    """The form is filled in, stopped on the way and taken up again, while the bar rises."""
    (office.folder / "ritning.pdf").write_bytes(DRAWING)
    page = office.at("seller", f"/tenders/{tender.pk}/bids/lots/{LOT}/")
    posted = []
    page.on("request", lambda request: posted.append((request.method, request.post_data_buffer)))
    _fill_in(page)
    page.locator("#attachments").set_input_files(office.folder / "ritning.pdf")
    expect(page.locator("[data-secret='ritning.pdf']")).to_be_visible()
    shown = []
    page.expose_function("noted", lambda told: shown.append(told))  # noqa: PLW0108 - playwright marks the function
    page.evaluate(WATCH)
    page.get_by_role("button", name="Seal and send").click()
    page.get_by_role("button", name="Stop").click()
    assert page.locator("progress").evaluate("bar => bar.value") < 1
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(re.compile(r"/bids/[0-9a-f]{32}/$"))
    expect(page.locator("body")).to_contain_text("Your bid has come in and stands")
    values, words, seen = zip(*shown, strict=True)
    assert (values[0], values[-1], words[0], words[-1]) == (0, 1, "0 %", "100 %")
    # A part of a mebibyte at a time: each moves the bar on.
    assert len(set(values)) == len(values) > LARGE // 2**20
    assert list(values) == sorted(values)
    assert all(seen)
    sent = [data for method, data in posted if method == "PUT"]
    assert sum(map(len, sent)) > LARGE
    assert not any(b"Provleverans" in data or b"ritning" in data for data in sent)
    return read_receipt(downloaded(page, "Download the signed receipt"))


def _other_bid(tender):
    """Another supplier's bid, dearer, which was sealed by a program of its own."""
    other = a_supplier("Andra Leverans Ab")
    seller = an_actor(other, RoleName.SALESPERSON)
    with reading(seller):
        espd = [row.code for row in bid_form(tender.pk, LOT).espd]
    content = bid_content(
        tender, LOT, other,
        prices=[{"line": line, "price": "920.00"} for line in ("P1", "P2")],
        requirements=[{"code": "R1", "meets": True, "note": "", "file": ""}],
        criteria=[{"code": "Q1", "answer": "By post."}],
        espd=[{"code": code, "yes": False, "note": ""} for code in espd],
        valid_until=tender.bids_valid_until.isoformat(),
    )  # fmt: skip
    submitted_bid(tender, LOT, seller, content)


def _proven_and_opened(office, tender, receipt):
    """The deadline is past: the bidder has its proof, and two officers open all bids at once."""
    page = office.at("seller", f"/tenders/{tender.pk}/bids/{receipt.entry.number.hex()}/")
    entry, _path, root = read_proof_file(downloaded(page, "Download the proof"))
    assert entry == receipt.entry
    address = f"/tenders/{tender.pk}/opening/"
    page = office.gives("first", address)
    expect(page.get_by_role("button", name="Open all bids at once")).to_have_count(0)
    page = office.gives("second", address)
    pressed(page, page.get_by_role("button", name="Open all bids at once"))
    expect(page.locator("tbody")).to_contain_text("Provleverans Ab")
    expect(page.locator("tbody")).to_contain_text("Andra Leverans Ab")
    expect(page.locator("code", has_text=root.root.hex())).to_be_visible()
    assert downloaded(page, "Download as PDF")[:5] == b"%PDF-"


def _downloaded_as_it_was_sent(office, tender):
    """The drawing of the opened bid, byte for byte; and what was found of the bid is recorded."""
    page = office.at("runner", f"/tenders/{tender.pk}/opened-bids/")
    pressed(page, page.get_by_role("link", name="Provleverans Ab"))
    expect(page.locator("main")).to_contain_text("125,930.00")
    got = downloaded(page, "ritning.pdf")
    assert hashlib.sha256(got).hexdigest() == hashlib.sha256(DRAWING).hexdigest()
    page.locator("[name=check-requirement-R1]").select_option("met")
    pressed(page, page.get_by_role("button", name="Record what I found"))


def _marked_and_agreed(office, tender):
    """Two mark alone on their pages, differ, and their consensus gives the scores."""
    page = office.at("runner", f"/tenders/{tender.pk}/evaluators/")
    for name in ("Anna Bedömare", "Erik Bedömare"):
        page.get_by_label("Evaluator").select_option(label=name)
        page.get_by_label(LOT).check()
        pressed(page, page.get_by_role("button", name="Appoint"))
    for name, mark in (("anna", "8"), ("erik", "7")):
        page = office.at(name, f"/tenders/{tender.pk}/marking/")
        pressed(page, page.get_by_role("link", name="Declare"))
        page.get_by_label("No: I have no conflict").check()
        pressed(page, page.get_by_role("button", name="Declare"))
        pressed(page, page.get_by_role("link", name="Mark the bids"))
        _give(page, {"Provleverans Ab": mark, "Andra Leverans Ab": "4"})
        pressed(page, page.get_by_role("button", name="Keep my marks").last)
        pressed(page, page.get_by_role("button", name="Hand in my marks"))
    page = office.at("runner", f"/tenders/{tender.pk}/scores/")
    pressed(page, page.get_by_role("link", name="Marks and consensus"))
    expect(page.locator("main")).to_contain_text("They differ")
    _give(page, {"Provleverans Ab": "8", "Andra Leverans Ab": "4"})
    pressed(page, page.get_by_role("button", name="Record the consensus"))
    page = office.at("runner", f"/tenders/{tender.pk}/scores/")
    # By hand: 140 times 899.50 and 920.00; each mark of ten takes 5,000.00 off.
    for name, price, cost in (
        ("Provleverans Ab", "125,930.00", "85,930.00"),
        ("Andra Leverans Ab", "128,800.00", "108,800.00"),
    ):
        row = page.locator("tr", has_text=name)
        expect(row).to_contain_text(price)
        expect(row).to_contain_text(cost)
    pressed(page, page.get_by_role("button", name="Propose the award"))


def _give(page, marks):
    """A mark and its reason for each bidder."""
    for bidder, mark in marks.items():
        page.get_by_label(f"Mark of {bidder} in Q1", exact=True).fill(mark)
        page.get_by_label(f"Reason for the mark of {bidder} in Q1").fill("As its plan says.")


def _decided_and_sent(office, tender):
    """Decided and sent on the award's page; the winner downloads its letter as it was sent."""
    page = office.at("runner", f"/tenders/{tender.pk}/award/")
    pressed(page, page.get_by_role("link", name="Decide the award").first)
    page.get_by_label("Register number").fill("UPH/2026-9")
    page.get_by_label("Who decided").fill("Upphandlingschefen")
    pressed(page, page.get_by_role("button", name="Decide the award"))
    assert downloaded(page, "Andra Leverans Ab")[:5] == b"%PDF-"
    pressed(page, page.get_by_role("link", name="Send to the bidders").first)
    pressed(page, page.get_by_role("button", name="Send to the bidders"))
    while dispatch_waiting(FACTS):
        pass
    page = office.at("seller", f"/tenders/{tender.pk}/award/")
    letter = downloaded(page, "Provleverans Ab")
    seller = acting(office.persons["seller"], office.supplier)
    with reading(seller):
        (kept,) = DecisionLetter.objects.filter(tender_id=tender.pk)
    assert (letter[:5], letter) == (b"%PDF-", bytes(kept.content))

"""A supplier without any system: an order by e-mail, the rest in the portal, up to the ledger.

Played with everything real but the mailbox: pages, database, documents, camera.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounting_files import checked_sie
from barcodes import camera, label, video
from factories.coding import a_coding_rule, a_setup
from factories.ordering import LAPTOP, a_market, approved
from factories.parties import an_actor
from mail_server import a_mail_server
from samkop.core import edocs
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.transmitting import transmit_waiting
from samkop.invoicing.models import MatchResult
from samkop.ordering.models import Order
from samkop.ordering.queries.line_progress import progress_of
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import reading
from samkop.site.wiring import FACTS
from seat import Seat

MAILBOX = "order@leverans.example"
CENTRE, ACCOUNT = "Förskolorna i Ånge och Ärla", "Förbrukningsinventarier för småbarn"
NAME = "Bärbar dator för åldersblandade förskoleklasser"
FIRST, SECOND = "FJ8-0001-7Z", "FJ8-0002-5K"
BANKGIRO = "991-2346"


@pytest.fixture(scope="module")
def seeing(browser_type, browser_type_launch_args, tmp_path_factory):
    """A browser whose camera sees the label of the first device."""
    film = video(tmp_path_factory.mktemp("film") / "label.y4m", [(label(FIRST), 1.0)])
    arguments = [*browser_type_launch_args["args"], *camera(film)]
    launched = browser_type.launch(**{**browser_type_launch_args, "args": arguments})
    yield launched
    launched.close()


@pytest.fixture
def mail():
    with a_mail_server() as server:
        yield server


def carry(data):
    """What the worker does, until nothing waits."""
    for _round in range(2):
        transmit_waiting(data)
        collect_inboxes(data)
        while dispatch_waiting(FACTS):
            pass


def order_in(mail, buyer, tmp_path):
    """What came by e-mail: the order, and the address of the link to it."""
    carry(tmp_path)
    [letter] = mail.letters
    pdf, xml = letter.iter_attachments()
    assert (letter["To"], pdf.get_content()[:5]) == (MAILBOX, b"%PDF-")
    assert edocs.validate(xml.get_content()).faults == ()
    [line] = edocs.read(xml.get_content()).lines
    assert (line.item.name, line.quantity.value) == (NAME, 2)
    [link] = re.findall(r"https?://[^/]+(/\S+)", letter.get_body().get_content())
    with reading(buyer.manager):
        return Order.objects.get(buyer=buyer.party), link


def scan_in(keeper):
    """The goods are found and taken in: the first by the camera, the second by a wedge."""
    keeper.open("/deliveries/").press("tbody th a").send("/receive/")
    page = keeper.page
    page.locator("[data-scan-open]").click()
    expect(page.locator(".serials code")).to_have_text([FIRST], timeout=15_000)
    page.locator("[data-scan-stop]").click()
    expect(page.locator("#serial")).to_be_focused()
    page.keyboard.type(f"{SECOND}\n")
    expect(page.locator(".serials code")).to_have_text([SECOND, FIRST])
    keeper.send("/finish/")


def accounting_file(clerk):
    """The file that the clerk makes of what is in none, read as a finance system would."""
    clerk.open("/invoices/accounting/").send("/accounting/make/")
    with clerk.page.expect_download() as fetched:
        clerk.page.locator("main tbody th a").first.click()
    return checked_sie(Path(fetched.value.path()).read_bytes())


def test_a_supplier_without_a_system_delivers_and_invoices_and_all_of_it_matches(
    live_server, browser, seeing, mail, database, tmp_path
):
    market = a_market(
        country="SE", prices={LAPTOP: 9_500_00}, names={LAPTOP: NAME},
        centre=CENTRE, approval_limit_cents=50_000_00,
    )  # fmt: skip
    [buyer] = market.buyers
    a_coding_rule(buyer, "5410", account_name=ACCOUNT)
    a_setup(buyer)
    runner = Seat(browser, live_server, an_actor(market.supplier, "administrator"))
    runner.open("/endpoints/").press("a[href^='/endpoints/']:not([href$='/register/'])")
    runner.give(transport="email", mailbox=MAILBOX).send("/reach/")
    approved(market, buyer, LAPTOP, 2)
    order, link = order_in(mail, buyer, tmp_path)

    seller = Seat(browser, live_server, market.salesperson).open(link)
    seller.press(f"a[href='/orders/{order.pk}/']").press("a[href$='/answer/']")
    seller.send("/answer/send/")
    carry(tmp_path)
    seller.open(f"/orders/{order.pk}/").press("a[href$='/despatch/']")
    seller.give(serials_1=f"{FIRST}\n{SECOND}").send("/despatch/send/")
    carry(tmp_path)
    scan_in(Seat(seeing, live_server, an_actor(buyer.party, "installer")))
    seller.open(f"/orders/{order.pk}/").press("a[href$='/invoice/']")
    seller.give(number="2026-17", account=BANKGIRO).send("/invoice/send/")
    carry(tmp_path)

    clerk = Seat(browser, live_server, buyer.finance).open("/invoices/").press("tbody th a")
    assert clerk.shows("2026-17", "Accepted", "23,750.00", NAME) == []
    with reading(buyer.finance):
        result = MatchResult.objects.get(buyer=buyer.party)
        [moved] = progress_of(order.pk)
    # By hand: 2 x 9,500.00 and 25 % VAT of them.
    assert (result.state, result.matched_cents, result.discrepant_cents) == (
        "accepted", 23_750_00, 0
    )  # fmt: skip
    assert (moved.despatched, moved.received, moved.invoiced) == (2, 2, 2)
    ledger = accounting_file(clerk)
    [verification] = ledger.verifications
    # By hand: 19,000.00 to the account of the rule, its VAT of 4,750.00, together owed.
    booked = [(one.account, one.objects, one.amount) for one in verification.transactions]
    code = buyer.cost_centre.code
    assert booked == [
        ("5410", {1: code}, Decimal(19000)), ("1681", {}, Decimal(4750)),
        ("2510", {}, Decimal(-23750)),
    ]  # fmt: skip
    assert ledger.objects == {(1, code): CENTRE}
    assert ledger.accounts["5410"] == ACCOUNT
    assert NAME in verification.transactions[0].text

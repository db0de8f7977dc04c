"""A basket goes out by OCI and its order comes in; without its reservation it is refused."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from factories.ordering import PHONE
from factories.punch_out import a_system
from factories.received_orders import Desk
from purchasing_system import a_purchasing_system
from samkop.ordering.models import Order
from samkop.platform.unit_of_work import reading

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}


@pytest.fixture
def system():
    with a_purchasing_system() as running:
        yield running


def choose(page):
    """Take a phone in the shop."""
    card = page.locator("article", has_text=f"Item {PHONE}")
    card.get_by_role("button", name="Choose").click()


def faults_of(page):
    """What axe finds wide and narrow, and a page that is wider than its window."""
    found = []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        found += [one["id"] for one in Axe().run(page, options=OPTIONS).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"wider than {width}")
    return found


def test_a_basket_goes_out_by_oci_its_order_comes_in_and_one_without_is_refused(
    live_server, browser, system, database, tmp_path
):
    connected = a_system(return_to=[system.address])
    desk = Desk(connected, tmp_path)
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    opening = system.opens(
        f"{live_server}/punch-out/oci/", connected.connection.identity, connected.secret,
        **{"~OkCode": "ADDI", "~TARGET": "_top", "~CALLER": "CTLG"},
    )  # fmt: skip
    page.goto(opening)
    page.get_by_role("button", name="To the shop").click()
    page.wait_for_url(f"{live_server}/shop/")
    assert page.get_by_role("status").first.inner_text().startswith("You shop for Rondo.")
    assert faults_of(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    choose(page)
    page.wait_for_url(f"{live_server}/basket/")
    page.locator("input[name^=quantity-]").fill("2")
    assert faults_of(page) == []
    page.get_by_role("button", name="Return the basket").click()
    page.wait_for_url(f"{live_server}/basket/returned/")
    assert faults_of(page) == []
    page.get_by_role("button", name="Continue to Rondo").click()
    page.get_by_role("heading", name="The basket is here").wait_for()
    assert page.url == system.hook
    context.close()

    [basket] = system.baskets
    number = basket["NEW_ITEM-EXT_QUOTE_ID[1]"]
    assert (basket["NEW_ITEM-VENDORMAT[1]"], basket["NEW_ITEM-QUANTITY[1]"]) == (PHONE, "2.000")
    price = basket["NEW_ITEM-PRICE[1]"]
    desk.sends(desk.order("PO-1", (PHONE, 2, price), quotation_reference=number), "PO-1.xml")
    desk.sends(desk.order("PO-2", (PHONE, 2, price)), "PO-2.xml")
    with reading(connected.buyer.manager):
        [order] = Order.objects.filter(buyer=connected.buyer.party)
        assert (order.requisition.number, order.total_cents) == (number, 600_00)
    desk.supplier_answers(order.number)
    answers = [(one.order_reference, one.response_code) for one in desk.answers()]
    assert answers == [("PO-1", "AB"), ("PO-1", "AP"), ("PO-2", "RE")]
    refused = desk.answers()[-1].note
    assert refused.startswith("Nothing is reserved for this order")


def test_without_scripts_a_basket_goes_back_as_well(live_server, browser, system, database):
    connected = a_system(return_to=[system.address])
    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    page.goto(
        system.opens(
            f"{live_server}/punch-out/oci/", connected.connection.identity, connected.secret
        )
    )
    page.get_by_role("button", name="To the shop").click()
    choose(page)
    page.get_by_role("button", name="Return the basket").click()
    page.get_by_role("button", name="Continue to Rondo").click()
    page.wait_for_url(system.hook)
    context.close()
    assert [basket["NEW_ITEM-QUANTITY[1]"] for basket in system.baskets] == ["1.000"]

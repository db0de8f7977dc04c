"""What an order costs in clicks, page loads and key presses, counted one by one.

The figures that others need stand in ``docs/reference/order-effort.md``.
"""

from __future__ import annotations

import pytest

from browser_ground import signed_in
from factories.ordering import PHONE, a_market, approved
from factories.parties import an_account
from samkop.ordering.models import Order, Requisition
from samkop.parties.models import Person
from samkop.platform.unit_of_work import reading

IN_FOCUS = "() => document.activeElement.innerText || document.activeElement.id || ''"
MOST_TABS = 60
MOST_PRESSES = 25


class Hands:
    """A person's browser that counts what the hands do and what is loaded for it."""

    def __init__(self, context, server, actor):
        with reading(actor):
            person = Person.objects.get(id=actor.person_id)
        account = an_account(person)
        account.language = "en"
        account.save()
        self.page, self.server = signed_in(context.new_page(), server, account), server
        self.clicks = self.presses = 0
        self.addresses = []
        self.page.on("request", self._requested)

    def _requested(self, request):
        """Each document of the window itself; what a redirect leads to belongs to its load."""
        main = request.frame == self.page.main_frame
        if main and request.is_navigation_request() and request.redirected_from is None:
            self.addresses.append(request.url.removeprefix(self.server))

    def open(self, path):
        self.page.goto(self.server + path)
        self.addresses.clear()

    def click(self, name, role="button"):
        with self.page.expect_navigation():
            self.page.locator("body").get_by_role(role, name=name).first.click()
        self.clicks += 1

    def press(self, key):
        self.page.keyboard.press(key)
        self.presses += 1

    def walk_to(self, name):
        """Tab until what has the focus is called so; by the skip link where there is one."""
        self.press("Tab")
        assert self.page.evaluate(IN_FOCUS).startswith("Skip")
        self.press("Enter")
        for _ in range(MOST_TABS):
            self.press("Tab")
            if self.page.evaluate(IN_FOCUS).startswith(name):
                return
        pytest.fail(f"{name} is not reached")

    def enter(self):
        with self.page.expect_navigation():
            self.press("Enter")


@pytest.fixture
def ordered_before(live_server):
    market = a_market()
    approved(market, market.buyers[0], PHONE, 2)
    return market.buyers[0]


def latest(buyer):
    with reading(buyer.manager):
        return Requisition.objects.filter(party_id=buyer.party.pk).order_by("id").last()


def the_same_was_asked_for_again(buyer):
    again = latest(buyer)
    with reading(buyer.manager):
        lines = list(again.lines.values_list("name", "quantity"))
        asked = Requisition.objects.filter(party_id=buyer.party.pk).count()
        ordered = Order.objects.filter(buyer=buyer.party).count()
    assert (lines, asked, ordered) == ([(f"Item {PHONE}", 2)], 2, 1)
    assert (again.cost_centre_id, again.delivery_location_id) == (
        buyer.cost_centre.pk, buyer.site.pk,
    )  # fmt: skip


def test_an_order_is_repeated_from_the_first_page_by_two_clicks_and_two_loads(
    live_server, context, ordered_before
):
    hands = Hands(context, live_server, ordered_before.employee)
    hands.open("/")
    hands.click("Order again")
    with reading(ordered_before.approver):
        approver = Person.objects.get(id=ordered_before.approver.person_id).name
    assert hands.page.get_by_text(f"{approver} approves it.").count() == 1
    hands.click("Send for approval")
    assert hands.page.get_by_text("Thank you, it is sent in").count() == 1
    assert (hands.clicks, len(hands.addresses)) == (2, 2), hands.addresses
    the_same_was_asked_for_again(ordered_before)


def test_an_order_is_repeated_from_the_shop_by_three_clicks_and_three_loads(
    live_server, context, ordered_before
):
    hands = Hands(context, live_server, ordered_before.employee)
    hands.open("/shop/")
    hands.click("My things", role="link")
    hands.click("Order again")
    hands.click("Send for approval")
    assert hands.page.get_by_text("Thank you, it is sent in").count() == 1
    assert (hands.clicks, len(hands.addresses)) == (3, 3), hands.addresses
    the_same_was_asked_for_again(ordered_before)


def test_an_order_is_repeated_by_the_keyboard_alone_with_at_most_25_presses(
    live_server, context, ordered_before
):
    hands = Hands(context, live_server, ordered_before.employee)
    hands.open("/")
    hands.walk_to("Order again")
    hands.enter()
    hands.walk_to("Send for approval")
    hands.enter()
    assert hands.page.get_by_text("Thank you, it is sent in").count() == 1
    assert hands.presses <= MOST_PRESSES
    the_same_was_asked_for_again(ordered_before)


def test_a_first_order_asks_for_no_address_and_nothing_to_type(live_server, context):
    market = a_market()
    buyer = market.buyers[0]
    hands = Hands(context, live_server, buyer.employee)
    hands.open("/")
    hands.click("To the shop", role="link")
    hands.click("Order now")
    empty = "main #checkout :is(input:not([type=hidden]), select):invalid"
    assert hands.page.locator(empty).count() == 0
    hands.click("Send for approval")
    assert hands.page.get_by_text("Thank you, it is sent in").count() == 1
    assert (hands.clicks, len(hands.addresses)) == (3, 3), hands.addresses
    assert latest(buyer).delivery_location_id == buyer.site.pk

"""A tier that one member reaches gives every other member's next order the better price at once:
in the shop, in the basket, on the order, on the invoice.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from browser_ground import a_client, pages  # noqa: F401
from factories.invoices import Sold, an_invoice, came_in, received
from factories.ordering import NOW, PHONE, a_market
from factories.parties import a_person, acting, an_account
from factories.prices import bought
from samkop.agreements.rules import Tier
from samkop.followup.models import PriceCheck, PriceFinding
from samkop.followup.price_clock import watch_paid_prices
from samkop.invoicing.models import MatchResult
from samkop.ordering.models import Order, OrderLine
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.requisition import approve_requisition, submit_requisition
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


def price_in_shop(client, item):
    """The price of today on the page of an item."""
    page = client.get(f"/shop/items/{item}/").content.decode()
    [shown] = re.findall(r'class="tile-value">(.*?)</p>', page)
    return re.sub(r"[^\d.]", "", re.sub(r"<.*?>", "", shown))


@pytest.fixture(scope="module")
def scene(database):
    """One has bought two phones at 300.00; from three on they cost 10 % less."""
    market = a_market(buyers=2, tiers={PHONE: [Tier(3, 100)]})
    other = market.buyers[1]
    person = a_person(
        other.party, RoleName.EMPLOYEE, cost_centre=other.cost_centre,
        delivery_location=other.site,
    )  # fmt: skip
    bought(market, 0, quantity=2)
    return market, other, acting(person, other.party), a_client(an_account(person))


def ordered_by(market, municipality, employee):
    """What the other member's employee sends in, and its approver approves."""
    perform(employee, add_to_basket, now=NOW, item_id=market.items[PHONE].pk, quantity=1)
    sent = perform(
        employee, submit_requisition, now=NOW, cost_centre_id=municipality.cost_centre.pk,
        delivery_location_id=municipality.site.pk,
    )  # fmt: skip
    perform(municipality.approver, approve_requisition, now=NOW, requisition_id=sent.pk)
    with reading(municipality.manager):
        order = Order.objects.get(requisition=sent)
        return order, OrderLine.objects.get(order=order)


def test_a_tier_reached_by_one_is_the_others_price_in_shop_basket_order_and_invoice(
    scene, tmp_path
):
    market, other, employee, client = scene
    item = market.items[PHONE].pk
    # Two are bought: below the tier, the other's next order still costs the full price.
    assert price_in_shop(client, item) == "300.00"
    _before, line = ordered_by(market, other, employee)
    assert (line.unit_price_cents, line.origin["volume"]) == (300_00, 2)
    # That was the third. Nobody has to do anything, no clock has run: the next is cheaper.
    assert price_in_shop(client, item) == "270.00"
    perform(employee, add_to_basket, now=NOW, item_id=item, quantity=1)
    assert "270.00" in client.get("/basket/").content.decode()
    order, line = ordered_by(market, other, employee)
    assert (line.unit_price_cents, line.quantity, line.origin["volume"]) == (270_00, 2, 3)
    steps = [(step["code"], step["cents"]) for step in line.origin["steps"]]
    assert steps == [("list-price", 300_00), ("tier-discount", -30_00)]
    # And the first member's next order too.
    first = bought(market, 0)
    with reading(market.buyers[0].manager):
        assert OrderLine.objects.get(order=first).unit_price_cents == 270_00

    # The invoice at the tier's price is matched; one at the old price is held and found.
    received(market, order, {1: 2}, buyer=1)
    right = an_invoice(market, order, Sold(1, "270.00"), buyer=other.party)
    wrong = an_invoice(market, order, Sold(1, "300.00"), buyer=other.party)
    good, bad = (came_in(tmp_path, one, other.party, market) for one in (right, wrong))
    with reading(other.manager):
        held = {row.invoice_id: row.discrepant_cents for row in MatchResult.objects.all()}
    # 30.00 and 25.5 % of VAT on it.
    assert held == {good.pk: 0, bad.pk: 37_65}
    watch_paid_prices(NOW + timedelta(hours=1))
    with reading(market.category_manager):
        rows = PriceCheck.objects.filter(purchasing_body=market.purchasing_body)
        outcomes = [(row.source, row.price_cents, row.outcome) for row in rows.order_by("id")]
        [finding] = PriceFinding.objects.filter(purchasing_body=market.purchasing_body)
    assert outcomes == [
        ("ordered", 300_00, "agrees"), ("ordered", 300_00, "agrees"),
        ("ordered", 270_00, "agrees"), ("ordered", 270_00, "agrees"),
        ("invoiced", 270_00, "agrees"), ("invoiced", 300_00, "higher"),
    ]  # fmt: skip
    assert (finding.kind, finding.cause, finding.total_cents) == ("invoice", "tier", 30_00)

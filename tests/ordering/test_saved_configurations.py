"""A saved basket holds configurations, and a repeated requisition brings them back."""

from __future__ import annotations

import html

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from browser_ground import a_client
from factories.configurations import CASE, MONTHS, PLAN, agreed
from factories.ordering import NOW, TODAY
from factories.parties import an_account
from samkop.catalogue.rules.subscriptions import SubscriptionChoice
from samkop.catalogue.usecases.configurations import WantedPart, add_configuration_version
from samkop.ordering.models import BasketConfiguration, BasketLine, SavedBasketConfiguration
from samkop.ordering.usecases.basket import add_to_basket, clear_basket
from samkop.ordering.usecases.basket_configurations import (
    WantedConfiguration,
    add_configuration_to_basket,
)
from samkop.ordering.usecases.repeating import fill_from_requisition
from samkop.ordering.usecases.requisition import submit_requisition
from samkop.ordering.usecases.saved_basket import (
    fill_from_saved_basket,
    remove_saved_basket,
    save_basket,
)
from samkop.parties.models import Membership
from samkop.platform.refusals import Refused
from samkop.platform.tokens import issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
KEPT = SubscriptionChoice("kept", "sim", "0401234567")
EACH = 700_00 + 2 * 20_00 + MONTHS * 10_00  # by hand: the phone, two cases, 24 months of 10


@pytest.fixture
def made():
    return agreed(free_below_cents=10**7)


@pytest.fixture
def buyer(made):
    return made.market.buyers[0]


def put(made, buyer, quantity=1, choice=None):
    wanted = WantedConfiguration(
        made.configuration.pk, quantity, choice or SubscriptionChoice(sim="sim")
    )
    perform(buyer.employee, add_configuration_to_basket, now=NOW, wanted=wanted)


def saved(buyer, name="New teacher", *, shared=True):
    return perform(buyer.employee, save_basket, now=NOW, name=name, shared=shared)


def client_of(actor):
    with reading(actor):
        person = Membership.objects.get(person_id=actor.person_id).person
    return a_client(an_account(person))


def in_basket(actor):
    """Quantity, what becomes of the number, SIM and number of each configuration held."""
    with reading(actor):
        rows = BasketConfiguration.objects.order_by("id")
        return list(rows.values_list("quantity", "number_choice", "sim", "number"))


def leaves_the_shop(made, code):
    """The configuration's newest version has a part that is not sold any more."""
    perform(
        made.market.category_manager, add_configuration_version, now=NOW,
        configuration_id=made.configuration.pk, valid_from=TODAY,
        parts=[WantedPart(made.market.items["PHONE-1"].pk), WantedPart(made.items[code].pk)],
    )  # fmt: skip


def test_a_configuration_is_saved_with_its_sim_and_nobodys_number(made, buyer):
    put(made, buyer, 2)
    put(made, buyer, 1, KEPT)
    kept = saved(buyer)
    with reading(buyer.approver):
        rows = SavedBasketConfiguration.objects.filter(saved_basket=kept)
        # Both on a SIM card: three of them, and no trace of the number that is kept.
        assert list(rows.values_list("configuration_id", "quantity", "sim")) == [
            (made.configuration.pk, 3, "sim")
        ]
    assert perform(buyer.approver, fill_from_saved_basket, now=NOW, saved_basket_id=kept.pk) == {
        "added": 1, "left_out": 0,
    }  # fmt: skip
    assert in_basket(buyer.approver) == [(3, "new", "sim", "")]


def test_a_saved_configuration_is_what_it_is_on_the_day_of_its_order(made, buyer):
    put(made, buyer)
    kept = saved(buyer)
    perform(buyer.employee, clear_basket, now=NOW)
    leaves_the_shop(made, CASE)
    perform(buyer.employee, fill_from_saved_basket, now=NOW, saved_basket_id=kept.pk)
    # The new version has no subscription, so nothing is chosen of one.
    assert in_basket(buyer.employee) == [(1, "", "", "")]


def test_of_items_and_configurations_what_is_no_longer_sold_is_left_out(made, buyer):
    put(made, buyer)
    perform(buyer.employee, add_to_basket, now=NOW, item_id=made.market.items["PHONE-1"].pk)
    kept = saved(buyer)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE catalogue_catalogueitem SET active = false WHERE id = %s",
            [made.items[PLAN].pk],
        )
    page = html.unescape(client_of(buyer.employee).get("/saved-baskets/").content.decode())
    assert page.count("Cannot be ordered now") == 1
    perform(buyer.employee, clear_basket, now=NOW)
    done = perform(buyer.employee, fill_from_saved_basket, now=NOW, saved_basket_id=kept.pk)
    assert (done, in_basket(buyer.employee)) == ({"added": 1, "left_out": 1}, [])
    with reading(buyer.employee):
        assert BasketLine.objects.count() == 1


def test_the_page_and_programs_say_what_all_of_it_costs_today(made, buyer):
    put(made, buyer, 2)
    saved(buyer)
    page = html.unescape(client_of(buyer.employee).get("/saved-baskets/").content.decode())
    assert ("€1,960.00" in page, 2 * EACH) == (True, 1_960_00)
    assert ("Field phone" in page, "A new number" in page, "SIM card" in page) == (True,) * 3
    text = new_token_text()
    perform(
        buyer.employee, issue_token, now=NOW, name="x", text=text, days=365,
        scopes=["orders:read"],
    )  # fmt: skip
    answer = a_client(None).get(
        "/api/v1/saved-baskets", headers={"Authorization": f"Bearer {text}"}
    )
    [basket] = answer.json()
    assert (basket["lines"], basket["configurations"]) == (
        [],
        [
            {
                "configuration_id": made.configuration.pk, "name": "Field phone", "quantity": 2,
                "sim": "sim", "unit_price": "980.00",
            }
        ],
    )  # fmt: skip


def test_a_basket_of_configurations_alone_is_removed_whole(made, buyer):
    put(made, buyer)
    kept = saved(buyer, shared=False)
    with reading(buyer.approver):
        assert SavedBasketConfiguration.objects.count() == 0
    perform(buyer.employee, remove_saved_basket, saved_basket_id=kept.pk)
    with reading(buyer.employee):
        assert SavedBasketConfiguration.objects.count() == 0


def test_repeated_each_comes_back_once_on_the_sim_chosen_then(made, buyer):
    put(made, buyer, 1, KEPT)
    put(made, buyer, 2, SubscriptionChoice(sim="esim"))
    sent = perform(
        buyer.employee, submit_requisition, now=NOW, cost_centre_id=buyer.cost_centre.pk,
        delivery_location_id=buyer.site.pk,
    )  # fmt: skip
    done = perform(buyer.employee, fill_from_requisition, now=NOW, requisition_id=sent.pk)
    assert done == {"added": 2, "left_out": 0}
    assert in_basket(buyer.employee) == [(1, "new", "sim", ""), (2, "new", "esim", "")]


def test_repeated_it_comes_as_it_is_offered_today(made, buyer):
    put(made, buyer)
    sent = perform(
        buyer.employee, submit_requisition, now=NOW, cost_centre_id=buyer.cost_centre.pk,
        delivery_location_id=buyer.site.pk,
    )  # fmt: skip
    leaves_the_shop(made, CASE)
    client = client_of(buyer.employee)
    client.post(f"/requisitions/{sent.pk}/repeat/")
    assert in_basket(buyer.employee) == [(1, "", "", "")]


def test_the_list_needs_the_same_queries_for_1_and_30_baskets_of_configurations(made, buyer):
    client = client_of(buyer.employee)
    put(made, buyer)
    counts = []
    for first, last in ((0, 1), (1, 30)):
        for number in range(first, last):
            saved(buyer, f"Basket {number}")
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/saved-baskets/").content.decode()
        counts.append((len(captured), page.count("<section")))
    assert counts == [(22, 2), (22, 31)]


def test_what_nobody_offers_any_more_is_not_repeated(made, buyer):
    put(made, buyer)
    sent = perform(
        buyer.employee, submit_requisition, now=NOW, cost_centre_id=buyer.cost_centre.pk,
        delivery_location_id=buyer.site.pk,
    )  # fmt: skip
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE catalogue_catalogueitem SET active = false")
    with pytest.raises(Refused) as refused:
        perform(buyer.employee, fill_from_requisition, now=NOW, requisition_id=sent.pk)
    assert refused.value.code == "nothing-to-repeat"

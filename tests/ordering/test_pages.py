"""Ordering's pages: who sees what, and the same number of queries for 1 and 30 rows."""

from __future__ import annotations

import re
from html import unescape

import pytest

from browser_ground import a_client, queries_of
from factories.ordering import LAPTOP, NOW, PHONE, a_market, a_requisition, adopted, approved
from factories.parties import (
    a_cost_centre,
    a_delivery_location,
    a_person,
    an_account,
    an_actor,
)
from samkop.ordering.models import BasketLine, RequisitionLine
from samkop.ordering.usecases.approval_rules import NewRule
from samkop.ordering.usecases.authority import grant_authority
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.requisition import approve_requisition, submit_requisition
from samkop.ordering.vocabulary import Outcome
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


def client_of(actor):
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    return a_client(an_account(person))


def a_buyer_who_has(count, make):
    """A municipality with so many orders, or requisitions, of its employee."""
    market = a_market(budget_cents=10**9, maximum_cents=10**9)
    for _ in range(count):
        make(market, market.buyers[0], PHONE)
    return market.buyers[0]


@pytest.fixture(scope="module")
def who_ordered(database):
    """Municipalities by how many orders they have."""
    return {count: a_buyer_who_has(count, approved) for count in (1, 30, 52)}


def the_same_queries(buyers, path, who, queries):
    for count, buyer in buyers.items():
        asked, shown = queries_of(client_of(getattr(buyer, who)), path)
        assert asked == queries
        assert shown.count("<tr>") == 1 + count or shown.count("<section") == count


@pytest.mark.parametrize(
    ("path", "who", "queries"), [("/orders/", "manager", 12), ("/mine/", "employee", 15)]
)
def test_a_list_needs_the_same_queries_for_1_and_30_rows(who_ordered, path, who, queries):
    some = {count: who_ordered[count] for count in (1, 30)}
    the_same_queries(some, path, who, queries)


def test_what_waits_for_approval_needs_the_same_queries_for_1_and_30_rows():
    waiting = {count: a_buyer_who_has(count, a_requisition) for count in (1, 30)}
    the_same_queries(waiting, "/to-approve/", "approver", 15)


def test_an_employee_may_not_see_all_orders_of_the_municipality():
    buyer = a_market().buyers[0]
    assert client_of(buyer.employee).get("/orders/").status_code == 403


def test_a_form_sent_twice_orders_once():
    market = a_market()
    buyer = market.buyers[0]
    client = client_of(buyer.employee)
    client.post("/basket/order-now/", {"item": market.items[PHONE].pk})
    form = {
        "cost_centre": buyer.cost_centre.pk, "delivery_location": buyer.site.pk,
        "idempotency_key": "the same",
    }  # fmt: skip
    first = client.post("/basket/submit/", form)
    again = client.post("/basket/submit/", form)
    assert (first.status_code, first["Location"]) == (303, again["Location"])


def test_what_was_typed_stays_when_it_is_refused():
    market = a_market(approval_limit_cents=1)
    buyer = market.buyers[0]
    client = client_of(buyer.employee)
    client.post("/basket/order-now/", {"item": market.items[PHONE].pk})
    form = {
        "cost_centre": buyer.cost_centre.pk, "delivery_location": buyer.site.pk,
        "note": "For the new teacher", "idempotency_key": "k",
    }  # fmt: skip
    answer = client.post("/basket/submit/", form)
    assert answer.status_code == 409
    assert "For the new teacher" in answer.content.decode()


def test_the_button_leads_back_to_a_page_of_ours_only():
    market = a_market()
    client = client_of(market.buyers[0].employee)
    sent = {"item": market.items[PHONE].pk, "next": "https://elsewhere.example/"}
    assert client.post("/basket/add/", sent)["Location"] == "/shop/"
    assert client.post("/basket/add/", {**sent, "next": "/shop/?q=x"})["Location"] == "/shop/?q=x"


def test_the_same_things_are_ordered_again_in_three_clicks():
    market = a_market()
    buyer = market.buyers[0]
    requisition = approved(market, buyer, PHONE, 2)
    client = client_of(buyer.employee)
    answer = client.post(f"/requisitions/{requisition.pk}/repeat/")
    filled = f"cost_centre={buyer.cost_centre.pk}&delivery_location={buyer.site.pk}"
    assert answer["Location"] == f"/basket/?{filled}"
    assert "600.00" in client.get("/basket/").content.decode()


def test_repeated_it_is_paid_delivered_and_approved_as_before():
    market = a_market()
    buyer = market.buyers[0]
    other, site = a_cost_centre(buyer.party), a_delivery_location(buyer.party)
    chief = an_actor(buyer.party, RoleName.EMPLOYEE, RoleName.APPROVER, name="The other's approver")
    perform(
        buyer.finance, grant_authority, now=NOW, person_id=chief.person_id,
        cost_centre_id=other.pk, limit_cents=10_000_00,
    )  # fmt: skip
    colleague = a_person(buyer.party, RoleName.EMPLOYEE, name="A colleague")
    perform(buyer.employee, add_to_basket, now=NOW, item_id=market.items[PHONE].pk)
    before = perform(
        buyer.employee, submit_requisition, now=NOW, cost_centre_id=other.pk,
        delivery_location_id=site.pk, recipient_id=colleague.pk,
    )  # fmt: skip
    client = client_of(buyer.employee)
    address = client.post(f"/requisitions/{before.pk}/repeat/")["Location"]
    shown = client.get(address).content.decode()
    chosen = re.findall(r'<option value="(\d+)" selected', shown)
    assert chosen == [str(other.pk), str(site.pk)]
    assert f'name="recipient" value="{colleague.pk}"' in shown
    assert "The other&#x27;s approver approves it." in shown
    # Another quantity changes nothing of that.
    sent = {
        f"quantity-{market.items[PHONE].pk}": "2", "cost_centre": other.pk,
        "delivery_location": site.pk, "recipient": colleague.pk,
    }  # fmt: skip
    assert client.post("/basket/quantity/", sent)["Location"] == address


def test_a_quantity_that_was_typed_counts_when_the_basket_is_sent_in():
    market = a_market()
    buyer = market.buyers[0]
    client, item = client_of(buyer.employee), market.items[PHONE].pk
    client.post("/basket/order-now/", {"item": item})
    shown = client.get("/basket/").content.decode()
    assert f'form="checkout" name="quantity-{item}"' in shown
    answer = client.post(
        "/basket/submit/",
        {
            f"quantity-{item}": "3", "cost_centre": buyer.cost_centre.pk,
            "delivery_location": buyer.site.pk,
        },
    )  # fmt: skip
    assert answer.status_code == 303
    with reading(buyer.manager):
        [line] = RequisitionLine.objects.filter(party_id=buyer.party.pk)
        assert line.quantity == 3


def test_the_quantities_of_the_basket_are_changed_together_and_0_takes_out():
    market = a_market()
    buyer = market.buyers[0]
    client = client_of(buyer.employee)
    phone, laptop = market.items[PHONE].pk, market.items[LAPTOP].pk
    for item in (phone, laptop):
        client.post("/basket/order-now/", {"item": item})
    sent = {f"quantity-{phone}": "4", f"quantity-{laptop}": "0"}
    assert client.post("/basket/quantity/", sent)["Location"] == "/basket/"
    with reading(buyer.employee):
        held = BasketLine.objects.values_list("item_id", "quantity")
        assert list(held) == [(phone, 4)]
    refused = client.post("/basket/quantity/", {f"quantity-{phone}": "10001"})
    assert (refused.status_code, 'value="10001"' in refused.content.decode()) == (422, True)


def test_enter_in_a_quantity_changes_the_quantities_and_keeps_what_was_typed():
    market = a_market()
    buyer = market.buyers[0]
    for code in (PHONE, LAPTOP):
        perform(buyer.employee, add_to_basket, now=NOW, item_id=market.items[code].pk)
    client = client_of(buyer.employee)
    page = client.get("/basket/").content.decode()
    # What Enter presses is the form's first button (HTML, 4.10.21.2, implicit submission).
    buttons = re.findall(r'<button[^>]*form="checkout"[^>]*>([^<]*)<', page)
    assert buttons == ["Change quantities"]
    typed = {
        **{f"quantity-{market.items[code].pk}": 3 for code in (PHONE, LAPTOP)},
        "cost_centre": buyer.cost_centre.pk, "delivery_location": buyer.site.pk,
        "note": "For class 7B",
    }  # fmt: skip
    answer = client.post("/basket/quantity/", typed)
    again = client.get(answer["Location"]).content.decode()
    assert ("For class 7B" in answer["Location"], "For class 7B</textarea>" in again) == (
        False, True,
    )  # fmt: skip
    assert again.count('value="3"') == 2
    sent = client.post("/basket/submit/", {**typed, "idempotency_key": "k"})
    assert "/requisitions/" in sent["Location"]
    perform(buyer.employee, add_to_basket, now=NOW, item_id=market.items[PHONE].pk)
    assert "For class 7B" not in client.get("/basket/").content.decode()


@pytest.mark.parametrize(("path", "who"), [("/orders/", "manager"), ("/mine/", "employee")])
def test_what_does_not_fit_on_the_first_fifty_is_on_the_next_page(who_ordered, path, who):
    client = client_of(getattr(who_ordered[52], who))
    _, first = queries_of(client, path)
    address = re.search(r'rel="next" href="([^"]+)"', first)[1]
    _, second = queries_of(client, path + address)
    assert (first.count("<tr>"), second.count("<tr>")) == (51, 3)


def name_of(actor):
    with reading(actor):
        return Person.objects.get(id=actor.person_id).name


def words_of(client, path):
    """What a page says, without its markup."""
    shown = re.sub(r"<[^>]+>", " ", client.get(path).content.decode())
    return " ".join(unescape(shown).split())


def test_a_requisition_shows_who_decides_at_each_step_that_is_left():
    market = a_market()
    buyer = market.buyers[0]
    adopted(buyer.finance, [NewRule(Outcome.FOUR_EYES)])
    second = an_actor(buyer.party, RoleName.APPROVER, name="Second Approver")
    perform(
        buyer.finance, grant_authority, now=NOW, person_id=second.person_id,
        cost_centre_id=None, limit_cents=10_000_00,
    )  # fmt: skip
    requisition = a_requisition(market, buyer)
    client, path = client_of(buyer.employee), f"/requisitions/{requisition.pk}/"
    first = name_of(buyer.approver)
    both = " or ".join(sorted((first, "Second Approver")))
    way = _way(client, path)
    assert f"Approval , now {both} Approval , not yet {both} Ordered" in way
    perform(second, approve_requisition, requisition_id=requisition.pk)
    way = _way(client, path)
    assert "Approved , done Second Approver" in way
    assert f"Approval , now {first} Ordered" in way


def _way(client, path):
    shown = client.get(path).content.decode()
    steps = shown[shown.index('<ol class="stepper"') : shown.index("</ol>", shown.index("stepper"))]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", steps)).split())


def test_who_decides_sees_on_the_requisitions_own_page_what_it_leaves_of_the_budget():
    market = a_market(budget_cents=1_000_00)
    buyer = market.buyers[0]
    requisition = a_requisition(market, buyer, PHONE, 3)
    path = f"/requisitions/{requisition.pk}/"
    page = words_of(client_of(buyer.approver), path)
    assert "Left of the budget now €1,000.00 Left of the budget after this €100.00" in page
    assert "Left of the budget" not in words_of(client_of(buyer.employee), path)


@pytest.mark.parametrize(
    ("budget_cents", "said"),
    [(899_99, "€0.01 are missing"), (900_00, ""), (1, "€899.99 are missing")],
)
def test_the_basket_says_beforehand_that_the_budget_does_not_suffice(budget_cents, said):
    market = a_market(budget_cents=budget_cents)
    client = client_of(market.buyers[0].employee)
    client.post("/basket/order-now/", {"item": market.items[PHONE].pk, "quantity": "3"})
    page = words_of(client, "/basket/")
    assert ("It would not be ordered like this" in page) == bool(said)
    assert said in page


def test_a_cost_centre_without_a_budget_is_told_in_the_basket():
    market = a_market()
    buyer = market.buyers[0]
    client = client_of(buyer.employee)
    client.post("/basket/order-now/", {"item": market.items[PHONE].pk})
    other = a_cost_centre(buyer.party)
    form = {"cost_centre": other.pk, "delivery_location": 0}
    assert "has no budget in" in client.post("/basket/submit/", form).content.decode()


def basket_count_on(client, path):
    shown = client.get(path).content.decode()
    link = re.search(r'<a class="head-button" href="/basket/">(.*?)</a>', shown, re.DOTALL)[1]
    found = re.search(r'<span class="count">(\d+)</span>', link)
    return int(found[1]) if found else 0


def test_the_header_counts_what_lies_in_the_basket_of_this_organisation():
    market = a_market(buyers=2)
    buyer, neighbour = market.buyers
    client = client_of(buyer.employee)
    assert basket_count_on(client, "/") == 0
    client.post("/basket/add/", {"item": market.items[PHONE].pk, "quantity": "7"})
    client.post("/basket/add/", {"item": market.items[LAPTOP].pk})
    perform(neighbour.employee, add_to_basket, item_id=market.items[PHONE].pk)
    assert [basket_count_on(client, path) for path in ("/", "/basket/", "/mine/")] == [2, 2, 2]
    assert basket_count_on(client_of(neighbour.employee), "/") == 1
    assert basket_count_on(client_of(buyer.approver), "/") == 0


def test_ordering_at_once_says_what_else_goes_along():
    market = a_market()
    client = client_of(market.buyers[0].employee)
    client.post("/basket/order-now/", {"item": market.items[PHONE].pk})
    assert "lay in your basket already" not in words_of(client, "/basket/")
    client.post("/basket/order-now/", {"item": market.items[LAPTOP].pk})
    assert "One other thing lay in your basket already" in words_of(client, "/basket/")

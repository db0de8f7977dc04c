"""Spares at a site: taken out, put in, counted, and ordered when too few are left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from api_ground import caller
from browser_ground import a_client, queries_of
from factories.answers import came
from factories.ordering import NOW, PHONE, TODAY, a_market
from factories.parties import a_person, an_account, an_actor
from factories.spares import spares_kept
from samkop.ordering.clock import order_what_is_due
from samkop.ordering.models import Order, Requisition, SpareMovement, SpareRun, SpareStock
from samkop.ordering.queries.spares import coming_of
from samkop.ordering.rules.spares import put_in_first, to_order
from samkop.ordering.usecases.budget import set_budget
from samkop.ordering.usecases.requisition import approve_requisition, reject_requisition
from samkop.ordering.usecases.spare_orders import order_spares, refuse_spares, try_spares_again
from samkop.ordering.usecases.spares import (
    Levels,
    change_spares,
    count_spares,
    end_spares,
    keep_spares,
    put_spares_in,
    take_spares_out,
)
from samkop.parties.models import Person
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


def a_keeper(market):
    """The ICT manager's account: a person without one is not acted for."""
    with reading(market.buyers[0].manager):
        person = Person.objects.get(id=market.buyers[0].manager.person_id)
    return an_account(person)


def do(market, stock, use_case, pieces):
    return perform(
        market.buyers[0].manager, use_case, now=NOW, spare_stock_id=stock.pk, pieces=pieces
    )


def again(market, stock):
    """In stock, on the way, and what was ordered: quantity, put in, why not."""
    with reading(market.buyers[0].manager):
        found = SpareStock.objects.get(id=stock.pk)
        coming = sum(count for _run, count in coming_of([found])[found.pk])
        runs = SpareRun.objects.filter(spare_stock=found).order_by("id")
        return found.in_stock, coming, list(runs.values_list("quantity", "put_in", "code"))


def refusal(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, now=NOW, **inputs)
    return refused.value.code


def test_below_the_minimum_it_is_filled_up_to_the_target_once_and_what_comes_counts():
    market = a_market()
    a_keeper(market)
    stock = spares_kept(market, minimum=3, target=8, in_stock=5)
    order_what_is_due(NOW)
    assert again(market, stock) == (5, 0, [])
    do(market, stock, take_spares_out, 3)
    for _time in range(3):  # begun again, as after a kill
        order_what_is_due(NOW)
    assert again(market, stock) == (2, 6, [(6, 0, "")])
    # Another one is taken out: with what is on its way there are enough.
    do(market, stock, take_spares_out, 1)
    order_what_is_due(NOW)
    assert again(market, stock) == (1, 6, [(6, 0, "")])
    do(market, stock, put_spares_in, 4)
    assert again(market, stock) == (5, 2, [(6, 4, "")])
    with reading(market.buyers[0].manager):
        requisition = Requisition.objects.get()
        moved = list(SpareMovement.objects.order_by("id").values_list("kind", "change", "left"))
    assert (requisition.state, requisition.total_cents, requisition.requester_id) == (
        "submitted", 6 * 300_00, market.buyers[0].manager.person_id,
    )  # fmt: skip
    assert moved == [("counted", 5, 5), ("taken", -3, 2), ("taken", -1, 1), ("put-in", 4, 5)]


def test_what_is_rejected_comes_no_more_and_is_ordered_anew_after_the_next_movement():
    market = a_market()
    buyer = market.buyers[0]
    a_keeper(market)
    stock = spares_kept(market, minimum=2, target=4, in_stock=1)
    order_what_is_due(NOW)
    with reading(buyer.manager):
        requisition = Requisition.objects.get()
    perform(
        buyer.approver, reject_requisition, now=NOW, requisition_id=requisition.pk, reason="No."
    )
    order_what_is_due(NOW)
    assert again(market, stock) == (1, 0, [(3, 0, "")])
    do(market, stock, take_spares_out, 1)
    order_what_is_due(NOW)
    assert again(market, stock) == (0, 4, [(3, 0, ""), (4, 0, "")])


def test_a_count_takes_what_has_come_as_lying_there():
    market = a_market()
    buyer = market.buyers[0]
    a_keeper(market)
    stock = spares_kept(market, minimum=2, target=6, in_stock=1)
    order_what_is_due(NOW)
    with reading(buyer.manager):
        requisition = Requisition.objects.get()
    perform(buyer.approver, approve_requisition, now=NOW, requisition_id=requisition.pk)
    with reading(buyer.manager):
        order = Order.objects.get()
    came(order, 3, TODAY)
    assert again(market, stock) == (1, 5, [(5, 0, "")])
    do(market, stock, count_spares, 4)
    assert again(market, stock) == (4, 2, [(5, 3, "")])


def test_what_is_refused_is_told_to_the_keeper_and_can_be_sent_in_later():
    market = a_market(budget_cents=100_00, free_below_cents=10**9)
    buyer = market.buyers[0]
    client = a_client(a_keeper(market))
    stock = spares_kept(market, minimum=1, target=2, in_stock=0)
    for _time in range(2):
        order_what_is_due(NOW)
    assert again(market, stock) == (0, 0, [(2, 0, "budget-exceeded")])
    with reading(buyer.manager):
        told = Notification.objects.get(person_id=buyer.manager.person_id, kind="spares-refused")
        run = SpareRun.objects.get()
    assert (told.facts["left"], told.facts["reason"]) == (0, run.sentence)
    assert refusal(buyer.manager, try_spares_again, run_id=run.pk) == "budget-exceeded"
    page = client.post(f"/spares/{stock.pk}/orders/{run.pk}/again/")
    assert (page.status_code, page.content.decode().count("notice-bad")) == (409, 1)
    assert refusal(buyer.employee, try_spares_again, run_id=run.pk) == "not-allowed"
    perform(
        buyer.finance, set_budget, now=NOW, cost_centre_id=buyer.cost_centre.pk, year=2026,
        amount_cents=900_00, currency="EUR",
    )  # fmt: skip
    perform(buyer.manager, try_spares_again, now=NOW, run_id=run.pk)
    assert again(market, stock) == (0, 2, [(2, 0, "")])
    assert refusal(buyer.manager, try_spares_again, run_id=run.pk) == "spares-ordered"


def test_whose_keeper_has_left_tells_the_ict_managers_and_orders_nothing():
    market = a_market()
    stock = spares_kept(market, minimum=1, target=2, in_stock=0)
    order_what_is_due(NOW)  # the keeper has no account any more
    assert again(market, stock) == (0, 0, [(2, 0, "owner-left")])
    manager = market.buyers[0].manager
    with reading(manager):
        [told] = Notification.objects.filter(person_id=manager.person_id)
    assert told.kind == "spares-refused"


def test_who_may_do_what_and_what_cannot_be_done():
    market = a_market()
    buyer = market.buyers[0]
    stock = spares_kept(market, minimum=1, target=2, in_stock=1)
    named = {"spare_stock_id": stock.pk}
    installer = an_actor(buyer.party, "installer")
    supplier = an_actor(market.supplier, "installer")
    assert refusal(buyer.employee, take_spares_out, pieces=1, **named) == "not-allowed"
    assert refusal(supplier, take_spares_out, pieces=1, **named) == "not-found"
    perform(installer, take_spares_out, now=NOW, pieces=1, **named)
    assert refusal(installer, take_spares_out, pieces=1, **named) == "spares-too-few"
    assert refusal(installer, put_spares_in, pieces=0, **named) == "quantity-out-of-bounds"
    assert refusal(installer, end_spares, **named) == "not-allowed"
    assert refusal(buyer.employee, order_spares, **named) == "not-allowed"
    words = {"code": "x", "sentence": "y"}
    assert refusal(buyer.manager, refuse_spares, **named, **words) == "not-allowed"
    job = actors.job("notices", buyer.party.pk)
    assert refusal(job, refuse_spares, **named, **words) == "not-allowed"
    paid = {"cost_centre_id": buyer.cost_centre.pk}
    low = {"levels": Levels(3, 2), **paid}
    assert refusal(buyer.manager, change_spares, **named, **low) == "target-below-minimum"
    same = {
        "item_id": market.items[PHONE].pk, "delivery_location_id": buyer.site.pk, **paid,
        "in_stock": 0, "levels": Levels(1, 1),
    }  # fmt: skip
    assert refusal(buyer.manager, keep_spares, **same) == "spares-kept-already"
    assert refusal(buyer.manager, keep_spares, **same | {"item_id": 0}) == "item-not-on-the-shelf"
    perform(buyer.manager, end_spares, now=NOW, **named)
    for use_case in (take_spares_out, put_spares_in, count_spares):
        assert refusal(buyer.manager, use_case, pieces=1, **named) == "spares-ended"
    order_what_is_due(NOW)
    assert again(market, stock) == (0, 0, [])
    perform(buyer.manager, keep_spares, now=NOW, **same)


def test_a_higher_minimum_is_a_reason_to_order():
    market = a_market()
    buyer = market.buyers[0]
    a_keeper(market)
    stock = spares_kept(market, minimum=1, target=2, in_stock=1)
    perform(
        buyer.manager, change_spares, now=NOW, spare_stock_id=stock.pk, levels=Levels(3, 5),
        cost_centre_id=buyer.cost_centre.pk,
    )  # fmt: skip
    order_what_is_due(NOW)
    assert again(market, stock) == (1, 4, [(4, 0, "")])


def test_the_pages_cost_the_same_for_1_and_30_and_do_what_they_say():
    codes = [f"S-{number:02d}" for number in range(30)]
    market = a_market(prices=dict.fromkeys(codes, 100_00))
    buyer = market.buyers[0]
    client = a_client(a_keeper(market))
    stock = spares_kept(market, codes[0], minimum=1, target=2, in_stock=2)
    one, _page = queries_of(client, "/spares/")
    for code in codes[1:]:
        spares_kept(market, code, minimum=1, target=2, in_stock=2)
    many, page = queries_of(client, "/spares/")
    assert (one, many, page.count('<th scope="row">')) == (8, 8, 30)
    place = f"/spares/{stock.pk}"
    assert client.get(f"{place}/").status_code == 200
    taken = {"what": "take", "pieces": "2", "note": "Classroom 5"}
    assert client.post(f"{place}/handle/", taken).status_code == 303
    assert client.post(f"{place}/handle/", taken).status_code == 422
    levels = {"minimum": "4", "target": "6", "cost_centre": buyer.cost_centre.pk}
    assert client.post(f"{place}/change/", levels | {"target": "3"}).status_code == 422
    assert client.post(f"{place}/change/", levels).status_code == 303
    assert client.post(f"{place}/end/").status_code == 303
    assert client.post(f"{place}/orders/1/again/").status_code == 404
    assert client.get("/spares/add/").status_code == 200
    assert again(market, stock)[0] == 0
    assert links_of(client, "/spares/") == {"/standing-orders/", "/spares/", "/purchase-plan/"}
    assert "/standing-orders/" in links_of(client, "/orders/")
    installer = a_client(an_account(a_person(buyer.party, "installer")))
    # Of the menu, since whoever only handles them sees no orders.
    assert "/spares/" in links_of(installer, "/deliveries/", "menu")
    # Nor is the installer of a house without spares led to a closed page.
    other = a_client(an_account(a_person(a_market().buyers[0].party, "installer")))
    assert b"/spares/add/" not in other.get("/spares/").content


def links_of(client, place, part="tabs"):
    page = html.fromstring(client.get(place).content)
    within = {"tabs": "//ul[@class='tabs']//a", "menu": "//nav//a"}[part]
    return {link.get("href") for link in page.xpath(within)}


def test_a_program_keeps_spares_and_handles_them():
    market = a_market()
    buyer = market.buyers[0]
    program = caller(buyer.manager)
    body = {
        "item_id": market.items[PHONE].pk, "delivery_location_id": buyer.site.pk,
        "cost_centre_id": buyer.cost_centre.pk, "minimum": 2, "target": 5, "in_stock": 3,
    }  # fmt: skip
    made = program.post("/spares", body, key="1")
    assert made.status_code == 201
    assert program.post("/spares", body, key="1").json() == made.json()
    place = f"/spares/{made.json()['id']}"
    taken = program.post(f"{place}/movements", {"what": "take", "pieces": 2}, key="2").json()
    assert (taken["in_stock"], taken["coming"], taken["runs"]) == (1, 0, [])
    [listed] = program.get("/spares").json()["spares"]
    assert (listed["id"], listed["in_stock"]) == (taken["id"], 1)
    assert program.post(f"{place}/end", {}, key="3").json()["active"] is False


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 50), st.integers(0, 50),
       st.integers(1, 7))  # fmt: skip
def test_what_is_ordered_fills_up_in_whole_steps_and_no_further(there, coming, minimum, more, step):
    target = minimum + more
    ordered = to_order(there, coming, minimum, target, step)
    assert ordered % step == 0
    if there + coming >= minimum:
        assert ordered == 0
    else:
        assert target <= there + coming + ordered < target + step


@given(st.lists(st.integers(0, 9), max_size=5), st.integers(0, 60))
def test_what_is_put_in_belongs_to_what_was_ordered_first(waiting, pieces):
    shares = put_in_first(waiting, pieces)
    assert sum(shares) == min(sum(waiting), pieces)
    full = [share == count for share, count in zip(shares, waiting, strict=True)]
    first_short = full.index(False) if False in full else len(full)
    assert not any(shares[first_short + 1 :])

"""What is ordered by itself: once for each of its days, as an ordinary requisition."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_ground import caller
from browser_ground import a_client, queries_of
from factories.ordering import NOW, PHONE, TODAY, a_market
from factories.parties import a_person, acting, an_account, an_actor
from factories.standing_orders import a_standing_order
from samkop.core.period import months_after
from samkop.ordering.clock import order_what_is_due
from samkop.ordering.models import Order, Requisition, StandingOrder, StandingOrderRun
from samkop.ordering.rules.standing_orders import due_day, next_day
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.budget import set_budget
from samkop.ordering.usecases.saved_basket import save_basket
from samkop.ordering.usecases.standing_orders import (
    PaidBy,
    Schedule,
    change_standing_order,
    move_standing_order,
    set_up_standing_order,
)
from samkop.ordering.usecases.standing_purchases import (
    order_standing,
    refuse_standing,
    try_standing_again,
)
from samkop.parties.models import Person
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
ONE = date(2026, 3, 31)


def at(day: date) -> datetime:
    return NOW + (day - TODAY)


def a_keeper(market):
    """The buyer's employee, with the account that a person needs to be acted for."""
    with reading(market.buyers[0].employee):
        person = Person.objects.get(id=market.buyers[0].employee.person_id)
    return an_account(person)


def runs_of(market, standing):
    with reading(market.buyers[0].manager):
        found = StandingOrderRun.objects.filter(standing_order=standing).order_by("due_on")
        return [(run.due_on, run.code, run.requisition_id is not None) for run in found]


def again(market, standing):
    with reading(market.buyers[0].manager):
        return StandingOrder.objects.get(id=standing.pk)


def requisitions(market):
    with reading(market.buyers[0].manager):
        return list(Requisition.objects.order_by("id").values_list("state", "total_cents", "note"))


def refusal(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, **inputs)
    return refused.value.code


def test_each_of_its_days_becomes_one_requisition_that_waits_for_approval():
    market = a_market()
    a_keeper(market)
    standing = a_standing_order(market, quantity=2, every_months=1, first_on=ONE)
    order_what_is_due(at(ONE - timedelta(days=1)))
    assert requisitions(market) == []
    for _time in range(3):  # begun again, as after a kill
        order_what_is_due(at(ONE))
    assert requisitions(market) == [("submitted", 600_00, "Every class")]
    assert again(market, standing).next_on == date(2026, 4, 30)
    # Two days are missed: the newest of them is ordered, the other is left out.
    order_what_is_due(at(date(2026, 6, 2)))
    assert runs_of(market, standing) == [(ONE, "", True), (date(2026, 5, 31), "", True)]
    assert again(market, standing).next_on == date(2026, 6, 30)
    assert len(requisitions(market)) == 2


def test_it_is_ordered_at_once_where_no_approval_is_needed_and_commits_the_budget():
    market = a_market(free_below_cents=10**9)
    a_keeper(market)
    a_standing_order(market, quantity=2, every_months=12, first_on=TODAY, until=TODAY)
    order_what_is_due(NOW)
    with reading(market.buyers[0].manager):
        order = Order.objects.get()
        assert (order.total_cents, order.requester_id) == (
            600_00, market.buyers[0].employee.person_id,
        )  # fmt: skip
        assert StandingOrder.objects.get().next_on is None
    order_what_is_due(at(TODAY + timedelta(days=800)))
    assert len(requisitions(market)) == 1


def test_what_is_refused_is_told_with_its_sentence_and_can_be_sent_in_later():
    market = a_market(free_below_cents=10**9, budget_cents=100_00)
    buyer = market.buyers[0]
    client = a_client(a_keeper(market))
    standing = a_standing_order(market, quantity=2, every_months=1, first_on=TODAY)
    for _time in range(2):
        order_what_is_due(NOW)
    assert runs_of(market, standing) == [(TODAY, "budget-exceeded", False)]
    with reading(buyer.employee):
        told = Notification.objects.get(
            person_id=buyer.employee.person_id, kind="standing-order-refused"
        )
        run = StandingOrderRun.objects.get()
    assert (told.facts["name"], told.facts["reason"]) == ("Every class", run.sentence)
    assert refusal(buyer.employee, try_standing_again, now=NOW, run_id=run.pk) == "budget-exceeded"
    page = client.post(f"/standing-orders/{standing.pk}/days/{run.pk}/again/")
    assert (page.status_code, page.content.decode().count("notice-bad")) == (409, 1)
    assert refusal(buyer.manager, try_standing_again, now=NOW, run_id=run.pk) == "not-allowed"
    perform(
        buyer.finance, set_budget, now=NOW, cost_centre_id=buyer.cost_centre.pk, year=2026,
        amount_cents=700_00, currency="EUR",
    )  # fmt: skip
    perform(buyer.employee, try_standing_again, now=NOW, run_id=run.pk)
    assert runs_of(market, standing) == [(TODAY, "", True)]
    code = refusal(buyer.employee, try_standing_again, now=NOW, run_id=run.pk)
    assert (code, len(requisitions(market))) == ("standing-order-ordered", 1)


def test_whose_person_has_left_is_paused_and_the_ict_manager_is_told():
    market = a_market()
    standing = a_standing_order(market, quantity=1, every_months=1, first_on=TODAY)
    order_what_is_due(NOW)  # nobody may sign in as the person: there is no account
    assert runs_of(market, standing) == [(TODAY, "owner-left", False)]
    assert again(market, standing).state == "paused"
    manager = market.buyers[0].manager
    with reading(manager):
        [told] = Notification.objects.filter(person_id=manager.person_id)
    assert told.kind == "standing-order-refused"


def test_it_is_paused_resumed_and_ended_in_its_turn_by_whose_it_is_or_the_ict_manager():
    market = a_market()
    buyer = market.buyers[0]
    a_keeper(market)
    standing = a_standing_order(market, quantity=1, every_months=1, first_on=TODAY)

    def move(actor, state, now=NOW):
        return perform(
            actor, move_standing_order, now=now, standing_order_id=standing.pk, state=state
        )

    move(buyer.employee, "paused")
    order_what_is_due(NOW)
    assert runs_of(market, standing) == []
    named = {"standing_order_id": standing.pk}
    again_paused = refusal(buyer.employee, move_standing_order, now=NOW, state="paused", **named)
    assert again_paused == "standing-order-state-unfit"
    for stranger, code in (
        (buyer.approver, "not-allowed"), (an_actor(market.supplier, "salesperson"), "not-found"),
    ):  # fmt: skip
        assert refusal(stranger, move_standing_order, now=NOW, state="ended", **named) == code
    # What fell due meanwhile is left out.
    assert move(buyer.manager, "active", at(TODAY + timedelta(days=3))).next_on == date(2026, 4, 2)
    assert move(buyer.manager, "ended").next_on is None
    over = refusal(buyer.employee, move_standing_order, now=NOW, state="active", **named)
    assert over == "standing-order-ended"
    order_what_is_due(at(date(2026, 5, 1)))
    assert runs_of(market, standing) == []


def test_only_its_person_and_the_clocks_job_act_for_it():
    market = a_market()
    standing = a_standing_order(market, quantity=1, every_months=1, first_on=TODAY)
    named = {"now": NOW, "standing_order_id": standing.pk}
    assert refusal(market.buyers[0].manager, order_standing, **named) == "not-allowed"
    words = {"code": "x", "sentence": "y"}
    for actor in (market.buyers[0].employee, actors.job("notices", standing.party_id)):
        assert refusal(actor, refuse_standing, **named, **words) == "not-allowed"


def test_a_change_says_anew_what_comes_and_orders_no_day_twice():
    market = a_market()
    buyer = market.buyers[0]
    a_keeper(market)
    standing = a_standing_order(market, quantity=1, every_months=1, first_on=TODAY)
    order_what_is_due(NOW)
    with reading(buyer.employee):
        [line] = standing.lines.all()
    paid_by = PaidBy(buyer.cost_centre.pk, buyer.site.pk)

    def changed(schedule, quantities=None):
        return perform(
            buyer.employee, change_standing_order, now=NOW, standing_order_id=standing.pk,
            schedule=schedule, paid_by=paid_by, quantities=quantities or {},
        )  # fmt: skip

    after = changed(Schedule("Each term", 6, TODAY), {line.pk: 3})
    assert (after.next_on, after.name) == (date(2026, 9, 2), "Each term")
    order_what_is_due(at(date(2026, 9, 2)))
    assert requisitions(market)[1:] == [("submitted", 900_00, "Each term")]
    yesterday, far = TODAY - timedelta(days=1), TODAY + timedelta(days=9)
    for schedule, quantities, code in (
        (Schedule(" ", 1, TODAY), {}, "name-missing"),
        (Schedule("A", 0, TODAY), {}, "interval-out-of-bounds"),
        (Schedule("A", 61, TODAY), {}, "interval-out-of-bounds"),
        (Schedule("A", 1, yesterday), {}, "first-day-passed"),
        (Schedule("A", 1, far, TODAY), {}, "last-day-before-first"),
        (Schedule("A", 1, TODAY), {line.pk: 0}, "quantity-out-of-bounds"),
        (Schedule("A", 1, TODAY), {0: 1}, "standing-order-line-unknown"),
    ):
        with pytest.raises(Refused) as refused:
            changed(schedule, quantities)
        assert refused.value.code == code


def test_a_saved_basket_is_taken_as_it_is_and_anothers_is_not_seen():
    market = a_market()
    buyer = market.buyers[0]
    perform(buyer.employee, add_to_basket, now=NOW, item_id=market.items[PHONE].pk, quantity=4)
    basket = perform(buyer.employee, save_basket, now=NOW, name="New teacher")
    inputs = {
        "now": NOW, "schedule": Schedule("Teachers", 12, TODAY),
        "paid_by": PaidBy(buyer.cost_centre.pk, buyer.site.pk), "saved_basket_id": basket.pk,
    }  # fmt: skip
    made = perform(buyer.employee, set_up_standing_order, **inputs)
    with reading(buyer.employee):
        assert [(line.item_id, line.quantity) for line in made.lines.all()] == [
            (market.items[PHONE].pk, 4)
        ]
    other = acting(a_person(buyer.party, "employee"), buyer.party)
    assert refusal(other, set_up_standing_order, **inputs) == "not-found"
    inputs["saved_basket_id"] = None
    assert refusal(buyer.employee, set_up_standing_order, **inputs) == "basket-empty"
    assert refusal(buyer.finance, set_up_standing_order, **inputs) == "basket-empty"
    assert refusal(market.salesperson, set_up_standing_order, **inputs) == "not-allowed"


def test_the_pages_cost_the_same_for_1_and_30_and_do_what_they_say():
    market = a_market()
    buyer = market.buyers[0]
    client = a_client(a_keeper(market))
    standing = a_standing_order(market, quantity=1, every_months=1, first_on=TODAY)
    one, _page = queries_of(client, "/standing-orders/")
    for _turn in range(29):
        a_standing_order(market, quantity=1, every_months=1, first_on=TODAY)
    many, page = queries_of(client, "/standing-orders/")
    assert (one, many, page.count('<th scope="row">')) == (9, 9, 30)
    place = f"/standing-orders/{standing.pk}"
    assert client.get(f"{place}/").status_code == 200
    assert client.post(f"{place}/pause/").status_code == 303
    assert client.post(f"{place}/resume/").status_code == 303
    with reading(buyer.employee):
        [line] = standing.lines.all()
    typed = {
        "name": "Renamed", "every_months": "2", "first_on": TODAY.isoformat(), "until": "",
        "cost_centre": buyer.cost_centre.pk, "delivery_location": buyer.site.pk,
        f"quantity_{line.pk}": "7",
    }  # fmt: skip
    wrong = client.post(f"{place}/change/", {**typed, "every_months": "0"})
    assert (wrong.status_code, client.post(f"{place}/change/", typed).status_code) == (422, 303)
    assert again(market, standing).name == "Renamed"
    assert client.post(f"{place}/end/").status_code == 303
    assert client.post(f"{place}/days/1/again/").status_code == 404
    assert again(market, standing).state == "ended"
    assert client.get("/standing-orders/add/").status_code == 200


def test_a_program_sets_one_up_changes_it_and_ends_it():
    market = a_market()
    buyer = market.buyers[0]
    program = caller(buyer.employee)
    body = {
        "name": "Spares", "every_months": 3, "first_on": "2030-01-31",
        "cost_centre_id": buyer.cost_centre.pk, "delivery_location_id": buyer.site.pk,
        "lines": [{"item_id": market.items[PHONE].pk, "quantity": 5}],
    }  # fmt: skip
    made = program.post("/standing-orders", body, key="1")
    assert made.status_code == 201
    assert program.post("/standing-orders", body, key="1").json() == made.json()
    shown = made.json()
    assert (shown["state"], shown["next_on"], shown["runs"]) == ("active", "2030-01-31", [])
    [listed] = program.get("/standing-orders").json()["standing_orders"]
    assert (listed["id"], listed["lines"][0]["quantity"]) == (shown["id"], 5)
    ended = program.post(f"/standing-orders/{shown['id']}/state", {"state": "ended"}, key="2")
    assert (ended.json()["state"], ended.json()["next_on"]) == ("ended", None)


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(1, 60), st.integers(0, 3000))
def test_its_days_are_counted_from_the_first_and_none_is_skipped(first_on, every, ahead):
    on = first_on + timedelta(days=ahead)
    days = [months_after(first_on, every * turn) for turn in range(110)]
    assert next_day(first_on, every, None, on) == min(day for day in days if day >= on)
    assert due_day(first_on, every, first_on, on) == max(day for day in days if day <= on)
    assert next_day(first_on, every, on, on) == (on if on in days else None)

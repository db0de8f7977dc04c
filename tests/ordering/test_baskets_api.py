"""Baskets, saved baskets and substitutes for programs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api_ground import caller
from factories.answers import an_answered_line, answered
from factories.configurations import a_configuration
from factories.ordering import LAPTOP, PHONE, a_market, approved
from factories.parties import a_person, acting
from factories.saved_baskets import a_saved_basket
from samkop.ordering.models import Budget, Order, Requisition
from samkop.ordering.usecases.projects import add_project
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def market():
    return a_market()


def lines(market, **quantities):
    return {
        "lines": [
            {"item_id": market.items[code.replace("_", "-")].pk, "quantity": quantity}
            for code, quantity in quantities.items()
        ]
    }


def in_basket(answer):
    found = answer.json()
    shown = [(line["seller_item_id"], line["quantity"], line["net"]) for line in found["lines"]]
    return shown, found["total"]


def test_a_basket_is_set_read_and_emptied(market):
    program = caller(market.buyers[0].employee)
    assert in_basket(program.get("/basket")) == ([], "0.00")
    program.put("/basket", lines(market, PHONE_1=2, LAPTOP_1=1), key="1")
    assert in_basket(program.get("/basket")) == (
        [(PHONE, 2, "600.00"), (LAPTOP, 1, "900.00")], "1500.00",
    )  # fmt: skip
    answer = program.put("/basket", lines(market, PHONE_1=5, LAPTOP_1=0), key="2")
    assert in_basket(answer) == ([(PHONE, 5, "1500.00")], "1500.00")
    # What is not in it already is not missed.
    assert program.put("/basket", lines(market, LAPTOP_1=0), key="3").status_code == 200
    assert in_basket(program.delete("/basket", key="4")) == ([], "0.00")


def test_a_basket_is_one_persons_in_one_organisation(market):
    buyer = market.buyers[0]
    program = caller(buyer.employee)
    program.put("/basket", lines(market, PHONE_1=2), key="1")
    colleague = acting(a_person(buyer.party, RoleName.EMPLOYEE), buyer.party)
    assert in_basket(caller(colleague).get("/basket")) == ([], "0.00")
    assert in_basket(caller(colleague).delete("/basket", key="1")) == ([], "0.00")
    assert in_basket(program.get("/basket"))[0] == [(PHONE, 2, "600.00")]
    assert caller(market.salesperson).get("/basket").status_code == 403


def test_the_same_key_sets_once(market):
    program = caller(market.buyers[0].employee)
    program.put("/basket", lines(market, PHONE_1=2), key="same")
    program.put("/basket", lines(market, PHONE_1=3), key="other")
    assert in_basket(program.put("/basket", lines(market, PHONE_1=2), key="same"))[0] == [
        (PHONE, 3, "900.00")
    ]
    again = program.put("/basket", lines(market, PHONE_1=9), key="same")
    assert (again.status_code, again.json()["code"]) == (422, "idempotency-key-reused")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"item_id": 10**9, "quantity": 1}, 404, "item-not-on-the-shelf"),
        ({"quantity": 10_001}, 422, "request-invalid"),
        ({"quantity": -1}, 422, "request-invalid"),
    ],
)
def test_what_cannot_be_in_a_basket_is_refused(market, change, status, code):
    program = caller(market.buyers[0].employee)
    line = {"item_id": market.items[PHONE].pk, "quantity": 1, **change}
    answer = program.put("/basket", {"lines": [line]}, key="1")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert in_basket(program.get("/basket")) == ([], "0.00")


def test_a_token_that_only_reads_changes_no_basket(market):
    program = caller(market.buyers[0].employee, scopes=["orders:read"])
    assert program.get("/basket").status_code == 200
    assert program.delete("/basket", key="1").status_code == 403


def terms(buyer, **named):
    return {
        "cost_centre": buyer.cost_centre.code, "delivery_location": buyer.site.code, **named,
    }  # fmt: skip


def test_a_basket_is_sent_in_by_the_organisations_codes_and_is_empty_then(market):
    buyer = market.buyers[0]
    project = perform(buyer.finance, add_project, code="P1", name="New school")
    colleague = a_person(buyer.party, RoleName.EMPLOYEE, email="new.teacher@kommunen.example")
    program = caller(buyer.employee)
    program.put("/basket", lines(market, PHONE_1=2), key="1")
    body = terms(buyer, project="P1", recipient=colleague.email.upper(), note="For 7B")
    answer = program.post("/basket/requisition", body, key="send")
    assert (answer.status_code, answer.json()["total"]) == (201, "600.00")
    assert program.post("/basket/requisition", body, key="send").json() == answer.json()
    with reading(buyer.manager):
        made = Requisition.objects.get(id=answer.json()["id"])
        assert (made.project_id, made.recipient_id, made.note, made.cost_centre_id) == (
            project.pk, colleague.pk, "For 7B", buyer.cost_centre.pk,
        )  # fmt: skip
    assert in_basket(program.get("/basket")) == ([], "0.00")
    empty = program.post("/basket/requisition", body, key="send-2")
    assert empty.json()["code"] == "basket-empty"


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("cost_centre", "cost-centre-unknown"),
        ("delivery_location", "delivery-location-unknown"),
        ("project", "project-unknown"),
        ("recipient", "recipient-unknown"),
    ],
)
def test_codes_of_nobody_are_refused_and_the_basket_stays(market, field, code):
    buyer = market.buyers[0]
    program = caller(buyer.employee)
    program.put("/basket", lines(market, PHONE_1=2), key="1")
    answer = program.post("/basket/requisition", terms(buyer, **{field: "none"}), key="2")
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert in_basket(program.get("/basket"))[0] == [(PHONE, 2, "600.00")]


def test_a_configuration_lies_in_the_basket_as_one_thing_and_is_taken_out(market):
    buyer = market.buyers[0]
    configuration, bundle = a_configuration(
        market.category_manager, buyer.employee, market.items[PHONE]
    )
    program = caller(buyer.employee)
    [held] = program.get("/basket").json()["configurations"]
    assert (held["id"], held["configuration_id"]) == (bundle.pk, configuration.pk)
    body = {"configuration_id": configuration.pk, "quantity": 2}
    answer = program.post("/basket/configurations", body, key="1")
    assert [one["quantity"] for one in answer.json()["configurations"]] == [held["quantity"], 2]
    left = program.delete(f"/basket/configurations/{bundle.pk}", key="2").json()
    assert [one["quantity"] for one in left["configurations"]] == [2]
    gone = program.delete(f"/basket/configurations/{bundle.pk}", key="3")
    assert (gone.status_code, gone.json()["code"]) == (404, "not-found")
    assert program.delete("/basket", key="4").json()["configurations"] == []


def test_a_basket_is_saved_shared_filled_from_and_removed(market):
    buyer = market.buyers[0]
    program = caller(buyer.employee)
    program.put("/basket", lines(market, PHONE_1=1, LAPTOP_1=2), key="1")
    kept = program.post("/saved-baskets", {"name": "New teacher"}, key="2")
    assert (kept.status_code, kept.json()["mine"], kept.json()["shared"]) == (201, True, False)
    key = kept.json()["id"]
    again = program.post("/saved-baskets", {"name": "New teacher"}, key="3")
    assert again.json()["code"] == "saved-basket-known"
    colleague = caller(acting(a_person(buyer.party, RoleName.EMPLOYEE), buyer.party))
    assert colleague.get("/saved-baskets").json() == []
    program.put(f"/saved-baskets/{key}", {"shared": True}, key="4")
    [seen] = colleague.get("/saved-baskets").json()
    assert (seen["id"], seen["mine"]) == (key, False)
    assert [(one["quantity"], one["unit_price"]) for one in seen["lines"]] == [
        (1, "300.00"), (2, "900.00"),
    ]  # fmt: skip
    filled = colleague.post(f"/saved-baskets/{key}/fill", key="1")
    assert filled.json() == {"added": 2, "left_out": 0}
    assert in_basket(colleague.get("/basket"))[1] == "2100.00"
    for answer in (
        colleague.delete(f"/saved-baskets/{key}", key="2"),
        colleague.put(f"/saved-baskets/{key}", {"shared": False}, key="3"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert program.delete(f"/saved-baskets/{key}", key="5").status_code == 200
    assert program.get("/saved-baskets").json() == []
    # Asked for again under its old key, it is gone all the same.
    gone = program.post("/saved-baskets", {"name": "New teacher"}, key="2")
    assert (gone.status_code, gone.json()["code"]) == (404, "not-found")


def queries(program, path):
    with CaptureQueriesContext(connection) as asked:
        assert program.get(path).status_code == 200
    return len(asked)


def test_saved_baskets_need_the_same_queries_for_1_and_30(market):
    buyer = market.buyers[0]
    program = caller(buyer.employee)
    a_saved_basket(market, buyer, PHONE, name="0")
    one = queries(program, "/saved-baskets")
    for number in range(1, 30):
        a_saved_basket(market, buyer, PHONE, name=str(number))
    assert (one, queries(program, "/saved-baskets")) == (13, 13)


def an_offer(tmp_path, market, **fields):
    requisition = approved(market, market.buyers[0], PHONE, 3)
    with reading(market.buyers[0].manager):
        order = Order.objects.get(requisition=requisition)
    line = an_answered_line(1, "3", 3, substitute="Newer phone", **fields)
    return answered(tmp_path, market, order, "CA", line)


@pytest.mark.parametrize(
    ("accepted", "state", "cents"), [(True, "confirmed", 900_00), (False, "cancelled", 0)]
)
def test_a_program_says_yes_or_no_to_a_substitute(market, tmp_path, accepted, state, cents):
    buyer = market.buyers[0]
    order = an_offer(tmp_path, market)
    program = caller(buyer.employee)
    found = program.get(f"/orders/{order.pk}").json()
    assert found["coming"][0]["next_steps"] == ["decide-substitute"]
    path = f"/orders/{order.pk}/substitutes/{found['lines'][0]['substitute']['id']}"
    others = caller(acting(a_person(buyer.party, RoleName.EMPLOYEE), buyer.party))
    assert others.post(path, {"accepted": True}, key="1").status_code == 403
    answer = program.post(path, {"accepted": accepted}, key="1")
    assert (answer.status_code, answer.json()["state"]) == (200, state)
    again = program.post(path, {"accepted": accepted}, key="2")
    assert (again.status_code, again.json()["code"]) == (409, "substitute-decided-already")
    with reading(buyer.finance):
        assert Budget.objects.get(id=buyer.budget.pk).committed_cents == cents


def test_a_dearer_substitute_is_refused_to_a_program_too(market, tmp_path):
    order = an_offer(tmp_path, market, price="300.01")
    program = caller(market.buyers[0].employee)
    [line] = program.get(f"/orders/{order.pk}").json()["lines"]
    path = f"/orders/{order.pk}/substitutes/{line['substitute']['id']}"
    answer = program.post(path, {"accepted": True}, key="1")
    assert (answer.status_code, answer.json()["code"]) == (409, "substitute-dearer")

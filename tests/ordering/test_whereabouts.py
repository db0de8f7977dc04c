"""Where is my order: what comes, when, for whom it waits, and what I can do about it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api_ground import caller
from browser_ground import a_client, queries_of
from factories.answers import an_answered_line, answered
from factories.order_files import a_sheet, an_order_file
from factories.ordering import (
    LAPTOP,
    NOW,
    PHONE,
    TODAY,
    a_market,
    a_requisition,
    adopted,
    approved,
)
from factories.parties import a_person, acting, an_account
from samkop.ordering.models import Order
from samkop.ordering.queries import requisitions_of
from samkop.ordering.queries.waiting import open_steps_of
from samkop.ordering.queries.whereabouts import coming_of
from samkop.ordering.usecases.approval_rules import NewRule
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.order import cancel_order
from samkop.ordering.usecases.order_file import order_by_file
from samkop.ordering.usecases.requisition import (
    approve_requisition,
    reject_requisition,
    submit_requisition,
)
from samkop.ordering.vocabulary import Outcome
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
PROMISED = date(2026, 3, 20)


def comings(actor, today=TODAY):
    """(state, things, waits for, names, day, by whom promised) of what the person awaits."""
    with reading(actor):
        found = list(requisitions_of(actor.own_party_id, actor.own_person_id))
        waiting = open_steps_of(found, today)
        return [
            (
                str(one.state), [(t.quantity, t.name) for t in one.things], str(one.waits_for),
                one.names, one.promised_on, one.promised_by and str(one.promised_by),
            )
            for requisition in found
            for one in coming_of(requisition, waiting[requisition.pk], today, actor.own_person_id)
        ]  # fmt: skip


def steps(actor):
    """What the person can do with each requisition and with what comes of it, by the API."""
    found = caller(actor).get("/my-requisitions").json()["requisitions"]
    return [
        (one["next_steps"], [step for coming in one["coming"] for step in coming["next_steps"]])
        for one in found
    ]


def name_of(actor):
    with reading(actor):
        return Person.objects.get(id=actor.person_id).name


def an_order(market, quantity=3):
    requisition = approved(market, market.buyers[0], PHONE, quantity)
    with reading(market.buyers[0].manager):
        return Order.objects.get(requisition=requisition)


def client_of(actor):
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    return a_client(an_account(person))


def words_of(client, path):
    """What a page's content says, without its markup."""
    shown = client.get(path).content.decode()
    body = re.sub(r"<[^>]+>", " ", shown[shown.index("<main") :])
    return " ".join(unescape(body).split())


def test_before_it_is_decided_it_waits_for_those_who_may_and_can_be_taken_back():
    market = a_market()
    buyer = market.buyers[0]
    a_requisition(market, buyer, PHONE, 2)
    who = (name_of(buyer.approver),)
    assert comings(buyer.employee) == [
        ("submitted", [(2, "Item PHONE-1")], "approver", who, None, None)
    ]
    assert steps(buyer.employee) == [(["remind", "withdraw", "repeat"], [])]


def test_a_role_that_is_asked_first_is_named():
    market = a_market()
    buyer = market.buyers[0]
    adopted(buyer.finance, [NewRule(Outcome.ROLE_FIRST, role=RoleName.ICT_MANAGER)])
    a_requisition(market, buyer)
    page = words_of(client_of(buyer.employee), "/mine/")
    assert f"ICT manager: {name_of(buyer.manager)} An approval" in page


def test_an_order_waits_for_the_suppliers_answer_and_can_be_cancelled():
    market = a_market()
    employee = market.buyers[0].employee
    an_order(market)
    supplier = (market.supplier.legal_name,)
    [(state, things, waits, names, day, _by)] = comings(employee)
    assert (state, things, waits, names, day) == (
        "placed", [(3, "Item PHONE-1")], "answer", supplier, None,
    )  # fmt: skip
    assert steps(employee) == [(["repeat"], ["cancel"])]


@pytest.mark.parametrize(
    ("today", "waits"), [(PROMISED, "delivery"), (PROMISED + timedelta(1), "nobody")]
)
def test_a_promised_day_is_awaited_and_the_day_after_it_is_late(tmp_path, today, waits):
    market = a_market()
    employee = market.buyers[0].employee
    answered(tmp_path, market, an_order(market), "AP", promised=PROMISED)
    [(state, _things, waiting, _names, day, by)] = comings(employee, today)
    assert (state, waiting, day, by) == ("confirmed", waits, PROMISED, "supplier")


def test_an_offered_substitute_waits_for_who_asked(tmp_path):
    market = a_market()
    employee = market.buyers[0].employee
    line = an_answered_line(1, "3", 3, substitute="Newer phone", promised=PROMISED)
    answered(tmp_path, market, an_order(market), "CA", line)
    assert [(one[0], one[2], one[4]) for one in comings(employee)] == [
        ("substitute-offered", "buyer", PROMISED)
    ]
    assert steps(employee) == [(["repeat"], ["decide-substitute"])]
    assert "You A word on the substitute" in words_of(client_of(employee), "/mine/")


def test_lines_with_different_fates_stand_apart(tmp_path):
    market = a_market()
    buyer = market.buyers[0]
    for code, quantity in ((PHONE, 3), (LAPTOP, 1)):
        perform(
            buyer.employee, add_to_basket, now=NOW, item_id=market.items[code].pk,
            quantity=quantity,
        )  # fmt: skip
    made = perform(
        buyer.employee, submit_requisition, now=NOW, cost_centre_id=buyer.cost_centre.pk,
        delivery_location_id=buyer.site.pk,
    )  # fmt: skip
    perform(buyer.approver, approve_requisition, now=NOW, requisition_id=made.pk)
    with reading(buyer.manager):
        order = Order.objects.get(requisition=made)
    answered(
        tmp_path, market, order, "CA",
        an_answered_line(1, "3", 2, promised=PROMISED), an_answered_line(2, "7", note="None left."),
    )  # fmt: skip
    assert [(one[0], one[1], one[4]) for one in comings(buyer.employee)] == [
        ("partly-confirmed", [(2, "Item PHONE-1")], PROMISED),
        ("refused", [(0, "Item LAPTOP-1")], None),
    ]
    client = client_of(buyer.employee)
    for path in ("/mine/", f"/requisitions/{made.pk}/"):
        page = words_of(client, path)
        assert "2 of 3 × Item PHONE-1" in page
        assert "Refused by the supplier None left." in page
    assert client.get("/mine/").content.decode().count(f'action="/requisitions/{made.pk}/rep') == 1


def test_after_an_accepted_substitute_that_one_comes(tmp_path):
    market = a_market()
    employee = market.buyers[0].employee
    line = an_answered_line(1, "3", 3, substitute="Newer phone", promised=PROMISED)
    order = answered(tmp_path, market, an_order(market), "CA", line)
    client = client_of(employee)
    shown = client.get(f"/orders/{order.pk}/").content.decode()
    address = re.search(r'action="(/orders/\d+/substitutes/\d+/)"', shown)[1]
    client.post(address, {"decision": "accept"})
    assert [one[:2] for one in comings(employee)] == [("confirmed", [(3, "Newer phone")])]


def test_what_was_rejected_or_cancelled_waits_for_nobody():
    market = a_market()
    buyer = market.buyers[0]
    rejected = a_requisition(market, buyer)
    perform(
        buyer.approver, reject_requisition, now=NOW, requisition_id=rejected.pk,
        reason="There are three in the cupboard.",
    )  # fmt: skip
    perform(buyer.employee, cancel_order, now=NOW, order_id=an_order(market).pk)
    assert [(one[0], one[2], one[3]) for one in comings(buyer.employee)] == [
        ("cancelled", "nobody", ()), ("rejected", "nobody", ()),
    ]  # fmt: skip
    assert steps(buyer.employee) == [(["repeat"], []), (["repeat"], [])]
    page = words_of(client_of(buyer.employee), "/mine/")
    assert "Rejected There are three in the cupboard." in page


def test_who_gets_a_line_of_a_list_sees_that_line_alone_and_can_do_nothing_with_the_whole():
    market = a_market(approval_limit_cents=10**9)
    buyer = market.buyers[0]
    teacher, other = (
        a_person(buyer.party, RoleName.EMPLOYEE, name=name) for name in ("Teacher", "Otherperson")
    )
    number = market.items[PHONE].seller_item_id
    rows = [(number, 1, "", "", one.email, "7B") for one in (other, teacher)]
    file = an_order_file(buyer, a_sheet(*rows, (number, 5, "", "", "", "7C")))
    made = perform(buyer.employee, order_by_file, now=NOW, file_id=file.pk)
    [key] = made["requisitions"]
    me = acting(teacher, buyer.party)
    assert [one[1] for one in comings(me)] == [[(1, "Item PHONE-1")]]
    perform(buyer.approver, approve_requisition, now=NOW, requisition_id=key)
    assert [one[:2] for one in comings(me)] == [("placed", [(1, "Item PHONE-1")])]
    assert [one[1] for one in comings(buyer.employee)] == [
        [(1, "Item PHONE-1"), (1, "Item PHONE-1"), (5, "Item PHONE-1")]
    ]
    assert steps(me) == [([], [])]
    client = client_of(me)
    page = words_of(client, "/mine/")
    assert f"1 × Item PHONE-1 2026-{made_number(buyer, key)}" in page
    assert (other.name in page, "7C" in page) == (False, False)
    assert f"/requisitions/{key}/" not in client.get("/mine/").content.decode()
    assert f"/requisitions/{key}/" not in client.get("/").content.decode()
    assert client.get(f"/requisitions/{key}/").status_code == 403


def made_number(buyer, key):
    with reading(buyer.manager):
        order = Order.objects.select_related("requisition").get(requisition_id=key)
        return order.requisition.number.removeprefix("2026-")


def test_a_program_asks_where_an_order_is_as_its_person_may(tmp_path):
    market = a_market()
    buyer = market.buyers[0]
    order = answered(tmp_path, market, an_order(market), "AP", promised=date(2099, 3, 20))
    coming = {
        "state": "confirmed",
        "things": [{"name": "Item PHONE-1", "quantity": 3, "ordered": 3}],
        "waits_for": "delivery", "names": [market.supplier.legal_name], "role": "",
        "promised_on": "2099-03-20", "promised_by": "supplier", "reason": "",
        "order_id": order.pk, "next_steps": [],
    }  # fmt: skip
    program = caller(buyer.employee)
    found = program.get(f"/requisitions/{order.requisition_id}").json()
    assert (found["coming"], found["next_steps"]) == ([coming], ["repeat"])
    assert program.get(f"/orders/{order.pk}").json()["coming"] == [coming]
    assert caller(market.salesperson).get(f"/orders/{order.pk}").json()["coming"] == [coming]
    assert program.get("/my-requisitions").json() == {"requisitions": [found], "next_before": None}
    stranger = a_market().buyers[0].employee
    assert caller(stranger).get(f"/requisitions/{order.requisition_id}").status_code == 404
    assert caller(stranger).get("/my-requisitions").json()["requisitions"] == []


def test_a_program_reads_my_things_with_the_same_queries_and_page_by_page():
    market = a_market(budget_cents=10**9, maximum_cents=10**9)
    buyer = market.buyers[0]
    program = caller(buyer.employee)
    made = [a_requisition(market, buyer)]
    one = api_queries(program, "/my-requisitions")
    made += [a_requisition(market, buyer) for _ in range(51)]
    assert (one, api_queries(program, "/my-requisitions")) == (16, 16)
    first = program.get("/my-requisitions").json()
    assert [len(first["requisitions"]), first["next_before"]] == [50, made[2].pk]
    rest = program.get(f"/my-requisitions?before={made[2].pk}").json()
    assert [one["id"] for one in rest["requisitions"]] == [made[1].pk, made[0].pk]
    assert rest["next_before"] is None


def api_queries(program, path):
    with CaptureQueriesContext(connection) as asked:
        assert program.get(path).status_code == 200
    return len(asked)


def test_my_things_that_wait_need_the_same_queries_for_1_and_30():
    market = a_market(budget_cents=10**9, maximum_cents=10**9)
    buyer = market.buyers[0]
    client = client_of(buyer.employee)
    a_requisition(market, buyer)
    one, _ = queries_of(client, "/mine/")
    for _ in range(29):
        a_requisition(market, buyer)
    thirty, shown = queries_of(client, "/mine/")
    assert (one, thirty, shown.count("<tr>")) == (17, 17, 31)

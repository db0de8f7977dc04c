"""The API: tokens, scopes, problem details, idempotency; and what OpenAPI promises."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from api_ground import Caller, a_token, caller
from factories.answers import an_answered_line, answered
from factories.notifications import FACTS, KIND, Reader, tell
from factories.ordering import LAPTOP, PHONE, a_market, a_requisition, approved
from samkop.ordering.models import Order, Requisition
from samkop.ordering.usecases.projects import add_project
from samkop.platform.models import Notification
from samkop.platform.tokens import revoke_token
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


def wanted(market, buyer, code=PHONE, quantity=1):
    return {
        "cost_centre": buyer.cost_centre.code,
        "delivery_location": buyer.site.code,
        "lines": [{"item_id": market.items[code].pk, "quantity": quantity}],
    }


@pytest.fixture(scope="module")
def market(database):
    return a_market(buyers=2)


def test_a_program_orders_what_its_person_may_order(market):
    buyer = market.buyers[0]
    answer = caller(buyer.employee).post("/requisitions", wanted(market, buyer), key="a-1")
    assert answer.status_code == 201, answer.content
    assert (answer.json()["state"], answer.json()["total"]) == ("submitted", "300.00")
    approval = caller(buyer.approver).post(f"/requisitions/{answer.json()['id']}/approval", key="b")
    (order_id,) = approval.json()["order_ids"]
    order = caller(buyer.manager).get(f"/orders/{order_id}").json()
    assert (order["state"], order["lines"][0]["standing"]) == ("placed", 1)


def test_a_program_reads_what_comes_instead_and_why_the_rest_does_not(market, tmp_path):
    buyer = market.buyers[0]
    requisition = approved(market, buyer, PHONE, 3)
    program = caller(buyer.manager)
    with reading(buyer.manager):
        order = Order.objects.get(requisition=requisition)
    offer = an_answered_line(1, "3", 3, substitute="Newer phone", price="299.99")
    answered(tmp_path, market, order, "CA", offer)
    found = program.get(f"/orders/{order.pk}").json()
    [line] = found["lines"]
    substitute = {"seller_item_id": "S-1", "name": "Newer phone", "unit_price": "299.99"}
    offered = line["substitute"]
    assert offered.pop("id") > 0
    assert offered == {**substitute, "accepted": False}
    assert (found["total"], found["standing_total"]) == ("900.00", "900.00")
    answered(tmp_path, market, order, "RE", note="None left.")
    found = program.get(f"/orders/{order.pk}").json()
    assert (found["standing_total"], found["reason"]) == ("0.00", "None left.")
    assert found["lines"][0]["substitute"] is None


def test_a_program_orders_for_a_project_by_its_code(market):
    buyer = market.buyers[0]
    perform(buyer.finance, add_project, code="P1", name="New school")
    program = caller(buyer.employee)
    made = program.post("/requisitions", {**wanted(market, buyer), "project": "P1"}, key="p-1")
    with reading(buyer.manager):
        assert Requisition.objects.get(id=made.json()["id"]).project.code == "P1"
    answer = program.post("/requisitions", {**wanted(market, buyer), "project": "P2"}, key="p-2")
    assert (answer.status_code, answer.json()["code"]) == (422, "project-unknown")


def test_the_same_key_orders_once(market):
    buyer = market.buyers[0]
    program = caller(buyer.employee)
    first = program.post("/requisitions", wanted(market, buyer), key="same")
    again = program.post("/requisitions", wanted(market, buyer), key="same")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()


def test_the_same_key_with_another_body_is_422(market):
    buyer = market.buyers[0]
    program = caller(buyer.employee)
    program.post("/requisitions", wanted(market, buyer), key="other")
    again = program.post("/requisitions", wanted(market, buyer, quantity=2), key="other")
    assert (again.status_code, again.json()["code"]) == (422, "idempotency-key-reused")
    assert again["Content-Type"] == "application/problem+json"


def test_a_program_learns_its_own_organisations_codes_and_no_others():
    market = a_market(buyers=2)
    first, second = market.buyers
    for buyer, other in ((first, second), (second, first)):
        program = caller(buyer.employee)
        for path, row in (("cost-centres", "cost_centre"), ("delivery-locations", "site")):
            answer = program.get(f"/{path}")
            assert answer.status_code == 200
            assert [one["code"] for one in answer.json()] == [getattr(buyer, row).code]
            assert getattr(buyer, row).code != getattr(other, row).code
    refused = caller(first.employee, scopes=["items:read"]).get("/cost-centres")
    assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")


def test_without_a_token_nothing_is_answered(market):
    answer = Client().get("/api/v1/orders")
    assert (answer.status_code, answer.json()["code"]) == (401, "token-missing")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_an_expired_and_a_revoked_token_are_no_tokens(market):
    from django.utils import timezone

    manager = market.buyers[0].manager
    expired, _ = a_token(manager, days=1, now=timezone.now() - timedelta(days=2))
    revoked, token_id = a_token(manager)
    perform(manager, revoke_token, token_id=token_id)
    assert [Caller(text).get("/orders").status_code for text in (expired, revoked)] == [401, 401]


def test_a_scope_that_the_token_has_not_is_refused(market):
    buyer = market.buyers[0]
    program = caller(buyer.employee, scopes=["orders:read"])
    answer = program.post("/requisitions", wanted(market, buyer), key="scope")
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")


def test_a_scope_gives_no_more_than_the_persons_role(market):
    answer = caller(market.buyers[0].employee).get("/orders")
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")


def test_another_municipalitys_order_is_not_found(market):
    first, second = market.buyers
    requisition = a_requisition(market, first, LAPTOP)
    answer = caller(second.approver).get(f"/requisitions/{requisition.pk}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_the_secret_is_not_kept_anywhere(market):
    from django.db import connections

    text, _ = a_token(market.buyers[0].manager)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM platform_auditentry WHERE payload LIKE %s", [f"%{text}%"]
        )
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT count(*) FROM platform_apitoken t WHERE t::text LIKE %s", [f"%{text}%"]
        )
        assert cursor.fetchone() == (0,)


def test_items_have_their_price_of_today(market):
    found = caller(market.buyers[0].employee).get("/items?text=item").json()
    prices = {item["seller_item_id"]: item["price"] for item in found["items"]}
    assert prices == {PHONE: "300.00", LAPTOP: "900.00"}


def test_agreements_show_the_room_that_is_left(market):
    (agreement,) = caller(market.buyers[0].employee).get("/agreements").json()
    ceiling = agreement["ceiling"]
    assert ceiling["maximum"] == "100000.00"
    assert float(ceiling["committed"]) + float(ceiling["left"]) == 100_000


def test_the_description_names_every_operation_once():
    from samkop.site.api import api

    described = api.get_openapi_schema()
    names = [op["operationId"] for path in described["paths"].values() for op in path.values()]
    assert sorted(names) == sorted(set(names))
    assert "submit_requisition" in names


def test_a_person_makes_a_token_sees_it_once_and_revokes_it(market, pages):
    from browser_ground import a_client
    from factories.parties import an_account
    from samkop.parties.models import Person
    from samkop.platform.unit_of_work import reading

    manager = market.buyers[0].manager
    with reading(manager):
        person = Person.objects.get(id=manager.person_id)
    client = a_client(an_account(person))
    sent = {"name": "Finance system", "scopes": ["orders:read"], "days": "30"}
    made = client.post("/settings/tokens/make/", sent)
    assert (made.status_code, made["Cache-Control"]) == (200, "no-store")
    text = re.search(r"samkop_[\w-]+", made.content.decode())[0]
    assert Caller(text).get("/orders").status_code == 200
    listed = client.get("/settings/tokens/").content.decode()
    assert text not in listed
    token_id = max(re.findall(r"/settings/tokens/(\d+)/revoke/", listed), key=int)
    assert client.post(f"/settings/tokens/{token_id}/revoke/").status_code == 303
    assert Caller(text).get("/orders").status_code == 401


def test_a_token_without_scopes_is_not_made_and_the_form_says_so(market, pages):
    from browser_ground import a_client
    from factories.parties import an_account
    from samkop.parties.models import Person
    from samkop.platform.unit_of_work import reading

    approver = market.buyers[1].approver
    with reading(approver):
        person = Person.objects.get(id=approver.person_id)
    answer = a_client(an_account(person)).post("/settings/tokens/make/", {"name": "x", "days": "1"})
    assert answer.status_code == 422
    assert 'href="#id_scopes"' in answer.content.decode()


def told(market):
    """The approver has been told of something; returns (approver, id of the notification)."""
    approver = market.buyers[0].approver
    tell(market.buyers[0].party, Reader(market.buyers[0].party, approver, None))
    with reading(approver):
        return approver, Notification.objects.order_by("-id").first().pk


def test_a_program_reads_what_its_person_was_told_and_marks_it_read(market):
    approver, newest = told(market)
    program = caller(approver, scopes=["notifications:read", "notifications:write"])
    [one] = program.get("/notifications?unread=true").json()["notifications"]
    assert (one["id"], one["kind"], one["read_at"]) == (newest, KIND, None)
    assert one["facts"] == FACTS
    for _ in range(2):  # the same key answers as before
        answer = program.post("/notifications/read", {"newest": newest}, key="a")
        assert (answer.status_code, answer.json()) == (200, {"read": 1})
    assert program.get("/notifications?unread=true").json() == {"notifications": [], "next": None}


def test_a_colleagues_program_reads_nothing_of_it(market):
    told(market)
    colleague = caller(market.buyers[0].manager, scopes=["notifications:read"])
    assert colleague.get("/notifications").json()["notifications"] == []


def test_a_program_searches_what_its_person_may_see(market):
    program = caller(market.buyers[0].manager, scopes=["search:read"])
    answer = program.get(f"/search?q={PHONE}").json()
    assert answer["exact"] == f"/shop/items/{market.items[PHONE].pk}/"
    items = [hit["label"] for hit in answer["hits"] if hit["kind"] == "items"]
    assert items == ["Item PHONE-1"]
    assert caller(market.buyers[0].manager).get("/search?q=x").status_code == 403

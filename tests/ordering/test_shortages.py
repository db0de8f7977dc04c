"""A shortage is divided: critical places first, then the announced rule; each sees its own."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from browser_ground import a_client
from factories.ordering import NOW, PHONE, TODAY, a_market, approved
from factories.parties import a_delivery_location, an_account
from samkop.agreements.usecases.agreement import prepare_agreement
from samkop.catalogue.rules.stock_lists import Statement
from samkop.catalogue.usecases.availability import state_availability
from samkop.ordering.models import AllocatedLine, Allocation, Order
from samkop.ordering.usecases.order import cancel_order
from samkop.ordering.usecases.requisition import Wanted, approve_requisition, order_directly
from samkop.ordering.usecases.shortages import allocate_shortages, announce_allocation_rule
from samkop.parties.models import Person
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database", "pages")


def say(market, now=NOW, **said):
    perform(
        market.salesperson, state_availability, now=now, agreement_id=market.agreement.pk,
        statements=[Statement(PHONE, **said)],
    )  # fmt: skip


def divide(market, now=NOW):
    return perform(
        market.category_manager, allocate_shortages, now=now, agreement_id=market.agreement.pk
    )


def critical_order(market, buyer, quantity):
    site = a_delivery_location(buyer.party, name="Jouren", criticality="critical")
    requisition = perform(
        buyer.employee, order_directly, now=NOW, cost_centre=buyer.cost_centre.code,
        delivery_location=site.code, wanted=[Wanted(market.items[PHONE].pk, quantity)],
    )  # fmt: skip
    perform(buyer.approver, approve_requisition, now=NOW, requisition_id=requisition.pk)


def given_to(actor, allocation):
    with reading(actor):
        lines = AllocatedLine.objects.filter(allocation=allocation).order_by("id")
        return [(line.criticality, line.wanted, line.given) for line in lines]


def client_of(actor):
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    return a_client(an_account(person))


def test_a_critical_place_comes_before_an_older_order_and_each_sees_its_own():
    market = a_market(buyers=2)
    one, other = market.buyers
    approved(market, one, PHONE, 5)
    critical_order(market, other, 4)
    say(market, in_stock=4, reserved=2, next_delivery=NOW.date() + timedelta(9))
    [made] = divide(market)
    assert (made.supply, made.demand) == (6, 9)
    assert given_to(market.category_manager, made) == [("critical", 4, 4), ("ordinary", 5, 2)]
    assert given_to(market.salesperson, made) == [("critical", 4, 4), ("ordinary", 5, 2)]
    assert given_to(one.manager, made) == [("ordinary", 5, 2)]
    assert given_to(other.manager, made) == [("critical", 4, 4)]
    outside = a_market().buyers[0]
    with reading(outside.manager):
        assert not Allocation.objects.filter(pk=made.pk).exists()


def test_the_announced_rule_divides_by_expected_shares():
    market = a_market(buyers=2)
    one, other = market.buyers
    approved(market, one, PHONE, 10)
    approved(market, other, PHONE, 10)
    said = {"agreement_id": market.agreement.pk, "method": "proportional"}
    perform(market.category_manager, announce_allocation_rule, now=NOW, **said)
    say(market, in_stock=6)
    [made] = divide(market)
    # Both were expected to buy half.
    assert [given for _place, _wanted, given in given_to(market.category_manager, made)] == [3, 3]


def test_it_is_divided_when_the_supplier_speaks_and_over_when_there_is_enough():
    market = a_market()
    approved(market, market.buyers[0], PHONE, 5)
    say(market, now=None, in_stock=3)
    while dispatch_waiting(FACTS):
        pass
    with reading(market.category_manager):
        [first] = Allocation.objects.filter(agreement=market.agreement)
    assert (first.supply, first.demand) == (3, 5)
    say(market, now=None, in_stock=5)
    while dispatch_waiting(FACTS):
        pass
    with reading(market.category_manager):
        newest = Allocation.objects.filter(agreement=market.agreement).latest("id")
    assert given_to(market.category_manager, newest) == [("ordinary", 5, 5)]


def test_a_cancelled_order_waits_for_nothing_and_an_old_word_divides_nothing():
    market = a_market()
    buyer = market.buyers[0]
    placed = approved(market, buyer, PHONE, 5)
    say(market, in_stock=3)
    assert divide(market, NOW + timedelta(15)) == []
    with reading(buyer.manager):
        order_id = Order.objects.get(requisition=placed).pk
    perform(buyer.manager, cancel_order, now=NOW, order_id=order_id)
    assert divide(market) == []


def test_only_who_runs_the_agreement_divides_and_announces():
    market = a_market()
    wanted = {"agreement_id": market.agreement.pk}
    for actor in (market.buyers[0].manager, market.salesperson):
        with pytest.raises(Refused) as refusal:
            perform(actor, allocate_shortages, now=NOW, **wanted)
        assert refusal.value.code == "not-allowed"
    with pytest.raises(Refused) as refusal:
        perform(market.category_manager, announce_allocation_rule, method="by-size", **wanted)
    assert refusal.value.code == "method-unknown"


def test_the_pages_show_all_to_the_body_and_each_member_its_part():
    market = a_market(buyers=2)
    one, other = market.buyers
    approved(market, one, PHONE, 5)
    approved(market, other, PHONE, 4)
    say(market, now=None, in_stock=6)
    body = client_of(market.category_manager)
    assert body.post("/shortages/divide/", {"agreement": market.agreement.pk}).status_code == 303
    said = {"agreement": market.agreement.pk, "method": "proportional"}
    assert body.post("/shortages/rule/", said).status_code == 303
    with reading(market.category_manager):
        made = Allocation.objects.get(agreement=market.agreement)
    path = f"/shortages/{made.pk}/"
    assert path in body.get("/shortages/").content.decode()
    assert body.get(path).content.decode().count('<th scope="row">') == 2
    member = client_of(one.manager)
    assert member.get(path).content.decode().count('<th scope="row">') == 1
    assert "For your organisation" in member.get(path).content.decode()
    with reading(one.manager):
        order_id = Order.objects.get(buyer=one.party).pk
    assert path in member.get(f"/orders/{order_id}/").content.decode()
    assert client_of(one.employee).get(path).status_code == 403
    assert client_of(a_market().buyers[0].manager).get(path).status_code == 404
    stranger = client_of(a_market().category_manager)
    for address, form in (("/shortages/rule/", said), ("/shortages/divide/", said)):
        assert stranger.post(address, form).status_code == 404


def test_the_list_asks_as_much_for_thirty_agreements_as_for_one():
    market = a_market()
    runner, client = market.category_manager, client_of(market.category_manager)

    def queries():
        client.get("/shortages/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/shortages/").status_code == HTTPStatus.OK
        return len(asked)

    few = queries()
    for number in range(29):
        perform(
            runner, prepare_agreement, now=NOW, number=f"S-{number}", register_number="D/S",
            titles={"sv": "S", "fi": "S", "en": "S"}, category="mobile-devices",
            supplier_id=market.supplier.pk, valid_from=TODAY, valid_until=date(2029, 1, 1),
            currency="EUR", maximum_value_cents=1,
        )  # fmt: skip
    perform(
        runner, announce_allocation_rule, now=NOW, agreement_id=market.agreement.pk,
        method="first-come",
    )  # fmt: skip
    assert (few, queries()) == (13, 13)

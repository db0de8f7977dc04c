"""Entitlement at the order: beyond it is refused, whoever sends it in and however often."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connections

from factories.ordering import LAPTOP, NOW, PHONE, a_market, a_requisition, approved
from factories.parties import a_membership, acting
from samkop.catalogue.models import EntitlementUse
from samkop.catalogue.queries.entitlements import allowance_of
from samkop.catalogue.rules.entitlement import Thing
from samkop.catalogue.usecases import entitlements
from samkop.catalogue.usecases.entitlements import (
    Subject,
    add_entitlement_rule,
    end_entitlement_rule,
    grant_exception,
)
from samkop.catalogue.vocabulary import Verdict
from samkop.ordering.models import Order
from samkop.ordering.usecases.order import cancel_order
from samkop.ordering.usecases.requisition import (
    Wanted,
    order_directly,
    reject_requisition,
    withdraw_requisition,
)
from samkop.parties.models import Person
from samkop.parties.usecases.groups import add_group, add_group_member, end_group_member
from samkop.platform.formatting import format_date
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

PHONES = Subject("category", "phone")
pytestmark = pytest.mark.usefixtures("database")


def rule(buyer, **said):
    return perform(buyer.manager, add_entitlement_rule, now=NOW, **{"subject": PHONES, **said})


def code_of(actor, use_case, now=NOW, **inputs):
    with pytest.raises(Refused) as refusal:
        perform(actor, use_case, now=now, **inputs)
    return refusal.value.code


def order(market, buyer, quantity=1, now=NOW, actor=None, code=PHONE):
    return perform(
        actor or buyer.employee, order_directly, now=now, cost_centre=buyer.cost_centre.code,
        delivery_location=buyer.site.code, wanted=[Wanted(market.items[code].pk, quantity)],
    )  # fmt: skip


def refusal_of(*arguments, **named):
    with pytest.raises(Refused) as refusal:
        order(*arguments, **named)
    return refusal.value


def email_of(actor):
    with reading(actor):
        return Person.objects.get(id=actor.person_id).email


def test_without_rules_everybody_orders_as_before():
    market = a_market(free_below_cents=10**7)
    assert order(market, market.buyers[0], 20).state == "ordered"


def test_an_order_beyond_the_entitlement_is_refused_until_its_day():
    market = a_market(free_below_cents=10**7)
    buyer = market.buyers[0]
    rule(buyer, quantity=1, months=14)
    order(market, buyer)
    refused = refusal_of(market, buyer)
    assert (refused.code, refused.facts["left"]) == ("entitlement-reached", 0)
    # 14 months after 2 March 2026, and not a day before.
    day = date(2027, 5, 2)
    assert refused.facts["day"] == format_date(day)
    with reading(buyer.manager):
        allowance = allowance_of(buyer.party.pk, buyer.employee.person_id, day)
    thing = Thing(market.items[PHONE].pk, "phone")
    assert allowance.ruling(thing).verdict == Verdict.ALLOWED
    assert replace(allowance, today=day - timedelta(1)).ruling(thing).possible_on == day


def test_what_somebody_orders_all_day_long_is_read_as_one_use_a_day_and_thing():
    market = a_market(free_below_cents=10**7)
    buyer = market.buyers[0]
    rule(buyer, quantity=50, months=14)
    tomorrow = NOW + timedelta(1)
    for moment, quantity in ((NOW, 2), (NOW, 3), (NOW, 4), (tomorrow, 5)):
        order(market, buyer, quantity, now=moment)
    with reading(buyer.manager):
        allowance = allowance_of(buyer.party.pk, buyer.employee.person_id, tomorrow.date())
    read = sorted((use.on, use.quantity, use.thing.item_id) for use in allowance.uses)
    phone = market.items[PHONE].pk
    assert read == [(NOW.date(), 9, phone), (tomorrow.date(), 5, phone)]


def test_of_another_category_nothing_is_said():
    market = a_market(free_below_cents=10**7)
    buyer = market.buyers[0]
    rule(buyer, subject=Subject("item", item_id=market.items[PHONE].pk), quantity=1, months=14)
    assert order(market, buyer, 3, code=LAPTOP).state == "ordered"


def test_only_the_group_may_and_only_within_its_dates():
    market = a_market(free_below_cents=10**7)
    buyer = market.buyers[0]
    group = perform(
        buyer.manager, add_group, party_id=buyer.party.pk, code="home-care", name="Hemvården"
    )
    rule(buyer, entitled="group", group_id=group.pk, quantity=2, months=24)
    assert refusal_of(market, buyer).code == "not-entitled"
    member = perform(
        buyer.manager, add_group_member, group_id=group.pk, email=email_of(buyer.employee),
        valid_from=NOW.date(),
    )  # fmt: skip
    order(market, buyer)
    perform(
        buyer.manager, end_group_member, group_member_id=member.pk, valid_until=NOW.date()
    )  # fmt: skip
    assert refusal_of(market, buyer, now=NOW + timedelta(1)).code == "not-entitled"


def test_what_is_rejected_withdrawn_or_cancelled_is_given_back():
    market = a_market()
    buyer = market.buyers[0]
    rule(buyer, quantity=1, months=14)
    waiting = a_requisition(market, buyer)
    perform(
        buyer.approver, reject_requisition, now=NOW, requisition_id=waiting.pk, reason="Not now"
    )  # fmt: skip
    waiting = a_requisition(market, buyer)
    perform(buyer.employee, withdraw_requisition, now=NOW, requisition_id=waiting.pk)
    placed = approved(market, buyer)
    with reading(buyer.manager):
        order_id = Order.objects.get(requisition=placed).pk
    perform(buyer.manager, cancel_order, now=NOW, order_id=order_id)
    a_requisition(market, buyer)
    with reading(buyer.manager):
        counted = EntitlementUse.objects.filter(party=buyer.party).order_by("id")
        assert [row.quantity for row in counted] == [1, -1, 1, -1, 1, -1, 1]


def test_a_refused_order_counts_nothing():
    market = a_market(free_below_cents=10**7)
    buyer = market.buyers[0]
    rule(buyer, quantity=2, months=14)
    assert refusal_of(market, buyer, 3).code == "entitlement-reached"
    with reading(buyer.manager):
        assert list(EntitlementUse.objects.filter(party=buyer.party)) == []


def test_the_manager_grants_an_exception_with_a_reason_and_never_to_himself():
    market = a_market(free_below_cents=10**7)
    buyer = market.buyers[0]
    rule(buyer, quantity=1, months=14)
    order(market, buyer)
    said = {"subject": PHONES, "quantity": 1, "valid_until": NOW.date() + timedelta(30)}
    whom = {"email": email_of(buyer.employee)}
    assert code_of(buyer.manager, grant_exception, reason=" ", **whom, **said) == "reason-missing"
    himself = {"email": email_of(buyer.manager)}
    assert code_of(buyer.manager, grant_exception, reason="x", **himself, **said) == "not-allowed"
    assert code_of(buyer.employee, grant_exception, reason="x", **whom, **said) == "not-allowed"
    perform(buyer.manager, grant_exception, now=NOW, reason="Lost in a fire", **whom, **said)
    order(market, buyer)
    assert refusal_of(market, buyer).code == "entitlement-reached"


def test_an_exception_ends_by_the_clock_and_is_not_granted_for_days_past():
    market = a_market(free_below_cents=10**7)
    buyer = market.buyers[0]
    rule(buyer, quantity=1, months=14)
    order(market, buyer)
    said = {
        "subject": PHONES, "quantity": 3, "reason": "Lost in a fire",
        "email": email_of(buyer.employee),
    }  # fmt: skip
    yesterday = {**said, "valid_until": NOW.date() - timedelta(1)}
    assert code_of(buyer.manager, grant_exception, **yesterday) == "last-day-past"
    last = NOW + timedelta(30)
    perform(buyer.manager, grant_exception, now=NOW, valid_until=last.date(), **said)
    # Of the three that it gives, one is had on its last day; the day after, none of the two left.
    assert order(market, buyer, now=last).state == "ordered"
    refused = refusal_of(market, buyer, now=last + timedelta(1))
    assert (refused.code, refused.facts["left"]) == ("entitlement-reached", 0)


def test_a_rule_that_has_ended_is_not_made_longer():
    buyer = a_market().buyers[0]
    made = rule(buyer, quantity=1, months=14)
    day = NOW.date()
    last = {"rule_id": made.pk, "last_day": day + timedelta(10)}
    perform(buyer.manager, end_entitlement_rule, now=NOW, **last)
    nearer = {**last, "last_day": day}
    assert perform(buyer.manager, end_entitlement_rule, now=NOW, **nearer).valid_until == day
    assert code_of(buyer.manager, end_entitlement_rule, **last) == "rule-ended"
    before = {**last, "last_day": day - timedelta(1)}
    assert code_of(buyer.manager, end_entitlement_rule, **before) == "dates-reversed"


def test_a_dearer_one_is_refused():
    market = a_market(free_below_cents=10**7)
    buyer = market.buyers[0]
    rule(buyer, highest_cents=299_99)
    assert refusal_of(market, buyer).code == "entitlement-too-dear"


def test_a_rule_ends_after_its_last_day():
    market = a_market(free_below_cents=10**7)
    buyer = market.buyers[0]
    made = rule(buyer, entitled="role", role="finance-clerk")
    assert refusal_of(market, buyer).code == "not-entitled"
    perform(buyer.manager, end_entitlement_rule, now=NOW, rule_id=made.pk)
    assert refusal_of(market, buyer).code == "not-entitled"
    assert order(market, buyer, now=NOW + timedelta(1)).state == "ordered"


def test_another_municipality_is_not_bound_and_sees_nothing():
    market = a_market(buyers=2, free_below_cents=10**7)
    one, other = market.buyers
    made = rule(one, quantity=1, months=14)
    order(market, one)
    assert order(market, other, 5).state == "ordered"
    assert code_of(other.manager, end_entitlement_rule, rule_id=made.pk) == "not-found"
    with reading(other.manager):
        assert [row.party_id for row in EntitlementUse.objects.all()] == [other.party.pk]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"entitled": "group"}, "entitled-incomplete"),
        ({"entitled": "role", "role": "king"}, "entitled-incomplete"),
        ({"subject": Subject("category", "boats")}, "target-incomplete"),
        ({"subject": Subject("item")}, "target-incomplete"),
        ({"quantity": 1}, "quantity-without-months"),
        ({"quantity": 0, "months": 3}, "quantity-without-months"),
    ],
)
def test_a_rule_that_is_not_whole_is_refused(said, code):
    buyer = a_market().buyers[0]
    given = {"subject": PHONES, **said}
    assert code_of(buyer.manager, add_entitlement_rule, **given) == code
    assert code_of(buyer.employee, add_entitlement_rule, subject=PHONES) == "not-allowed"


def test_the_same_person_counts_in_each_organisation_apart():
    market = a_market(buyers=2, free_below_cents=10**7)
    one, other = market.buyers
    rule(one, quantity=1, months=14)
    rule(other, quantity=1, months=14)
    with reading(one.employee):
        person = Person.objects.get(id=one.employee.person_id)
    a_membership(person, other.party)
    order(market, one)
    there = acting(person, other.party)
    assert order(market, other, actor=there).state == "ordered"


def raced(market, buyer, tabs=4):
    """What came of so many tabs that order one each at the same moment."""
    outcomes, ready = [], threading.Barrier(tabs)

    def tab():
        ready.wait()
        try:
            order(market, buyer)
            outcomes.append("ordered")
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tab) for _ in range(tabs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_of_tabs_that_order_the_last_one_at_once_a_single_one_gets_it():
    market = a_market(free_below_cents=10**7)
    rule(market.buyers[0], quantity=1, months=14)
    assert raced(market, market.buyers[0]) == [*["entitlement-reached"] * 3, "ordered"]


def test_the_twin_without_the_lock_gives_it_to_several(monkeypatch):
    meeting = threading.Barrier(4, timeout=10)
    market = a_market(free_below_cents=10**7)
    rule(market.buyers[0], quantity=1, months=14)
    # All have counted before any has written.
    whole = entitlements.allowances_of

    def counted(*arguments):
        found = whole(*arguments)
        meeting.wait()
        return found

    monkeypatch.setattr(entitlements, "_one_at_a_time", lambda *_: None)
    monkeypatch.setattr(entitlements, "allowances_of", counted)
    assert raced(market, market.buyers[0]) == ["ordered"] * 4

"""What people wish of the range and complain of: counted once, seen by whom it may."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connections

from browser_ground import a_client
from factories.agreements import a_participation, a_runner, an_agreement
from factories.catalogue import BETTER_PHONE, LAPTOP, PHONE, a_shelf
from factories.joint_range import a_wish
from factories.parties import (
    a_municipality,
    a_person,
    a_purchasing_body,
    a_region,
    a_supplier,
    acting,
    an_account,
    an_actor,
)
from samkop.catalogue.models import Wish
from samkop.catalogue.queries.wishes import lines_said, tallies_of
from samkop.catalogue.usecases.wishes import say_wish, take_back_wish
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
MARKER = "cracks-at-the-hinge"


def code_of(actor, use_case, **inputs):
    with pytest.raises(Refused) as refusal:
        perform(actor, use_case, **inputs)
    return refusal.value.code


@pytest.fixture
def items(trade):
    a_region(trade.body, trade.buyer)
    return a_shelf(trade.agreement, PHONE, BETTER_PHONE, LAPTOP, runner=trade.runner)


def counts(actor, body):
    with reading(actor):
        return {
            (one.item_id, one.category): (one.wishes, one.complaints) for one in tallies_of(body.pk)
        }


def test_a_person_counts_once_of_an_item_and_kind_and_says_it_again_in_other_words(trade, items):
    phone = items["PHONE-1"]
    first = a_wish(trade.employee, phone, line="Longer battery")
    again = a_wish(trade.employee, phone, line="  Much longer\n battery ")
    assert (again.pk, again.line) == (first.pk, "Much longer battery")
    a_wish(trade.employee, phone, "complaint")
    a_wish(an_actor(trade.buyer), phone)
    assert counts(trade.employee, trade.body) == {(phone.pk, "phone"): (2, 1)}


def test_figures_by_hand_of_two_members_items_and_kinds(trade, items):
    other = a_municipality()
    a_region(trade.body, other)
    agreed = an_agreement(trade.body, trade.supplier, [other], runner=trade.runner)
    theirs = a_shelf(agreed, LAPTOP, runner=trade.runner)["LAPTOP-1"]
    here, there = [an_actor(trade.buyer) for _ in range(3)], [an_actor(other) for _ in range(2)]
    for one in here:
        a_wish(one, items["PHONE-1"])
    a_wish(here[0], items["PHONE-2"], "complaint")
    for one in there:
        a_wish(one, theirs, "complaint")
    for one in (here[0], there[0]):
        perform(one, say_wish, kind="wish", category="tablet")
    with reading(trade.runner):
        found = tallies_of(trade.body.pk)
    assert [(one.item_id, one.wishes, one.complaints, one.by_party) for one in found] == [
        (items["PHONE-1"].pk, 3, 0, {trade.buyer.pk: (3, 0)}),
        (theirs.pk, 0, 2, {other.pk: (0, 2)}),
        (None, 2, 0, {trade.buyer.pk: (1, 0), other.pk: (1, 0)}),
        (items["PHONE-2"].pk, 0, 1, {trade.buyer.pk: (0, 1)}),
    ]


def test_what_is_taken_back_does_not_count_and_can_be_said_anew(trade, items):
    said = a_wish(trade.employee, items["PHONE-1"], line=MARKER)
    assert code_of(an_actor(trade.buyer), take_back_wish, wish_id=said.pk) == "not-found"
    taken = perform(trade.employee, take_back_wish, wish_id=said.pk)
    assert (taken.line, counts(trade.employee, trade.body)) == ("", {})
    assert code_of(trade.employee, take_back_wish, wish_id=said.pk) == "wish-taken-back"
    a_wish(trade.employee, items["PHONE-1"])
    assert counts(trade.employee, trade.body) == {(items["PHONE-1"].pk, "phone"): (1, 0)}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "rumour", "category": "phone"}, "wish-unknown"),
        ({"kind": "wish"}, "wish-unknown"),
        ({"kind": "wish", "category": "unicorn"}, "wish-unknown"),
        ({"kind": "wish", "category": "phone", "line": "x" * 201}, "line-too-long"),
        ({"kind": "wish", "item_id": 2**62}, "not-found"),
    ],
)
def test_what_says_nothing_is_refused(trade, items, said, code):
    assert code_of(trade.employee, say_wish, **said) == code


def test_who_sells_says_nothing_and_who_orders_from_no_range_neither(trade, items):
    assert code_of(trade.salesperson, say_wish, kind="wish", item_id=1) == "not-allowed"
    alone = an_actor(a_municipality())
    assert code_of(alone, say_wish, kind="wish", category="phone") == "no-range-here"
    assert code_of(alone, say_wish, kind="wish", item_id=items["PHONE-1"].pk) == "not-found"


def test_others_read_counts_and_the_keeper_the_lines_that_were_allowed_without_names(trade, items):
    phone = items["PHONE-1"]
    a_wish(trade.employee, phone, "complaint", line=MARKER, line_shown=True)
    a_wish(an_actor(trade.buyer), phone, "complaint", line="Only for my own")
    other, stranger = a_municipality(), a_municipality()
    a_region(trade.body, other)
    member = an_actor(other, RoleName.ICT_MANAGER)
    readers = [trade.runner, member, trade.salesperson, an_actor(stranger, RoleName.ICT_MANAGER)]
    seen = []
    for actor in readers:
        with reading(actor):
            lines = [one.line for said in lines_said(trade.body.pk).values() for one in said]
            seen.append((counts_of(trade.body), lines, Wish.objects.count()))
    assert seen == [([(0, 2)], [MARKER], 0), ([(0, 2)], [], 0), ([], [], 0), ([], [], 0)]


def counts_of(body):
    return [(one.wishes, one.complaints) for one in tallies_of(body.pk)]


def client_of(party, *roles):
    return a_client(an_account(a_person(party, *roles)))


def test_an_employee_says_it_on_the_page_and_takes_it_back(trade, items):
    person = a_person(trade.buyer)
    employee, phone = a_client(an_account(person)), items["PHONE-1"]
    page = employee.get(f"/shop/items/{phone.pk}/").content.decode()
    assert f"/shop/wish/?item={phone.pk}" in page
    form = employee.get(f"/shop/wish/?item={phone.pk}").content.decode()
    assert f'name="item" value="{phone.pk}"' in form
    sent = employee.post("/shop/wish/say/", {"item": phone.pk, "kind": "wish", "line": MARKER})
    assert (sent.status_code, sent["Location"]) == (303, f"/shop/items/{phone.pk}/")
    [wish_id] = re.findall(
        r"/shop/wish/(\d+)/take-back/", employee.get("/shop/wish/").content.decode()
    )
    manager = client_of(trade.buyer, RoleName.ICT_MANAGER)
    assert MARKER in manager.get("/shop/wishes/").content.decode()
    assert MARKER in manager.get("/shop/wishes/").content.decode()
    refused = employee.get("/shop/wishes/").status_code
    assert refused == 403
    assert employee.post(f"/shop/wish/{wish_id}/take-back/").status_code == 303
    assert counts(acting(person, trade.buyer), trade.body) == {}


def test_a_search_that_finds_nothing_leads_to_the_wish_with_its_words(trade, items):
    employee = client_of(trade.buyer)
    found = employee.get("/shop/?q=foldable&category=phone").content.decode()
    assert "/shop/wish/?q=foldable&amp;category=phone" in found
    form = employee.get("/shop/wish/?q=foldable&category=phone").content.decode()
    assert 'value="foldable"' in form
    wrong = employee.post("/shop/wish/say/", {"kind": "wish", "category": "unicorn"})
    assert (wrong.status_code, b"error-summary" in wrong.content) == (422, True)
    right = employee.post("/shop/wish/say/", {"kind": "wish", "category": "phone"})
    assert right["Location"] == "/shop/wish/"


def test_a_wish_of_a_kind_goes_to_the_keeper_of_the_members_region(trade, items):
    elsewhere = a_purchasing_body()
    agreed = an_agreement(elsewhere, a_supplier(), [trade.buyer], runner=a_runner(elsewhere),
                          joined=False)  # fmt: skip
    a_participation(agreed, trade.buyer)
    now = datetime(2026, 11, 29, tzinfo=UTC)
    said = perform(trade.employee, say_wish, now=now, kind="wish", category="phone")
    assert (said.purchasing_body_id, said.party_id) == (trade.body.pk, trade.buyer.pk)


def test_whoever_has_left_the_organisation_does_not_count_any_more(trade, items):
    person = a_person(trade.buyer)
    a_wish(acting(person, trade.buyer), items["PHONE-1"])
    assert counts(trade.runner, trade.body) == {(items["PHONE-1"].pk, "phone"): (1, 0)}
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE parties_membership SET valid_until = current_date - 1 WHERE person_id = %s",
            [person.pk],
        )
    assert counts(trade.runner, trade.body) == {}

"""Entitlement in the shop, and the pages on which it is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from browser_ground import a_client
from factories.catalogue import PHONE, a_shelf
from factories.entitlements import an_entitlement
from factories.parties import a_person, acting, an_account
from samkop.catalogue.models import EntitlementException, EntitlementRule
from samkop.catalogue.queries import prices_of_items
from samkop.catalogue.usecases.entitlements import (
    Ordered,
    Subject,
    add_entitlement_rule,
    use_entitlements,
)
from samkop.parties.models import GroupMember, PersonGroup
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
PHONES = Subject("category", "phone")


class Shop:
    """An employee and an ICT manager of the buyer, and a phone on the shelf."""

    def __init__(self, trade):
        self.person = a_person(trade.buyer, RoleName.EMPLOYEE)
        self.employee = a_client(an_account(self.person))
        boss = a_person(trade.buyer, RoleName.ICT_MANAGER)
        self.boss, self.manager = acting(boss, trade.buyer), a_client(an_account(boss))
        self.item = a_shelf(trade.agreement, PHONE, runner=trade.runner)["PHONE-1"]
        self.party = trade.buyer


@pytest.fixture
def shop(trade):
    return Shop(trade)


def words(answer) -> str:
    assert answer.status_code == 200, answer.content[:2000]
    return answer.content.decode()


def _count(*, actor, now, person_id, item, quantity):
    origin = prices_of_items([item], now.date())[item.pk]
    use_entitlements(
        party_id=actor.own_party_id, now=now, reference="2026-0000001",
        wanted={person_id: [Ordered(item, quantity, origin)]},
    )  # fmt: skip


def ordered(shop, quantity=1):
    perform(shop.boss, _count, person_id=shop.person.pk, item=shop.item, quantity=quantity)


def button(shop):
    return f'name="item" value="{shop.item.pk}"'


def test_the_reason_and_the_day_stand_in_the_buttons_place(shop):
    perform(shop.boss, add_entitlement_rule, subject=PHONES, quantity=1, months=14)
    assert "Your organisation’s rules: 1 in 14 months. You may order 1 now." in words(
        shop.employee.get(f"/shop/items/{shop.item.pk}/")
    ).replace("&#x27;", "’")
    ordered(shop)
    for path in ("/shop/", f"/shop/items/{shop.item.pk}/"):
        shown = words(shop.employee.get(path))
        assert "You can order one in 14 months, from" in shown
        assert button(shop) not in shown
    # The manager has had none: the shop shows each the own entitlement.
    assert button(shop) in words(shop.manager.get("/shop/"))


def test_the_shop_needs_as_many_queries_for_1_use_and_for_30(shop):
    perform(shop.boss, add_entitlement_rule, subject=PHONES, quantity=40, months=14)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as counted:
            words(shop.employee.get("/shop/"))
        return len(counted)

    ordered(shop)
    one = queries()
    for _ in range(29):
        ordered(shop)
    assert (one, queries()) == (28, 28)


def test_a_rule_is_made_and_ended_on_its_page(shop):
    shown = words(shop.manager.get("/entitlements/"))
    assert "everybody may order everything" in shown
    sent = {
        "entitled": "role:employee", "target": "category:phone", "quantity": "1",
        "months": "36", "highest": "450.00",
    }  # fmt: skip
    assert shop.manager.post("/entitlements/add/", sent).status_code == 303
    shown = words(shop.manager.get("/entitlements/"))
    assert ("1 in 36 months" in shown, "€450.00" in shown) == (True, True)
    with reading(shop.boss):
        rule = EntitlementRule.objects.get(party=shop.party)
    assert shop.employee.post(f"/entitlements/{rule.pk}/end/").status_code == 403
    assert shop.manager.post(f"/entitlements/{rule.pk}/end/").status_code == 303
    assert "Ends" in words(shop.manager.get("/entitlements/"))


def test_what_is_wrong_is_said_at_its_field_with_what_was_typed(shop):
    sent = {"entitled": "everybody", "target": "everything", "quantity": "7", "months": ""}
    answer = shop.manager.post("/entitlements/add/", sent)
    shown = answer.content.decode()
    assert (answer.status_code, 'value="7"' in shown) == (422, True)
    assert "how many months" in shown
    unknown = {**sent, "months": "3", "item": "NO-SUCH"}
    assert shop.manager.post("/entitlements/add/", unknown).status_code == 422


def test_an_exception_is_granted_by_address_for_one_item(shop):
    sent = {"email": shop.person.email, "target": "everything", "item": "PHONE-1", "quantity": "1",
            "reason": "Lost at sea",
            "valid_until": (timezone.localdate() + timedelta(30)).isoformat()}  # fmt: skip
    assert shop.manager.post("/entitlements/exceptions/grant/", sent).status_code == 303
    with reading(shop.boss):
        found = EntitlementException.objects.get(party=shop.party)
    assert (found.item_id, found.granted_by_id) == (shop.item.pk, shop.boss.person_id)
    assert "Lost at sea" in words(shop.manager.get("/entitlements/exceptions/"))
    assert shop.employee.get("/entitlements/exceptions/").status_code == 403
    stranger = {**sent, "email": "nobody@example.org"}
    assert shop.manager.post("/entitlements/exceptions/grant/", stranger).status_code == 422


def test_a_group_is_made_filled_and_left_on_its_pages(shop):
    made = shop.manager.post("/administration/groups/add/", {"code": "t", "name": "Teachers"})
    path = made["Location"]
    again = shop.manager.post("/administration/groups/add/", {"code": "t", "name": "Others"})
    assert again.status_code == 409
    sent = {"email": shop.person.email.upper(), "valid_from": "2026-01-01"}
    assert shop.manager.post(f"{path}members/", sent).status_code == 303
    assert shop.manager.post(f"{path}members/", sent).status_code == 409
    assert shop.person.email in words(shop.manager.get(path))
    with reading(shop.boss):
        group = PersonGroup.objects.get(party=shop.party)
        member = GroupMember.objects.get(group=group)
    assert shop.employee.post(f"{path}members/", sent).status_code == 403
    before = {"valid_until": "2025-12-31"}
    assert shop.manager.post(f"{path}members/{member.pk}/end/", before).status_code == 422
    last = {"valid_until": "2026-06-30"}
    assert shop.manager.post(f"{path}members/{member.pk}/end/", last).status_code == 303


@pytest.mark.parametrize(
    ("path", "queries"), [("/administration/groups/", 12), ("/entitlements/", 16)]
)
def test_a_list_needs_the_same_queries_for_1_and_30_rows(shop, path, queries):
    def counted():
        with CaptureQueriesContext(connection) as found:
            words(shop.manager.get(path))
        return len(found)

    an_entitlement(shop.boss, shop.person)
    one = counted()
    for _ in range(29):
        an_entitlement(shop.boss, shop.person)
    assert (one, counted()) == (queries, queries)

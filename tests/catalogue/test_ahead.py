"""What an organisation cannot order yet is named in the shop, with the day from when it can."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from browser_ground import a_client
from factories.agreements import a_participation, an_agreement
from factories.catalogue import PHONE, a_shelf
from factories.parties import a_municipality, a_person, a_purchasing_body, a_supplier, an_account
from samkop.agreements.queries import agreements_not_open_to
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.formatting import format_date
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database", "pages")

DAYS = (-1, 0, 1, 600)


def named_in(body, buyer, orders_from=None):
    """An agreement that names the buyer, who has decided to order from a day, or not yet."""
    agreement = an_agreement(body, a_supplier(), [buyer], joined=False)
    if orders_from is not None:
        a_participation(agreement, buyer, orders_from=orders_from)
    return agreement


def test_only_what_opens_later_or_was_not_joined_lies_ahead():
    body, buyer, today = a_purchasing_body(), a_municipality(), timezone.localdate()
    opened = {days: named_in(body, buyer, today + timedelta(days)) for days in DAYS}
    not_joined, _others = named_in(body, buyer), named_in(body, a_municipality())
    with reading(actors.person(1, "x", buyer.pk)):
        found = agreements_not_open_to(buyer.pk, today).ahead
    assert {(one.pk, day) for one, day in found} == {
        (opened[1].pk, today + timedelta(1)),
        (opened[600].pk, today + timedelta(600)),
        (not_joined.pk, None),
    }


def test_shop_and_item_say_from_which_day_the_organisation_orders():
    body, buyer = a_purchasing_body(), a_municipality()
    first_day = timezone.localdate() + timedelta(600)
    agreement = named_in(body, buyer, first_day)
    item = a_shelf(agreement, PHONE)["PHONE-1"]
    employee = a_client(an_account(a_person(buyer, RoleName.EMPLOYEE, language="sv")))
    with translation.override("sv"):
        day = format_date(first_day)
    shop = employee.get("/shop/").content.decode()
    assert (day in shop, f'href="/agreements/{agreement.pk}/"' in shop) == (True, True)
    page = employee.get(f"/shop/items/{item.pk}/").content.decode()
    assert (day in page, 'name="item"' in page) == (True, False)

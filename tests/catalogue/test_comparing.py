"""Up to four items side by side: what differs, what is best, and whose items they are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from browser_ground import a_client
from factories.catalogue import BETTER_PHONE, PHONE, a_shelf, many_offers, priced
from factories.parties import a_municipality, a_person, an_account
from samkop.catalogue.rules.comparing import Compared, apart, best_of, price_a_month
from samkop.parties.vocabulary import RoleName

pytestmark = pytest.mark.usefixtures("database", "pages")


@pytest.fixture
def employee(trade):
    return a_client(an_account(a_person(trade.buyer, RoleName.EMPLOYEE)))


def shown(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_facts_that_differ_stand_apart_from_those_that_do_not():
    rows = [
        Compared("Price", ("1", "2")),
        Compared("Maker", ("A", "A")),
        Compared("Colour", ("", "")),
        Compared("Promise", ("", "5 days")),
    ]
    differing, alike = apart(rows)
    assert ([r.label for r in differing], [r.label for r in alike]) == (
        ["Price", "Promise"],
        ["Maker"],
    )


@pytest.mark.parametrize(
    ("values", "highest", "best"),
    [
        ([3, 1, None, 1], False, {1, 3}),
        ([date(2030, 1, 1), date(2031, 1, 1)], True, {1}),
        ([5, 5], False, set()),
        ([None, 5], False, set()),
        ([], False, set()),
    ],
)
def test_the_best_is_better_than_another_that_is_known(values, highest, best):
    assert best_of(values, highest=highest) == best


def test_the_price_a_month_by_hand():
    # 1,100.00 over 48 months is 22.91666…: 22.92 a month.
    assert price_a_month(Decimal("1100.00")) == Decimal("22.92")


@given(st.integers(0, 10**9))
def test_the_months_add_up_to_the_price_within_half_a_cent_each(cents):
    price = Decimal(cents) / 100
    assert abs(price_a_month(price) * 48 - price) <= Decimal("0.24")


def test_items_stand_in_the_addresss_order_with_what_differs_first(trade, employee):
    items = a_shelf(trade.agreement, PHONE, BETTER_PHONE, runner=trade.runner)
    dear, phone = items["PHONE-2"].pk, items["PHONE-1"].pk
    page = shown(employee.get(f"/shop/compare/?id={dear}&id={phone}"))
    assert page.index("iPhone 14 128 GB") < page.index("Fairphone 4 128 GB")
    differ, common = page.index("Where they differ"), page.index("What they have in common")
    assert differ < page.index(">Price without VAT<") < common < page.index(">Delivery<")
    assert page.index("€16.65") > differ
    assert page.count(">best<") == 3  # price, a month, footprint


def test_nothing_is_the_best_of_different_kinds(trade, employee):
    items = a_shelf(trade.agreement, runner=trade.runner)
    laptop, phone = items["LAPTOP-1"].pk, items["PHONE-1"].pk
    page = shown(employee.get(f"/shop/compare/?id={laptop}&id={phone}"))
    assert page.count(">best<") == 1  # the longer time with updates


def test_the_fifth_item_is_left_out_and_that_is_said(trade, employee):
    offers = many_offers(5)
    priced(trade.agreement, offers, trade.runner)
    items = a_shelf(trade.agreement, *offers, runner=trade.runner)
    query = "&".join(f"id={items[f'N-{n}'].pk}" for n in range(1, 6))
    page = shown(employee.get(f"/shop/compare/?{query}"))
    assert (page.count("<article"), "Four items at most" in page) == (4, True)
    assert "Testphone 5" not in page


@pytest.mark.parametrize("query", ["", "?id=no&id=-1", "?id=99999999999999999999", "?id=9"])
def test_an_address_without_items_says_how_to_compare(trade, employee, query):
    assert "Nothing to compare yet" in shown(employee.get(f"/shop/compare/{query}"))


def test_a_stranger_sees_nothing_of_the_items(trade):
    item = a_shelf(trade.agreement, PHONE, runner=trade.runner)["PHONE-1"]
    stranger = a_client(an_account(a_person(a_municipality(), RoleName.EMPLOYEE)))
    assert "Fairphone" not in shown(stranger.get(f"/shop/compare/?id={item.pk}"))


def test_the_shop_keeps_the_ticks_of_an_address(trade, employee):
    items = a_shelf(trade.agreement, runner=trade.runner)
    phone, laptop = items["PHONE-1"].pk, items["LAPTOP-1"].pk
    page = shown(employee.get(f"/shop/?category=phone&compare={phone}&compare={laptop}"))
    assert page.count('form="compare" checked') == 1
    assert f'<input type="hidden" name="id" value="{laptop}">' in page


def test_one_and_four_items_need_the_same_queries(trade, employee):
    offers = many_offers(4)
    priced(trade.agreement, offers, trade.runner)
    items = a_shelf(trade.agreement, *offers, runner=trade.runner)
    ids = [item.pk for item in items.values()]
    counts = []
    for some in (ids[:1], ids):
        query = "&".join(f"id={pk}" for pk in some)
        with CaptureQueriesContext(connection) as captured:
            shown(employee.get(f"/shop/compare/?{query}"))
        counts.append(len(captured))
    assert counts == [15, 15]

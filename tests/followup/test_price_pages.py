"""Pages of prices: each figure leads to its evidence, and nobody sees another's."""

from __future__ import annotations

import re

import pytest

from api_ground import caller
from browser_ground import a_client, queries_of
from factories.ordering import LAPTOP, NOW, a_market
from factories.parties import a_municipality, a_person, a_region, an_account
from factories.prices import a_finding, asked, bought
from samkop.followup.models import PriceCheck, PriceFinding
from samkop.followup.price_clock import watch_paid_prices
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database", "pages")
ROOT = "/cooperation/prices/"


def client_of(party, role):
    return a_client(an_account(a_person(party, role)))


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


@pytest.fixture(scope="module")
def found(database):
    market = a_market(buyers=2)
    a_region(market.purchasing_body, *(one.party for one in market.buyers))
    return market, a_finding(market)


def test_each_figure_leads_to_the_purchase_it_came_from_and_to_what_its_rule_gave(found):
    market, finding = found
    client = client_of(market.purchasing_body, RoleName.CATEGORY_MANAGER)
    overview = text_of(client, f"{ROOT}?year=2026")
    assert f'href="{ROOT}findings/"' in overview
    assert market.agreement.number in overview
    listed = text_of(client, f"{ROOT}findings/")
    [address] = re.findall(rf'href="({ROOT}findings/\d+/)"', listed)
    assert address == f"{ROOT}findings/{finding.pk}/"
    whole = text_of(client, address)
    # 2 x (300.00 - 250.00)
    assert re.search(r"€\s?100\.00|100\.00\s?€", whole.replace("\xa0", " "))
    [check] = re.findall(rf'href="({ROOT}purchases/\d+/)"', whole)
    evidence = text_of(client, check)
    assert "Starts from another price" in evidence
    [order] = re.findall(r'href="(/orders/\d+/)"', evidence)
    assert client.get(order).status_code == 200
    assert "300" in text_of(client, f"{ROOT}items/{finding.item_id}/")
    assert "300.00,EUR,2" in text_of(client, f"{ROOT}items/{finding.item_id}/prices.csv")
    file = client.get(f"{ROOT}purchases/?file=csv")
    assert b"".join(file.streaming_content).count(b"300.00;EUR;250.00;EUR") == 1


def test_the_other_member_reads_what_was_paid_for_an_item_and_no_purchase(found):
    market, finding = found
    other = client_of(market.buyers[1].party, RoleName.ICT_MANAGER)
    page = text_of(other, f"{ROOT}items/{finding.item_id}/")
    assert market.buyers[0].party.name in page
    with reading(market.category_manager):
        check = PriceCheck.objects.get(found_in__finding=finding)
    assert other.get(f"{ROOT}purchases/{check.pk}/").status_code == 404
    assert other.get(f"{ROOT}findings/{finding.pk}/").status_code == 404
    outside = client_of(a_municipality(), RoleName.ICT_MANAGER)
    assert outside.get(f"{ROOT}items/{finding.item_id}/").status_code == 404


def test_a_supplier_sees_a_finding_once_it_is_asked_answers_it_and_no_member_prices(found):
    market, finding = found
    client = client_of(market.supplier, RoleName.SALESPERSON)
    address = f"{ROOT}findings/{finding.pk}/"
    assert client.get(address).status_code == 404
    assert client.get(f"{ROOT}items/{finding.item_id}/").status_code == 403
    asked(market, finding, now=NOW)
    assert "Why 300.00?" in text_of(client, address)
    [check] = re.findall(rf'href="({ROOT}purchases/\d+/)"', text_of(client, address))
    assert client.get(check).status_code == 200
    sent = {"kind": "corrects", "text": "The list was old."}
    assert client.post(f"{address}answer/", sent).status_code == 303
    runner = client_of(market.purchasing_body, RoleName.CATEGORY_MANAGER)
    assert "The list was old." in text_of(runner, address)
    end = {"state": "corrected", "conclusion": "The list is right now."}
    assert runner.post(f"{address}end/", end).status_code == 303
    with reading(market.category_manager):
        assert PriceFinding.objects.get(pk=finding.pk).state == "corrected"


def test_programs_read_purchases_findings_and_what_members_paid_behind_the_same_wall(found):
    market, finding = found
    read = {"scopes": ["prices:read"]}
    runner = caller(market.category_manager, **read)
    [one] = runner.get("/price-findings").json()["price_findings"]
    assert (one["id"], one["price"], one["expected"], one["total"]) == (
        finding.pk, "300.00", "250.00", "100.00",
    )  # fmt: skip
    [check] = runner.get("/price-checks?outcome=higher").json()["price_checks"]
    assert check["causes"] == [{"cause": "base", "amount": "50.00"}]
    whole = runner.get(f"/price-findings/{finding.pk}").json()
    assert whole["purchases"] == [check["id"]]
    other = caller(market.buyers[1].manager, **read)
    assert other.get("/price-checks").json()["price_checks"] == []
    assert other.get(f"/price-findings/{finding.pk}").status_code == 404
    [paid] = other.get(f"/price-items/{finding.item_id}").json()["prices"]
    assert (paid["price"], paid["quantity"]) == ("300.00", 2)
    seller = caller(market.salesperson, **read)
    assert seller.get(f"/price-items/{finding.item_id}").status_code == 403


def test_lists_ask_as_much_for_thirty_purchases_as_for_one():
    market = a_market(budget_cents=10**8, maximum_cents=10**9)
    client = client_of(market.purchasing_body, RoleName.CATEGORY_MANAGER)
    asked_before = []
    for more in (1, 29):
        for _ in range(more):
            bought(market, 0, LAPTOP)
        watch_paid_prices(NOW)
        asked_before.append([
            queries_of(client, f"{ROOT}{page}")[0] for page in ("purchases/", "items/", "")
        ])  # fmt: skip
    assert asked_before[0] == asked_before[1]

"""The lists: fifty rows a page, as many queries for one row as for thirty."""

from __future__ import annotations

import re

import pytest

from browser_ground import a_client
from factories.parties import (
    OPERATOR,
    a_cost_centre,
    a_delivery_location,
    a_municipality,
    a_person,
    an_account,
)
from samkop.parties.models import CostCentre
from samkop.platform.records import create_all
from samkop.platform.unit_of_work import perform

pytestmark = pytest.mark.usefixtures("database", "pages")
# The session, the account; who acts and the standings; who acts, the list, what is kept of it.
QUERIES = {
    "/administration/people/": 8,
    "/administration/cost-centres/": 8,
    "/administration/sites/": 8,
}


def an_administrators_client(municipality):
    return a_client(an_account(a_person(municipality, "administrator", name="Örjan")))


def fill(municipality, rows):
    for number in range(rows):
        centre = a_cost_centre(municipality, code=f"{number:03}")
        site = a_delivery_location(municipality, code=f"{number:03}")
        a_person(
            municipality, name=f"Person {number:03}", cost_centre=centre, delivery_location=site
        )


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("address", QUERIES)
def test_a_list_costs_the_same_queries_with_one_and_thirty_rows(address, rows, queries):
    municipality = a_municipality()
    client = an_administrators_client(municipality)
    fill(municipality, rows)
    client.get(address)
    with queries() as made:
        client.get(address)
    assert len(made) == QUERIES[address]


def test_pages_of_fifty_are_walked_forth_and_back():
    municipality = a_municipality()
    client = an_administrators_client(municipality)

    def fill_up(*, actor, now):
        create_all(
            CostCentre(party=municipality, code=f"{number:03}", name="x") for number in range(120)
        )

    perform(OPERATOR, fill_up)

    def shown(query):
        content = client.get(f"/administration/cost-centres/{query}").content.decode()
        links = dict(re.findall(r'rel="(next|prev)" href="([^"]+)"', content))
        return re.findall(r'<a href="[^"]+"><span class="text-nowrap">(\d+)<', content), links

    first, links = shown("")
    assert (first, list(links)) == ([f"{n:03}" for n in range(50)], ["next"])
    second, links = shown(links["next"])
    assert (second, set(links)) == ([f"{n:03}" for n in range(50, 100)], {"prev", "next"})
    third, last = shown(links["next"])
    assert (third, list(last)) == ([f"{n:03}" for n in range(100, 120)], ["prev"])
    assert shown(last["prev"])[0] == second
    assert shown(links["prev"])[0] == first
    assert shown("?after=broken")[0] == first


def test_people_are_sorted_as_in_swedish_and_finnish():
    municipality = a_municipality()
    client = an_administrators_client(municipality)
    for name in ("Ödla", "Zebra", "Ängla", "Åsa", "anna", "Érik", "Erika"):
        a_person(municipality, name=name)
    content = client.get("/administration/people/").content.decode()
    names = re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', content)
    assert names == ["anna", "Érik", "Erika", "Zebra", "Åsa", "Ängla", "Ödla", "Örjan"]


def test_people_are_found_by_name_address_and_role():
    municipality = a_municipality()
    client = an_administrators_client(municipality)
    a_person(municipality, "approver", name="Åsa", email="asa.attestant@example.org")
    a_person(municipality, "employee", name="Anna")

    def shown(query):
        content = client.get(f"/administration/people/{query}").content.decode()
        return re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', content)

    assert shown("?q=%C3%A5sa") == ["Åsa"]
    assert shown("?q=attestant") == ["Åsa"]
    assert shown("?role=employee") == ["Anna"]
    assert shown("?q=nobody") == []

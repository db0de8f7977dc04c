"""Every page of a thing shows its history; the generic one only one's own things."""

from __future__ import annotations

import re

import pytest
from django.urls import URLPattern, get_resolver

from browser_ground import a_client, pages  # noqa: F401
from declared_addresses import PARAMETERS
from factories.ordering import PHONE, a_market, a_requisition, approved
from factories.parties import a_person, an_account
from samkop.exchange.models import Endpoint
from samkop.ordering.models import ApprovalAuthority, Order
from samkop.ordering.usecases.projects import add_project
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform, reading
from samkop.site.pages.history import KINDS

pytestmark = pytest.mark.usefixtures("database", "pages")

# Pages that are no thing's own: steps on the way to one, files, and parts of another page.
STEPS = {
    "agreement-price-rules", "agreement-prices", "agreement-stop", "catalogue-file", "choose",
    "configuration", "configuration-versions", "item-availability", "join-agreement", "new-model",
    "order-document", "order-file",
    "people-file", "price-item",
}  # fmt: skip


# Pages of the party that keeps the shop.
KEEPERS = {"keep-item"}


class Ground:
    """One thing of each kind, and somebody with every role who may see them."""

    def __init__(self):
        market = a_market()
        buyer = market.buyers[0]
        waiting = a_requisition(market, buyer)
        placed = approved(market, buyer)
        person = a_person(buyer.party, *RoleName.values)
        with reading(buyer.manager):
            order = Order.objects.get(requisition=placed)
            endpoint = Endpoint.objects.get(party=buyer.party)
            authority = ApprovalAuthority.objects.filter(party=buyer.party).first()
        project = perform(buyer.finance, add_project, code="P-1", name="A project")
        self.ids = {
            "agreement": market.agreement.pk, "authority": authority.pk,
            "item": market.items[PHONE].pk, "message": order.message_id, "order": order.pk,
            "person": person.pk, "requisition": waiting.pk,
        }  # fmt: skip
        self.own = {
            "budget": buyer.budget.pk, "cost-centre": buyer.cost_centre.pk,
            "endpoint": endpoint.pk, "project": project.pk, "site": buyer.site.pk,
        }  # fmt: skip
        self.party = buyer.party
        self.client = a_client(an_account(person))
        body = a_person(market.purchasing_body, *RoleName.values)
        self.body = a_client(an_account(body))
        self.catalogue = market.items[PHONE].catalogue_id


@pytest.fixture(scope="module")
def ground(database):
    return Ground()


def detail_pages():
    """(name, pattern) of every page that is of one thing: its address ends with the id."""

    def walk(resolver, prefix=""):
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                yield pattern.name, prefix + str(pattern.pattern)
            else:
                yield from walk(pattern, prefix + str(pattern.pattern))

    return sorted(
        (name, pattern)
        for name, pattern in set(walk(get_resolver()))
        if re.search(r"<int:[a-z_]+_id>/$", pattern)
        and not pattern.startswith("api/")
        and name not in STEPS | {"history", "catalogue"}
    )


def shows_history(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return "History</h2>" in answer.content.decode()


def test_every_page_of_a_thing_shows_its_history(ground):
    without = []
    for name, pattern in detail_pages():
        words = re.findall(r"<int:([a-z_]+)>", pattern)
        if any(PARAMETERS[word] not in ground.ids for word in words):
            continue
        path = "/" + re.sub(
            r"<int:([a-z_]+)>", lambda m: str(ground.ids[PARAMETERS[m.group(1)]]), pattern
        )
        sees = ground.body if name in KEEPERS else ground.client
        if not shows_history(sees, path):
            without.append(name)
    assert without == []
    names = {name for name, _pattern in detail_pages()}
    assert {"agreement", "authority", "item", "message", "order", "person", "requisition"} <= names


def test_a_catalogue_shows_its_history_to_who_imported_it(ground):
    assert shows_history(ground.body, f"/catalogues/{ground.catalogue}/")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_has_only_a_line_in_a_list_has_a_page_for_its_history(ground, kind):
    path = f"/history/{kind}/{ground.own[kind]}/"
    assert shows_history(ground.client, path)
    listed = {
        "budget": "/budgets/", "cost-centre": "/administration/cost-centres/",
        "endpoint": "/administration/organisation/", "project": "/budgets/projects/",
        "site": "/administration/sites/",
    }  # fmt: skip
    assert path in ground.client.get(listed[kind]).content.decode()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_neighbours_thing_has_no_page(ground, kind):
    neighbour = a_client(an_account(a_person(a_market().buyers[0].party, *RoleName.values)))
    assert neighbour.get(f"/history/{kind}/{ground.own[kind]}/").status_code == 404


def test_a_kind_that_there_is_not_has_no_page(ground):
    assert ground.client.get("/history/secret/1/").status_code == 404


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_history_is_for_those_who_see_the_list_and_leads_back_to_it(ground, kind):
    employee = a_client(an_account(a_person(ground.party, RoleName.EMPLOYEE)))
    answer = employee.get(f"/history/{kind}/{ground.own[kind]}/")
    closed = kind in {"budget", "project"}
    assert answer.status_code == (403 if closed else 200)
    back = re.search(r'<ol><li><a href="([^"]+)"', answer.content.decode())
    assert closed or employee.get(back[1]).status_code == 200

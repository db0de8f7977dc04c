"""What a person keeps of lists: filters by name, and columns of one's choice."""

from __future__ import annotations

import re

import pytest

from approving import client_of, code_of
from browser_ground import a_client, pages  # noqa: F401
from factories.ordering import NOW, PHONE, a_market, approved
from factories.parties import an_actor
from samkop.parties.vocabulary import RoleName
from samkop.platform.lists.queries import chosen_columns, saved_filters_of
from samkop.platform.lists.usecases import (
    choose_columns,
    remove_filter,
    rename_filter,
    save_filter,
)
from samkop.platform.models import SavedFilter
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


@pytest.fixture(scope="module")
def buyer(database):
    market = a_market()
    approved(market, market.buyers[0], PHONE)
    return market.buyers[0]


def kept(actor, list_name=""):
    with reading(actor):
        rows = saved_filters_of(actor.party_id, actor.person_id, list_name)
        return [(one.list_name, one.name, one.query) for one in rows]


def keep(actor, name, query, list_name="orders"):
    return perform(actor, save_filter, now=NOW, list_name=list_name, name=name, query=query)


def manager_of(buyer):
    return an_actor(buyer.party, RoleName.ICT_MANAGER)


def test_a_filter_is_kept_as_the_list_understands_it(buyer):
    me = manager_of(buyer)
    keep(me, " Not  answered ", "state=placed&sort=placed&after=x&file=csv&colour=red")
    keep(me, "All", "state=nonsense&sort=-placed")
    assert kept(me) == [
        ("orders", "All", ""), ("orders", "Not answered", "state=placed&sort=placed"),
    ]  # fmt: skip


def test_a_name_that_is_known_gets_the_new_filter(buyer):
    me = manager_of(buyer)
    first = keep(me, "Mine", "state=placed")
    assert keep(me, "Mine", "state=refused").pk == first.pk
    assert kept(me, "orders") == [("orders", "Mine", "state=refused")]


def test_what_is_kept_is_ones_own_in_this_organisation_alone(buyer):
    me, colleague = manager_of(buyer), manager_of(buyer)
    made = keep(me, "Secret", "state=placed")
    assert kept(colleague) == []
    with reading(colleague):
        assert not SavedFilter.objects.filter(id=made.pk).exists()
    assert code_of(colleague, remove_filter, saved_filter_id=made.pk) == "not-found"
    assert code_of(colleague, rename_filter, saved_filter_id=made.pk, name="x") == "not-found"


def test_what_cannot_be_kept_is_refused(buyer):
    me = manager_of(buyer)
    refused = [
        code_of(me, save_filter, list_name="orders", name="  ", query=""),
        code_of(me, save_filter, list_name="orders", name="x" * 61, query=""),
        code_of(me, save_filter, list_name="no-such", name="x", query=""),
        code_of(me, choose_columns, list_name="no-such", columns=[]),
    ]
    assert refused == [
        "filter-name-missing", "filter-name-missing", "list-unknown", "list-unknown",
    ]  # fmt: skip
    one = keep(me, "One", "")
    keep(me, "Two", "")
    assert code_of(me, rename_filter, saved_filter_id=one.pk, name="Two") == "filter-name-taken"
    for number in range(28):
        keep(me, f"Number {number}", "")
    assert code_of(
        me, save_filter, list_name="orders", name="Too many", query=""
    ) == "too-many-saved-filters"  # fmt: skip
    keep(me, "Elsewhere", "", "requisitions")


def test_chosen_columns_stay_until_the_usual_ones_are_wanted_again(buyer):
    me = manager_of(buyer)
    asked = {"list_name": "orders", "columns": ["cost_centre", "placed", "nonsense", "number"]}
    assert perform(me, choose_columns, now=NOW, **asked) == ["placed", "cost_centre"]
    perform(me, choose_columns, now=NOW, list_name="orders", columns=["state"])
    with reading(me):
        assert chosen_columns(me.person_id, "orders") == ["state"]
    perform(me, choose_columns, now=NOW, list_name="orders", columns=None)
    with reading(me):
        assert chosen_columns(me.person_id, "orders") is None


def test_the_pages_keep_rename_use_and_remove_a_filter(buyer):
    me = manager_of(buyer)
    client = client_of(me)
    answer = client.post("/lists/orders/save/", {"name": "Open", "query": "state=placed"})
    assert answer["Location"] == "/orders/?state=placed"
    listed = client.get("/orders/?state=placed").content.decode()
    assert 'href="/orders/?state=placed" aria-current="true"' in listed
    [(pk,)] = read(me, "id")
    again = client.post(f"/settings/filters/{pk}/rename/", {"name": ""})
    assert (again.status_code, "filter-name-missing" in again.content.decode()) == (422, True)
    client.post(f"/settings/filters/{pk}/rename/", {"name": "Unanswered"})
    own = client.get("/settings/filters/").content.decode()
    assert '<a href="/orders/?state=placed">Unanswered</a>' in own
    client.post(f"/settings/filters/{pk}/remove/")
    assert read(me, "id") == []


def test_where_nothing_fits_the_filters_the_way_back_is_not_the_primary_action(buyer):
    page = client_of(manager_of(buyer)).get("/orders/?state=refused").content.decode()
    assert re.findall(r'<a class="([^"]*)" href="([^"]*)">Show all</a>', page)[-1] == (
        "btn", "/orders/",
    )  # fmt: skip
    assert page.count("btn-primary") == 0


def test_chosen_columns_are_those_of_the_page_and_of_its_files(buyer):
    me = manager_of(buyer)
    client = client_of(me)
    form = {"columns": ["cost_centre"], "query": "state=placed"}
    assert client.post("/lists/orders/columns/", form)["Location"] == "/orders/?state=placed"
    page = client.get("/orders/").content.decode()
    assert page.count('<th scope="col"') == 2
    heading = client.get("/orders/?file=csv").getvalue().decode("utf-8-sig").splitlines()[0]
    assert heading == "Order;Cost centre"
    client.post("/lists/orders/columns/", {"usual": "1"})
    assert client.get("/orders/").content.decode().count('<th scope="col"') == 6


def test_where_the_buttons_lead_is_a_list_of_ours(buyer):
    client = client_of(manager_of(buyer))
    sent = {"query": "state=placed&next=https://elsewhere.example/", "name": "x"}
    assert client.post("/lists/orders/columns/", sent)["Location"] == "/orders/?state=placed"
    assert client.post("/lists/no-such/columns/", sent).status_code == 404


def test_nobody_keeps_a_filter_while_looking_as_somebody_else(buyer):
    assert a_client().post("/lists/orders/save/", {"name": "x"}).status_code == 302


def read(actor, *fields):
    with reading(actor):
        return list(SavedFilter.objects.values_list(*fields))

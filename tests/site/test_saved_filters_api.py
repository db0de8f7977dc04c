"""Saved filters of lists for programs: the token's person's own, and nobody else's."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api_ground import caller
from factories.parties import a_municipality, an_actor
from samkop.parties.vocabulary import RoleName
from samkop.platform.lists.usecases import save_filter
from samkop.platform.unit_of_work import perform

pytestmark = pytest.mark.usefixtures("database")
SCOPES = ["lists:read", "lists:write"]
BODY = {"list": "orders", "name": "Not answered", "query": "state=placed&colour=red"}


@pytest.fixture
def me():
    return an_actor(a_municipality(), RoleName.ICT_MANAGER)


def shown(answer):
    return [(one["list"], one["name"], one["query"], one["url"]) for one in answer.json()]


def test_a_filter_is_kept_read_renamed_and_removed(me):
    program = caller(me, scopes=SCOPES)
    made = program.post("/saved-filters", BODY, key="1")
    assert (made.status_code, made.json()["query"]) == (201, "state=placed")
    again = program.post("/saved-filters", {**BODY, "query": "state=refused"}, key="2")
    assert again.json()["id"] == made.json()["id"]
    program.post("/saved-filters", {"list": "people", "name": "A"}, key="3")
    path = f"/saved-filters/{made.json()['id']}"
    assert program.put(path, {"name": "Refused"}, key="4").json()["name"] == "Refused"
    mine = ("orders", "Refused", "state=refused", "/orders/?state=refused")
    other = ("people", "A", "", "/administration/people/")
    assert shown(program.get("/saved-filters")) == [mine, other]
    assert shown(program.get("/saved-filters?list=people")) == [other]
    assert [program.delete(path, key="5").status_code for _ in range(2)] == [200, 200]
    assert shown(program.get("/saved-filters")) == [other]


def test_others_filters_are_neither_read_nor_touched(me):
    made = caller(me, scopes=SCOPES).post("/saved-filters", BODY, key="1").json()
    colleague = an_actor(a_municipality(), RoleName.ICT_MANAGER)
    program = caller(colleague, scopes=SCOPES)
    path = f"/saved-filters/{made['id']}"
    codes = [
        answer.json()["code"]
        for answer in (program.put(path, {"name": "x"}, key="1"), program.delete(path, key="2"))
    ]
    assert (codes, shown(program.get("/saved-filters"))) == (["not-found"] * 2, [])
    assert len(shown(caller(me, scopes=SCOPES).get("/saved-filters"))) == 1


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"list": "nothing"}, 404, "list-unknown"),
        ({"name": " "}, 422, "filter-name-missing"),
        ({"name": "x" * 61}, 422, "request-invalid"),
    ],
)
def test_what_cannot_be_kept_is_refused(me, change, status, code):
    answer = caller(me, scopes=SCOPES).post("/saved-filters", {**BODY, **change}, key="1")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_taken_name_and_a_missing_scope_are_refused(me):
    program = caller(me, scopes=SCOPES)
    program.post("/saved-filters", BODY, key="1")
    second = program.post("/saved-filters", {**BODY, "name": "Second"}, key="2").json()
    taken = program.put(f"/saved-filters/{second['id']}", {"name": "Not answered"}, key="3")
    assert (taken.status_code, taken.json()["code"]) == (409, "filter-name-taken")
    reader = caller(me, scopes=["lists:read"])
    assert reader.post("/saved-filters", BODY, key="4").status_code == 403
    assert caller(me).get("/saved-filters").status_code == 403


def test_the_list_needs_the_same_queries_for_1_and_30_filters(me):
    program = caller(me, scopes=SCOPES)

    def counted():
        with CaptureQueriesContext(connection) as made:
            found = shown(program.get("/saved-filters"))
        return len(made), len(found)

    def keep(name):
        perform(me, save_filter, list_name="orders", name=name, query="state=placed")

    keep("0")
    one = counted()
    for number in range(1, 30):
        keep(str(number))
    assert (one, counted()) == ((5, 1), (5, 30))

"""Deliveries for programs: read, received by serial numbers under a key, differences settled."""

from __future__ import annotations

import pytest

from api_ground import caller
from factories.despatches import a_despatched_line, an_order, announced
from factories.ordering import a_market
from samkop.ordering.queries.line_progress import progress_of
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database", "pages")


@pytest.fixture(scope="module")
def market(database):
    return a_market(maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)


@pytest.fixture(scope="module")
def program(market):
    return caller(market.buyers[0].manager)


def test_a_program_receives_a_delivery_once_and_settles_what_is_missing(market, program):
    order = an_order(market)
    consignment = announced(market, a_despatched_line(order, 3, "A-1", "A-2", "A-3"))
    [listed] = program.get("/consignments").json()
    assert (listed["id"], listed["state"]) == (consignment.pk, "expected")
    place = f"/consignments/{consignment.pk}"
    came = {"serials": [{"serial_number": "A-1"}, {"serial_number": "A-3"}]}
    for _twice in range(2):
        made = program.post(f"{place}/receipts", came, key="once").json()
        assert (made["consignment_id"], made["state"]) == (consignment.pk, "finished")
    [line] = program.get(place).json()["lines"]
    assert [one["state"] for one in line["serials"]] == ["received", None, "received"]
    assert (line["quantity"], line["received"], line["order"]) == (3, 2, order.number)
    with reading(market.buyers[0].manager):
        assert progress_of(order.pk)[0].received == 2
    [differs] = program.get("/discrepancies?state=open").json()
    assert (differs["kind"], differs["quantity"], differs["settlement"]) == ("short", 1, None)
    settlement = {"settlement": "replacement"}
    settled = program.post(f"/discrepancies/{differs['id']}/settlement", settlement, key="settle")
    assert settled.json()["settlement"] == "replacement"
    assert program.get("/discrepancies?state=open").json() == []


def test_one_number_that_does_not_fit_leaves_none_counted(market, program):
    order = an_order(market)
    lines = (a_despatched_line(order, 1, "N-1"), a_despatched_line(order, 1, "N-2"))
    consignment = announced(market, *lines)
    wrong = {"serials": [{"serial_number": "N-1"}, {"serial_number": "NEVER"}]}
    refused = program.post(f"/consignments/{consignment.pk}/receipts", wrong, key="wrong")
    assert (refused.status_code, refused.json()["code"]) == (409, "serial-unknown")
    shown = program.get(f"/consignments/{consignment.pk}").json()
    assert [line["serials"][0]["state"] for line in shown["lines"]] == [None, None]


def test_who_may_not_see_deliveries_reads_none(market):
    employee = caller(market.buyers[0].employee)
    for path in ("/consignments", "/discrepancies"):
        assert employee.get(path).status_code == 403

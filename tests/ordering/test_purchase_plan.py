"""The purchase plan: loaded, changed, taken off, and ordered once when the day has come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError

from api_ground import caller
from browser_ground import a_client, queries_of
from factories.ordering import LAPTOP, NOW, PHONE, TODAY, a_market
from factories.parties import a_delivery_location, an_account, an_actor
from factories.purchase_plan import a_plan_row, a_refused_purchase, planned
from samkop.ordering import clock
from samkop.ordering.clock import order_what_is_due
from samkop.ordering.models import PlannedPurchase, Requisition, RequisitionLine
from samkop.ordering.rules.purchase_plan import day_to_order
from samkop.ordering.usecases.budget import set_budget
from samkop.ordering.usecases.planned_purchases import (
    order_planned,
    refuse_planned,
    try_planned_again,
)
from samkop.ordering.usecases.projects import add_project
from samkop.ordering.usecases.purchase_plan import plan_purchases, take_off_plan
from samkop.parties.models import Person
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.records import change
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
LATER = TODAY + timedelta(days=10)


def an_account_of(actor):
    """The person's account: one without is not acted for."""
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    return an_account(person)


def rows_of(market):
    """(reference, quantity, day, state, code) of each row."""
    with reading(market.buyers[0].manager):
        return list(
            PlannedPurchase.objects.order_by("id").values_list(
                "reference", "quantity", "order_on", "state", "code"
            )
        )


def row_called(market, reference):
    with reading(market.buyers[0].manager):
        return PlannedPurchase.objects.get(reference=reference)


def ordered_in(market):
    """Per requisition: note, item and quantity of each line."""
    with reading(market.buyers[0].manager):
        return [
            (one.note, sorted(RequisitionLine.objects.filter(requisition=one).values_list(
                "item__seller_item_id", "quantity")))
            for one in Requisition.objects.order_by("id")
        ]  # fmt: skip


def refusal(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, now=NOW, **inputs)
    return refused.value.code


def counts(rows, new=0, changed=0, unchanged=0):
    return {"rows": rows, "new": new, "changed": changed, "unchanged": unchanged}


def test_rows_of_a_day_site_centre_and_project_are_ordered_together_once_when_it_comes():
    market = a_market()
    buyer = market.buyers[0]
    an_account_of(buyer.manager)
    other_site = a_delivery_location(buyer.party)
    perform(buyer.finance, add_project, now=NOW, code="P1", name="Project")
    loaded = planned(
        market,
        a_plan_row(market, "A", quantity="2", order_on=LATER.isoformat()),
        a_plan_row(market, "B", quantity="3", order_on=LATER.isoformat()),
        a_plan_row(market, "C", item=LAPTOP, order_on=LATER.isoformat()),
        a_plan_row(market, "D", site=other_site.code, order_on=LATER.isoformat()),
        a_plan_row(market, "E", order_on=(LATER + timedelta(days=1)).isoformat()),
    )
    assert loaded == counts(5, new=5)
    order_what_is_due(NOW)
    assert ordered_in(market) == []
    for _time in range(3):  # begun again, as after a kill
        order_what_is_due(NOW + timedelta(days=10))
    assert ordered_in(market) == [
        ("A, B, C", [(LAPTOP, 1), (PHONE, 5)]), ("D", [(PHONE, 1)]),
    ]  # fmt: skip
    assert [(row[0], row[3]) for row in rows_of(market)] == [
        ("A", "ordered"), ("B", "ordered"), ("C", "ordered"), ("D", "ordered"), ("E", "waiting"),
    ]  # fmt: skip
    with reading(buyer.manager):
        first = Requisition.objects.order_by("id").first()
    assert (first.state, first.total_cents, first.requester_id) == (
        "submitted", 5 * 300_00 + 900_00, buyer.manager.person_id,
    )  # fmt: skip


def test_a_worker_that_dies_leaves_whole_ones_only(monkeypatch):
    market = a_market()
    an_account_of(market.buyers[0].manager)
    planned(market, a_plan_row(market, "A"), a_plan_row(market, "B"))

    class Killed(BaseException):
        """As a signal would."""

    def dies(**inputs):
        order_planned(**inputs)
        raise Killed

    dies.__name__, dies.__module__ = order_planned.__name__, order_planned.__module__
    monkeypatch.setattr(clock, "order_planned", dies)
    with pytest.raises(Killed):
        order_what_is_due(NOW)
    assert (ordered_in(market), {row[3] for row in rows_of(market)}) == ([], {"waiting"})
    monkeypatch.undo()
    order_what_is_due(NOW)
    assert ordered_in(market) == [("A, B", [(PHONE, 2)])]


def test_loaded_again_a_row_is_changed_until_it_is_ordered_and_taken_off_stays_off():
    market = a_market()
    buyer = market.buyers[0]
    an_account_of(buyer.manager)
    later = LATER.isoformat()
    rows = [
        a_plan_row(market, "now"), a_plan_row(market, "later", order_on=later),
        a_plan_row(market, "off", order_on=later),
    ]  # fmt: skip
    planned(market, *rows)
    perform(buyer.manager, take_off_plan, now=NOW, planned_purchase_id=row_called(market, "off").pk)
    order_what_is_due(NOW)
    assert planned(market, *rows) == counts(3, unchanged=3)
    more = [a_plan_row(market, one.reference, quantity="7", order_on=later) for one in rows]
    assert planned(market, *more) == counts(3, changed=1, unchanged=2)
    assert rows_of(market) == [
        ("now", 1, TODAY, "ordered", ""), ("later", 7, LATER, "waiting", ""),
        ("off", 1, LATER, "taken-off", ""),
    ]  # fmt: skip
    final = {"planned_purchase_id": row_called(market, "now").pk}
    for use_case in (take_off_plan, try_planned_again):
        assert refusal(buyer.manager, use_case, **final) == "planned-purchase-final"
    assert perform(buyer.manager, order_planned, now=NOW, **final) is None
    waiting = {"planned_purchase_id": row_called(market, "later").pk}
    assert refusal(buyer.manager, try_planned_again, **waiting) == "planned-purchase-waits"
    assert perform(buyer.manager, order_planned, now=NOW, **waiting) is None

    def order_it_twice(*, actor, now):
        row = PlannedPurchase.objects.get(reference="now")
        change(row, state="waiting", requisition=None)

    with pytest.raises(DatabaseError, match="is final"):
        perform(buyer.manager, order_it_twice, now=NOW)


def test_what_is_refused_is_told_once_and_sent_in_again_or_changed():
    market = a_market(budget_cents=500_00, free_below_cents=10**9)
    buyer = market.buyers[0]
    client = a_client(an_account_of(buyer.manager))
    planned(market, a_plan_row(market, "A"), a_plan_row(market, "B"))
    for _time in range(2):
        order_what_is_due(NOW)
    assert [row[3:] for row in rows_of(market)] == [("refused", "budget-exceeded")] * 2
    first = row_called(market, "A")
    with reading(buyer.manager):
        [told] = Notification.objects.filter(kind="planned-purchase-refused")
    assert (told.person_id, told.facts["references"], told.facts["reason"]) == (
        buyer.manager.person_id, "A, B", first.sentence,
    )  # fmt: skip
    page = client.post(f"/purchase-plan/{first.pk}/again/")
    assert (page.status_code, page.content.decode().count("notice-bad")) == (409, 1)
    assert refusal(
        buyer.employee, try_planned_again, planned_purchase_id=first.pk
    ) == "not-allowed"  # fmt: skip
    # One of them is changed, and waits anew: it goes in alone.
    assert planned(market, a_plan_row(market, "B", item=PHONE, order_on=LATER.isoformat())) == (
        counts(1, changed=1)
    )
    perform(buyer.manager, try_planned_again, now=NOW, planned_purchase_id=first.pk)
    assert ordered_in(market) == [("A", [(PHONE, 1)])]
    perform(
        buyer.finance, set_budget, now=NOW, cost_centre_id=buyer.cost_centre.pk, year=2026,
        amount_cents=900_00, currency="EUR",
    )  # fmt: skip
    order_what_is_due(NOW + timedelta(days=10))
    assert [row[3:] for row in rows_of(market)] == [("ordered", "")] * 2


def test_whose_person_has_left_tells_the_ict_managers_one_of_whom_sends_it_in():
    market = a_market()
    buyer = market.buyers[0]
    planned(market, a_plan_row(market, "A"))
    order_what_is_due(NOW)  # whoever loaded it has no account any more
    assert rows_of(market) == [("A", 1, TODAY, "refused", "owner-left")]
    with reading(buyer.manager):
        [told] = Notification.objects.filter(person_id=buyer.manager.person_id)
    assert told.kind == "planned-purchase-refused"
    other = an_actor(buyer.party, "ict-manager")
    row = row_called(market, "A")
    perform(other, try_planned_again, now=NOW, planned_purchase_id=row.pk)
    assert row_called(market, "A").person_id == other.person_id
    with reading(buyer.manager):
        assert Requisition.objects.get().requester_id == other.person_id


def test_each_fault_is_told_by_row_and_column_and_nothing_is_planned():
    market = a_market()
    buyer = market.buyers[0]
    rows = [
        a_plan_row(market, ""), a_plan_row(market, "A", item="NONE", quantity="0"),
        a_plan_row(market, "B", site="none", cost_centre="none", project="none"),
        a_plan_row(market, "C", order_on="2026-13"), a_plan_row(market, "D", order_on="2026-02"),
        a_plan_row(market, "E"), a_plan_row(market, "E"),
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        planned(market, *rows)
    assert (refused.value.code, refused.value.facts["faults"]) == ("plan-rows-faulty", [
        (1, "reference", "reference-missing"), (2, "item", "item-unknown"),
        (2, "quantity", "quantity-wrong"), (3, "site", "site-unknown"),
        (3, "cost_centre", "cost-centre-unknown"), (3, "project", "project-unknown"),
        (4, "order_on", "day-wrong"), (5, "order_on", "day-passed"),
        (7, "reference", "row-repeated"),
    ])  # fmt: skip
    assert rows_of(market) == []
    assert refusal(buyer.employee, plan_purchases, rows=rows) == "not-allowed"


def test_only_the_ict_manager_plans_and_only_for_the_own_organisation():
    market = a_market(buyers=2)
    buyer, other = market.buyers
    row = a_refused_purchase(market, reference="A")
    named = {"planned_purchase_id": row.pk}
    words = {"code": "x", "sentence": "y"}
    assert refusal(buyer.finance, take_off_plan, **named) == "not-allowed"
    for use_case in (take_off_plan, try_planned_again, order_planned):
        assert refusal(other.manager, use_case, **named) == "not-found"
    assert refusal(buyer.manager, refuse_planned, **named, **words) == "not-allowed"
    job = actors.job("purchase-keeper", other.party.pk)
    assert refusal(job, refuse_planned, **named, **words) == "not-found"
    # The same reference is another organisation's own.
    theirs = a_plan_row(market, "A", site=other.site.code, cost_centre=other.cost_centre.code)
    assert planned(market, theirs, by=other.manager) == counts(1, new=1)


def test_a_file_is_checked_and_loaded_by_its_own_headings():
    market = a_market()
    buyer = market.buyers[0]
    client = a_client(an_account_of(buyer.manager))
    text = (
        "Referens;Artikel;Antal;Skola;Kostnadsställe;Månad\n"
        f"5B;{PHONE};25;{buyer.site.code};{buyer.cost_centre.code};2099-08\n"
    )
    file = SimpleUploadedFile("plan.csv", text.encode())
    shown = client.post("/imports/purchase-plan/send/", {"file": file})["Location"]
    assert client.post(f"{shown}apply/").status_code == 422
    columns = {"column-0": "reference", "column-1": "item", "column-2": "quantity",
               "column-3": "site", "column-4": "cost_centre", "column-5": "order_on"}  # fmt: skip
    assert client.post(f"{shown}columns/", columns)["Location"] == shown
    for _again in range(2):
        assert client.post(f"{shown}apply/")["Location"] == "/purchase-plan/"
    assert rows_of(market) == [("5B", 25, date(2099, 8, 1), "waiting", "")]
    row = row_called(market, "5B")
    assert row.person_id == buyer.manager.person_id
    assert client.get(f"/purchase-plan/{row.pk}/").content.count(b"Imported from a file") == 1
    assert a_client(an_account_of(buyer.finance)).get("/imports/purchase-plan/").status_code == 403


def test_the_pages_cost_the_same_for_1_and_30_and_do_what_they_say():
    market = a_market()
    client = a_client(an_account_of(market.buyers[0].manager))
    row = a_refused_purchase(market, reference="R-00")
    place = f"/purchase-plan/{row.pk}"
    one = queries_of(client, "/purchase-plan/")[0], queries_of(client, f"{place}/")[0]
    planned(market, *(a_plan_row(market, f"R-{number:02d}") for number in range(1, 30)))
    many, page = queries_of(client, "/purchase-plan/")
    assert (one, many, page.count('<th scope="row">')) == ((8, 8), 8, 30)
    assert queries_of(client, f"{place}/")[0] == 8
    page = client.get("/purchase-plan/?state=waiting&from=2026-03-02&until=2026-03-02")
    assert page.content.decode().count('<th scope="row">') == 29
    assert client.post(f"{place}/take-off/").status_code == 303
    assert client.post(f"{place}/take-off/").status_code == 409
    assert row_called(market, "R-00").state == "taken-off"


def test_a_program_plans_reads_and_takes_off():
    market = a_market()
    buyer = market.buyers[0]
    program = caller(buyer.manager)
    body = {"rows": [{
        "reference": "A", "item": PHONE, "quantity": 3, "site": buyer.site.code,
        "cost_centre": buyer.cost_centre.code, "order_on": "2099-01",
    }]}  # fmt: skip
    for _time in range(2):
        assert program.post("/planned-purchases", body, key="1").json() == counts(1, new=1)
    [listed] = program.get("/planned-purchases").json()["planned_purchases"]
    assert (listed["reference"], listed["quantity"], listed["order_on"], listed["state"]) == (
        "A", 3, "2099-01-01", "waiting",
    )  # fmt: skip
    place = f"/planned-purchases/{listed['id']}"
    assert program.post(f"{place}/again", key="2").json()["code"] == "planned-purchase-waits"
    assert program.post(f"{place}/take-off", {}, key="3").json()["state"] == "taken-off"
    assert program.get(place).json()["state"] == "taken-off"
    after = program.get(f"/planned-purchases?after={listed['id']}").json()
    assert after == {"planned_purchases": []}


@pytest.mark.parametrize(
    ("text", "standing", "day"),
    [
        ("2026-04-15", None, date(2026, 4, 15)),
        ("15.4.2026", None, date(2026, 4, 15)),
        ("2026-04", None, date(2026, 4, 1)),
        ("2026-04", date(2026, 4, 20), date(2026, 4, 20)),
        ("2026-03", None, TODAY),
        ("2026-02", None, date(2026, 2, 1)),
        ("2026-13", None, None),
        ("0000-01", None, None),
        ("", None, None),
        ("soon", None, None),
    ],
)
def test_a_day_or_a_month_is_read_as_it_was_written(text, standing, day):
    assert day_to_order(text, TODAY, standing) == day

"""Ordering by file: every fault by row and column, and all of the rows or none."""

from __future__ import annotations

import csv
import html
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from browser_ground import a_client
from factories.order_files import a_sheet, an_order_file
from factories.ordering import LAPTOP, NOW, PHONE, a_market
from factories.parties import (
    a_cost_centre,
    a_delivery_location,
    a_person,
    an_account,
)
from samkop.catalogue.models import EntitlementUse
from samkop.catalogue.usecases.entitlements import Subject, add_entitlement_rule
from samkop.core import edocs
from samkop.exchange.queries import content_of
from samkop.ordering.models import Budget, Order, OrderFile, Requisition, RequisitionLine
from samkop.ordering.rules.order_file import OrderRow, quantity_of
from samkop.ordering.usecases.budget import set_budget
from samkop.ordering.usecases.order_file import order_by_file, order_rows, plan_of_file
from samkop.ordering.usecases.requisition import approve_requisition
from samkop.parties.models import Membership
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.tokens import SCOPES, issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


def client_of(actor):
    with reading(actor):
        person = Membership.objects.get(person_id=actor.person_id).person
    return a_client(an_account(person))


def faults_of(buyer, content):
    file = an_order_file(buyer, content)
    with reading(buyer.employee):
        plan = plan_of_file(OrderFile.objects.get(pk=file.pk), NOW)
    return [(fault.row, fault.column, fault.code) for fault in plan.faults], plan


def ordered(buyer, file, **inputs):
    return perform(buyer.employee, order_by_file, now=NOW, file_id=file.pk, **inputs)


def counts(buyer):
    with reading(buyer.manager):
        return Requisition.objects.count(), Order.objects.count(), OrderFile.objects.count()


@pytest.mark.parametrize(
    ("text", "quantity"),
    [("", 1), ("600", 600), ("10000", 10_000), ("0", None), ("10001", None), ("-1", None),
     ("1.5", None), ("ett", None), ("²", None), ("9" * 5000, None)],
)  # fmt: skip
def test_a_quantity_is_a_whole_number_within_bounds(text, quantity):
    assert quantity_of(OrderRow(row=2, item="X", quantity=text)) == quantity


def test_each_fault_stands_at_its_row_and_column():
    market = a_market()
    buyer = market.buyers[0]
    for _ in range(2):
        a_person(buyer.party, RoleName.EMPLOYEE, name="Samma Namn")
    content = a_sheet(
        (PHONE, 2, "", "", "", "5B"),
        ("NO-SUCH", 1),
        ("", 1),
        (PHONE, "many"),
        (PHONE, 1, "no-site"),
        (PHONE, 1, "", "no-centre"),
        (PHONE, 1, "", "", "Nobody At All"),
        (PHONE, 1, "", "", "samma namn"),
        (PHONE, 1, "", "", "", "x" * 81),
        ("NO-SUCH", "many", "no-site"),
    )
    faults, plan = faults_of(buyer, content)
    assert faults == [
        (3, "item", "item-unknown"),
        (4, "item", "item-missing"),
        (5, "quantity", "quantity-wrong"),
        (6, "site", "site-unknown"),
        (7, "cost_centre", "cost-centre-unknown"),
        (8, "recipient", "recipient-unknown"),
        (9, "recipient", "recipient-ambiguous"),
        (10, "reference", "reference-too-long"),
        (11, "item", "item-unknown"),
        (11, "quantity", "quantity-wrong"),
        (11, "site", "site-unknown"),
    ]
    assert (plan.faulty_rows, len(plan.lines), plan.total_cents) == (9, 1, 600_00)


@pytest.mark.parametrize(
    ("heading", "fault"),
    [
        (("quantity",), (1, "item", "column-missing")),
        (("item", "colour"), (1, "colour", "column-unknown")),
        (("item", "artikel"), (1, "artikel", "column-repeated")),
    ],
)
def test_a_heading_that_is_wrong_is_one_fault(heading, fault):
    buyer = a_market().buyers[0]
    faults, _plan = faults_of(buyer, a_sheet(("x", "y"), heading=heading))
    assert faults == [fault]


def test_a_file_of_more_than_5000_rows_is_one_fault():
    buyer = a_market().buyers[0]
    faults, _plan = faults_of(buyer, a_sheet(*[("x", 1)] * 5_001))
    assert faults == [(1, "", "too-many-rows")]


def test_headings_are_read_in_three_languages():
    market = a_market()
    for heading in (("Artikel", "Antal"), ("Nimike", "Määrä"), ("Item number", "Quantity")):
        _faults, plan = faults_of(market.buyers[0], a_sheet((PHONE, 3), heading=heading))
        assert [(line.item.seller_item_id, line.quantity) for line in plan.lines] == [(PHONE, 3)]


def test_an_item_of_another_organisations_shelf_is_unknown():
    market, other = a_market(), a_market()
    faults, _plan = faults_of(market.buyers[0], a_sheet((other.items[PHONE].pk, 1)))
    assert faults == [(2, "item", "item-unknown")]


def test_nothing_is_written_while_a_row_is_faulty():
    market = a_market()
    buyer = market.buyers[0]
    file = an_order_file(buyer, a_sheet((PHONE, 1), ("NO-SUCH", 1)))
    with pytest.raises(Refused) as refusal:
        ordered(buyer, file)
    assert refusal.value.code == "order-rows-faulty"
    assert refusal.value.facts["faults"] == [(3, "item", "item-unknown")]
    with pytest.raises(Refused) as refusal:
        ordered(buyer, file, leave_out=2)
    assert refusal.value.code == "order-rows-faulty"
    with reading(buyer.employee):
        assert OrderFile.objects.count() == 1
    assert counts(buyer)[:2] == (0, 0)


def test_a_file_without_a_sound_row_orders_nothing():
    buyer = a_market().buyers[0]
    file = an_order_file(buyer, a_sheet(("NO-SUCH", 1)))
    with pytest.raises(Refused) as refusal:
        ordered(buyer, file, leave_out=1)
    assert refusal.value.code == "nothing-to-order"


def test_rows_alike_are_one_line_and_each_site_has_an_order_with_its_address():
    market = a_market(budget_cents=10**9, maximum_cents=10**9, approval_limit_cents=10**9)
    buyer = market.buyers[0]
    north = a_delivery_location(buyer.party, name="Norra skolan", street="Norra vägen 1")
    pupil = a_person(buyer.party, RoleName.EMPLOYEE, name="Lärare Ett")
    file = an_order_file(
        buyer,
        a_sheet(
            (PHONE, 10, "", "", "", "5B"), (PHONE, 5, "", "", "", "5B"),
            (PHONE, 4, north.code, "", "", "6A"), (PHONE, 1, north.code, "", pupil.email, ""),
        ),
    )  # fmt: skip
    [made] = ordered(buyer, file)["requisitions"]
    with reading(buyer.manager):
        lines = list(
            RequisitionLine.objects.filter(requisition_id=made)
            .order_by("line_number")
            .values_list("quantity", "delivery_location_id", "reference", "recipient_id")
        )
    assert lines == [
        (15, buyer.site.pk, "5B", None),
        (4, north.pk, "6A", None),
        (1, north.pk, "", pupil.pk),
    ]
    perform(buyer.approver, approve_requisition, now=NOW, requisition_id=made)
    with reading(buyer.manager):
        orders = {o.delivery_location_id: o for o in Order.objects.filter(requisition_id=made)}
        documents = {site: edocs.read(content_of(one.message_id)) for site, one in orders.items()}
    assert orders.keys() == {buyer.site.pk, north.pk}
    assert documents[north.pk].delivery.address.street == "Norra vägen 1"
    assert [line.note for line in documents[north.pk].lines] == ["6A", "Lärare Ett"]
    # By hand: 20 phones at 300.00 are 6,000.00, of which 5 to the north are 1,500.00.
    assert (orders[buyer.site.pk].total_cents, orders[north.pk].total_cents) == (4_500_00, 1_500_00)


def test_each_cost_centre_has_a_requisition_of_its_own_or_none_has():
    market = a_market(budget_cents=1_000_00, free_below_cents=10**9)
    buyer = market.buyers[0]
    other = a_cost_centre(buyer.party)
    perform(
        buyer.finance, set_budget, now=NOW, cost_centre_id=other.pk, year=2026,
        amount_cents=500_00, currency="EUR",
    )  # fmt: skip
    too_much = an_order_file(buyer, a_sheet((PHONE, 1), (PHONE, 2, "", other.code)))
    with pytest.raises(Refused) as refusal:
        ordered(buyer, too_much)
    assert refusal.value.code == "budget-exceeded"
    with reading(buyer.finance):
        assert set(Budget.objects.values_list("committed_cents", flat=True)) == {0}
    assert counts(buyer)[:2] == (0, 0)
    file = an_order_file(buyer, a_sheet((PHONE, 1), (PHONE, 1, "", other.code)))
    assert len(ordered(buyer, file)["requisitions"]) == 2
    with reading(buyer.finance):
        assert list(Budget.objects.values_list("committed_cents", flat=True)) == [300_00, 300_00]


def test_an_order_beyond_the_ceiling_leaves_nothing_of_the_file():
    market = a_market(maximum_cents=1_000_00, budget_cents=10**9, free_below_cents=10**9)
    buyer = market.buyers[0]
    north = a_delivery_location(buyer.party)
    file = an_order_file(buyer, a_sheet((PHONE, 2), (PHONE, 2, north.code)))
    with pytest.raises(Refused) as refusal:
        ordered(buyer, file)
    assert refusal.value.code in {"maximum-value-reached", "share-reached"}
    assert counts(buyer)[:2] == (0, 0)


def test_a_file_is_its_persons_alone_and_the_next_one_replaces_it():
    market = a_market()
    buyer = market.buyers[0]
    first = an_order_file(buyer, a_sheet((PHONE, 1)))
    with pytest.raises(Refused) as refusal:
        perform(buyer.approver, order_by_file, now=NOW, file_id=first.pk)
    assert refusal.value.code == "not-found"
    an_order_file(buyer, a_sheet((LAPTOP, 1)))
    with pytest.raises(Refused) as refusal:
        ordered(buyer, first)
    assert refusal.value.code == "not-found"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file-unreadable"), (b"PK\x03\x04rubbish", "file-unreadable"),
     (b"x" * (2 * 1024 * 1024 + 1), "file-too-large")],
)  # fmt: skip
def test_what_is_no_table_is_not_kept(content, code):
    buyer = a_market().buyers[0]
    with pytest.raises(Refused) as refusal:
        an_order_file(buyer, content)
    assert refusal.value.code == code


def test_the_dry_run_needs_the_same_queries_for_1_and_500_rows():
    market = a_market()
    buyer = market.buyers[0]
    client = client_of(buyer.employee)
    found = []
    for count in (1, 500):
        file = an_order_file(buyer, a_sheet(*[(PHONE, 1, "", "", "", n) for n in range(count)]))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/order-files/{file.pk}/").status_code == 200
        found.append(len(captured))
    assert found == [19, 19]


def test_an_order_files_columns_are_named_on_its_page_and_remembered():
    buyer = a_market().buyers[0]
    client = client_of(buyer.employee)
    content = a_sheet((PHONE, 2, "x"), heading=["Vara", "Hur många", "Pris"])
    at = f"/order-files/{an_order_file(buyer, content).pk}/"
    assert client.post(f"{at}order/").status_code == 422
    wrong = {"column-0": "price", "column-1": "quantity"}
    assert client.post(f"{at}columns/", wrong).status_code == 422
    named = {"column-0": "item", "column-1": "quantity", "column-2": ""}
    assert client.post(f"{at}columns/", named)["Location"] == at
    faults, plan = faults_of(buyer, content)
    assert (faults, [line.quantity for line in plan.lines]) == ([], [2])


def with_rules_for_all(buyer):
    """Every kind of question is asked: rules, roles, groups, exceptions, what was had before."""
    for named in ({"entitled": "everybody"}, {"entitled": "role", "role": RoleName.EMPLOYEE}):
        perform(
            buyer.manager, add_entitlement_rule, now=NOW, subject=Subject("category", "phone"),
            quantity=1, months=14, **named,
        )  # fmt: skip


def test_ordering_for_named_colleagues_needs_no_more_queries_for_60_than_for_30():
    buyer = a_market(budget_cents=900_000_00, approval_limit_cents=900_000_00).buyers[0]
    with_rules_for_all(buyer)
    found = []
    for count in (1, 30, 60):
        people = [a_person(buyer.party, RoleName.EMPLOYEE) for _ in range(count)]
        content = a_sheet(*[(PHONE, 1, "", "", person.email) for person in people])
        file = an_order_file(buyer, content)
        with CaptureQueriesContext(connection) as captured:
            ordered(buyer, file)
        found.append(len(captured))
    # Few lines are written in one statement with their requisition, many in one of their own.
    assert found == [38, 39, 39]


def test_a_colleague_named_twice_has_one_entitlement_and_nothing_is_ordered():
    buyer = a_market().buyers[0]
    with_rules_for_all(buyer)
    one, two = (a_person(buyer.party, RoleName.EMPLOYEE) for _ in range(2))
    rows = [(PHONE, 1, "", "", one.email), (PHONE, 1, "", "", two.email)]
    file = an_order_file(buyer, a_sheet(*rows, rows[0]))
    with pytest.raises(Refused) as refusal:
        ordered(buyer, file)
    assert (refusal.value.code, counts(buyer)[:2]) == ("entitlement-reached", (0, 0))
    file = an_order_file(buyer, a_sheet(*rows))
    ordered(buyer, file)
    with reading(buyer.manager):
        used = EntitlementUse.objects.filter(party_id=buyer.party.pk).order_by("person_id")
        assert [(use.person_id, use.quantity) for use in used] == sorted([(one.pk, 1), (two.pk, 1)])


def test_the_faults_can_be_downloaded_and_hold_no_formula():
    market = a_market()
    buyer = market.buyers[0]
    file = an_order_file(
        buyer, a_sheet(("=1+1", 1), heading=["item", "=cmd()"]), name="=evil().csv"
    )
    answer = client_of(buyer.employee).get(f"/order-files/{file.pk}/faults.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[:3] for row in rows[1:]] == [["1", "'=cmd()", "column-unknown"]]


def test_a_token_sends_a_list_in_and_is_told_every_fault():
    market = a_market(free_below_cents=10**9)
    buyer = market.buyers[0]
    text = new_token_text()
    perform(buyer.employee, issue_token, name="school", scopes=list(SCOPES), days=1, text=text)
    headers = {"authorization": f"Bearer {text}", "idempotency-key": "list-1"}
    body = {
        "cost_centre": buyer.cost_centre.code, "delivery_location": buyer.site.code,
        "rows": [{"item": PHONE, "quantity": 2, "reference": "5B"}, {"item": "NO-SUCH"}],
    }  # fmt: skip
    client = a_client()
    refused = client.post("/api/v1/order-lists", body, "application/json", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "order-rows-faulty")
    assert [error["field"] for error in refused.json()["errors"]] == ["2.item"]
    body["leave_out"] = 1
    made = client.post("/api/v1/order-lists", body, "application/json", headers=headers)
    again = client.post("/api/v1/order-lists", body, "application/json", headers=headers)
    assert made.status_code == 201
    assert again.json() == made.json()
    assert counts(buyer)[:2] == (1, 1)


def test_rows_by_use_case_answer_with_their_requisitions():
    market = a_market(free_below_cents=10**9)
    buyer = market.buyers[0]
    made = perform(
        buyer.employee, order_rows, now=NOW, cost_centre=buyer.cost_centre.code,
        delivery_location=buyer.site.code, rows=[OrderRow(row=1, item=PHONE)],
    )  # fmt: skip
    assert len(made["requisitions"]) == 1


def test_a_form_without_a_file_or_with_a_bad_one_is_shown_again_with_what_is_wrong():
    buyer = a_market().buyers[0]
    client = client_of(buyer.employee)
    sent = {"cost_centre": buyer.cost_centre.pk, "delivery_location": buyer.site.pk}
    assert client.post("/order-files/send/", sent).status_code == 422
    bad = SimpleUploadedFile("x.xls", b"\xd0\xcf\x11\xe0old")
    answer = client.post("/order-files/send/", {**sent, "file": bad})
    assert answer.status_code == 422
    assert "save it as .xlsx" in html.unescape(answer.content.decode())

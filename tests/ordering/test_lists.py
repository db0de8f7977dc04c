"""Lists of orders and requisitions: every row once by any order, filters that stay, files."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connections
from django.utils import timezone
from python_calamine import CalamineWorkbook

from approving import client_of
from browser_ground import a_client, queries_of
from factories.ordering import LAPTOP, PHONE, a_market, a_requisition, approved
from factories.parties import a_person, an_account, an_actor
from samkop.ordering.models import Order, Requisition
from samkop.ordering.usecases.order import cancel_order
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
NUMBER = re.compile(r'<th scope="row"><a href="/(?:orders|requisitions)/(\d+)/"')


def owner(statement, *values):
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)


def ids_on(page):
    return [int(one) for one in NUMBER.findall(page)]


def link(page, identity):
    found = re.search(rf'id="{identity}"[^>]* href="([^"]+)"', page)
    return unescape(found[1]) if found else None


def walked(client, path, step="following"):
    """The ids on each page, from a page on to the last that ``step`` leads to."""
    path, _, query = path.partition("?")
    address, pages = f"?{query}", []
    while address:
        shown = client.get(path + address)
        assert shown.status_code == 200
        text = shown.content.decode()
        pages.append(ids_on(text))
        address, last = link(text, step), address
    return pages, last


@pytest.fixture(scope="module")
def many(database):
    """A municipality with 111 requisitions: many of one time, and of few sums."""
    market = a_market(budget_cents=10**9, maximum_cents=10**9)
    buyer = market.buyers[0]
    for number in range(111):
        a_requisition(market, buyer, PHONE, 1 + number % 3)
    owner(
        "UPDATE ordering_requisition SET submitted_at ="
        " timestamptz '2026-01-31 12:00Z' - (id %% 7) * interval '1 day' WHERE party_id = %s",
        buyer.party.pk,
    )
    return buyer


@pytest.mark.parametrize("sort", ["sent", "-sent", "sum", "-sum", ""])
def test_each_row_is_shown_once_forwards_and_backwards_whatever_sorts(many, pages, sort):
    client = client_of(an_actor(many.party, RoleName.ICT_MANAGER))
    field = {"sent": "submitted_at", "sum": "total_cents", "": "submitted_at"}[sort.lstrip("-")]
    with reading(many.manager):
        rows = list(Requisition.objects.filter(party_id=many.party.pk))
    rows.sort(key=lambda row: (getattr(row, field), row.pk), reverse=sort in {"", "-sent", "-sum"})
    whole = [row.pk for row in rows]
    forwards, last = walked(client, f"/requisitions/?sort={sort}")
    assert [len(page) for page in forwards] == [50, 50, 11]
    assert [pk for page in forwards for pk in page] == whole
    back, _ = walked(client, f"/requisitions/{last}", "previous")
    assert [pk for page in reversed(back) for pk in page] == whole


def test_a_long_list_says_how_long_it_is_and_keeps_its_filters_while_one_pages(many):
    client = client_of(an_actor(many.party, RoleName.ICT_MANAGER))
    page = client.get("/requisitions/?state=submitted&sort=-sum").content.decode()
    assert "111 rows" in page
    following = link(page, "following")
    assert following.startswith("?state=submitted&sort=-sum&after=")
    assert 'aria-sort="descending"' in client.get(f"/requisitions/{following}").content.decode()


def test_days_filter_by_the_readers_own_midnight(many):
    client = client_of(an_actor(many.party, RoleName.ICT_MANAGER))
    with reading(many.manager):
        per_day = Requisition.objects.filter(
            party_id=many.party.pk, submitted_at__date="2026-01-30"
        ).count()
    path = "/requisitions/?since=2026-01-30&until=2026-01-30&file=csv"
    text = client.get(path).getvalue().decode("utf-8-sig")
    assert len(text.splitlines()) == per_day + 1
    assert client.get("/requisitions/?since=30.1.").content.decode().count("<tr>") == 51


def test_an_organisation_on_two_sides_of_an_order_sees_it_once():
    market = a_market()
    buyer = market.buyers[0]
    for _ in range(2):
        approved(market, buyer, PHONE)
    with reading(buyer.manager):
        first, second = Order.objects.filter(buyer=buyer.party).order_by("id")
    perform(buyer.manager, cancel_order, order_id=first.pk)
    owner("UPDATE ordering_order SET purchasing_body_id = buyer_id WHERE id = %s", second.pk)
    client = client_of(buyer.manager)
    assert ids_on(client.get("/orders/").content.decode()) == [second.pk, first.pk]
    assert ids_on(client.get("/orders/?state=cancelled").content.decode()) == [first.pk]


@pytest.fixture(scope="module")
def short_and_long(database, pages):
    """The managers' clients of two municipalities: of one order, and of 30."""
    clients = []
    for count in (1, 30):
        market = a_market(budget_cents=10**9, maximum_cents=10**9)
        for _ in range(count):
            approved(market, market.buyers[0], PHONE)
        clients.append(client_of(market.buyers[0].manager))
    return clients


@pytest.mark.parametrize(
    ("path", "queries"),
    [("/orders/", 12), ("/requisitions/", 13), ("/orders/?file=csv", 10),
     ("/orders/?file=xlsx", 10), ("/requisitions/?file=csv", 11)],
)  # fmt: skip
def test_a_list_and_its_files_need_the_same_queries_for_1_and_30_rows(
    short_and_long, path, queries
):
    assert [asked(client, path) for client in short_and_long] == [(queries, 1), (queries, 30)]


def asked(client, path):
    """How many statements the address needs, and how many rows it gives."""
    if "file" not in path:
        counted, shown = queries_of(client, path)
        return counted, shown.count("<tr>") - 1
    counted = []

    def count(execute, sql, params, many, context):
        counted.append(sql)
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(count):
        content = client.get(path).getvalue()
    if "csv" in path:
        return len(counted), len(content.decode().splitlines()) - 1
    return len(counted), len(sheet_of(content)) - 1


def sheet_of(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_the_files_hold_the_filtered_list_with_what_stands_of_each_sum():
    market = a_market()
    buyer = market.buyers[0]
    kept = approved(market, buyer, LAPTOP, 2)
    gone = approved(market, buyer, PHONE)
    with reading(buyer.manager):
        order, other = Order.objects.get(requisition=kept), Order.objects.get(requisition=gone)
    perform(buyer.manager, cancel_order, order_id=other.pk)
    client = client_of(buyer.manager)
    sheet = sheet_of(client.get("/orders/?state=placed&file=xlsx").getvalue())
    heading, row = sheet
    assert heading == [
        "Order", "Buyer", "Supplier", "State", "Placed", "Sum without VAT",
        "Sum without VAT, currency",
    ]  # fmt: skip
    # Two laptops of 900.00.
    assert (row[0], row[3], row[5], row[6]) == (order.number, "Placed", 1800.0, "EUR")
    answer = client.get("/orders/?file=csv")
    assert answer["Content-Disposition"] == 'attachment; filename="orders.csv"'
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert [line.split(";")[5] for line in lines[1:]] == ["0.00", "1800.00"]
    colleague = a_person(buyer.party, RoleName.ICT_MANAGER)
    account = an_account(colleague)
    account.language = "sv"
    account.save()
    swedish = a_client(account).get("/orders/?file=csv").getvalue().decode("utf-8-sig")
    assert "1800,00" in swedish


def test_no_text_of_a_file_is_a_formula():
    market = a_market()
    buyer = market.buyers[0]
    approved(market, buyer, PHONE)
    owner("UPDATE parties_person SET name = '=1+1' WHERE id = %s", buyer.employee.person_id)
    client = client_of(buyer.manager)
    csv = client.get("/requisitions/?file=csv").getvalue().decode("utf-8-sig")
    assert ";'=1+1;" in csv
    [_, row] = sheet_of(client.get("/requisitions/?file=xlsx").getvalue())
    assert "=1+1" in row  # as a text: a formula would be read as its value


def test_who_neither_decides_nor_sees_all_orders_gets_no_list_of_requisitions():
    buyer = a_market().buyers[0]
    assert client_of(buyer.employee).get("/requisitions/").status_code == 403
    assert client_of(buyer.approver).get("/requisitions/").status_code == 200


def test_a_neighbours_requisitions_are_in_no_list_and_no_file():
    market = a_market(buyers=2)
    mine, neighbour = market.buyers
    theirs = a_requisition(market, neighbour)
    client = client_of(mine.manager)
    for path in ("/requisitions/", f"/requisitions/?cost_centre={neighbour.cost_centre.pk}"):
        assert theirs.number not in client.get(path).content.decode()
    assert theirs.number not in client.get("/requisitions/?file=csv").getvalue().decode()


def test_models_whose_support_ends_are_those_bought_and_the_nearest_stands_first():
    market = a_market(buyers=2)
    buyer, neighbour = market.buyers
    for code in (PHONE, PHONE, LAPTOP):
        approved(market, buyer, code, 2)
    today = timezone.localdate()
    for code, days in ((PHONE, 364), (LAPTOP, -1)):
        owner(
            "UPDATE catalogue_catalogueitem SET support_state = 'known', support_ends = %s"
            " WHERE id = %s", today + timedelta(days=days), market.items[code].pk,
        )  # fmt: skip
    client = client_of(buyer.manager)
    rows = client.get("/support-ends/?file=csv").getvalue().decode("utf-8-sig").splitlines()
    # Twice two phones, two laptops; what has ended stands first.
    assert [row.rsplit(";", 1)[1] for row in rows[1:]] == ["2", "4"]
    over = client.get("/support-ends/?when=over&file=csv").getvalue().decode("utf-8-sig")
    assert len(over.splitlines()) == 2
    assert client_of(neighbour.manager).get("/support-ends/").content.count(b"<tr>") == 0
    assert client_of(buyer.employee).get("/support-ends/").status_code == 403


def test_models_whose_support_ends_need_the_same_queries_for_1_and_30():
    codes = [f"MODEL-{number:02}" for number in range(30)]
    market = a_market(budget_cents=10**9, maximum_cents=10**9, prices=dict.fromkeys(codes, 100_00))
    buyer, client = market.buyers[0], client_of(market.buyers[0].manager)
    taken = []
    for number, code in enumerate(codes):
        approved(market, buyer, code)
        owner(
            "UPDATE catalogue_catalogueitem SET support_state = 'known', support_ends = now()"
            " WHERE id = %s", market.items[code].pk,
        )  # fmt: skip
        if number in {0, 29}:
            counted, shown = queries_of(client, "/support-ends/")
            taken.append((counted, shown.count("<tr>") - 1))
    assert taken == [(10, 1), (10, 30)]

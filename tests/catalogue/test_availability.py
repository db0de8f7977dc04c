"""Suppliers say what they have, by file, page and API; the shop promises by it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from browser_ground import a_client
from factories.catalogue import BETTER_PHONE, LAPTOP, PHONE, a_shelf, in_range, many_offers, priced
from factories.parties import a_person, an_account
from samkop.catalogue.models import Availability, AvailabilityFile, CatalogueItem
from samkop.catalogue.queries.availability import promises_of, stated_of, stock_list_in
from samkop.catalogue.rules.stock_lists import Statement
from samkop.catalogue.usecases.availability import (
    import_availability,
    name_successor,
    state_availability,
    upload_availability,
)
from samkop.catalogue.vocabulary import AvailabilityFault
from samkop.parties.vocabulary import RoleName
from samkop.platform.formatting import format_date
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
LIST = """artikelnummer;i lager;buffert;ledtid;nästa leverans;försäljningen slutar
PHONE-1;12;3;2;;2027-01-31
PHONE-2;many;;;;
LAPTOP-1;0;;;soon;
NO-SUCH;1;;;;
PHONE-1;4;;;;
;;;;;
"""


@pytest.fixture
def items(trade):
    return a_shelf(trade.agreement, PHONE, BETTER_PHONE, LAPTOP, runner=trade.runner)


def say(trade, *statements, actor=None, now=None):
    return perform(
        actor or trade.salesperson, state_availability, now=now, agreement_id=trade.agreement.pk,
        statements=list(statements),
    )  # fmt: skip


def code_of(actor, use_case, **inputs):
    with pytest.raises(Refused) as refusal:
        perform(actor, use_case, **inputs)
    return refusal.value.code


def client_of(party, *roles):
    return a_client(an_account(a_person(party, *roles)))


def words(answer):
    assert answer.status_code == 200, answer.content[:2000]
    return answer.content.decode()


def test_the_newest_word_counts_and_the_others_stay(trade, items):
    say(trade, Statement("PHONE-1", in_stock=1))
    say(trade, Statement("PHONE-1", in_stock=7, reserved=2))
    with reading(trade.employee):
        stated = stated_of([item.pk for item in items.values()], "Europe/Helsinki")
        said = Availability.objects.filter(item=items["PHONE-1"]).count()
    assert {pk: found.supply for pk, found in stated.items()} == {items["PHONE-1"].pk: 9}
    assert said == 2


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        ([Statement("NO-SUCH", in_stock=1)], "item-unknown"),
        ([Statement("PHONE-1", in_stock=1)] * 2, "item-twice"),
        ([Statement("PHONE-1", in_stock=-1)], "number-out-of-bounds"),
        ([Statement("PHONE-1", lead_time_days=731)], "number-out-of-bounds"),
    ],
)
def test_a_statement_that_cannot_be_is_refused_whole(trade, items, statements, code):
    wanted = {"agreement_id": trade.agreement.pk, "statements": statements}
    assert code_of(trade.salesperson, state_availability, **wanted) == code
    with reading(trade.salesperson):
        assert list(Availability.objects.filter(agreement=trade.agreement)) == []


def test_a_number_out_of_bounds_is_told_with_its_bounds_at_its_field(trade, items):
    with pytest.raises(Refused) as refused:
        say(trade, Statement("PHONE-1", lead_time_days=731))
    assert refused.value.fields == {"lead_time_days": str(refused.value)}
    assert ("%(" in str(refused.value), "730" in str(refused.value)) == (False, True)


def test_only_the_supplier_and_who_runs_the_agreement_say(trade, items):
    wanted = {"agreement_id": trade.agreement.pk, "statements": [Statement("PHONE-1", in_stock=1)]}
    assert code_of(trade.employee, state_availability, **wanted) == "not-allowed"
    assert say(trade, Statement("PHONE-1", in_stock=1), actor=trade.runner) == 1


def test_a_list_is_checked_row_by_row_and_the_good_ones_taken(trade, items):
    file = perform(
        trade.salesperson, upload_availability, agreement_id=trade.agreement.pk,
        name="stock.csv", content=LIST.encode(),
    )  # fmt: skip
    client = client_of(trade.supplier, RoleName.SALESPERSON)
    shown = words(client.get(f"/availability/files/{file.pk}/"))
    for found in ("many", "soon", "NO-SUCH"):
        assert found in shown
    assert client_of(trade.buyer, RoleName.ICT_MANAGER).get(
        f"/availability/files/{file.pk}/"
    ).status_code == 404  # fmt: skip
    assert perform(trade.salesperson, import_availability, file_id=file.pk) == 1
    with reading(trade.salesperson):
        said = Availability.objects.get(item=items["PHONE-1"])
        assert list(AvailabilityFile.objects.filter(pk=file.pk)) == []
    assert (said.in_stock, said.reserved, said.lead_time_days, said.source) == (12, 3, 2, "file")
    assert (said.ends_on.isoformat(), said.source_hash) == ("2027-01-31", file.sha256)


def test_the_faults_of_a_list_name_row_and_column(trade, items):
    with reading(trade.salesperson):
        found = stock_list_in(LIST.encode(), trade.agreement.pk)
        unreadable = stock_list_in(b"\xd0\xcf\x11\xe0", trade.agreement.pk)
        headless = stock_list_in(b"a;b\n1;2\n", trade.agreement.pk)
    assert [(fault.row, fault.column, fault.code) for fault in found.faults] == [
        (3, "in_stock", AvailabilityFault.NOT_A_NUMBER),
        (4, "next_delivery", AvailabilityFault.NOT_A_DAY),
        (5, "seller_item_id", AvailabilityFault.ITEM_UNKNOWN),
        (6, "seller_item_id", AvailabilityFault.TWICE),
    ]
    assert [fault.code for fault in unreadable.faults] == [AvailabilityFault.FILE_UNREADABLE]
    assert [fault.code for fault in headless.faults] == [AvailabilityFault.COLUMN_MISSING]


def test_a_list_without_a_good_row_is_refused(trade, items):
    file = perform(
        trade.salesperson, upload_availability, agreement_id=trade.agreement.pk,
        name="stock.csv", content=b"item number,in stock\nNO-SUCH,1\n",
    )  # fmt: skip
    assert code_of(trade.salesperson, import_availability, file_id=file.pk) == "list-without-rows"


def test_the_shop_promises_by_the_newest_word_and_says_when_it_is_old(trade, items):
    employee = client_of(trade.buyer, RoleName.EMPLOYEE)
    path = f"/shop/items/{items['PHONE-1'].pk}/"
    assert "Delivered within 5 days" in words(employee.get(path))
    say(trade, Statement("PHONE-1", in_stock=10, lead_time_days=2))
    today = timezone.localdate()
    with reading(trade.employee):
        item = CatalogueItem.objects.get(pk=items["PHONE-1"].pk)
        [promise] = promises_of(
            {}, [item], today, country="FI", time_zone="Europe/Helsinki"
        ).values()  # fmt: skip
    expected = f"Delivered by {format_date(promise.day)}"
    assert expected in words(employee.get(path))
    assert expected in words(employee.get("/shop/"))
    old = datetime.now(UTC) - timedelta(20)
    say(trade, Statement("PHONE-1", in_stock=10, lead_time_days=2), now=old)
    shown = words(employee.get(path))
    assert ("Old word on stock" in shown, "Delivered within 5 days" in shown) == (True, True)


def test_the_supplier_says_on_the_page_and_sees_what_was_said(trade, items):
    client = client_of(trade.supplier, RoleName.SALESPERSON)
    assert "PHONE-1" in words(client.get("/availability/"))
    path = f"/availability/items/{items['PHONE-1'].pk}/"
    sent = {"in_stock": "4", "lead_time_days": "3", "next_delivery": "2027-02-01"}
    assert client.post(f"{path}say/", sent).status_code == 303
    assert "On the page" in words(client.get(path))
    assert client.post(f"{path}say/", {"in_stock": "-1"}).status_code == 422
    upload = {"agreement": trade.agreement.pk, "file": SimpleUploadedFile("s.csv", LIST.encode())}
    at = client.post("/availability/upload/", upload)["Location"]
    assert client.post(f"{at}import/").status_code == 303
    assert client_of(trade.buyer, RoleName.EMPLOYEE).get("/availability/").status_code == 403


def test_the_stock_page_needs_the_same_queries_for_1_and_30_items(trade):
    offers = many_offers(30)
    priced(trade.agreement, offers, trade.runner)
    client = client_of(trade.supplier, RoleName.SALESPERSON)

    def counted():
        with CaptureQueriesContext(connection) as found:
            shown = words(client.get("/availability/"))
        return len(found), shown.count("/availability/items/")

    a_shelf(trade.agreement, offers[0], runner=trade.runner)
    one = counted()
    a_shelf(trade.agreement, *offers, runner=trade.runner)
    assert (one, counted()) == ((15, 1), (15, 30))


def test_the_shop_says_until_when_and_what_follows_and_then_stops(trade, items):
    phone, better = items["PHONE-1"], items["PHONE-2"]
    today = timezone.localdate()
    follow = {"item_id": phone.pk, "successor_id": better.pk, "sold_until": today}
    assert code_of(trade.employee, name_successor, **follow) == "not-allowed"
    perform(trade.runner, name_successor, **follow)
    back = {"item_id": better.pk, "successor_id": phone.pk}
    assert code_of(trade.runner, name_successor, **back) == "successor-follows-it"
    employee = client_of(trade.buyer, RoleName.EMPLOYEE)
    path = f"/shop/items/{phone.pk}/"
    shown = words(employee.get(path))
    assert f"Sold until {format_date(today)}, then {better.name}" in shown
    perform(trade.runner, name_successor, **{**follow, "sold_until": today - timedelta(1)})
    shown = words(employee.get(path))
    assert "No longer sold since" in shown
    assert f"/shop/items/{better.pk}/" in shown
    assert 'action="/basket/order-now/"' not in shown.split("Other configurations")[0]


def test_the_range_report_names_what_ends_without_a_successor(trade, items):
    today = timezone.localdate()
    for number in ("PHONE-1", "PHONE-2"):
        in_range(items[number], trade.runner)
    say(trade, Statement("PHONE-1", ends_on=today + timedelta(30)))
    client = client_of(trade.body, RoleName.CATEGORY_MANAGER)
    shown = words(client.get("/range/endings/"))
    assert (items["PHONE-1"].name in shown, items["PHONE-2"].name in shown) == (True, False)
    sent = {"successor": "PHONE-2", "sold_until": ""}
    to = client.post(f"/shop/items/{items['PHONE-1'].pk}/successor/", sent)
    assert to.status_code == 303
    to_decide, ends = words(client.get("/range/endings/")).split("What follows what", 1)
    assert (items["PHONE-1"].name in to_decide, items["PHONE-1"].name in ends) == (False, True)
    assert f"/shop/items/{items['PHONE-2'].pk}/" in ends
    unknown = {"successor": "NO-SUCH"}
    answer = client.post(f"/shop/items/{items['PHONE-1'].pk}/successor/", unknown)
    assert answer.status_code == 422


def test_the_list_finds_what_nothing_was_said_of_lately(trade, items):
    client = client_of(trade.supplier, RoleName.SALESPERSON)
    old = datetime.now(UTC) - timedelta(16)
    say(trade, Statement("PHONE-1", in_stock=10), now=datetime.now(UTC))
    say(trade, Statement("PHONE-2", in_stock=10), now=old)

    def shown(query):
        found = re.findall(r'<span class="second">([A-Z]+-\d)<', words(client.get(query)))
        return sorted(found)

    every = ["LAPTOP-1", "PHONE-1", "PHONE-2"]
    assert shown(f"/availability/?agreement={trade.agreement.pk}") == every
    assert shown("/availability/?said=old") == ["LAPTOP-1", "PHONE-2"]
    assert shown("/availability/?q=lap") == ["LAPTOP-1"]

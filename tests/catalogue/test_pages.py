"""The pages of the shop and of its catalogues."""

from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from browser_ground import a_client
from factories.agreements import a_runner
from factories.catalogue import (
    BETTER_PHONE,
    LAPTOP,
    PHONE,
    a_shelf,
    an_import,
    an_offered_catalogue,
    in_range,
    items_of,
    many_offers,
    priced,
)
from factories.parties import a_municipality, a_person, a_purchasing_body, an_account
from samkop.catalogue.pages.property_words import property_label
from samkop.catalogue.vocabulary import ImportTask
from samkop.parties.vocabulary import RoleName
from samkop.platform.jobs import run_job
from samkop.platform.models import JobRun
from samkop.platform.unit_of_work import reading
from samkop.site import wiring

pytestmark = pytest.mark.usefixtures("database", "pages")


@pytest.fixture
def employee(trade):
    return a_client(an_account(a_person(trade.buyer, RoleName.EMPLOYEE)))


@pytest.fixture
def runner(trade):
    return a_client(an_account(a_person(trade.body, RoleName.CATEGORY_MANAGER)))


def words(answer) -> str:
    assert answer.status_code == 200, answer.content[:3000]
    return answer.content.decode()


def test_the_joint_range_stands_before_the_rest_of_the_shelf(trade, employee):
    items = a_shelf(trade.agreement, runner=trade.runner)
    in_range(items["PHONE-2"], trade.runner)
    shown = words(employee.get("/shop/"))
    places = [
        shown.index(f"/shop/items/{items[n].pk}/") for n in ("PHONE-2", "PHONE-1", "LAPTOP-1")
    ]
    assert places == sorted(places)


def test_a_card_has_price_promise_footprint_and_support(trade, employee):
    a_shelf(trade.agreement, PHONE, runner=trade.runner)
    shown = words(employee.get("/shop/"))
    for expected in ("€400.00", "Delivered within 5 days", "kg CO₂e", "September\u00a02028"):
        assert expected in shown


def test_an_employee_can_order_from_the_card_and_a_supplier_cannot(trade, employee):
    item = a_shelf(trade.agreement, PHONE, runner=trade.runner)["PHONE-1"]
    assert f'name="item" value="{item.pk}"' in words(employee.get("/shop/"))
    seller = a_client(an_account(a_person(trade.supplier, RoleName.SALESPERSON)))
    assert 'name="item"' not in words(seller.get("/shop/"))


def test_filters_in_the_address_narrow_the_shelf(trade, employee):
    items = a_shelf(trade.agreement, runner=trade.runner)
    shown = words(employee.get("/shop/", {"category": "laptop"}))
    assert f"/shop/items/{items['LAPTOP-1'].pk}/" in shown
    assert f"/shop/items/{items['PHONE-1'].pk}/" not in shown


@pytest.mark.parametrize(
    "address",
    [
        "?q=%FF&category=x&price=99&price=x&manufacturer=%FF&range=1&sort=no&after=no",
        "?q=100%25_%5C&sort=-price&after=WyJ4IiwgMV0=",
        "?after=WyJhIiwgOTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OV0=",
        "?q=" + "a " * 150,
    ],
)
def test_an_address_that_makes_no_sense_shows_a_shelf(trade, employee, address):
    a_shelf(trade.agreement, runner=trade.runner)
    words(employee.get(f"/shop/{address}"))


def test_an_organisation_without_agreements_is_told_what_to_do():
    stranger = a_client(an_account(a_person(a_municipality(), RoleName.EMPLOYEE)))
    assert "No shelf is open" in words(stranger.get("/shop/"))


def test_the_items_page_shows_how_its_price_comes_about(trade, employee):
    item = a_shelf(trade.agreement, PHONE, runner=trade.runner)["PHONE-1"]
    shown = words(employee.get(f"/shop/items/{item.pk}/"))
    for expected in ("List price", "€400.00", "ordered 10 more", "Boavizta", "endoflife.date"):
        assert expected in shown
    assert shown.count("<h1") == 1


def test_an_item_that_left_names_its_successor_and_cannot_be_ordered(trade, employee):
    item = a_shelf(trade.agreement, PHONE, runner=trade.runner)["PHONE-1"]
    newer = replace(BETTER_PHONE, replaces="PHONE-1")
    an_import(trade.agreement, an_offered_catalogue(newer, replaces_all=True), trade.runner)
    shown = words(employee.get(f"/shop/items/{item.pk}/"))
    assert f"/shop/items/{items_of(trade.agreement)['PHONE-2'].pk}/" in shown
    assert 'name="item"' not in shown


def test_an_item_of_somebody_elses_agreement_is_not_there(trade):
    item = a_shelf(trade.agreement, PHONE, runner=trade.runner)["PHONE-1"]
    stranger = a_client(an_account(a_person(a_municipality(), RoleName.EMPLOYEE)))
    assert stranger.get(f"/shop/items/{item.pk}/").status_code == 404


def test_a_buyer_takes_an_item_into_the_joint_range_and_out_again(trade, runner):
    item = a_shelf(trade.agreement, PHONE, runner=trade.runner)["PHONE-1"]
    address = f"/shop/items/{item.pk}/"
    assert runner.post(f"{address}range/").status_code == 303
    assert f"{address}range/end/" in words(runner.get(address))
    assert runner.post(f"{address}range/end/").status_code == 303


def test_an_employee_may_not_choose_the_joint_range_nor_see_imports(trade, employee):
    item = a_shelf(trade.agreement, PHONE, runner=trade.runner)["PHONE-1"]
    assert employee.post(f"/shop/items/{item.pk}/range/").status_code == 403
    assert employee.get("/catalogues/").status_code == 403


@pytest.mark.parametrize("sort", ["name", "price", "-price"])
def test_the_next_page_goes_on_where_this_one_ended(trade, employee, sort):
    offers = many_offers(120)
    priced(trade.agreement, offers, trade.runner)
    a_shelf(trade.agreement, *offers, runner=trade.runner)
    seen, address = [], f"/shop/?sort={sort}"
    while address:
        shown = words(employee.get(address))
        assert "Items found: 120" in shown
        seen += re.findall(r'name="item" value="(\d+)"', shown)
        following = re.search(r'rel="next" href="([^"]+)"', shown)
        address = "/shop/" + html.unescape(following[1]) if following else ""
    assert len(seen) == len(set(seen)) == 120


def test_the_shop_asks_the_database_as_often_for_one_item_as_for_thirty(trade, employee):
    counts = []
    for many in (1, 30):
        offers = many_offers(many)
        priced(trade.agreement, offers, trade.runner)
        an_import(trade.agreement, an_offered_catalogue(*offers), trade.runner)
        with CaptureQueriesContext(connection) as queries:
            words(employee.get("/shop/"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def uploaded(runner, trade, content: bytes, name: str = "list.csv", **fields) -> str:
    """Uploads a file and lets its dry run run; gives the file's address."""
    answer = runner.post(
        "/catalogues/upload/",
        {"agreement": trade.agreement.pk, "file": SimpleUploadedFile(name, content), **fields},
    )
    assert answer.status_code == 303, answer.content[:3000]
    run_jobs(trade)
    return answer["Location"]


def run_jobs(trade) -> None:
    """Runs what waits, as the worker does."""
    wiring.connect()
    with reading(a_runner(trade.body)):
        waiting = list(JobRun.objects.filter(party_id=trade.body.pk, ended_at=None).order_by("id"))
    for run in waiting:
        run_job(run.pk, run.party_id)


SHEET = (
    "Artikelnummer;Benämning;Tillverkare;Pris;Kategori;Leveranstid\n"
    "PHONE-1;Fairphone 4 128 GB;Fairphone;400,00;telefon;5\n"
    "PHONE-2;iPhone 14;Apple;800,00;telefon;3\n"
    "LAPTOP-1;ThinkPad E14;Lenovo;1 100,00;bärbar;x\n"
)


def last_run(trade, task: str) -> JobRun:
    with reading(trade.runner):
        return JobRun.objects.filter(party_id=trade.body.pk, task=task).latest("id")


def counts_of(trade, task: str) -> dict[str, int]:
    result = last_run(trade, task).result
    return {name: result[name] for name in ("added", "changed", "refused")}


def test_a_file_is_checked_first_and_its_faults_can_be_taken_along(trade, runner):
    address = uploaded(runner, trade, SHEET.encode())
    assert counts_of(trade, ImportTask.CHECK) == {"added": 1, "changed": 0, "refused": 2}
    assert f"{address}import/" in words(runner.get(address))
    assert items_of(trade.agreement, trade.runner) == {}
    told = runner.get(f"{address}faults.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(told), delimiter=";"))
    assert [(row[0], row[1]) for row in rows[1:]] == [("3", "Pris"), ("4", "Leveranstid")]


def test_a_checked_file_is_imported_by_a_job_and_its_result_shown(trade, runner):
    address = uploaded(runner, trade, SHEET.encode(), replaces_all="on")
    assert runner.post(f"{address}import/").status_code == 303
    run_jobs(trade)
    result = last_run(trade, ImportTask.IMPORT).result
    assert (result["items"], result["refused"]) == (1, 2)
    result_page = f"/catalogues/{result['catalogue_id']}/"
    assert result_page in words(runner.get(address))
    assert "799.00" in words(runner.get(result_page))
    items = items_of(trade.agreement, trade.runner)
    assert {n: i.list_price_cents for n, i in items.items()} == {"PHONE-1": 40_000}


def test_asked_twice_a_file_is_imported_once(trade, runner):
    address = uploaded(runner, trade, SHEET.encode())
    for _again in range(2):
        assert runner.post(f"{address}import/").status_code == 303
    with reading(trade.runner):
        runs = JobRun.objects.filter(party_id=trade.body.pk, task=ImportTask.IMPORT)
        assert runs.count() == 1


def test_a_stopped_job_writes_nothing_and_may_be_asked_for_again(trade, runner):
    address = uploaded(runner, trade, SHEET.encode())
    runner.post(f"{address}import/")
    assert runner.post(f"{address}stop/").status_code == 303
    run_jobs(trade)
    assert last_run(trade, ImportTask.IMPORT).state == JobRun.State.CANCELLED
    assert items_of(trade.agreement, trade.runner) == {}
    runner.post(f"{address}import/")
    run_jobs(trade)
    assert last_run(trade, ImportTask.IMPORT).state == JobRun.State.DONE
    assert f"{address}import/" not in words(runner.get(address))


def test_a_file_that_is_no_catalogue_says_so_and_cannot_be_imported(trade, runner):
    address = uploaded(runner, trade, b"<html/>", name="page.xml")
    assert last_run(trade, ImportTask.CHECK).result["faults"] != []
    shown = words(runner.get(address))
    assert f"{address}faults.csv" in shown
    assert f"{address}import/" not in shown


def test_an_empty_file_is_refused_at_its_field(trade, runner):
    sent = {"agreement": trade.agreement.pk, "file": SimpleUploadedFile("empty.csv", b" ")}
    answer = runner.post("/catalogues/upload/", sent)
    assert answer.status_code == 422
    assert re.findall(r'href="#id_(\w+)"', answer.content.decode()) == ["file"]


def test_a_form_without_a_file_comes_back_with_what_is_missing(trade, runner):
    answer = runner.post("/catalogues/upload/", {"agreement": trade.agreement.pk})
    assert answer.status_code == 422
    assert re.findall(r'href="#id_(\w+)"', answer.content.decode()) == ["file"]


def test_another_bodys_file_is_not_there(trade, runner):
    address = uploaded(runner, trade, SHEET.encode())
    other = a_client(an_account(a_person(a_purchasing_body(), RoleName.CATEGORY_MANAGER)))
    for path, method in ((address, "get"), (f"{address}faults.csv", "get"),
                         (f"{address}import/", "post"), (f"{address}stop/", "post")):  # fmt: skip
        assert getattr(other, method)(path).status_code == 404


def test_an_item_offered_below_the_agreements_list_costs_what_it_is_offered_for(trade, employee):
    cheaper = replace(LAPTOP, price=Decimal("1000.00"))
    item = a_shelf(trade.agreement, cheaper, runner=trade.runner)["LAPTOP-1"]
    shown = words(employee.get(f"/shop/items/{item.pk}/"))
    assert "€1,000.00" in shown
    assert "−€100.00" in shown


@pytest.mark.parametrize(
    ("content", "name", "states"),
    [
        (SHEET.encode(), "sheet.csv", ["done", "done", "current"]),
        (b"<Catalogue><broken", "broken.xml", ["done", "refused", "todo"]),
        (SHEET.splitlines()[0].encode() + b"\nP;A;B;dear", "none.csv", ["done", "refused", "todo"]),
    ],
)
def test_a_file_of_which_nothing_can_be_taken_is_not_shown_as_checked_well(
    trade, runner, content, name, states
):
    shown = words(runner.get(uploaded(runner, trade, content, name=name)))
    assert re.findall(r'class="step step-(\w+)"', shown) == states
    assert ("tile-value" in shown) == (name != "broken.xml")


def test_known_properties_are_named_in_the_readers_language():
    with translation.override("sv"):
        names = ["storage", "Operating system", "Färg"]
        assert [property_label(name) for name in names] == ["Lagring", "Operativsystem", "Färg"]

"""The register of imports: every file, who sent it, when, and what became of it."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections

from browser_ground import a_client, pages, queries_of  # noqa: F401
from factories.agreements import a_runner, an_agreement
from factories.catalogue import an_import, an_offered_catalogue
from factories.import_files import an_import_file
from factories.order_files import a_sheet, an_order_file
from factories.ordering import NOW, PHONE, a_buyer, a_market, an_agreement_for
from factories.parties import (
    OPERATOR,
    a_municipality,
    a_person,
    a_purchasing_body,
    a_supplier,
    an_account,
    an_actor,
)
from samkop.agreements.usecases.price_file import apply_price_file, upload_price_file
from samkop.ordering.usecases.import_file import import_file, import_uploaded_file
from samkop.ordering.usecases.order_file import order_by_file
from samkop.parties.models import Person
from samkop.parties.usecases.people_import import (
    import_people,
    import_people_file,
    upload_people_file,
)
from samkop.parties.vocabulary import RoleName
from samkop.platform.models import ImportRecord
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
CENTRES = "code;name\n9001;Skolor\n9002;Vård\n".encode()


@pytest.fixture
def buyer(database):
    return a_buyer()


def register(actor):
    with reading(actor):
        rows = ImportRecord.objects.filter(party_id=actor.party_id).order_by("id")
        return [(one.kind, one.file_name, one.state, one.rows, one.fault_count) for one in rows]


def client_of(party, *roles):
    return a_client(an_account(a_person(party, *roles)))


def test_a_file_waits_is_replaced_by_the_next_and_is_imported(buyer):
    an_import_file(buyer, "cost-centres", b"code;name\n1;x\n", name="first.csv")
    file = an_import_file(buyer, "cost-centres", CENTRES, name="second.csv")
    an_import_file(buyer, "budgets", b"cost_centre;year;amount\n", name="budget.csv")
    assert register(buyer.finance) == [
        ("cost-centres", "first.csv", "replaced", None, 0),
        ("cost-centres", "second.csv", "waiting", None, 0),
        ("budgets", "budget.csv", "waiting", None, 0),
    ]
    perform(buyer.finance, import_uploaded_file, now=NOW, file_id=file.pk)
    assert register(buyer.finance)[1] == ("cost-centres", "second.csv", "imported", 2, 0)


def test_a_file_that_was_never_uploaded_is_there_too_and_a_refused_one_is_not(buyer):
    given = {"party_id": buyer.party.pk, "kind": "cost-centres", "name": "nightly.csv"}
    perform(buyer.finance, import_file, now=NOW, content=CENTRES, **given)
    with pytest.raises(Refused):
        perform(buyer.finance, import_file, now=NOW, content=b"no;such\n1;2\n", **given)
    assert register(buyer.finance) == [("cost-centres", "nightly.csv", "imported", 2, 0)]


def test_people_and_orders_by_file_are_in_the_same_list():
    market = a_market(budget_cents=10**9)
    buyer = market.buyers[0]
    administrator = an_actor(buyer.party, RoleName.ADMINISTRATOR)
    people = perform(
        administrator, upload_people_file, now=NOW, party_id=buyer.party.pk, name="folk.csv",
        content=b"name;email\nAda;ada.register@example.org\n",
    )  # fmt: skip
    perform(administrator, import_people_file, now=NOW, file_id=people.pk)
    file = an_order_file(buyer, a_sheet((PHONE, 2), ("NO-SUCH", 1)), name="klass.csv")
    perform(buyer.employee, order_by_file, now=NOW, file_id=file.pk, leave_out=1)
    assert register(administrator) == [
        ("people", "folk.csv", "imported", 1, 0), ("order", "klass.csv", "imported", 1, 1),
    ]  # fmt: skip
    client = client_of(buyer.party, RoleName.ADMINISTRATOR)
    shown = client.get("/administration/imports/").content.decode()
    address = re.search(r'href="(/administration/imports/\d+/faults.csv)"', shown)[1]
    lines = client.get(address).content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[:3] for line in lines] == [
        ["Row", "Column", "Code"], ["3", "item", "item-unknown"],
    ]  # fmt: skip


def a_price_list(agreement, *rows):
    return {
        "agreement_id": agreement.pk, "kind": "list-prices", "name": f"{agreement.number}.csv",
        "content": "\n".join(["item,price_group,price", *rows]).encode(),
    }  # fmt: skip


def test_price_files_wait_one_an_agreement_and_are_told_apart_by_it():
    market = a_market()
    runner = market.category_manager
    more = an_agreement_for(runner, market.supplier, market.buyers, 10**7, {PHONE: 300_00}, {})
    agreements = market.agreement, more
    row = f"{PHONE},{PHONE},300.00"
    files = [perform(runner, upload_price_file, **a_price_list(one, row)) for one in agreements]
    again = perform(runner, upload_price_file, **a_price_list(more, row, row))
    assert [state for _kind, _name, state, *_ in register(runner)] == [
        "waiting", "replaced", "waiting"
    ]  # fmt: skip
    perform(runner, apply_price_file, file_id=files[0].pk)
    names = [one.number + ".csv" for one in agreements]
    assert register(runner) == [
        ("list-prices", names[0], "imported", 1, 0),
        ("list-prices", names[1], "replaced", None, 0),
        ("list-prices", names[1], "waiting", None, 0),
    ]
    client = client_of(market.purchasing_body, RoleName.CATEGORY_MANAGER)
    shown = client.get("/administration/imports/?kind=list-prices").content.decode()
    assert f"/agreements/{market.agreement.pk}/prices/" in shown
    assert f"/price-files/{again.pk}/" not in shown  # a colleague's, that waits


def test_a_suppliers_report_by_file_is_in_the_senders_register():
    market = a_market()
    client = client_of(market.supplier, RoleName.SALESPERSON)
    file = f"buyer;order;date;amount;fee\n{market.buyers[0].party.identifier};O-1;2026-01-31;1;0\n"
    sent = client.post(
        f"/agreements/{market.agreement.pk}/reports/send/",
        {
            "first_day": "2026-01-01", "last_day": "2026-01-31",
            "file": SimpleUploadedFile("q1.csv", file.encode()),
        },
    )  # fmt: skip
    assert sent.status_code == 303
    assert register(market.salesperson) == [("supplier-report", "q1.csv", "imported", 1, 0)]
    shown = client.get("/administration/imports/").content.decode()
    assert f'href="{sent["Location"]}"' in shown
    assert register(market.category_manager) == []


def test_the_operator_takes_in_a_file_for_an_organisation_and_acts_for_none(buyer):
    content = b"name;email\nEva;eva.register@example.org\n"
    perform(
        OPERATOR, import_people, now=NOW, party_id=buyer.party.pk, name="all.csv", content=content
    )
    assert register(buyer.finance) == [("people", "all.csv", "imported", 1, 0)]


def test_what_has_ended_stays_as_it_ended(buyer):
    given = {"party_id": buyer.party.pk, "kind": "cost-centres", "name": "x.csv"}
    perform(buyer.finance, import_file, now=NOW, content=CENTRES, **given)
    with connections["owner"].cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute(
            "UPDATE platform_importrecord SET state = 'waiting', ended_at = NULL"
            " WHERE party_id = %s", [buyer.party.pk],
        )  # fmt: skip


def test_a_neighbour_sees_neither_the_file_nor_its_faults(buyer):
    an_import_file(buyer, "cost-centres", CENTRES, name="hemlig.csv")
    [record] = ids(buyer)
    neighbour = client_of(a_buyer().party, RoleName.ADMINISTRATOR)
    assert "hemlig.csv" not in neighbour.get("/administration/imports/").content.decode()
    assert neighbour.get(f"/administration/imports/{record}/faults.csv").status_code == 404
    employee = client_of(buyer.party, RoleName.EMPLOYEE)
    assert employee.get("/administration/imports/").status_code == 403


def test_only_who_uploaded_a_file_is_led_to_it_while_it_waits(buyer):
    file = an_import_file(buyer, "cost-centres", CENTRES, name="mine.csv")
    link = f'href="/import-files/{file.pk}/"'
    with reading(buyer.finance):
        person = Person.objects.get(id=buyer.finance.person_id)
    me = a_client(an_account(person))
    assert link in me.get("/administration/imports/").content.decode()
    other = client_of(buyer.party, RoleName.ADMINISTRATOR)
    assert link not in other.get("/administration/imports/").content.decode()


def test_the_list_needs_the_same_queries_for_1_and_30_files(buyer):
    client = client_of(buyer.party, RoleName.ADMINISTRATOR)
    given = {"party_id": buyer.party.pk, "kind": "cost-centres"}
    taken = []
    for number in range(30):
        content = f"code;name\n{number};x\n".encode()
        perform(buyer.finance, import_file, now=NOW, content=content, name=f"{number}", **given)
        if number in {0, 29}:
            taken.append(queries_of(client, "/administration/imports/")[0])
    assert taken == [9, 9]


def ids(buyer):
    with reading(buyer.finance):
        return list(ImportRecord.objects.values_list("id", flat=True))


def test_an_imported_catalogue_leads_buyers_to_its_page_and_others_nowhere():
    body = a_purchasing_body()
    agreement = an_agreement(body, a_supplier(), [a_municipality()], runner=a_runner(body))
    made = an_import(agreement, an_offered_catalogue(number="BROUGHT"))
    link = f'href="/catalogues/{made.pk}/"'
    buyer, administrator = (
        client_of(body, role).get("/administration/imports/").content.decode()
        for role in (RoleName.BUYER, RoleName.ADMINISTRATOR)
    )
    assert (buyer.count(link), administrator.count(link)) == (1, 0)
    above = '<li><a href="/administration/">'
    assert (buyer.count(above), administrator.count(above)) == (0, 1)
    assert "BROUGHT" in administrator

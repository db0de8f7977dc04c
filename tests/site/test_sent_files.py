"""Files that programs send in: taken by a job, all rows or none, faults row by row."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from api_ground import Caller, a_token, caller
from browser_ground import a_client, pages  # noqa: F401
from factories.fleet_register import NOW, a_keeper, registered
from factories.order_files import a_sheet
from factories.ordering import PHONE, a_market
from factories.parties import OPERATOR, a_person, acting, an_account, an_actor
from factories.registers import a_device, a_register
from samkop.agreements.models import ListPrice
from samkop.catalogue.models import CatalogueItem
from samkop.fleet.models import Asset, EnrolmentRecord, SupportRelease
from samkop.fleet.usecases.device_returns import hand_in
from samkop.ordering.models import Requisition
from samkop.parties.models import CostCentre, ImportFile, Membership, Party, Person
from samkop.parties.usecases.accounts import open_account
from samkop.platform.jobs import run_job
from samkop.platform.models import Account, AuditEntry, ImportRecord, JobRun
from samkop.platform.records import change
from samkop.platform.tokens import SCOPES
from samkop.platform.unit_of_work import perform, reading
from samkop.site import wiring
from samkop.site.sent_files_api import FileKind
from samkop.site.sent_kinds import KINDS

pytestmark = pytest.mark.usefixtures("database", "pages", "jobs")
CENTRES = "code;name\n9001;Skolor\n9002;Vård\n"
FAULTY = "code;name;active\n;Skolor;\n9002;Vård;maybe\n"


class Sender(Caller):
    """A program that sends files in and lets their jobs run."""

    def __init__(self, actor, scopes=tuple(SCOPES)):
        super().__init__(a_token(actor, scopes=scopes)[0])
        self.actor = actor
        # Whoever has a token can sign in, too.
        if not Account.objects.filter(person_id=actor.person_id).exists():
            perform(OPERATOR, open_account, person_id=actor.person_id, password=None)

    def send(self, kind, content, key="k", name="x.csv", **given):
        sent = {"kind": kind, "file": SimpleUploadedFile(name, content.encode()), **given}
        headers = {**self.headers, "idempotency-key": key}
        return self.client.post("/api/v1/imports", sent, headers=headers)

    def run(self, answer):
        """Let the job run, and read what became of the file."""
        assert answer.status_code == 202, answer.content
        run_job(answer.json()["id"], self.actor.party_id)
        return self.get(f"/imports/{answer.json()['id']}").json()

    def taken(self, kind, content, **given):
        return self.run(self.send(kind, content, **given))


@pytest.fixture(scope="module")
def jobs():
    """The jobs are known by name, as in the worker."""
    wiring.connect()


@pytest.fixture(scope="module")
def market(database):
    return a_market(budget_cents=10**8, approval_limit_cents=10**8)


@pytest.fixture
def finance(market):
    return Sender(market.buyers[0].finance)


def waiting_files(actor):
    with reading(actor):
        return ImportFile.objects.filter(party_id=actor.party_id).count()


def centres_of(actor):
    with reading(actor):
        found = CostCentre.objects.filter(party_id=actor.party_id, code__regex="^[0-9]{4}$")
        return dict(found.values_list("code", "name"))


def test_a_file_is_accepted_with_the_address_of_its_job_and_taken_by_it(market):
    buyer = a_market().buyers[0]
    program = Sender(buyer.finance)
    answer = program.send("cost-centres", CENTRES, name="ledger.csv")
    accepted = answer.json()
    assert (answer.status_code, answer["Location"], accepted["href"]) == (
        202, f"/api/v1/imports/{accepted['id']}", answer["Location"],
    )  # fmt: skip
    assert (accepted["state"], accepted["imported"], centres_of(buyer.finance)) == (
        "waiting", False, {},
    )  # fmt: skip
    done = program.run(answer)
    assert (done["state"], done["imported"], done["done"], done["total"]) == ("done", True, 2, 2)
    assert done["counts"] == {"rows": 2, "new": 2, "changed": 0, "unchanged": 0}
    assert (done["fault_count"], done["faults"], done["code"]) == (0, [], "")
    assert centres_of(buyer.finance) == {"9001": "Skolor", "9002": "Vård"}
    assert waiting_files(buyer.finance) == 0
    with reading(buyer.finance):
        record = ImportRecord.objects.get()
        entry = AuditEntry.objects.filter(operation__endswith="take_sent_file").get()
    assert (record.kind, record.file_name, record.rows) == ("cost-centres", "ledger.csv", 2)
    assert entry.actor == f"person:{buyer.finance.person_id}"


def test_each_kind_of_file_is_in_the_description_of_the_api_and_the_jobs_list_shows_it(finance):
    assert {str(kind) for kind in FileKind} == set(KINDS)
    finance.taken("cost-centres", "code;name\n9700;x\n", key="listed")
    with reading(finance.actor):
        party = Party.objects.get(id=finance.actor.party_id)
    client = a_client(an_account(a_person(party, "administrator")))
    shown = client.get("/administration/jobs/").content.decode()
    assert ("Import of a file sent in by a program" in shown, "Rows: 1" in shown) == (True, True)


def test_the_faults_are_told_row_by_row_and_nothing_is_written(finance):
    found = finance.taken("cost-centres", FAULTY, key="faulty")
    assert (found["state"], found["imported"], found["code"]) == ("failed", False, "file-faulty")
    faults = [(one["row"], one["column"], one["code"]) for one in found["faults"]]
    assert faults == [(2, "code", "code-missing"), (3, "active", "yes-or-no")]
    assert "maybe" in found["faults"][1]["sentence"]
    assert (found["fault_count"], found["sentence"] != "") == (2, True)
    assert "9002" not in centres_of(finance.actor)
    assert waiting_files(finance.actor) == 0


def test_a_dry_run_says_what_the_file_would_do_and_writes_nothing(finance):
    found = finance.taken("cost-centres", "code;name\n9100;x\n", key="dry", dry_run="true")
    assert (found["state"], found["imported"], found["counts"]["new"]) == ("done", False, 1)
    assert "9100" not in centres_of(finance.actor)
    assert waiting_files(finance.actor) == 0


def test_the_same_key_is_the_same_job_and_another_file_under_it_is_refused(finance):
    first = finance.send("cost-centres", CENTRES, key="once")
    again = finance.send("cost-centres", CENTRES, key="once")
    assert (first.json()["id"], again.status_code) == (again.json()["id"], 202)
    other = finance.send("cost-centres", FAULTY, key="once")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    finance.run(first)
    assert finance.send("cost-centres", CENTRES, key="once").json()["state"] == "done"


def test_a_job_that_is_run_again_after_a_crash_has_taken_the_file_once(finance):
    answer = finance.send("cost-centres", "code;name\n9200;x\n", key="crash")
    first = finance.run(answer)

    def forget(*, actor, now):
        run = JobRun.objects.filter(id=answer.json()["id"])
        run.update(state="running", ended_at=None, result={})

    perform(finance.actor, forget)
    again = finance.run(answer)
    assert (first["counts"]["new"], again["state"], again["counts"]) == (
        1, "done", first["counts"],
    )  # fmt: skip


def test_headings_of_ones_own_are_named_with_the_file(finance):
    content = "Nr;Benämning;Datum\n9300;Skolor;x\n"
    named = json.dumps({"Nr": "code", "Benämning": "name", "Datum": ""})
    found = finance.taken("cost-centres", content, key="named", columns=named)
    assert (found["state"], centres_of(finance.actor)["9300"]) == ("done", "Skolor")
    for columns, code in (("[]", "columns-unreadable"), ("{", "columns-unreadable"),
                          ('{"Nr": "colour"}', "column-unknown")):  # fmt: skip
        answer = finance.send("cost-centres", content, key=columns, columns=columns)
        assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_two_files_of_a_kind_wait_beside_each_other_and_beside_one_on_the_page(finance):
    first = finance.send("cost-centres", "code;name\n9401;x\n", key="a")
    second = finance.send("cost-centres", "code;name\n9402;x\n", key="b")
    for answer in (first, second):
        assert finance.run(answer)["counts"]["new"] == 1
    assert {"9401", "9402"} <= set(centres_of(finance.actor))


def test_a_stopped_file_is_not_taken(finance):
    answer = finance.send("cost-centres", "code;name\n9500;x\n", key="stop")
    stopped = finance.post(f"/imports/{answer.json()['id']}/stop", key="stop-it")
    assert stopped.status_code == 200
    found = finance.run(answer)
    assert (found["state"], found["imported"]) == ("cancelled", False)
    assert "9500" not in centres_of(finance.actor)
    assert waiting_files(finance.actor) == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [("", "file-unreadable"), ("PK\x03\x04", "file-unreadable")],
)
def test_what_is_no_table_is_not_accepted(finance, content, code):
    answer = finance.send("cost-centres", content, key=f"none-{len(content)}")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_without_the_scope_of_its_kind_or_the_role_nothing_is_accepted(market):
    buyer = market.buyers[0]
    narrow = Sender(buyer.finance, scopes=("imports:write", "orders:write"))
    assert narrow.send("cost-centres", CENTRES).json()["code"] == "not-allowed"
    other = Sender(buyer.finance, scopes=("approvals:write",))
    assert other.send("cost-centres", CENTRES).json()["code"] == "not-allowed"
    employee = Sender(buyer.employee)
    assert employee.send("people", "name;email\nEva;e@example.org\n").status_code == 403


def test_a_neighbour_and_a_colleague_do_not_see_the_file(finance, market):
    answer = finance.send("cost-centres", CENTRES, key="seen")
    address = f"/imports/{answer.json()['id']}"
    assert caller(a_market().buyers[0].finance, scopes=SCOPES).get(address).status_code == 404
    assert caller(market.buyers[0].employee, scopes=SCOPES).get(address).status_code == 404
    administrator = an_actor(market.buyers[0].party, "administrator")
    assert caller(administrator, scopes=SCOPES).get(address).status_code == 200


def test_who_has_left_when_the_job_runs_imports_nothing(market):
    party = market.buyers[0].party
    person = a_person(party, "finance-clerk")
    program = Sender(acting(person, party))
    answer = program.send("cost-centres", "code;name\n9600;x\n")

    def leave(*, actor, now):
        yesterday = timezone.now().date() - timedelta(days=2)
        change(Membership.objects.get(person=person, party=party), valid_until=yesterday)

    perform(OPERATOR, leave)
    run_job(answer.json()["id"], party.pk)
    with reading(market.buyers[0].finance):
        run = JobRun.objects.get(id=answer.json()["id"])
    assert (run.state, run.result["code"]) == ("failed", "not-allowed")
    assert "9600" not in centres_of(market.buyers[0].finance)


def test_whose_account_is_closed_when_the_job_runs_imports_nothing(market):
    party = market.buyers[0].party
    person = a_person(party, "finance-clerk")
    answer = Sender(acting(person, party)).send("cost-centres", "code;name\n9777;x\n")
    Account.objects.filter(person_id=person.pk).update(is_active=False)
    run_job(answer.json()["id"], party.pk)
    with reading(market.buyers[0].finance):
        run = JobRun.objects.get(id=answer.json()["id"])
    assert (run.state, run.result["code"]) == ("failed", "not-allowed")
    assert "9777" not in centres_of(market.buyers[0].finance)


def test_people_come_in_with_accounts(market):
    administrator = an_actor(market.buyers[0].party, "administrator")
    content = "name;email\nEva;eva.program@example.org\nEvy;evy.program@example.org\n"
    found = Sender(administrator).taken("people", content)
    assert (found["counts"]["new"], found["counts"]["accounts"]) == (2, 2)
    with reading(administrator):
        assert Person.objects.filter(email__endswith=".program@example.org").count() == 2


def test_a_price_list_goes_to_the_agreement_that_is_named(market):
    program = Sender(market.category_manager)
    content = f"item;price_group;price\n{PHONE};{PHONE};250,00\n"
    nowhere = program.send("list-prices", content, key="nowhere")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "not-found")
    found = program.taken(
        "list-prices", content, key="prices", agreement_id=str(market.agreement.pk)
    )
    assert (found["state"], found["counts"]["changed"]) == ("done", 1)
    with reading(market.category_manager):
        newest = ListPrice.objects.filter(agreement=market.agreement).order_by("-id").first()
    assert (newest.seller_item_id, newest.net_price_cents) == (PHONE, 250_00)


def test_an_order_is_sent_in_without_its_faulty_rows_only_when_that_is_said():
    market = a_market(budget_cents=10**8, approval_limit_cents=10**8)
    buyer = market.buyers[0]
    program = Sender(buyer.employee)
    content = a_sheet((PHONE, 25, "", "", "", "5B"), ("NO-SUCH", 1)).decode()
    given = {"cost_centre": buyer.cost_centre.code, "delivery_location": buyer.site.code}
    nowhere = program.send("order", content, key="nowhere")
    assert (nowhere.status_code, nowhere.json()["code"]) == (422, "cost-centre-unknown")
    refused = program.taken("order", content, key="whole", **given)
    assert (refused["state"], [one["code"] for one in refused["faults"]]) == (
        "failed", ["item-unknown"],
    )  # fmt: skip
    taken = program.taken("order", content, key="part", leave_out="true", **given)
    assert taken["counts"] == {"rows": 2, "new": 1, "left_out": 1, "requisitions": 1}
    assert [(one["row"], one["code"]) for one in taken["faults"]] == [(3, "item-unknown")]
    with reading(buyer.manager):
        [requisition] = Requisition.objects.all()
        record = ImportRecord.objects.get()
    assert (requisition.total_cents, record.fault_count) == (25 * 300_00, 1)
    headings = program.taken("order", "Vara\nX\n", key="head", leave_out="true", **given)
    assert (headings["state"], headings["faults"][0]["code"]) == ("failed", "column-unknown")


def test_a_catalogue_goes_onto_the_shelf_without_its_faulty_rows_only_when_that_is_said():
    market = a_market()
    program = Sender(market.category_manager)
    content = (
        "item number,name,category,price,currency\n"
        f"{PHONE},A better phone,phone,300.00,EUR\nNEW-1,,nonsense,1,EUR\n"
    )
    given = {"agreement_id": str(market.agreement.pk)}
    refused = program.taken("catalogue", content, key="c1", **given)
    assert (refused["state"], refused["code"]) == ("failed", "file-faulty")
    taken = program.taken("catalogue", content, key="c2", leave_out="true", **given)
    assert (taken["state"], taken["imported"], taken["sentence"]) == ("done", True, "")
    assert (taken["counts"]["left_out"], taken["fault_count"] > 0) == (1, True)
    with reading(market.category_manager):
        item = CatalogueItem.objects.get(agreement=market.agreement, seller_item_id=PHONE)
    assert item.name == "A better phone"


@pytest.fixture(scope="module")
def keeper(database):
    return a_keeper()


def test_a_register_of_devices_comes_in_whole_and_is_the_same_when_sent_again(keeper):
    program = Sender(keeper.manager)
    content = a_register([a_device(1), a_device(2)]).decode()
    first = program.taken("fleet", content, key="f1")
    again = program.taken("fleet", content, key="f2")
    assert [(one["counts"]["new"], one["counts"]["unchanged"]) for one in (first, again)] == [
        (2, 0), (0, 2),
    ]  # fmt: skip
    wrong = program.taken("fleet", a_register([a_device(3, state="melted")]).decode(), key="f3")
    assert [(one["row"], one["column"]) for one in wrong["faults"]] == [(2, "state")]
    named = json.dumps({"Tavara": "asset_number"})
    other = a_register([a_device(9)]).decode().replace("asset_number", "Tavara")
    assert program.taken("fleet", other, key="f4", columns=named)["counts"]["new"] == 1
    with reading(keeper.manager):
        known = Asset.objects.filter(asset_number__regex="^A00000[0-9]$")
        assert sorted(one.asset_number for one in known) == ["A000001", "A000002", "A000009"]


def test_makers_support_is_sent_in_by_a_security_officer_not_by_an_installer(keeper):
    content = "Maker;Model;Support ends\nSamsung;Galaxy A54;2026-08-31\n"
    officer = Sender(an_actor(keeper.party, "security-officer"))
    assert officer.taken("support", content)["counts"]["new"] == 1
    assert officer.send("support", content, key="c", columns='{"Maker": "x"}').status_code == 422
    assert Sender(keeper.installer).send("support", content).status_code == 403
    with reading(keeper.manager):
        assert SupportRelease.objects.filter(publisher=keeper.party).count() == 1


def test_a_programmes_list_is_sent_in_with_the_programmes_name(keeper):
    program = Sender(keeper.manager)
    content = "Serial Number;Group tag\nA1;school\nA2;school\n"
    nameless = program.send("enrolment", content, key="e1")
    assert (nameless.status_code, nameless.json()["code"]) == (422, "programme-unknown")
    given = {"programme": "windows-autopilot"}
    assert program.taken("enrolment", content, key="e2", **given)["counts"]["new"] == 2
    shorter = program.taken("enrolment", "Serial Number\nA2\n", key="e3", **given)
    assert (shorter["counts"]["leaving"], shorter["counts"]["changed"]) == (1, 1)
    with reading(keeper.manager):
        assert EnrolmentRecord.objects.filter(owner=keeper.party).count() == 1


def test_an_erasers_report_clears_what_it_proves_once_it_is_said_to_leave_out_the_rest(keeper):
    (device,) = registered(keeper, state="in-use")
    perform(keeper.installer, hand_in, now=NOW, asset_ids=[device.pk], location_id=keeper.site.pk)
    program = Sender(keeper.installer)
    rest = "Purge;Eraser 7;Erased;2026-03-03 14:30"
    content = (
        "Serial number;Disk serial;Method;Software;Status;End time\n"
        f"{device.serial_number};D-1;{rest}\nSTRANGE;D-2;{rest}\n"
    )
    whole = program.taken("erasures", content, key="r1")
    assert (whole["code"], [one["code"] for one in whole["faults"]]) == (
        "file-faulty", ["not-back"],
    )  # fmt: skip
    taken = program.taken("erasures", content, key="r2", leave_out="true")
    assert taken["counts"] == {"rows": 2, "new": 1, "unchanged": 0, "left_out": 1, "cleared": 1}
    with reading(keeper.manager):
        assert Asset.objects.get(id=device.pk).state == "erased"

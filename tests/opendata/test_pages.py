"""Open data for everybody: pages, files and API without sign-in, and nothing that is hidden."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import jsonschema_rs
import pytest

from browser_ground import a_client
from core.ocds import official
from factories.open_data import decided, published_ids
from factories.ordering import LAPTOP, PHONE, a_market_made, approved
from factories.parties import a_person, an_account
from samkop.core.ocds import digest
from samkop.opendata.documents.files import AGREEMENTS, PURCHASES
from samkop.opendata.models import PublicationDecision
from samkop.opendata.vocabulary import Field
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import ANONYMOUS
from samkop.platform.unit_of_work import reading
from samkop.site import schemas
from samkop.site.exporting.open_data import export_open_data

pytestmark = pytest.mark.usefixtures("database", "pages")

PAGES = (
    "/open-data/", "/open-data/agreements/", "/open-data/tenders/", "/open-data/spending/",
    "/open-data/published/",
)  # fmt: skip
API = "/api/v1/open"


@pytest.fixture(scope="module")
def scene(database):
    market = a_market_made(buyers=2, centre="Hemlig skola", names={PHONE: "=Phone One"})
    one, two = market.buyers
    approved(market, one, PHONE, 3)
    approved(market, one, LAPTOP, 2)
    approved(market, two, LAPTOP, 1)
    decided(two.party, Field.ORDERS_TOTAL)
    ids = published_ids(market.agreement, market.purchasing_body, one.party)
    return market, ids


def text_of(response) -> str:
    assert response.status_code == 200
    return b"".join(response).decode()


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_everybody_reads_the_pages_in_three_languages(scene):
    client = a_client()
    for path in (*PAGES, f"/open-data/processes/{scene[1]['ocid']}/"):
        for language in ("sv", "fi", "en"):
            assert text_of(client.get(path, headers={"accept-language": language}))
    assert client.get("/open-data/processes/ocds-000000-none/").status_code == 404
    assert client.get("/open-data/decisions/").status_code == 302


def test_the_figures_of_the_pages_are_those_that_were_ordered(scene):
    market, ids = scene
    client = a_client()
    whole = client.get("/open-data/spending/", headers={"accept-language": "en"})
    assert whole.status_code == 200
    sums = [one.cents for _name, one in whole.context_data["by_buyer"]]
    assert sums == [2700_00, 900_00]
    assert [(one["name"], one["quantity"]) for one in whole.context_data["items"]] == [
        (market.items[LAPTOP].name, 2), ("=Phone One", 3),
    ]  # fmt: skip
    one = client.get("/open-data/spending/", {"buyer": market.buyers[1].party.pk, "year": 2026})
    assert [each.cents for _name, each in one.context_data["by_supplier"]] == [900_00]
    assert (
        client.get("/open-data/spending/", {"year": "x", "buyer": "9"}).context_data["year"] is None
    )
    process = client.get(f"/open-data/processes/{ids['ocid']}/")
    assert [release.kind for release in process.context_data["releases"]] == ["orders", "agreement"]


def test_the_csv_says_what_from_whom_at_which_price_by_buyer_and_month(scene):
    market, _ids = scene
    text = text_of(a_client().get("/open-data/purchases.csv"))
    assert tuple(text.splitlines()[0].split(",")) == PURCHASES
    rows = rows_of(text)
    assert [(row["item"], row["quantity"], row["unit_price"], row["net"]) for row in rows] == [
        (LAPTOP, "2", "900.00", "1800.00"), (PHONE, "3", "300.00", "900.00"),
        ("", "", "", "900.00"),
    ]  # fmt: skip
    assert {row["month"] for row in rows} == {"2026-03"}
    assert rows[0]["supplier"] == market.supplier.legal_name
    assert rows[1]["name"] == "'=Phone One"
    (agreement,) = rows_of(text_of(a_client().get("/open-data/agreements.csv")))
    assert tuple(agreement) == AGREEMENTS
    assert (agreement["number"], agreement["maximum_value"]) == (market.agreement.number, "100000")


def test_releases_and_records_are_files_by_the_schema(scene):
    _market, ids = scene
    lines = text_of(a_client().get("/open-data/releases.jsonl")).splitlines()
    assert len(lines) == 2
    package = a_client().get("/open-data/releases.json").json()
    assert package["releases"] == [json.loads(line) for line in lines[::-1]]
    if official.HERE:
        _release, validator = official.validators()
        assert [error.message for error in validator.iter_errors(package)] == []
    record = a_client().get(f"/open-data/processes/{ids['ocid']}.json").json()
    (only,) = record["records"]
    assert only["compiledRelease"]["contracts"][0]["implementation"]["transactions"]
    assert a_client().get("/open-data/processes/ocds-000000-none.json").status_code == 404


def test_programs_read_without_a_token(scene):
    _market, ids = scene
    client = a_client()
    first, second = client.get(f"{API}/releases").json()
    assert client.get(f"{API}/releases", {"after": first["row"]}).json() == [second]
    lines = text_of(client.get("/open-data/releases.jsonl")).splitlines()
    assert [first["sha256"], second["sha256"]] == list(map(digest, lines))
    assert client.get(f"{API}/releases/{first['id']}").json() == first
    assert client.get(f"{API}/releases/{first['ocid']}-99").status_code == 404
    assert client.get(f"{API}/releases/x").status_code == 404
    assert client.get(f"{API}/records/{ids['ocid']}").json()["records"][0]["ocid"] == ids["ocid"]
    assert client.get(f"{API}/records/none").status_code == 404
    (agreement,) = client.get(f"{API}/agreements").json()
    assert agreement["ocid"] == ids["ocid"]
    assert len(client.get(f"{API}/purchases", {"month": "2026-03-01"}).json()) == 3
    assert client.get(f"{API}/purchases", {"month": "2026-02-01"}).json() == []


def test_the_whole_set_is_exported_and_goes_on_where_it_was_broken_off(scene, tmp_path, capsys):
    def export():
        assert export_open_data(tmp_path, as_json=True) == 0
        answer = json.loads(capsys.readouterr().out)
        schema = json.loads(schemas.text_of("opendata-export"))
        jsonschema_rs.validator_for(schema).validate(answer)
        return answer

    first = export()
    names = [each["name"] for each in first["files"]]
    record = f"records/{scene[1]['ocid']}.json"
    assert names == ["releases/00001.jsonl", record, "agreements.csv", "purchases.csv"]
    digests = {name: hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in names}
    assert {each["name"]: each["sha256"] for each in first["files"]} == digests
    (tmp_path / names[0]).write_text("kept as it is")
    (tmp_path / record).unlink()
    (tmp_path / "manifest.json").write_text(json.dumps(first | {"done": False}))
    again = export()
    assert (tmp_path / names[0]).read_text() == "kept as it is"
    assert hashlib.sha256((tmp_path / record).read_bytes()).hexdigest() == digests[record]
    assert (again["done"], again["until"]) == (True, first["until"])
    assert {each["name"]: each["sha256"] for each in export()["files"]} == digests
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert export_open_data(blocked, as_json=False) == 2


def test_nothing_hidden_stands_in_any_page_file_or_answer(scene):
    market, ids = scene
    one = market.buyers[0]
    hidden = [
        one.employee.name, one.approver.name, one.cost_centre.code, one.cost_centre.name,
        one.site.name, one.site.street, market.agreement.register_number,
    ]  # fmt: skip
    process = f"/open-data/processes/{ids['ocid']}"
    asked = [
        *PAGES, f"{process}/", f"{process}.json", "/open-data/purchases.csv",
        "/open-data/agreements.csv", "/open-data/releases.jsonl", "/open-data/releases.json",
        f"{API}/releases", f"{API}/agreements", f"{API}/purchases", f"{API}/records/{ids['ocid']}",
    ]  # fmt: skip
    told = "".join(text_of(a_client().get(path)) for path in asked)
    assert [word for word in hidden if (word and f">{word}<" in told) or f'"{word}"' in told] == []


def test_a_registrar_records_a_decision_and_reads_why_one_is_refused(scene):
    market, _ids = scene
    registrar = a_person(market.purchasing_body, RoleName.REGISTRAR)
    client = a_client(an_account(registrar))
    assert client.get("/open-data/decisions/").status_code == 200
    given = {
        "field": Field.TENDER_TITLE, "published": "yes", "decided_on": "2026-01-15",
        "decided_by": "Board", "register_number": "D 9",
    }  # fmt: skip
    assert client.post("/open-data/decisions/send/", given).status_code == 303
    wrong = client.post("/open-data/decisions/send/", given | {"field": Field.AWARD_REASONS})
    assert wrong.status_code == 422
    assert wrong.context_data["form"].errors["field"]
    employee = a_client(an_account(a_person(market.purchasing_body, RoleName.EMPLOYEE)))
    assert employee.get("/open-data/decisions/").status_code == 403
    assert employee.post("/open-data/decisions/send/", given).status_code == 403
    with reading(ANONYMOUS):
        assert PublicationDecision.objects.filter(field=Field.TENDER_TITLE).count() == 1

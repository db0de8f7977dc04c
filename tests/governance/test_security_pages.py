"""The pages and operations of information security, as people and programs use them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from browser_ground import a_client
from factories.parties import acting, an_account
from factories.security import TITLE, a_secure_region, an_incident
from samkop.governance.queries.guidelines import points_of
from samkop.governance.queries.incidents import clocks_of, entries_of, indicators_of
from samkop.platform.tokens import issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading

pytestmark = [pytest.mark.usefixtures("database", "pages"), pytest.mark.empty_database]
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def scene(database):
    region = a_secure_region()
    clients = {name: a_client(an_account(person)) for name, person in region.people.items()}
    return region, clients


def local(moment):
    """As the browser's picker sends it, in the town's own time."""
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo("Europe/Helsinki")).strftime("%Y-%m-%dT%H:%M")


def test_an_incident_is_reported_handled_shared_and_exported_by_its_pages(scene):
    region, clients = scene
    officer, other = clients["town security-officer"], clients["other ict-manager"]
    aware = datetime.now(UTC) - timedelta(hours=2)
    assert officer.get("/cooperation/incidents/add/").status_code == 200
    form = {
        "region": region.region.pk, "title": TITLE, "summary": "A rule forwarded all mail.",
        "affected": "", "persons": "3", "aware_at": local(aware), "significant": "on",
        "personal_data": "on", "mark": "amber",
    }  # fmt: skip
    wrong = officer.post("/cooperation/incidents/send/", form | {"aware_at": "2199-01-01T00:00"})
    assert wrong.status_code == 422
    address = officer.post("/cooperation/incidents/send/", form)["location"]
    incident_id = int(address.split("/")[3])
    assert other.get(address).status_code == 404
    named = officer.post(f"{address}name/", {"form": "named", "parties": [region.other.pk]})
    assert named.status_code == 303
    shown = other.get(address).content.decode()
    assert TITLE in shown
    assert "Reporting clocks" not in shown
    now = local(datetime.now(UTC) - timedelta(minutes=1))
    steps = (
        ("timeline", {"form": "entry", "kind": "action", "happened_at": now, "text": "Blocked."}),
        ("report", {"form": "report", "report": "early-warning", "sent_at": now,
                    "reference": "NCSC-1"}),
        ("move", {"state": "handled"}),
        ("indicators", {"form": "indicators", "lines": "hxxps://bad[.]example/x\n192.0.2.7"}),
        ("describe/send", {"title": TITLE, "summary": "Two rules.", "persons": "4"}),
    )  # fmt: skip
    for step, sent in steps:
        assert officer.post(f"{address}{step}/", sent).status_code == 303, step
    assert officer.post(f"{address}move/", {"state": "closed"}).status_code == 409
    actor = region.actor("town security-officer")
    with reading(actor):
        kinds = [one.kind for one in entries_of(incident_id)]
        sent = [one.report for one in clocks_of(incident_id) if one.sent_at]
        values = [one.value for one in indicators_of(incident_id)]
    assert sorted(kinds) == ["action", "authority", "aware", "mark", "state"]
    assert (sent, values) == (["early-warning"], ["192.0.2.7", "https://bad.example/x"])
    for page in ("", "describe/", "share/"):
        assert officer.get(f"{address}{page}").status_code == 200, page
    assert "hxxps://bad[.]example/x" in officer.get(address).content.decode()
    own, others = (
        json.loads(client.get(f"{address}incident.json").content) for client in (officer, other)
    )
    assert [one["report"] for one in own["clocks"]] != []
    assert (others["clocks"], others["named"]) == ([], [])
    told = [one for one in own["timeline"] if one["kind"] not in {"mark", "authority"}]
    assert own | {"clocks": [], "named": [], "timeline": told} == others
    assert officer.get(f"{address}incident.pdf").content.startswith(b"%PDF-")
    for path in ("incident.pdf", "incident.json", "share/", "describe/"):
        assert clients["body ict-manager"].get(f"{address}{path}").status_code == 404
    officer.post(f"{address}mark/", {"form": "mark", "mark": "amber+strict", "reason": ""})
    assert other.get(address).status_code == 404


def test_what_is_clear_everybody_reads_without_signing_in_and_nothing_else(scene):
    region, _clients = scene
    actor = region.actor("town security-officer")
    clear, green = (an_incident(actor, region.region, mark) for mark in ("clear", "green"))
    nobody = Client()
    assert nobody.get(f"/cooperation/incidents/{clear.pk}/").status_code == 200
    assert nobody.get(f"/cooperation/incidents/{clear.pk}/incident.json").status_code == 200
    assert nobody.get(f"/cooperation/incidents/{green.pk}/").status_code == 302
    assert nobody.get("/cooperation/incidents/").status_code == 302


def test_search_and_lists_show_an_incident_to_its_readers_alone(scene):
    region, clients = scene
    secret = an_incident(
        region.actor("town security-officer"), region.region, "red", title="Quartz leak"
    )
    for address in ("/search/?q=leak", f"/search/?q={secret.number}", "/cooperation/incidents/",
                    "/cooperation/incidents/?format=csv", "/cooperation/security/"):  # fmt: skip
        seen = {
            name: "Quartz" in _body(client.get(address, follow=True))
            for name, client in clients.items()
        }
        readers = {name for name, found in seen.items() if found}
        assert readers == {"town security-officer"}, address


def _body(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


def test_a_guideline_is_written_adopted_and_attested_by_its_pages(scene):
    region, clients = scene
    officer, other = clients["town security-officer"], clients["other security-officer"]
    titles = {f"title_{one}": "Backups" for one in ("sv", "fi", "en")}
    started = officer.post(
        "/cooperation/guidelines/send/",
        {"region": region.region.pk, "review_months": 12, **titles},
    )
    address = started["location"]
    texts = {f"points_{one}": "1. Daily.\n2. Tested." for one in ("sv", "fi", "en")}
    assert officer.post(f"{address}send/", texts | {"points_fi": "1. Daily."}).status_code == 422
    version = officer.post(f"{address}send/", texts)["location"]
    today = datetime.now(UTC).date()
    assert other.get(version).status_code == 404
    days = {"valid_from": today.isoformat(), "attest_by": (today + 30 * DAY).isoformat()}
    assert officer.post(f"{version}propose/", days).status_code == 303
    assert other.get(version).status_code == 200
    adopted = days | {"adopted_on": today.isoformat(), "reference": "Minutes 1", "form": "adopt"}
    assert other.post(f"{version}adopt/", adopted).status_code == 403
    assert officer.post(f"{version}adopt/", adopted).status_code == 303
    with reading(region.actor("other security-officer")):
        first, second = (one.pk for one in points_of(int(version.split("/")[4])))
    said = {
        f"stance_{first}": "follows", f"stance_{second}": "explains", f"mark_{second}": "amber",
        f"reason_{second}": "The new store comes in May.",
    }  # fmt: skip
    assert other.post(f"{version}attest/send/", said).status_code == 422
    said[f"mend_by_{second}"] = (today + 60 * DAY).isoformat()
    assert other.post(f"{version}attest/send/", said).status_code == 303
    # Explanations under TLP:AMBER: the region's security officers read them, others do not.
    reads = {
        name: "The new store" in client.get(f"{version}attestations/").content.decode()
        for name, client in clients.items()
    }
    assert {name for name, found in reads.items() if found} == {
        "other security-officer", "other ict-manager", "town security-officer", "town second",
        "body security-officer",
    }  # fmt: skip
    overview = officer.get("/cooperation/security/").content.decode()
    assert "1 of 2" not in overview
    for page in ("/cooperation/guidelines/", address, version, f"{version}attest/",
                 "/cooperation/guidelines/add/"):  # fmt: skip
        assert officer.get(page).status_code == 200, page


def test_programs_report_and_read_incidents_but_no_red_ones(scene):
    region, _clients = scene
    person = region.people["town security-officer"]
    text = new_token_text()
    perform(
        acting(person, region.town), issue_token, name="soc", text=text, days=1,
        scopes=["incidents:read", "incidents:write"],
    )  # fmt: skip
    client = Client()

    def send(to, body, key):
        headers = {"authorization": f"Bearer {text}", "idempotency-key": key}
        return client.post(to, body, headers=headers, content_type="application/json")

    def get(path):
        return client.get(f"/api/v1{path}", headers={"authorization": f"Bearer {text}"})

    aware = datetime.now(UTC) - timedelta(hours=1)
    body = {
        "region": region.region.pk, "title": "By a program", "summary": "x", "significant": True,
        "personal_data": False, "aware_at": aware.isoformat(),
    }  # fmt: skip
    refused = send("/api/v1/incidents", body | {"mark": "red"}, "red")
    assert (refused.status_code, refused.json()["code"]) == (422, "tlp-red-by-program")
    made = send("/api/v1/incidents", body, "one")
    assert made.status_code == 201
    assert send("/api/v1/incidents", body, "one").json() == made.json()
    address = f"/api/v1/incidents/{made.json()['id']}"
    entry = {"kind": "action", "happened_at": aware.isoformat(), "text": "Blocked."}
    assert send(f"{address}/timeline", entry, "two").status_code == 200
    wrong = send(f"{address}/timeline", entry | {"kind": "state"}, "three")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "entry-of-its-own")
    report = {"report": "notification", "sent_at": aware.isoformat(), "reference": "N-7"}
    told = send(f"{address}/reports", report, "four").json()
    assert {one["report"]: bool(one["sent_at"]) for one in told["clocks"]} == {
        "early-warning": False, "notification": True, "final-report": False,
    }  # fmt: skip
    running = [one["report"] for one in get("/incidents/clocks").json()["clocks"]
               if one["incident_id"] == made.json()["id"]]  # fmt: skip
    assert running == ["early-warning", "final-report"]
    red = an_incident(acting(person, region.town), region.region, "red")
    assert get(f"/incidents/{red.pk}").status_code == 404
    assert "TLP:RED" not in {one["tlp"] for one in get("/incidents").json()["incidents"]}

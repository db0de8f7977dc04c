"""Administration: what each role is shown, jobs, and the audit trail of one's own party."""

from __future__ import annotations

import csv
import io
import re
import time
from datetime import datetime, timedelta

import pytest
from django.db import connections

from browser_ground import a_client, pages, queries_of  # noqa: F401
from factories.parties import (
    a_cost_centre,
    a_municipality,
    a_person,
    acting,
    an_account,
    an_actor,
)
from samkop.parties.usecases.jobs import stop_job
from samkop.parties.usecases.places import add_cost_centre
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.audit.sealing import publish_heads, seal_waiting, sealed_heads
from samkop.platform.jobs import start_job
from samkop.platform.models import AuditEntry, JobRun
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.worker import heads

pytestmark = pytest.mark.usefixtures("database", "pages")
SEALER = actors.job("audit-sealer")


class Town:
    """A municipality with an administrator who has done something."""

    def __init__(self, name="Annanby"):
        self.party = a_municipality(name)
        person = a_person(self.party, RoleName.ADMINISTRATOR, name="Föreståndare")
        self.administrator = acting(person, self.party)
        self.client = a_client(an_account(person))

    def add(self, code):
        return perform(
            self.administrator, add_cost_centre, party_id=self.party.pk, code=code, name=f"={code}"
        )


@pytest.fixture
def town():
    return Town()


def client_of(party, *roles):
    return a_client(an_account(a_person(party, *roles)))


def test_each_role_is_shown_the_parts_that_it_may_open(town):
    whole = town.client.get("/administration/").content.decode()
    manager = client_of(town.party, RoleName.ICT_MANAGER).get("/administration/").content.decode()
    assert 'href="/administration/audit/"' in whole
    assert 'href="/administration/audit/"' not in manager
    assert 'href="/administration/jobs/"' in manager
    assert client_of(town.party, RoleName.EMPLOYEE).get("/administration/").status_code == 403


def test_every_card_leads_to_a_page_that_opens(town):
    for role in (RoleName.ADMINISTRATOR, RoleName.ICT_MANAGER):
        client = client_of(town.party, role)
        shown = client.get("/administration/").content.decode()
        links = {part.split('"')[0] for part in shown.split('<h2 id="card-')[1:]}
        addresses = [
            part.split('href="')[1].split('"')[0] for part in shown.split('<h2 id="card-')[1:]
        ]
        assert len(links) == len(addresses) > 5
        assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)


def test_the_organisation_shows_its_own_data(town):
    shown = town.client.get("/administration/organisation/").content.decode()
    assert town.party.identifier in shown
    assert "Annanby" in shown


def test_the_trail_shows_ones_own_partys_entries_only(town):
    other = Town("Grannby")
    town.add("EGEN-1")
    other.add("GRANNE-1")
    shown = town.client.get("/administration/audit/").content.decode()
    assert "Added" in shown
    assert shown.count("parties.usecases.places.add_cost_centre") == 1


@pytest.mark.parametrize("role", [RoleName.ICT_MANAGER, RoleName.EMPLOYEE, RoleName.FINANCE_CLERK])
def test_the_trail_is_the_administrators(town, role):
    client = client_of(town.party, role)
    assert client.get("/administration/audit/").status_code == 403
    assert client.get("/administration/audit.csv").status_code == 403


def rows_of(client, query=""):
    answer = client.get(f"/administration/audit.csv{query}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_file_holds_what_was_done_and_no_formula(town):
    made = town.add("A-1")
    [row] = [r for r in rows_of(town.client) if r["operation"].endswith("add_cost_centre")]
    assert row["actor"] == f"person:{town.administrator.person_id}"
    assert row["name"] == "Föreståndare"
    assert f"parties.costcentre:{made.pk}" in row["changes"]
    assert not any(cell[:1] in "=+-@" for cell in row.values() if cell)


def test_days_person_and_subject_choose_among_the_entries(town):
    made = town.add("A-1")
    town.add("A-2")
    colleague = an_actor(town.party, RoleName.ADMINISTRATOR)
    perform(colleague, add_cost_centre, party_id=town.party.pk, code="A-3", name="x")
    subject = rows_of(town.client, f"?subject=parties.costcentre:{made.pk}")
    assert len(subject) == 1
    mine = rows_of(town.client, f"?person={town.administrator.person_id}")
    assert {row["actor"] for row in mine} == {f"person:{town.administrator.person_id}"}
    assert len([row for row in mine if row["operation"].endswith("add_cost_centre")]) == 2
    today = datetime.fromisoformat(mine[0]["at"]).date()
    tomorrow, yesterday = today + timedelta(days=2), today - timedelta(days=2)
    assert rows_of(town.client, f"?since={tomorrow}") == []
    assert rows_of(town.client, f"?until={yesterday}") == []
    assert len(rows_of(town.client, f"?since={yesterday}&until={tomorrow}")) == len(
        rows_of(town.client)
    )


@pytest.mark.parametrize("query", ["?since=2026-02-31", "?since=x", "?person=1e9", "?after=-1"])
def test_filters_that_cannot_be_read_are_left_out(town, query):
    assert town.client.get(f"/administration/audit/{query}").status_code == 200


def test_the_trail_needs_the_same_queries_for_1_and_30_entries_and_goes_on_after_50(town):
    town.add("B-0")
    one, _ = queries_of(town.client, "/administration/audit/")
    for number in range(1, 60):
        town.add(f"B-{number}")
    many, shown = queries_of(town.client, "/administration/audit/")
    assert (one, many) == (9, 10)  # the second counts, where there is more than a page
    assert shown.count('<th scope="row">') == 50
    following = re.search(r'id="following"[^>]* href="([^"]+)"', shown)[1]
    rest = town.client.get(f"/administration/audit/{following}").content.decode()
    with reading(town.administrator):
        entries = AuditEntry.objects.filter(chain=town.party.pk).count()
    assert rest.count('<th scope="row">') == entries - 50


def test_the_page_finds_by_name_and_leads_from_a_subject_to_all_about_it(town):
    made = town.add("A-1")
    town.add("A-2")
    colleague = an_actor(town.party, RoleName.ADMINISTRATOR, name="Åsa Revisor")
    perform(colleague, add_cost_centre, party_id=town.party.pk, code="A-3", name="x")

    def shown(query):
        page = town.client.get(f"/administration/audit/{query}").content.decode()
        return page.count('<th scope="row">')

    assert shown("?person=%C3%A5sa") == 1
    assert shown(f"?person={colleague.person_id}") == 1
    assert shown(f"?subject=parties.costcentre:{made.pk}") == 1
    assert shown("?person=nobody") == 0


def seal_all(chain):
    """Seal until nothing of the chain waits: transactions of other databases hold it back."""
    for _ in range(600):
        seal_waiting(SEALER)
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM platform_auditentry e WHERE chain = %s AND NOT EXISTS"
                " (SELECT FROM platform_auditseal s WHERE s.entry_id = e.id)",
                [chain],
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.1)
    raise AssertionError("entries stay unsealed")


def test_the_seal_agrees_with_the_signed_head_until_the_head_is_another(
    town, monkeypatch, tmp_path
):
    monkeypatch.setenv("SAMKOP_DATA", str(tmp_path))
    town.add("C-1")
    seal_all(town.party.pk)
    publish_heads(heads(), sealed_heads(SEALER), SEALER, datetime.now().astimezone())
    assert "Agrees" in town.client.get("/administration/audit/").content.decode()
    forged = heads()
    forged.write(town.party.pk, 1, b"\0" * 32, datetime.now().astimezone())
    assert "Does not agree" in town.client.get("/administration/audit/").content.decode()
    path = tmp_path / "audit" / "heads" / f"{town.party.pk}.json"
    path.write_text(path.read_text().replace('"count": 1', '"count": 2'))
    assert "Does not agree" in town.client.get("/administration/audit/").content.decode()


def a_job(actor, key="k"):
    return perform(actor, ask_for, name=key)


def ask_for(*, actor, now, name):
    return start_job(actor=actor, now=now, task="catalogue-check", key=name, inputs={})


def test_jobs_are_listed_and_stopped_by_who_started_them_or_the_administrator(town):
    manager = an_actor(town.party, RoleName.ICT_MANAGER, name="Ledare")
    run = a_job(manager)
    shown = town.client.get("/administration/jobs/").content.decode()
    assert "Check of a catalogue file" in shown
    assert "Ledare" in shown
    town.client.post(f"/administration/jobs/{run.pk}/stop/")
    with reading(manager):
        assert JobRun.objects.get(id=run.pk).cancel_asked


def test_nobody_else_stops_a_job(town):
    run = a_job(an_actor(town.party, RoleName.ICT_MANAGER))
    for actor, code in (
        (an_actor(town.party, RoleName.ICT_MANAGER), "not-allowed"),
        (an_actor(a_municipality(), RoleName.ADMINISTRATOR), "not-found"),
    ):
        with pytest.raises(Refused) as refused:
            perform(actor, stop_job, run_id=run.pk)
        assert refused.value.code == code
    with reading(town.administrator):
        assert not JobRun.objects.get(id=run.pk).cancel_asked


def test_the_list_of_jobs_needs_the_same_queries_for_1_and_30(town):
    manager = an_actor(town.party, RoleName.ICT_MANAGER)
    a_job(manager)
    one, _ = queries_of(town.client, "/administration/jobs/")
    for number in range(29):
        a_job(manager, f"k{number}")
    thirty, _ = queries_of(town.client, "/administration/jobs/")
    assert (one, thirty) == (9, 9)


def test_a_neighbours_jobs_are_not_listed(town):
    a_job(an_actor(a_municipality(), RoleName.ICT_MANAGER))
    a_cost_centre(town.party)
    assert "No jobs yet" in town.client.get("/administration/jobs/").content.decode()

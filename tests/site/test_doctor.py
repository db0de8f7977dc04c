"""What ``samkop doctor`` finds, each fault made for real."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings

from factories.exchange import an_endpoint
from factories.parties import (
    LONG_AGO,
    OPERATOR,
    a_municipality,
    a_person,
    a_supplier,
    an_account,
    an_actor,
)
from samkop.exchange.usecases.outbound import send_document
from samkop.parties.usecases.people import assign_role
from samkop.parties.vocabulary import RoleName
from samkop.platform.audit.heads import Heads
from samkop.platform.mail import servers
from samkop.platform.unit_of_work import perform
from samkop.site import doctor
from samkop.site.doctor import Level, database, folder, people, work

HOUR = timedelta(hours=1)


def now() -> datetime:
    return datetime.now(UTC)


def wrong_of(findings) -> set[str]:
    return {finding.check for finding in findings if finding.level is Level.WRONG}


def as_owner(statement: str, *values: object) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def private(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path


def test_a_data_folder_that_others_may_enter_is_wrong(private):
    assert wrong_of(folder.rights(private)) == set()
    private.chmod(0o755)
    assert wrong_of(folder.rights(private)) == {"folder-open"}


def test_secrets_that_the_group_may_read_are_wrong(private):
    (private / "secrets").mkdir(mode=0o700)
    assert wrong_of(folder.rights(private)) == set()
    (private / "secrets").chmod(0o750)
    assert wrong_of(folder.rights(private)) == {"folder-open"}


def test_space_is_judged_in_two_steps(private):
    megabyte = 1024 * 1024
    levels = [folder.space(size * megabyte, private).level for size in (199, 1023, 1024)]
    assert levels == [Level.WRONG, Level.NOTE, Level.WELL]


def test_static_files_of_another_version_are_noted(private, monkeypatch):
    monkeypatch.setattr(settings, "STATIC_ROOT", str(private))
    (private / ".stamp").write_text("of another version")
    assert folder.static_files().level is Level.NOTE
    (private / ".stamp").write_text(folder_digest())
    assert folder.static_files().level is Level.WELL


def folder_digest() -> str:
    from samkop.site.start import static_digest

    return static_digest()


def test_a_server_that_cannot_be_reached_is_wrong(private, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:wrong@127.0.0.1:1/samkop")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://nobody:wrong@127.0.0.1:1/samkop")
    assert database.examine_login(private).check == "database-silent"


@pytest.mark.usefixtures("own_database")
def test_a_fresh_database_is_well_but_nobody_works(private):
    findings = [*database.examine_database(now()), *work.examine_work(private, now())]
    assert wrong_of(findings) == set()
    notes = {finding.check for finding in findings if finding.level is Level.NOTE}
    assert notes == {"not-served", "worker-silent", "audit-heads"}


@pytest.mark.usefixtures("own_database")
def test_missing_migrations_are_wrong():
    as_owner("DELETE FROM django_migrations WHERE app = 'ordering'")
    assert database.migrations().check == "migrations-missing"


@pytest.mark.usefixtures("own_database")
def test_a_clock_that_differs_from_the_databases_is_wrong():
    assert wrong_of(database.clock(now() + HOUR)) == {"clock-differs"}


@pytest.mark.usefixtures("own_database")
def test_a_clock_that_went_back_is_wrong():
    a_municipality()
    assert wrong_of(database.clock(now())) == set()
    assert "clock-went-back" in wrong_of(database.clock(now() - HOUR))


@pytest.mark.usefixtures("own_database")
def test_work_that_nobody_does_is_wrong(private):
    a_municipality()
    assert wrong_of(work.examine_work(private, now())) == set()
    later = now() + HOUR
    assert wrong_of(work.examine_work(private, later)) == {"worker-silent", "audit-entries-late"}


@pytest.mark.usefixtures("own_database")
def test_a_worker_that_beats_is_well():
    as_owner("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    beats = database.value("SELECT max(last_heartbeat) FROM procrastinate_workers")
    assert now() - beats < timedelta(seconds=30)
    finding = work.worker(alive=True, waiting=3, served=True)
    assert (finding.check, finding.level) == ("worker", Level.WELL)


@pytest.mark.usefixtures("own_database")
def test_a_message_in_alarm_and_one_that_waits_too_long_are_wrong():
    buyer, supplier = a_municipality(), a_supplier()
    an_endpoint(buyer)
    an_endpoint(supplier)
    for number in ("1", "2"):
        perform(
            an_actor(buyer, RoleName.ICT_MANAGER), send_document, receiver_id=supplier.pk,
            document_type="order", number=number, issue_date=now().date(), content=b"<x/>",
            subject="",
        )  # fmt: skip
    as_owner("UPDATE exchange_message SET state = 'alarm' WHERE number = '1'")
    assert wrong_of(work.alarms()) == {"messages-unsent"}
    assert work.waiting_work(now())["messages"] == 0
    assert work.waiting_work(now() + HOUR)["messages"] == 1


@pytest.mark.usefixtures("own_database")
def test_a_fact_that_fails_again_and_again_is_wrong():
    as_owner(
        "INSERT INTO platform_fact (name, body, happened_at, attempts, next_attempt_at, last_error)"
        " VALUES ('order-placed', '{}', now(), 8, now(), 'no')"
    )
    assert wrong_of(work.alarms()) == {"facts-unhandled"}


@pytest.mark.usefixtures("own_database")
def test_a_head_through_which_no_chain_leads_is_wrong(private):
    heads = Heads(private / "audit" / "heads")
    heads.write(7, 3, b"x" * 32, now())
    assert work.heads(private).check == "audit-chain-broken"


@pytest.mark.usefixtures("own_database")
def test_a_head_that_was_written_by_another_is_wrong(private):
    heads = Heads(private / "audit" / "heads")
    heads.write(7, 3, b"x" * 32, now())
    written = heads.folder / "7.json"
    written.write_text(json.dumps({**json.loads(written.read_text()), "count": 2}))
    assert work.heads(private).check == "audit-head-forged"


def test_without_a_data_folder_it_says_so_and_makes_none(private, monkeypatch, capsys):
    monkeypatch.setenv("SAMKOP_DATA", str(private / "none"))
    assert doctor.report(as_json=True) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [finding["check"] for finding in answer["findings"]] == ["data-folder-missing"]
    assert not (private / "none").exists()


@pytest.mark.usefixtures("own_database")
def test_an_installation_that_nobody_can_enter_is_wrong_until_somebody_may_administer():
    assert wrong_of(people.examine_people(now().date())) == {"no-organisations"}
    municipality = a_municipality()
    person = a_person(municipality)
    an_account(person)
    assert wrong_of(people.examine_people(now().date())) == {"no-administrators"}
    perform(
        OPERATOR, assign_role, person_id=person.pk, party_id=municipality.pk,
        role=RoleName.ADMINISTRATOR, valid_from=LONG_AGO,
    )  # fmt: skip
    assert wrong_of(people.examine_people(now().date())) == set()


def mail_by(backend: str, sender: str = "samkop@localhost") -> doctor.Finding:
    with override_settings(
        EMAIL_BACKEND=backend, DEFAULT_FROM_EMAIL=f"Samköp <{sender}>",
        EMAIL_HOST="127.0.0.1", EMAIL_PORT=1,
    ):  # fmt: skip
        return people.examine_mail()


def test_mail_is_noted_while_it_stays_here_and_wrong_where_it_cannot_arrive():
    own = "no-reply@shop.example.org"
    found = [
        mail_by(servers.FOLDER),
        mail_by(servers.SMTP),
        mail_by(servers.SMTP, own),
        mail_by("django.core.mail.backends.locmem.EmailBackend", own),
    ]
    assert [(finding.check, finding.level) for finding in found] == [
        ("mail-not-set-up", Level.NOTE),
        ("mail-sender", Level.WRONG),
        ("mail-server-silent", Level.WRONG),
        ("mail", Level.WELL),
    ]

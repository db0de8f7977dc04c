"""The audit trail: sealed into each party's chain, checked against a head outside."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.db import connections, transaction
from django.db.utils import IntegrityError

from samkop.parties.models import CostCentre, Party
from samkop.platform import actors
from samkop.platform.audit.heads import HeadForgedError, Heads
from samkop.platform.audit.sealing import publish_heads, seal_waiting
from samkop.platform.audit.verification import verify
from samkop.platform.records import create
from samkop.platform.unit_of_work import perform

SEALER = actors.job("audit-sealer")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def found(*, actor, now):
    return create(
        Party(kind="municipality", legal_name="M", country="FI", identifier_scheme="0212",
              identifier="1")
    )  # fmt: skip


def open_centre(*, actor, now, code):
    return create(CostCentre(party_id=actor.party_id, code=code, name=code))


@pytest.fixture
def heads(tmp_path):
    return Heads(tmp_path / "heads")


def seal(heads):
    return publish_heads(heads, seal_waiting(SEALER), SEALER, NOW)


def seal_all(heads):
    """Seal until nothing waits: transactions of other databases hold the sealer back too."""
    for _ in range(600):
        seal(heads)
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM platform_auditentry e WHERE NOT EXISTS"
                " (SELECT FROM platform_auditseal s WHERE s.entry_id = e.id)"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.1)
    raise AssertionError("entries stay unsealed")


@pytest.fixture
def chain(own_database, heads):
    """A party whose chain has five sealed entries; returns its number."""
    party = perform(actors.job("operator"), found)
    for code in "abcde":
        perform(actors.person(1, "A", party.pk), open_centre, code=code)
    seal_all(heads)
    return party.pk


def tamper(sql, *params):
    """Do as the owner what nobody is allowed: the triggers are off for it."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table in ("platform_auditentry", "platform_auditseal", "platform_auditsubject"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(
                f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS audit_seal_number_unique"
            )
        cursor.execute(sql, params)
        for table in ("platform_auditentry", "platform_auditseal", "platform_auditsubject"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def codes(heads):
    return {finding.code for finding in verify(heads.read()).findings}


def entry_ids(chain):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT entry_id FROM platform_auditseal WHERE chain = %s ORDER BY number", [chain]
        )
        return [row[0] for row in cursor.fetchall()]


def test_an_untouched_trail_holds(chain, heads):
    verdict = verify(heads.read())
    assert (verdict.findings, verdict.sealed, verdict.unsealed) == ((), 6, 0)


def test_what_is_not_yet_sealed_is_counted(chain, heads):
    perform(actors.person(1, "A", chain), open_centre, code="late")
    assert verify(heads.read()).unsealed == 1
    seal_all(heads)
    assert verify(heads.read()).unsealed == 0


def test_a_flipped_payload_is_found(chain, heads):
    tamper(
        "UPDATE platform_auditentry SET payload = replace(payload, '\"a\"', '\"x\"') WHERE id = %s",
        entry_ids(chain)[0],
    )
    assert codes(heads) == {"changed"}


def test_a_flipped_actor_is_found(chain, heads):
    tamper("UPDATE platform_auditentry SET actor = 'person:9' WHERE id = %s", entry_ids(chain)[2])
    assert codes(heads) == {"changed"}


def test_a_deleted_entry_is_found(chain, heads):
    gone = entry_ids(chain)[2]
    tamper(
        "WITH s AS (DELETE FROM platform_auditseal WHERE entry_id = %s),"
        " j AS (DELETE FROM platform_auditsubject WHERE entry_id = %s) SELECT 1", gone, gone,
    )  # fmt: skip
    assert "deleted" in codes(heads)


def test_reordered_entries_are_found(chain, heads):
    tamper(
        "UPDATE platform_auditseal SET number = CASE number WHEN 2 THEN 3 ELSE 2 END"
        " WHERE chain = %s AND number IN (2, 3)", chain,
    )  # fmt: skip
    assert codes(heads) == {"changed"}


def test_a_truncated_chain_is_found(chain, heads):
    tamper("DELETE FROM platform_auditseal WHERE chain = %s AND number > 3", chain)
    assert "truncated" in codes(heads)


def test_a_chain_rewritten_from_the_start_does_not_lead_to_its_head(chain, heads):
    """Somebody with all rights changes an entry and chains everything anew."""
    tamper("UPDATE platform_auditentry SET actor = 'person:9' WHERE id = %s", entry_ids(chain)[0])
    tamper("DELETE FROM platform_auditseal WHERE chain = %s", chain)
    tamper("UPDATE platform_auditseal SET xid = '0'")
    kept = heads.read()[chain]
    seal_all(heads)
    assert heads.read()[chain] == kept
    assert codes(heads) == {"changed"}


def test_a_forged_head_is_refused(chain, heads):
    path = heads.folder / f"{chain}.json"
    path.write_text(path.read_text().replace('"count": 5', '"count": 4'))
    with pytest.raises(HeadForgedError):
        heads.read()


def test_a_missing_head_is_found(chain, heads):
    (heads.folder / f"{chain}.json").unlink()
    assert codes(heads) == {"head-missing"}


def test_an_erased_payload_leaves_the_chain_true(chain, heads):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE platform_auditentry SET payload = NULL, salt = NULL WHERE id = %s",
            [entry_ids(chain)[0]],
        )
    verdict = verify(heads.read())
    assert (verdict.findings, verdict.erased) == ((), 1)


def test_not_even_the_owner_changes_an_entry(chain):
    changed = []
    for statement in (
        "UPDATE platform_auditentry SET actor = 'person:9'",
        "DELETE FROM platform_auditentry",
        "UPDATE platform_auditseal SET number = 9",
        "DELETE FROM platform_auditseal",
    ):
        with suppress(IntegrityError), connections["owner"].cursor() as cursor:
            cursor.execute(statement)
            changed.append(statement)
    assert changed == []


def test_an_entry_that_commits_late_is_not_passed_over(chain, heads):
    """An open transaction holds the sealer back: by id alone, its entry would be skipped."""
    started, finish = threading.Event(), threading.Event()

    def slow(*, actor, now):
        create(CostCentre(party_id=actor.party_id, code="slow", name="slow"))
        started.set()
        finish.wait(timeout=10)

    def work():
        perform(actors.person(1, "A", chain), slow)
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    started.wait(timeout=10)
    perform(actors.person(1, "A", chain), open_centre, code="fast")
    assert seal(heads) == []
    finish.set()
    thread.join()
    seal_all(heads)
    verdict = verify(heads.read())
    assert (verdict.findings, verdict.unsealed, verdict.sealed) == ((), 0, 8)

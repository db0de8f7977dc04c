"""The door: transaction, actor, idempotency, audit, and nothing outside it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from django.db import ProgrammingError, connection, connections

from samkop.parties.models import CostCentre, Party
from samkop.platform import actors
from samkop.platform.database.guard import QueryOutsideTheDoor
from samkop.platform.models import AuditEntry, Fact, IdempotencyKey
from samkop.platform.outbox import tell
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import clock_of, perform, reading

pytestmark = pytest.mark.usefixtures("database")

OPERATOR = actors.job("operator")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def found(*, actor, now, number):
    """A use case of the tests: found a municipality."""
    return create(
        Party(
            kind="municipality", legal_name=f"Municipality {number}", country="FI",
            identifier_scheme="0212", identifier=number,
        )
    )  # fmt: skip


def open_centre(*, actor, now, code, party_id=None, fail=False, fact=""):
    """A use case of the tests: add a cost centre, then perhaps refuse."""
    row = create(CostCentre(party_id=party_id or actor.party_id, code=code, name=f"Centre {code}"))
    if fact:
        tell(fact, code=code)
    if fail:
        raise Refused("refused-in-test", "No.")
    return row


@pytest.fixture(scope="module")
def parties(database):
    return [perform(OPERATOR, found, number=f"100{n}") for n in range(3)]


def of(party, person_id=1):
    return actors.person(person_id, "An administrator", party.pk)


def entries(party, **wanted):
    with reading(of(party)):
        return list(AuditEntry.objects.filter(chain=party.pk, **wanted).order_by("id"))


def when(*, actor, now):
    """A use case of the tests: what time it is given."""
    return now


def test_the_door_reads_the_clock_that_it_was_given_where_nobody_says_what_time_it_is():
    with clock_of(lambda: NOW):
        assert perform(OPERATOR, when) == NOW
        assert perform(OPERATOR, when, now=NOW.replace(hour=12)) == NOW.replace(hour=12)
        with reading(OPERATOR) as unit:
            assert unit.now == NOW
    assert perform(OPERATOR, when) > NOW


def test_a_query_outside_the_door_raises(parties):
    with pytest.raises(QueryOutsideTheDoor):
        CostCentre.objects.count()
    with reading(of(parties[0])):
        rows = CostCentre.objects.all()
    with pytest.raises(QueryOutsideTheDoor):
        list(rows)


def test_a_call_of_a_function_of_ours_outside_the_door_raises():
    with pytest.raises(QueryOutsideTheDoor), connection.cursor() as cursor:
        cursor.execute("SELECT samkop_party_ids()")


def test_infrastructure_is_read_outside_the_door():
    from samkop.platform.models import Account

    assert Account.objects.filter(email="nobody@example.org").exists() is False


def test_reading_cannot_write(parties):
    from django.db import InternalError

    with pytest.raises(InternalError), reading(of(parties[0])):
        CostCentre.objects.create(party=parties[0], code="ro", name="Never")


def test_the_door_does_not_open_twice(parties):
    with pytest.raises(RuntimeError), reading(of(parties[0])):
        perform(of(parties[0]), open_centre, code="nested")


def test_rows_of_another_party_are_neither_seen_nor_written(parties):
    mine, other, _ = parties
    perform(of(mine), open_centre, code="hidden")
    with reading(of(other)):
        assert list(CostCentre.objects.filter(code="hidden")) == []
    with pytest.raises(ProgrammingError):
        perform(of(other), open_centre, code="smuggled", party_id=mine.pk)
    with reading(of(mine)):
        assert list(CostCentre.objects.filter(code="smuggled")) == []


def test_who_acts_is_forgotten_with_the_transaction(parties):
    with reading(of(parties[0])):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('samkop.party_ids', true)")
        assert cursor.fetchone()[0] in (None, "")


def test_a_refusal_keeps_nothing_not_even_its_key(parties):
    mine = parties[0]
    for _ in range(2):
        with pytest.raises(Refused) as refusal:
            perform(of(mine), open_centre, key="once", code="refused", fail=True, fact="never")
        assert refusal.value.code == "refused-in-test"
    with reading(of(mine)):
        assert not CostCentre.objects.filter(code="refused").exists()
        assert not IdempotencyKey.objects.filter(key__endswith="/once").exists()
        assert not Fact.objects.filter(name="never").exists()
    assert entries(mine, key="once") == []


def test_the_same_key_answers_as_before_and_writes_once(parties):
    mine = parties[0]
    first = perform(of(mine), open_centre, key="same", code="keyed")
    again = perform(of(mine), open_centre, key="same", code="keyed")
    assert again == first
    assert len(entries(mine, key="same")) == 1


def test_the_same_key_with_other_inputs_is_refused(parties):
    perform(of(parties[0]), open_centre, key="reused", code="first")
    with pytest.raises(Refused) as refusal:
        perform(of(parties[0]), open_centre, key="reused", code="second")
    assert (refusal.value.code, refusal.value.status) == ("idempotency-key-reused", 422)


def test_the_same_key_of_another_actor_is_another_key(parties):
    mine, other, _ = parties
    first = perform(of(mine, 1), open_centre, key="shared", code="a")
    second = perform(of(other, 2), open_centre, key="shared", code="b")
    assert first != second


def test_two_requests_with_one_key_at_once_write_once(parties):
    mine, answers = parties[1], []

    def ask():
        answers.append(perform(of(mine), open_centre, key="at-once", code="raced").pk)
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert len(set(answers)) == 1


def test_the_entry_names_actor_operation_and_each_changed_field(parties):
    import json

    mine = parties[2]

    def rename(*, actor, now, centre_id):
        return change(CostCentre.objects.get(id=centre_id), name="New name")

    centre = perform(of(mine, 7), open_centre, code="history")
    perform(of(mine, 7), rename, centre_id=centre.pk, now=NOW)
    last = entries(mine)[-1]
    payload = json.loads(last.payload)
    assert (last.actor, last.at) == ("person:7", NOW)
    assert payload["name"] == "An administrator"
    assert payload["changes"] == [
        [f"parties.costcentre:{centre.pk}", {"name": ["Centre history", "New name"]}]
    ]


def test_a_deadlock_is_tried_again(parties):
    """Two units lock the same two rows the other way round; both succeed in the end."""
    mine = parties[1]
    a = perform(of(mine), open_centre, code="lock-a")
    b = perform(of(mine), open_centre, code="lock-b")
    barrier, tries = threading.Barrier(2), []

    def rename_both(*, actor, now, first, second, wait):
        tries.append(1)
        change(CostCentre.objects.select_for_update().get(id=first), name=f"{now}")
        if len(tries) <= 2:
            barrier.wait(timeout=10)
        change(CostCentre.objects.select_for_update().get(id=second), name=f"{now}")

    def run(first, second):
        perform(of(mine), rename_both, first=first, second=second, wait=True)
        connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in ((a.pk, b.pk), (b.pk, a.pk))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(tries) == 3

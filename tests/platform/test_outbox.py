"""Facts: written with what they tell of, handled once, tried again when a handler fails."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from samkop.parties.models import Party
from samkop.platform import actors
from samkop.platform.models import Fact as FactRow
from samkop.platform.outbox import LEASE, Fact, dispatch_waiting, take_fact, tell
from samkop.platform.records import change, create
from samkop.platform.unit_of_work import perform, reading

DISPATCHER = actors.job("dispatcher")
OPERATOR = actors.job("operator")


def found(*, actor, now):
    party = create(
        Party(kind="supplier", legal_name="S", country="FI", identifier_scheme="0212",
              identifier="7")
    )  # fmt: skip
    tell("party-founded", party_id=party.pk)
    return party


def rename(*, actor, now, party_id):
    party = Party.objects.get(id=party_id)
    return change(party, legal_name=f"{party.legal_name}+")


@pytest.fixture
def party(own_database):
    return perform(OPERATOR, found)


def name_of(party):
    with reading(OPERATOR):
        return Party.objects.get(id=party.pk).legal_name


def waiting():
    with reading(DISPATCHER):
        return FactRow.objects.filter(done_at__isnull=True).count()


def test_a_fact_reaches_each_of_its_handlers(party):
    heard = []
    dispatch_waiting({"party-founded": [heard.append, heard.append]})
    assert [fact.body for fact in heard] == [{"party_id": party.pk}] * 2
    assert waiting() == 0


def test_a_handler_that_fails_is_tried_again_later(party):
    def fail(fact):
        raise OSError("away")

    dispatch_waiting({"party-founded": [fail]})
    with reading(DISPATCHER):
        row = FactRow.objects.get()
    assert (row.attempts, row.done_at, row.last_error) == (1, None, "OSError('away')")
    assert row.next_attempt_at > row.happened_at
    assert take_fact(DISPATCHER) is None


def test_a_fact_told_twice_acts_once(party):
    def handle(fact: Fact):
        perform(OPERATOR, rename, key=fact.key_for("rename"), party_id=fact.body["party_id"])

    fact = take_fact(DISPATCHER)
    handle(fact)
    handle(fact)
    assert name_of(party) == "S+"


def test_a_leased_fact_comes_back_when_its_dispatcher_dies(party):
    first = take_fact(DISPATCHER)
    assert take_fact(DISPATCHER) is None
    with reading(DISPATCHER):
        row = FactRow.objects.get(id=first.id)
    assert row.next_attempt_at >= row.happened_at + LEASE


def test_a_fact_of_a_refused_unit_is_never_told(own_database):
    def refuse(*, actor, now):
        found(actor=actor, now=now)
        raise RuntimeError("rolled back")

    with pytest.raises(RuntimeError):
        perform(OPERATOR, refuse)
    assert waiting() == 0


# By the clock


NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def fact_id(own_database):
    """A fact of nine o'clock, the only one."""
    party = perform(OPERATOR, found, now=NOW)
    assert party.pk
    with reading(DISPATCHER):
        return FactRow.objects.get().pk


def row_of(fact_id):
    with reading(DISPATCHER):
        return FactRow.objects.get(id=fact_id)


def test_a_fact_whose_dispatcher_died_is_taken_again_when_its_lease_is_over(fact_id):
    assert take_fact(DISPATCHER, now=NOW).attempts == 1
    assert take_fact(DISPATCHER, now=NOW + timedelta(seconds=29)) is None
    assert take_fact(DISPATCHER, now=NOW + timedelta(seconds=30)).attempts == 2


def test_a_fact_that_was_handled_is_never_taken_again(fact_id):
    heard = []
    wiring = {"party-founded": [heard.append]}
    assert dispatch_waiting(wiring, now=NOW) == 1
    assert row_of(fact_id).done_at == NOW
    assert dispatch_waiting(wiring, now=NOW + timedelta(days=400)) == 0
    assert len(heard) == 1


def test_pauses_of_a_fact_that_is_not_handled_double_up_to_an_hour(fact_id):
    def fail(fact):
        raise OSError("away")

    moment, pauses = NOW, []
    for _attempt in range(13):
        assert dispatch_waiting({"party-founded": [fail]}, now=moment, limit=1) == 1
        due = row_of(fact_id).next_attempt_at
        assert dispatch_waiting({"party-founded": [fail]}, now=due - timedelta(seconds=1)) == 0
        pauses.append(round((due - moment).total_seconds()))
        moment = due
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600]

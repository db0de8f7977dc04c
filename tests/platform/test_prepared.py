"""Statements that are built once a process answer as those that are built each time."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, connections
from django.db.models import F, Q

from factories.parties import a_municipality, an_actor
from samkop.parties.models import CostCentre, Membership, PersonGroup
from samkop.parties.queries import standings_of
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.database.prepared import Among, Rows, ask_ahead, prepared
from samkop.platform.records import change, create, create_all, create_new, create_with
from samkop.platform.refusals import Refused, RunAgain
from samkop.platform.unit_of_work import ATTEMPTS, current_unit, once, perform, reading

pytestmark = pytest.mark.usefixtures("database")


@prepared
def centres_among(ids, active):
    return (
        CostCentre.objects.filter(Q(code__gte="A"), Among(F("id"), ids), active=active)
        .select_related("party")
        .order_by("-code")
    )


def open_centres(*, actor, now, codes):
    centres = [CostCentre(party_id=actor.party_id, code=code, name=code) for code in codes]
    return [row.pk for row in create_all(centres)]


every_kind = Rows(
    "SELECT %s::date, %s::timestamptz, %s::numeric(12,4), %s::bytea, ARRAY['a', 'b'],"
    " NULL::date, 7",
    "DateField", "DateTimeField", "DecimalField", "BinaryField", "", "DateField", "",
)  # fmt: skip


def statements(work):
    """How many statements something takes, and what it gives."""
    before = len(connection.queries_log)
    connection.force_debug_cursor = True
    try:
        given = work()
        return len(connection.queries_log) - before, given
    finally:
        connection.force_debug_cursor = False


@pytest.fixture
def party():
    return a_municipality()


def of(party):
    return actors.person(1, "An administrator", party.pk)


@pytest.mark.parametrize("count", [1, 3, 9, 30])
def test_rows_written_at_once_have_their_keys_and_are_found_again(party, count):
    codes = [f"C{number:02}" for number in range(count)]
    ids = perform(of(party), open_centres, codes=codes)
    with reading(of(party)):
        plain = CostCentre.objects.in_bulk(ids)
        assert [plain[one].code for one in ids] == codes


def test_it_answers_as_the_plain_queryset_whatever_the_values(party):
    ids = perform(of(party), open_centres, codes=["A1", "B2", "C3"])
    for asked in (ids, ids[:1], [], [ids[2], -1]):
        for active in (True, False):
            with reading(of(party)):
                plain = CostCentre.objects.filter(id__in=asked, active=active)
                assert centres_among(asked, active) == list(plain.order_by("-code"))
    with reading(of(party)):
        before = len(connection.queries_log)
        connection.force_debug_cursor = True
        try:
            names = [row.party.legal_name for row in centres_among(ids, True)]
            assert len(connection.queries_log) - before == 1
        finally:
            connection.force_debug_cursor = False
    assert names == [party.legal_name] * 3


def test_another_thread_asks_on_its_own_connection_as_its_own_actor(party):
    """The statement may be shared, never the connection: that says whose rows are seen."""
    other = a_municipality()
    ids = perform(of(party), open_centres, codes=["A1"])
    others = perform(of(other), open_centres, codes=["A1"])
    seen = {}

    def look():
        with reading(of(other)):
            seen["there"] = [row.pk for row in centres_among([*ids, *others], True)]
        connections.close_all()

    with reading(of(party)):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        seen["here"] = [row.pk for row in centres_among([*ids, *others], True)]
    assert seen == {"here": ids, "there": others}


def test_a_row_that_one_may_not_change_raises_and_stays(party):
    other = a_municipality()
    [number] = perform(of(party), open_centres, codes=["A1"])
    with reading(of(party)):
        centre = CostCentre.objects.get(id=number)

    def rename(*, actor, now):
        return change(centre, name="Taken over")

    with pytest.raises(DatabaseError, match="was not there to be changed"):
        perform(of(other), rename)
    with reading(of(party)):
        assert CostCentre.objects.get(id=number).name == "A1"


def test_something_is_asked_once_in_a_unit_and_again_in_the_next(party):
    asked = []

    def ask(number):
        asked.append(number)
        return number * 2

    for _unit in range(2):
        with reading(of(party)):
            assert [once(ask, 1), once(ask, 1), once(ask, 2)] == [2, 2, 4]
    assert asked == [1, 2, 1, 2]


@pytest.mark.parametrize(("failures", "outcome"), [(2, "done"), (ATTEMPTS, "unsettled")])
def test_a_use_case_that_says_so_is_run_again_a_few_times(party, failures, outcome):
    tries = []

    def settle(*, actor, now):
        create(CostCentre(party_id=actor.party_id, code="S", name="S"))
        tries.append(1)
        if len(tries) <= failures:
            raise RunAgain("unsettled", "Try again.", status=503)
        return "done"

    try:
        found = perform(of(party), settle)
    except Refused as refused:
        found = refused.code
    assert (found, len(tries)) == (outcome, min(failures + 1, ATTEMPTS))
    with reading(of(party)):
        assert CostCentre.objects.filter(code="S").count() == (outcome == "done")


def test_memberships_of_a_person_are_those_of_the_plain_queryset(party):
    """The one with aggregates, a subquery, and two joined rows."""
    roles = RoleName.FINANCE_CLERK, RoleName.APPROVER
    actor = an_actor(party, *roles)
    with reading(actor) as unit:
        [standing] = standings_of(actor.own_person_id, unit.now)
        assert Membership.objects.get(person_id=actor.own_person_id).party_id == party.pk
    assert (standing.party, standing.roles) == (
        party,
        frozenset(roles),
    )


def test_what_is_asked_ahead_is_one_statement_and_answers_as_if_asked_then(party):
    ids = perform(of(party), open_centres, codes=["A1", "B2"])
    values = (
        date(2026, 2, 28),
        datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
        "1.2500",
        b"\x00\xff",
    )
    with reading(of(party)):
        plain = [centres_among(ids, True), every_kind(*values), centres_among(ids[:1], True)]
        taken, _nothing = statements(
            lambda: ask_ahead(
                centres_among.of(ids, True), every_kind.of(*values), centres_among.of(ids[:1], True)
            )
        )
        assert taken == 1
        taken, ahead = statements(
            lambda: [centres_among(ids, True), every_kind(*values), centres_among(ids[:1], True)]
        )
        assert (taken, ahead) == (0, plain)
        assert [row.party.legal_name for row in ahead[0]] == [party.legal_name] * 2
    day, moment, _number, octets = values
    assert ahead[1] == [(day, moment, Decimal("1.2500"), octets, ["a", "b"], None, 7)]


def test_what_was_asked_ahead_answers_once_and_in_its_unit_of_work_alone(party):
    ids = perform(of(party), open_centres, codes=["A1"])
    with reading(of(party)):
        ask_ahead(centres_among.of(ids, True), centres_among.of(ids, True))
        again = [statements(lambda: centres_among(ids, True)) for _time in range(3)]
        assert [taken for taken, _rows in again] == [0, 0, 1]
        assert [len(rows) for _taken, rows in again] == [1, 1, 1]
        ask_ahead(centres_among.of(ids, True))
    with reading(of(party)):
        assert statements(lambda: centres_among(ids, True))[0] == 1
    with pytest.raises(RuntimeError, match="within a unit of work"):
        ask_ahead(centres_among.of(ids, True))


def test_what_is_asked_ahead_stays_behind_the_wall(party):
    ids = perform(of(party), open_centres, codes=["A1"])
    with reading(of(a_municipality())):
        ask_ahead(centres_among.of(ids, True))
        assert centres_among(ids, True) == []


def test_a_row_is_written_unless_its_unique_key_is_taken(party):
    def keep(*, actor, now, name):
        row = CostCentre(party_id=actor.party_id, code="A1", name=name)
        return [create_new(row), row.pk is not None]

    assert perform(of(party), keep, name="First") == [True, True]
    assert perform(of(party), keep, name="Second") == [False, False]
    with reading(of(party)):
        assert [row.name for row in CostCentre.objects.filter(code="A1")] == ["First"]


@pytest.mark.parametrize("count", [1, 8, 9])
def test_a_whole_and_its_parts_are_written_together_with_their_history(party, count):
    """Up to eight parts in one statement; the history is the same above."""

    def write(*, actor, now):
        group = PersonGroup(pk=4_000_000 + count, party_id=actor.party_id, code="G", name="G")
        parts = [
            CostCentre(party_id=actor.party_id, code=f"C{number}", name="C")
            for number in range(count)
        ]
        create_with(group, parts)
        return [[part.pk for part in parts], current_unit().changes[-1].fields]

    ids, counted = perform(of(party), write)
    assert counted == {"costcentre_rows": [None, count]}
    with reading(of(party)):
        assert [CostCentre.objects.in_bulk(ids)[one].code for one in ids] == [
            f"C{number}" for number in range(count)
        ]
        assert PersonGroup.objects.get(id=4_000_000 + count).code == "G"

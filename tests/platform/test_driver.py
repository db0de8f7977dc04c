"""Statements handed to the driver itself."""

from __future__ import annotations

import os
import socket

import pytest
from django.db import DataError, NotSupportedError, connection, connections

from samkop.platform.actors import person
from samkop.platform.database.driver import asked
from samkop.platform.database.guard import QueryOutsideTheDoor
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import reading

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]

ANYBODY = person(1, "Anybody", 1, frozenset())


def plans_like(end):
    """How many plans of statements with this end the connection keeps."""
    known = asked(
        "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [f"%{end}"]
    )
    return known.fetchall()[0][0]


def test_small_and_large_numbers_share_one_plan():
    with reading(ANYBODY):
        answers = [asked("SELECT %s + 41", [number]).fetchall() for number in (1, 10**6, 10**12)]
        assert plans_like("+ 41") == 1
    assert answers == [[(42,)], [(1000041,)], [(1000000000041,)]]


def test_places_may_have_names_and_a_percent_sign_stands_for_itself():
    with reading(ANYBODY):
        answer = asked("SELECT %(a)s || '%%' || %(b)s || %(a)s", {"b": "y", "a": "x"})
        assert answer.fetchall() == [("x%yx",)]


def test_what_goes_wrong_in_the_database_arrives_as_djangos_error():
    with pytest.raises(DataError), reading(ANYBODY):
        asked("SELECT 1 / %s", [0])


def test_nothing_is_asked_of_our_tables_outside_the_door():
    with pytest.raises(QueryOutsideTheDoor):
        asked("SELECT 1 FROM parties_party")


def test_a_refusal_leaves_the_plans_of_the_connection():
    with reading(ANYBODY):
        asked("SELECT %s + 43", [1])
    with pytest.raises(Refused), reading(ANYBODY):
        raise not_found()
    with reading(ANYBODY):
        assert plans_like("+ 43") == 1
        assert asked("SELECT %s + 43", [1]).fetchall() == [(44,)]
        assert plans_like("+ 43") == 1


def test_a_statement_that_fails_leaves_no_plan():
    for _time in range(3):
        with pytest.raises(DataError), reading(ANYBODY):
            asked("SELECT 44 / %s", [0])
    with reading(ANYBODY):
        assert plans_like("SELECT 44 / $1") == 0


def test_a_plan_that_a_migration_made_stale_is_made_anew():
    names = "SELECT legal_name FROM parties_party"
    with reading(ANYBODY):
        asked(names)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE parties_party ALTER COLUMN legal_name TYPE varchar(999)")
    with pytest.raises(NotSupportedError), reading(ANYBODY):
        asked(names)
    with reading(ANYBODY):
        assert asked(names).fetchall() == []


def test_a_connection_that_the_server_has_ended_is_not_usable():
    with reading(ANYBODY):
        asked("SELECT 1")
    assert connection.is_usable()
    with socket.socket(fileno=os.dup(connection.connection.fileno())) as its:
        its.shutdown(socket.SHUT_RDWR)
    assert not connection.is_usable()
    connection.connection.close()
    assert not connection.is_usable()
    connection.close()

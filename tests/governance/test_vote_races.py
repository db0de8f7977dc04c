"""Several vote for one seat at once, or while the chair closes: each seat is counted once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connections

from factories.parties import a_person, acting
from factories.steering import (
    MEETS,
    a_meeting,
    a_motion,
    a_steering_group,
    an_open_meeting,
    appointed_to,
    arrived,
    put,
)
from samkop.governance.models import SeatHolder
from samkop.governance.usecases import meeting_steps, votes
from samkop.governance.usecases.attendance import arrive, delegate_seat
from samkop.governance.usecases.meetings import open_meeting
from samkop.governance.usecases.votes import cast_ballot, close_vote
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

COUNTING = "SELECT count(*) FROM governance_ballot WHERE replaced_at IS NULL AND seat_id = %s"


def owner(sql, *values):
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def at_once(*works):
    """What came of each: what it returns, or the code of its refusal."""
    together = threading.Barrier(len(works))

    def one(work):
        together.wait(10)
        try:
            return work()
        except Refused as refused:
            return refused.code
        except IntegrityError:
            return "integrity-error"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def says(actor, question, seat, choice):
    """A device that sends one vote."""
    return lambda: (
        perform(
            actor, cast_ballot, now=MEETS, vote_id=question.pk, seat_id=seat.pk, choice=choice
        ).choice
    )


def a_question(size=2):
    steering = a_steering_group(size)
    motion = a_motion(steering)
    an_open_meeting(steering, motion)
    return steering, put(steering, motion)


def counted(steering, question):
    closed = perform(steering.lead.actor, close_vote, now=MEETS, vote_id=question.pk)
    return closed.yes + closed.no + closed.abstained


@pytest.fixture
def no_locks(monkeypatch):
    """The twin: whoever votes reads, thinks, and writes what it thought."""
    monkeypatch.setattr(votes, "hold", lambda *_given, **_how: None)
    monkeypatch.setattr(meeting_steps, "hold", lambda *_given, **_how: None)
    make = votes.create

    def thinking(row):
        time.sleep(0.5)
        return make(row)

    monkeypatch.setattr(votes, "create", thinking)


def test_several_devices_of_one_seat_leave_one_ballot_that_counts(own_database):
    steering, question = a_question()
    member = steering.members[1]
    devices = [says(member.actor, question, member.seat, one) for one in ("yes", "no") * 4]
    assert sorted(at_once(*devices)) == ["no"] * 4 + ["yes"] * 4
    assert owner(COUNTING, member.seat.pk) == [(1,)]
    assert counted(steering, question) == 1


def test_the_twin_without_the_lock_fails_one_device_and_without_the_key_counts_twice(
    own_database, no_locks
):
    steering, question = a_question()
    member = steering.members[1]
    devices = [says(member.actor, question, member.seat, one) for one in ("yes", "no")]
    assert "integrity-error" in at_once(*devices)
    assert owner(COUNTING, member.seat.pk) == [(1,)]
    steering, question = a_question()
    member = steering.members[1]
    owner("DROP INDEX ballot_one_a_seat")
    devices = [says(member.actor, question, member.seat, one) for one in ("yes", "no")]
    assert sorted(at_once(*devices)) == ["no", "yes"]
    assert owner(COUNTING, member.seat.pk) == [(2,)]


def test_a_member_that_comes_while_its_deputy_votes_is_counted_once(own_database):
    for _ in range(4):
        steering = a_steering_group(2)
        motion = a_motion(steering)
        member = steering.members[1]
        deputy = a_person(member.party, RoleName.STEERING_MEMBER, name="Ersättare")
        holders = [appointed_to(member, deputy, 1).pk, holder_of(member)]
        meeting = a_meeting(steering, motion)
        perform(acting(deputy), arrive, now=MEETS, meeting_id=meeting.pk, holder_id=holders[0])
        arrived(steering, meeting, steering.lead)
        perform(steering.lead.actor, open_meeting, now=MEETS, meeting_id=meeting.pk)
        question = put(steering, motion)
        outcomes = at_once(
            says(acting(deputy), question, member.seat, "yes"),
            comes_and_says(member, meeting, holders[1], question, member.seat),
        )
        assert outcomes[1] == "no"
        assert outcomes[0] in {"yes", "not-the-representative"}
        assert owner(COUNTING, member.seat.pk) == [(1,)]
        assert counted(steering, question) == 1


def test_a_member_that_comes_while_who_has_its_vote_uses_it_is_counted_once(own_database):
    for _ in range(4):
        steering = a_steering_group(3)
        motion = a_motion(steering)
        member, other = steering.members[1:]
        meeting = a_meeting(steering, motion)
        perform(
            member.actor, delegate_seat, now=MEETS, meeting_id=meeting.pk,
            holder_seat_id=other.seat.pk,
        )  # fmt: skip
        arrived(steering, meeting, steering.lead, other)
        perform(steering.lead.actor, open_meeting, now=MEETS, meeting_id=meeting.pk)
        question = put(steering, motion)
        outcomes = at_once(
            says(other.actor, question, member.seat, "yes"),
            comes_and_says(member, meeting, holder_of(member), question, member.seat),
        )
        assert outcomes[1] == "no"
        assert outcomes[0] in {"yes", "not-the-representative"}
        assert owner(COUNTING, member.seat.pk) == [(1,)]
        assert counted(steering, question) == 1


def test_a_vote_in_the_moment_of_closing_is_counted_or_refused(own_database):
    for _ in range(6):
        steering, question = a_question()
        member = steering.members[1]
        said, yes = closing_meanwhile(steering, question, member)
        assert (said, yes) in {("yes", 1), ("vote-closed", 0)}
        assert owner(COUNTING, member.seat.pk) == [(yes,)]


def test_the_twin_without_the_lock_is_refused_and_without_the_count_keeps_what_is_not_counted(
    own_database, no_locks, monkeypatch
):
    decide = votes.ballots.decide

    def slowly(*given):
        time.sleep(1)
        return decide(*given)

    monkeypatch.setattr(votes.ballots, "decide", slowly)
    steering, question = a_question()
    member = steering.members[1]
    assert closing_meanwhile(steering, question, member) == ["yes", "integrity-error"]
    owner("DROP TRIGGER governance_vote_counted ON governance_vote")
    steering, question = a_question()
    member = steering.members[1]
    assert closing_meanwhile(steering, question, member) == ["yes", 0]
    assert owner(COUNTING, member.seat.pk) == [(1,)]


def closing_meanwhile(steering, question, member):
    """What the seat hears, and how many the closed vote counts in favour."""
    return at_once(
        says(member.actor, question, member.seat, "yes"),
        lambda: perform(steering.lead.actor, close_vote, now=MEETS, vote_id=question.pk).yes,
    )


def holder_of(member):
    with reading(member.actor):
        rows = SeatHolder.objects.filter(seat=member.seat, person=member.person)
        return rows.values_list("id", flat=True).get()


def comes_and_says(member, meeting, holder_id, question, seat):
    """The member comes in and votes against."""

    def work():
        perform(member.actor, arrive, now=MEETS, meeting_id=meeting.pk, holder_id=holder_id)
        return says(member.actor, question, seat, "no")()

    return work

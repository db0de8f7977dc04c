"""Whoever wants a vote too many, or to choose who decides a tie, gets neither."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from factories.steering import (
    DECISION,
    MEETS,
    a_meeting,
    a_motion,
    a_steering_group,
    an_open_meeting,
    arrived,
    count,
    put,
    vote,
)
from samkop.governance.models import Attendance
from samkop.governance.usecases.agenda import add_agenda_item
from samkop.governance.usecases.attendance import delegate_seat, leave, withdraw_delegation
from samkop.governance.usecases.meetings import (
    choose_adjusters,
    close_meeting,
    open_meeting,
    pass_chair,
)
from samkop.governance.usecases.minutes import approve_minutes, write_minutes
from samkop.governance.usecases.steering_groups import NewRules, adopt_rules
from samkop.governance.usecases.votes import put_late_item
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.empty_database


def refusal(work):
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.code


def gives(member, meeting, holder):
    to = {"meeting_id": meeting.pk, "holder_seat_id": holder.seat.pk}
    perform(member.actor, delegate_seat, now=MEETS, **to)


def opened(steering, meeting):
    return perform(steering.lead.actor, open_meeting, now=MEETS, meeting_id=meeting.pk)


def test_a_vote_taken_back_is_not_cast_by_who_is_there_already_and_one_given_then_is(database):
    steering = a_steering_group(3)
    motion = a_motion(steering)
    lead, holder, giver = steering.members
    meeting = a_meeting(steering, motion)
    gives(giver, meeting, holder)
    arrived(steering, meeting, lead, holder)
    perform(giver.actor, withdraw_delegation, now=MEETS, meeting_id=meeting.pk)
    with reading(lead.actor):
        there = Attendance.objects.filter(meeting=meeting, left_at__isnull=True)
        assert set(there.values_list("seat_id", flat=True)) == {lead.seat.pk, holder.seat.pk}
    gives(giver, meeting, lead)
    opened(steering, meeting)
    question = put(steering, motion)
    assert refusal(lambda: vote(holder, question, "yes", giver.seat)) == "not-the-representative"
    vote(lead, question, "yes", giver.seat)
    assert count(steering, question).yes == 1


def test_who_was_there_itself_has_no_vote_given_by_it_cast(database):
    steering = a_steering_group(3)
    motion = a_motion(steering)
    _lead, holder, giver = steering.members
    meeting = a_meeting(steering, motion)
    arrived(steering, meeting)
    gives(giver, meeting, holder)
    opened(steering, meeting)
    question = put(steering, motion)
    assert refusal(lambda: vote(holder, question, "yes", giver.seat)) == "not-the-representative"
    vote(giver, question, "no")
    assert count(steering, question).no == 1


def test_a_late_point_is_not_taken_up_over_one_who_is_silent_because_another_left(database):
    steering = a_steering_group(4)
    lead, one, _silent, leaver = steering.members
    meeting = an_open_meeting(steering, a_motion(steering))
    item = perform(lead.actor, add_agenda_item, now=MEETS, meeting_id=meeting.pk, title="Sent")
    question = perform(lead.actor, put_late_item, now=MEETS, item_id=item.pk)
    for each in (lead, one, leaver):
        vote(each, question, "yes")
    perform(leaver.actor, leave, now=MEETS, meeting_id=meeting.pk, seat_id=leaver.seat.pk)
    closed = count(steering, question)
    assert (closed.outcome, closed.yes, closed.voters) == ("rejected", 3, 4)


def test_the_chair_is_not_passed_to_who_decides_a_tie_otherwise(database):
    steering = a_steering_group(2)
    motion = a_motion(steering)
    lead, other = steering.members
    meeting = an_open_meeting(steering, motion)
    question = put(steering, motion)
    vote(lead, question, "no")
    vote(other, question, "yes")

    def passing():
        to = {"meeting_id": meeting.pk, "seat_id": other.seat.pk}
        return perform(lead.actor, pass_chair, now=MEETS, **to)

    assert refusal(passing) == "vote-open"
    assert count(steering, question).outcome == "rejected"
    assert passing().chair_seat_id == other.seat.pk


def test_the_quorum_is_not_lowered_while_the_meeting_is_open(database):
    steering = a_steering_group(3)
    motion = a_motion(steering)
    lead, other, _away = steering.members
    meeting = an_open_meeting(steering, motion, there=(lead, other))
    question = put(steering, motion)
    vote(lead, question, "yes")
    perform(other.actor, leave, now=MEETS, meeting_id=meeting.pk, seat_id=other.seat.pk)
    given = {
        "group_id": steering.group.pk, "decision": DECISION,
        "rules": NewRules(MEETS.date(), quorum_numerator=1, quorum_denominator=99),
    }  # fmt: skip

    def adopts():
        return perform(lead.actor, adopt_rules, now=MEETS, **given)

    assert refusal(adopts) == "meeting-in-another-state"
    assert count(steering, question).outcome == "void"
    given["rules"] = replace(given["rules"], valid_from=MEETS.date() + timedelta(days=1))
    assert adopts().quorum_denominator == 99


def raw(actor, sql, *values):
    """How many rows a statement of the app's own role writes, acting for the actor's party."""

    def work(*, actor, now):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.rowcount

    return perform(actor, work, now=MEETS)


FOR_ANOTHER = """
INSERT INTO governance_attendance (meeting_id, group_id, region_id, seat_id, party_id,
    represented_by_id, presence, holder_id, arrived_at)
SELECT m.id, m.group_id, m.region_id, %s, %s, %s, 'delegation', h.id, now()
FROM governance_meeting m, governance_seatholder h WHERE m.id = %s AND h.seat_id = %s
"""
BY_ATTENDANCE = """
INSERT INTO governance_ballot (vote_id, meeting_id, region_id, seat_id, attendance_id, party_id,
    cast_by_id, name, choice, cast_at)
SELECT %s, a.meeting_id, a.region_id, a.seat_id, a.id, a.party_id, a.represented_by_id, 'x',
    'yes', now()
FROM governance_attendance a
WHERE a.meeting_id = %s AND a.seat_id = %s AND a.represented_by_id = ANY (samkop_party_ids())
"""
CARRIED = """
UPDATE governance_motion SET state = 'carried', decided_at = now(), final_text = text
WHERE id = %s
"""
CLOSED = """
UPDATE governance_vote SET closed_at = now(), outcome = 'carried', yes = 2, no = 0, abstained = 0,
    voters = 2, present = 2, quorum = 2, base = 2, needed = 2 WHERE id = %s
"""
INVENTED = """
INSERT INTO governance_vote (meeting_id, group_id, region_id, rules_id, kind, motion_id, text,
    opened_at, closed_at, outcome, yes, no, abstained, voters, base, needed, tie, by_chair)
SELECT m.id, m.group_id, m.region_id, r.id, 'motion', %s, 'x', now(), now(), 'carried', 0, 0, 0, 2,
    0, 0, false, false
FROM governance_meeting m JOIN governance_grouprules r ON r.group_id = m.group_id WHERE m.id = %s
"""
NEWER = """
INSERT INTO governance_minutes (meeting_id, group_id, region_id, version, register_number, content,
    sha256, written_at)
SELECT meeting_id, group_id, region_id, version + 1, register_number, content, sha256, now()
FROM governance_minutes WHERE meeting_id = %s
"""


def test_the_database_lets_nobody_represent_a_seat_that_gave_no_vote(database):
    steering = a_steering_group(3)
    lead, thief, away = steering.members
    meeting = an_open_meeting(steering, a_motion(steering), there=(lead, thief))
    for each in (thief, lead):
        of = (away.seat.pk, away.party.pk, each.party.pk, meeting.pk, each.seat.pk)
        with pytest.raises(DatabaseError, match="attendance_by_right"):
            raw(each.actor, FOR_ANOTHER, *of)


def test_the_database_takes_no_ballot_of_who_was_taken_over_from(database):
    steering = a_steering_group(3)
    motion = a_motion(steering)
    lead, holder, giver = steering.members
    meeting = a_meeting(steering, motion)
    gives(giver, meeting, holder)
    arrived(steering, meeting, lead, holder)
    opened(steering, meeting)
    question = put(steering, motion)
    arrived(steering, meeting, giver)
    with pytest.raises(DatabaseError, match="ballot_of_who_is_there"):
        raw(holder.actor, BY_ATTENDANCE, question.pk, meeting.pk, giver.seat.pk)
    assert raw(giver.actor, BY_ATTENDANCE, question.pk, meeting.pk, giver.seat.pk) == 1


def test_the_database_takes_no_result_that_nobody_voted_for(database):
    steering = a_steering_group(2)
    motion = a_motion(steering)
    meeting = an_open_meeting(steering, motion)
    for each in steering.members:
        with pytest.raises(DatabaseError, match="motion_decided"):
            raw(each.actor, CARRIED, motion.pk)
    with pytest.raises(DatabaseError, match="vote_counted"):
        raw(steering.lead.actor, INVENTED, motion.pk, meeting.pk)
    question = put(steering, motion)
    vote(steering.lead, question, "yes")
    with pytest.raises(DatabaseError, match="vote_counted"):
        raw(steering.lead.actor, CLOSED, question.pk)


def test_the_database_takes_no_other_minutes_once_they_are_approved(database):
    steering = a_steering_group(3)
    meeting = an_open_meeting(steering)
    lead, *others = steering.members
    seats = [one.seat.pk for one in others]
    perform(lead.actor, choose_adjusters, now=MEETS, meeting_id=meeting.pk, seat_ids=seats)
    perform(lead.actor, close_meeting, now=MEETS, meeting_id=meeting.pk)
    perform(lead.actor, write_minutes, now=MEETS, meeting_id=meeting.pk, register_number="D 1")
    for each in others:
        perform(each.actor, approve_minutes, now=MEETS, meeting_id=meeting.pk, version=1)
    with pytest.raises(DatabaseError, match="minutes_of_closed"):
        raw(lead.actor, NEWER, meeting.pk)

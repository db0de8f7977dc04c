"""What people are told of the steering group, and when; what the clock brings, once each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from factories.steering import (
    MORNING,
    a_meeting,
    a_motion,
    a_steering_group,
    an_open_meeting,
    count,
    put,
    vote,
)
from samkop.governance.queries.steering_start import steered_by
from samkop.governance.steering_clock import watch_meetings
from samkop.governance.usecases.meetings import cancel_meeting
from samkop.platform.models import Notification
from samkop.platform.notifications.kinds import told
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database")


def kinds_for(actor):
    """What the person was told, in its order."""
    with reading(actor):
        rows = Notification.objects.filter(person_id=actor.person_id).order_by("id")
        return [one.kind for one in rows if one.kind.startswith(("meeting", "motion", "minutes"))]


def dispatched():
    while dispatch_waiting(FACTS):
        pass


def at(day, hour=8):
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_the_lead_is_told_before_the_last_day_to_call_and_on_it_and_once_each():
    """Seven days before 16 March is the ninth: told from the seventh on, and on the ninth."""
    steering = a_steering_group(2)
    a_meeting(steering, called=False)
    lead, other = steering.lead.actor, steering.members[1].actor
    for day, so_far in ((6, 0), (7, 1), (7, 1), (8, 1), (9, 2), (9, 2), (10, 2)):
        watch_meetings(at(day))
        assert kinds_for(lead) == ["meeting-to-call"] * so_far, day
    # In Helsinki the seventh begins at 22.00 UTC of the sixth.
    assert kinds_for(other) == []


def test_who_sits_on_a_seat_is_told_the_day_before_a_called_meeting_once():
    steering = a_steering_group(2)
    a_meeting(steering)
    dispatched()
    member = steering.members[1].actor
    for day, so_far in ((14, 0), (15, 1), (15, 1), (16, 1)):
        watch_meetings(at(day, 6))
        assert kinds_for(member) == ["meeting-called", *["meeting-soon"] * so_far]


def test_members_are_told_of_call_decision_and_cancellation_in_words_and_nobody_else():
    steering = a_steering_group(2)
    outside = a_steering_group(1).lead.actor
    motion = a_motion(steering, steering.members[1].actor, title="Pekplattor")
    dispatched()
    assert kinds_for(steering.lead.actor) == ["motion-proposed"]
    an_open_meeting(steering, motion)
    question = put(steering, motion)
    for one in steering.members:
        vote(one, question, "yes")
    count(steering, question)
    dispatched()
    other = a_meeting(steering)
    perform(
        steering.lead.actor, cancel_meeting, now=MORNING, meeting_id=other.pk, reason="Snöstorm"
    )
    dispatched()
    member = steering.members[1].actor
    assert kinds_for(member) == [
        "meeting-called", "motion-decided", "meeting-called", "meeting-cancelled",
    ]  # fmt: skip
    assert kinds_for(outside) == []
    with reading(member):
        rows = Notification.objects.filter(person_id=member.person_id).order_by("id")
        said = [told(one.kind, one.facts).sentence for one in rows]
    assert "Pekplattor" in said[1]
    assert "Snöstorm" in said[3]
    assert not [one for one in said if "\u2013" in one]


def test_the_start_page_knows_what_waits_for_the_person():
    steering = a_steering_group(2)
    motion = a_motion(steering)
    meeting = an_open_meeting(steering, motion)
    member = steering.members[1]

    def seen():
        with reading(member.actor):
            return steered_by(member.party.pk, member.person.pk, MORNING.date())

    assert (seen().meeting.pk, [one.pk for one in seen().motions]) == (meeting.pk, [motion.pk])
    assert seen().votes == []
    question = put(steering, motion)
    assert [one.pk for one in seen().votes] == [question.pk]
    vote(member, question, "abstain")
    assert seen().votes == []

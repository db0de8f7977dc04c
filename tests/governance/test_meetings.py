"""Meetings: called in time, opened with a quorum, who is there for which seat."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from factories.parties import a_person, acting
from factories.steering import (
    MEETS,
    MORNING,
    a_meeting,
    a_motion,
    a_steering_group,
    an_open_meeting,
    appointed_to,
    arrived,
    put,
    vote,
)
from samkop.governance.models import Attendance, Meeting, Motion, SeatHolder
from samkop.governance.queries.meetings import present_in, standing_of
from samkop.governance.queries.minutes import minutes_of
from samkop.governance.rules.steering import canonical_sha256
from samkop.governance.usecases.agenda import (
    add_agenda_item,
    add_paper,
    attach_motion,
    remove_agenda_item,
)
from samkop.governance.usecases.attendance import (
    arrive,
    delegate_seat,
    leave,
    withdraw_delegation,
)
from samkop.governance.usecases.meetings import (
    call_meeting,
    cancel_meeting,
    change_meeting,
    choose_adjusters,
    close_meeting,
    open_meeting,
    pass_chair,
    plan_meeting,
)
from samkop.governance.usecases.minutes import approve_minutes, write_minutes
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


def code_of(actor, use_case, now=MEETS, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, now=now, **inputs)
    return refused.value.code


def holder_of(member, person=None):
    with reading(member.actor):
        rows = SeatHolder.objects.filter(seat=member.seat, person=person or member.person)
        return rows.values_list("id", flat=True).get()


def there(steering, meeting):
    """Seat by seat, by whom it is represented."""
    with reading(steering.lead.actor):
        found = present_in(Meeting.objects.select_related("group__lead").get(id=meeting.pk))
    return {one.party_id: (one.presence, one.holder.name) for one in found}


def test_a_meeting_is_called_on_the_last_day_of_the_rules_and_not_a_day_later():
    """Seven days before 16 March is 9 March; in Helsinki it is the tenth from 22.00 UTC on."""
    steering = a_steering_group(2)
    meeting = a_meeting(steering, called=False)
    lead, inputs = steering.lead.actor, {"meeting_id": meeting.pk}
    late, last = (datetime(2026, 3, 9, hour, 30, tzinfo=UTC) for hour in (22, 21))
    assert code_of(lead, call_meeting, late, **inputs) == "call-too-late"
    assert code_of(steering.members[1].actor, call_meeting, last, **inputs) == "not-allowed"
    assert perform(lead, call_meeting, now=last, **inputs).state == "called"
    assert code_of(lead, call_meeting, last, **inputs) == "meeting-in-another-state"
    terms = {**inputs, "number": "9", "starts_at": MEETS, "venue": "Annan plats"}
    assert code_of(lead, change_meeting, MORNING, **terms) == "meeting-in-another-state"


def test_a_meeting_is_planned_by_the_lead_somewhere_in_the_future_under_a_number_of_its_own():
    steering = a_steering_group(2)
    lead, group = steering.lead.actor, steering.group.pk
    given = {"group_id": group, "number": "1/2026", "starts_at": MEETS, "venue": "Stadshuset"}
    first = perform(lead, plan_meeting, now=MORNING, **given)
    assert code_of(lead, plan_meeting, MORNING, **given) == "meeting-number-used"
    assert code_of(lead, plan_meeting, MEETS, **given | {"number": "2"}) == "meeting-in-the-past"
    nowhere = given | {"number": "2", "venue": " "}
    assert code_of(lead, plan_meeting, MORNING, **nowhere) == "text-missing"
    assert code_of(steering.members[1].actor, plan_meeting, MORNING, **given) == "not-allowed"
    assert code_of(lead, call_meeting, MORNING, meeting_id=first.pk) == "agenda-empty"


def test_points_before_the_call_come_and_go_and_what_is_taken_off_waits_again():
    steering = a_steering_group(2)
    lead, motion = steering.lead.actor, a_motion(steering)
    meeting = a_meeting(steering, motion, called=False)
    second = perform(lead, add_agenda_item, now=MORNING, meeting_id=meeting.pk, title="Läget")
    with reading(lead):
        first = Motion.objects.get(id=motion.pk).agenda_item
    assert code_of(lead, attach_motion, motion_id=motion.pk, meeting_id=meeting.pk) == (
        "motion-in-another-state"
    )
    perform(lead, remove_agenda_item, now=MORNING, item_id=first.pk)
    with reading(lead):
        again = Motion.objects.get(id=motion.pk)
        assert (again.state, again.agenda_item_id) == ("proposed", None)
        assert [one.point for one in meeting.items.all()] == [1]
    paper = {"item_id": second.pk, "name": "underlag.pdf", "content": b"%PDF"}
    kept = perform(lead, add_paper, now=MORNING, **paper)
    assert (kept.size, len(kept.sha256)) == (4, 64)
    assert code_of(lead, add_paper, **paper | {"content": b""}) == "file-missing"
    assert code_of(lead, remove_agenda_item, item_id=second.pk) == "item-has-papers"
    assert code_of(steering.members[1].actor, add_paper, **paper) == "not-allowed"


def test_a_meeting_opens_on_its_day_with_a_quorum_and_the_leads_representative_in_the_chair():
    """Of nine seats more than half are five."""
    steering = a_steering_group(9)
    meeting = a_meeting(steering)
    lead, inputs = steering.lead.actor, {"meeting_id": meeting.pk}
    arrived(steering, meeting, *steering.members[:4])
    assert code_of(lead, open_meeting, **inputs) == "quorum-missing"
    arrived(steering, meeting, steering.members[4])
    assert code_of(lead, open_meeting, datetime(2026, 3, 15, 8, tzinfo=UTC), **inputs) == (
        "meeting-another-day"
    )
    other = steering.members[1].seat.pk
    assert code_of(lead, open_meeting, **inputs, chair_seat_id=other) == "lead-chairs"
    assert code_of(steering.members[8].actor, open_meeting, **inputs) == "not-allowed"
    opened = perform(lead, open_meeting, now=MEETS, **inputs)
    assert opened.chair_seat_id == steering.lead.seat.pk
    with reading(lead):
        standing = standing_of(Meeting.objects.select_related("group__lead").get(id=meeting.pk))
    assert (standing.present, standing.voters, standing.quorum) == (5, 9, 5)


def test_where_the_lead_is_not_there_those_present_choose_who_chairs():
    steering = a_steering_group(3)
    meeting = a_meeting(steering)
    second, third = steering.members[1:]
    arrived(steering, meeting, second, third)
    inputs = {"meeting_id": meeting.pk}
    assert code_of(second.actor, open_meeting, **inputs) == "chair-missing"
    absent = steering.lead.seat.pk
    assert code_of(second.actor, open_meeting, **inputs, chair_seat_id=absent) == "chair-missing"
    perform(second.actor, open_meeting, now=MEETS, **inputs, chair_seat_id=third.seat.pk)
    assert code_of(second.actor, pass_chair, **inputs, seat_id=second.seat.pk) == "not-allowed"
    assert code_of(third.actor, leave, **inputs, seat_id=third.seat.pk) == "chair-leaves"
    perform(third.actor, pass_chair, now=MEETS, **inputs, seat_id=second.seat.pk)
    perform(third.actor, leave, now=MEETS, **inputs, seat_id=third.seat.pk)
    assert list(there(steering, meeting)) == [second.party.pk]


def test_a_deputy_is_there_in_order_on_the_days_of_the_appointment_and_gives_way():
    steering = a_steering_group(2)
    meeting, member = a_meeting(steering), steering.members[1]
    first, second, former = (
        a_person(member.party, RoleName.STEERING_MEMBER, name=f"Ersättare {n}") for n in (1, 2, 3)
    )
    appointed_to(member, first, 1)
    appointed_to(member, second, 2)
    ended = appointed_to(member, former, 3, valid_until=date(2026, 3, 15))
    inputs = {"meeting_id": meeting.pk}
    gone = {**inputs, "holder_id": ended.pk}
    assert code_of(acting(former), arrive, **gone) == "not-appointed"
    second_there = {**inputs, "holder_id": holder_of(member, second)}
    early = datetime(2026, 3, 15, 8, tzinfo=UTC)
    assert code_of(acting(second), arrive, early, **second_there) == "meeting-another-day"
    assert code_of(acting(first), arrive, **second_there) == "not-allowed"
    perform(acting(second), arrive, now=MEETS, **second_there)
    first_there = {**inputs, "holder_id": holder_of(member, first)}
    perform(acting(first), arrive, now=MEETS, **first_there)
    assert there(steering, meeting) == {member.party.pk: ("deputy", "Ersättare 1")}
    assert code_of(acting(second), arrive, **second_there) == "seat-represented"
    arrived(steering, meeting, member)
    assert there(steering, meeting) == {member.party.pk: ("member", member.person.name)}
    arrived(steering, meeting, member)  # said twice, there once
    with reading(member.actor):
        assert Attendance.objects.filter(meeting=meeting).count() == 3


def test_a_vote_is_given_by_the_member_itself_before_the_meeting_opens_and_never_given_on():
    steering = a_steering_group(4)
    meeting = a_meeting(steering)
    lead, second, third, fourth = steering.members
    to = {"meeting_id": meeting.pk}
    assert code_of(second.actor, delegate_seat, **to, holder_seat_id=second.seat.pk) == (
        "delegation-to-nobody"
    )
    perform(second.actor, delegate_seat, now=MEETS, **to, holder_seat_id=third.seat.pk)
    assert code_of(second.actor, delegate_seat, **to, holder_seat_id=lead.seat.pk) == (
        "delegation-exists"
    )
    assert code_of(third.actor, delegate_seat, **to, holder_seat_id=lead.seat.pk) == (
        "delegation-passed-on"
    )
    assert code_of(fourth.actor, delegate_seat, **to, holder_seat_id=second.seat.pk) == (
        "delegation-passed-on"
    )
    assert code_of(fourth.actor, delegate_seat, **to, holder_seat_id=third.seat.pk) == (
        "delegations-full"
    )
    perform(second.actor, withdraw_delegation, now=MEETS, **to)
    assert code_of(second.actor, withdraw_delegation, **to) == "not-found"
    perform(second.actor, delegate_seat, now=MEETS, **to, holder_seat_id=third.seat.pk)
    arrived(steering, meeting, third, lead)
    assert there(steering, meeting)[second.party.pk] == ("delegation", third.person.name)
    perform(lead.actor, open_meeting, now=MEETS, **to)
    assert code_of(second.actor, withdraw_delegation, **to) == "meeting-in-another-state"
    assert code_of(fourth.actor, delegate_seat, **to, holder_seat_id=lead.seat.pk) == (
        "meeting-in-another-state"
    )


def test_a_delegation_goes_with_its_holder_and_ends_when_the_member_comes_or_the_meeting_does():
    steering = a_steering_group(4)
    motion = a_motion(steering)
    meeting = a_meeting(steering, motion)
    lead, second, third, fourth = steering.members
    to = {"meeting_id": meeting.pk}
    perform(second.actor, delegate_seat, now=MEETS, **to, holder_seat_id=third.seat.pk)
    arrived(steering, meeting, lead, third, fourth)
    perform(lead.actor, open_meeting, now=MEETS, **to)
    perform(third.actor, leave, now=MEETS, **to, seat_id=third.seat.pk)
    assert set(there(steering, meeting)) == {lead.party.pk, fourth.party.pk}
    arrived(steering, meeting, third)
    assert there(steering, meeting)[second.party.pk][0] == "delegation"
    question = put(steering, motion)
    vote(third, question, "yes", second.seat)
    arrived(steering, meeting, second)
    with pytest.raises(Refused) as spent:
        vote(third, question, "no", second.seat)
    assert spent.value.code == "not-the-representative"
    perform(second.actor, leave, now=MEETS, **to, seat_id=second.seat.pk)
    arrived(steering, meeting, third)
    assert second.party.pk not in there(steering, meeting)  # it was there itself
    assert code_of(lead.actor, close_meeting, **to) == "vote-open"


def test_a_meeting_closes_with_its_adjusters_and_gives_back_what_it_did_not_decide():
    steering = a_steering_group(4)
    motion = a_motion(steering)
    meeting = an_open_meeting(steering, motion)
    lead, second, third, fourth = steering.members
    to = {"meeting_id": meeting.pk}
    assert code_of(lead.actor, close_meeting, **to) == "adjusters-missing"
    for wrong in ([lead.seat.pk, second.seat.pk], [second.seat.pk], []):
        assert code_of(lead.actor, choose_adjusters, **to, seat_ids=wrong) == "adjusters-wrong"
    two = [second.seat.pk, third.seat.pk]
    assert code_of(fourth.actor, choose_adjusters, **to, seat_ids=two) == "not-allowed"
    perform(lead.actor, choose_adjusters, now=MEETS, **to, seat_ids=two)
    assert code_of(lead.actor, choose_adjusters, **to, seat_ids=two) == "adjusters-chosen"
    assert perform(lead.actor, close_meeting, now=MEETS, **to).state == "closed"
    assert there(steering, meeting) == {}
    with reading(lead.actor):
        assert Motion.objects.get(id=motion.pk).state == "proposed"
    later = a_meeting(steering, called=False, starts_at=datetime(2026, 4, 20, 8, tzinfo=UTC))
    again = {"motion_id": motion.pk, "meeting_id": later.pk}
    assert code_of(lead.actor, attach_motion, **again) == "minutes-missing"
    assert code_of(second.actor, write_minutes, **to, register_number="7") == "not-allowed"
    perform(lead.actor, write_minutes, now=MEETS, **to, register_number="7/2026")
    perform(lead.actor, attach_motion, now=MEETS, **again)
    perform(lead.actor, write_minutes, now=MEETS, **to, register_number="8/2026")
    with reading(lead.actor):
        newest = minutes_of(meeting.pk).minutes
        assert [one.pk for one in Motion.objects.filter(agenda_item__meeting=later)] == [motion.pk]
    (left,) = newest.content["items"][0]["motions"]
    assert (newest.version, left["id"], left["state"]) == (2, motion.pk, "proposed")
    assert newest.sha256 == canonical_sha256(newest.content)
    approve = {**to, "version": 2}
    assert code_of(fourth.actor, approve_minutes, **approve) == "not-allowed"
    assert code_of(second.actor, approve_minutes, **to, version=1) == "minutes-replaced"
    perform(second.actor, approve_minutes, now=MEETS, **approve)
    assert code_of(second.actor, approve_minutes, **approve) == "minutes-approved"
    perform(third.actor, approve_minutes, now=MEETS, **approve)
    assert code_of(lead.actor, write_minutes, **to, register_number="9") == (
        "meeting-in-another-state"
    )


def test_a_meeting_called_off_gives_back_its_motions_and_opens_no_more():
    steering = a_steering_group(2)
    motion = a_motion(steering)
    meeting = a_meeting(steering, motion)
    lead, to = steering.lead.actor, {"meeting_id": meeting.pk}
    assert code_of(lead, cancel_meeting, **to, reason=" ") == "text-missing"
    perform(lead, cancel_meeting, now=MORNING, **to, reason="Ordföranden är sjuk")
    assert code_of(lead, open_meeting, **to) == "meeting-in-another-state"
    assert code_of(lead, add_agenda_item, **to, title="Mer") == "meeting-in-another-state"
    with reading(lead):
        assert Motion.objects.get(id=motion.pk).state == "proposed"

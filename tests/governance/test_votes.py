"""Votes: one a seat, amendments first, counted by the rules; reservations."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection

from factories.parties import OPERATOR
from factories.steering import (
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
from samkop.governance.models import AgendaItem, Ballot, Motion, Vote
from samkop.governance.usecases.agenda import add_agenda_item, attach_motion
from samkop.governance.usecases.amendments import move_amendment, order_amendment, record_dissent
from samkop.governance.usecases.attendance import delegate_seat, leave
from samkop.governance.usecases.meetings import open_meeting
from samkop.governance.usecases.motions import withdraw_motion
from samkop.governance.usecases.votes import cast_ballot, close_vote, put_late_item, put_to_vote
from samkop.parties.models import RegionMember
from samkop.platform import actors
from samkop.platform.models import Fact
from samkop.platform.records import change
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


def code_of(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, now=MEETS, **inputs)
    return refused.value.code


def refused_vote(*given):
    with pytest.raises(Refused) as refused:
        vote(*given)
    return refused.value.code


def test_nine_vote_one_by_delegation_and_one_is_against_by_hand():
    """Nine seats, eight there, one of them for two: seven in favour, one against, one abstains.
    Eight votes are cast, more than half are five, seven carry it. Quorum: five of nine."""
    steering = a_steering_group(9)
    motion = a_motion(steering, subject_reference="governance.project:12")
    meeting = a_meeting(steering, motion)
    members, ninth = steering.members, steering.members[8]
    perform(
        ninth.actor, delegate_seat, now=MEETS, meeting_id=meeting.pk,
        holder_seat_id=members[1].seat.pk,
    )  # fmt: skip
    arrived(steering, meeting, *members[:8])
    perform(steering.lead.actor, open_meeting, now=MEETS, meeting_id=meeting.pk)
    question = put(steering, motion)
    for one in members[:6]:
        vote(one, question, "yes")
    vote(members[1], question, "yes", ninth.seat)
    vote(members[6], question, "no")
    vote(members[7], question, "abstain")
    counted = count(steering, question)
    assert (counted.yes, counted.no, counted.abstained, counted.voters) == (7, 1, 1, 9)
    assert (counted.base, counted.needed, counted.outcome) == (8, 5, "carried")
    assert (counted.present, counted.quorum, counted.tie) == (9, 5, False)
    said = {"motion_id": motion.pk, "text": "Vi vill vänta på priset."}
    perform(members[6].actor, record_dissent, now=MEETS, seat_id=members[6].seat.pk, **said)
    assert code_of(
        members[6].actor, record_dissent, seat_id=members[6].seat.pk, **said
    ) == "dissent-recorded"  # fmt: skip
    for one in (members[0], members[7]):
        assert code_of(one.actor, record_dissent, seat_id=one.seat.pk, **said) == (
            "voted-with-the-decision"
        )
    assert code_of(members[1].actor, record_dissent, seat_id=members[6].seat.pk, **said) == (
        "not-the-representative"
    )
    with reading(actors.job("dispatcher")):
        facts = Fact.objects.filter(name="motion-decided", body__motion_id=motion.pk)
        assert [one.body["outcome"] for one in facts] == ["carried"]
        assert facts[0].body["subject_reference"] == "governance.project:12"
        assert facts[0].body["decided_on"] == "2026-03-16"


def test_a_changed_vote_is_another_row_and_one_counts_until_the_vote_is_closed():
    steering = a_steering_group(3)
    motion = a_motion(steering)
    an_open_meeting(steering, motion)
    lead, second, third = steering.members
    question = put(steering, motion)
    first = vote(second, question, "no")
    assert vote(second, question, "no").pk == first.pk
    vote(second, question, "yes")
    vote(lead, question, "no")
    assert refused_vote(third, question, "yes", second.seat) == "not-the-representative"
    assert refused_vote(third, question, "maybe") == "choice-unknown"
    assert code_of(third.actor, close_vote, vote_id=question.pk) == "not-allowed"
    counted = count(steering, question)
    assert (counted.yes, counted.no, counted.outcome, counted.tie) == (1, 1, "rejected", True)
    assert counted.by_chair  # the lead chairs and was against
    assert refused_vote(third, question, "yes") == "vote-closed"
    assert code_of(lead.actor, close_vote, vote_id=question.pk) == "vote-closed"
    with reading(lead.actor):
        rows = Ballot.objects.filter(vote=question, seat=second.seat).order_by("id")
        assert [(one.choice, one.replaced_at is None) for one in rows] == [
            ("no", False), ("yes", True),
        ]  # fmt: skip


def test_a_replayed_ballot_answers_as_before_and_counts_once():
    steering = a_steering_group(2)
    motion = a_motion(steering)
    an_open_meeting(steering, motion)
    member, question = steering.members[1], put(steering, motion)
    inputs = {"vote_id": question.pk, "seat_id": member.seat.pk, "choice": "yes"}
    made = [
        perform(member.actor, cast_ballot, now=MEETS, key=key, **inputs).pk
        for key in ("a", "a", "b")
    ]
    assert len(set(made)) == 1
    with pytest.raises(Refused) as reused:
        perform(member.actor, cast_ballot, now=MEETS, key="a", **inputs | {"choice": "no"})
    assert reused.value.code == "idempotency-key-reused"
    assert count(steering, question).yes == 1


def test_the_database_takes_no_second_ballot_that_counts_and_none_of_who_is_not_there():
    steering = a_steering_group(2)
    motion = a_motion(steering)
    an_open_meeting(steering, motion)
    member, question = steering.members[1], put(steering, motion)
    ballot = vote(member, question, "yes")

    def again(*, actor, now, **fields):
        row = Ballot.objects.get(id=ballot.pk)
        row.pk = None
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(force_insert=True)

    for wrong in ({}, {"replaced_at": MEETS, "cast_by_id": steering.lead.party.pk}):
        with pytest.raises(DatabaseError):
            perform(member.actor, again, **wrong)
    count(steering, question)
    with pytest.raises(DatabaseError):
        perform(member.actor, again, replaced_at=MEETS)

    def reopen(*, actor, now):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE governance_vote SET yes = 9 WHERE id = %s", [question.pk])

    with pytest.raises(DatabaseError, match="vote_stands"):
        perform(steering.lead.actor, reopen)


def test_amendments_are_voted_on_first_in_the_chairs_order_and_the_text_is_carried_over():
    steering = a_steering_group(3)
    motion = a_motion(steering, text="Vi går med från mars.")
    an_open_meeting(steering, motion)
    lead, second, third = steering.members

    def move(member, kind, text, passage=""):
        return perform(
            member.actor, move_amendment, now=MEETS, motion_id=motion.pk,
            seat_id=member.seat.pk, kind=kind, text=text, passage=passage,
        )  # fmt: skip

    with pytest.raises(Refused) as missing:
        move(second, "replace", "juni", "april")
    assert missing.value.code == "passage-missing"
    whole = move(second, "rewrite", "Vi väntar.")
    may, june = move(second, "replace", "maj", "mars"), move(third, "replace", "juni", "mars")
    inputs = {"amendment_id": may.pk, "turn": 2}
    assert code_of(third.actor, order_amendment, **inputs) == "not-allowed"
    perform(lead.actor, order_amendment, now=MEETS, **inputs)
    asked = []
    for choice in ("yes", "no", "yes"):
        question = put(steering, motion)
        asked.append((question.amendment_id, question.text))
        assert code_of(lead.actor, put_to_vote, motion_id=motion.pk) == "vote-open"
        for one in steering.members:
            vote(one, question, choice)
        count(steering, question)
    assert asked == [
        (june.pk, "Vi går med från juni."),
        (whole.pk, "Vi väntar."),
        (None, "Vi går med från juni."),
    ]
    with reading(lead.actor):
        decided = Motion.objects.get(id=motion.pk)
        states = {one.pk: one.state for one in decided.amendments.all()}
    assert (decided.state, decided.final_text) == ("carried", "Vi går med från juni.")
    assert states == {june.pk: "carried", may.pk: "fallen", whole.pk: "rejected"}
    assert code_of(lead.actor, put_to_vote, motion_id=motion.pk) == "motion-in-another-state"
    assert code_of(lead.actor, withdraw_motion, motion_id=motion.pk) == "motion-in-another-state"


def test_a_late_point_is_taken_up_only_where_all_who_are_there_agree():
    steering = a_steering_group(3)
    meeting = an_open_meeting(steering)
    lead, late = steering.lead.actor, a_motion(steering)
    perform(lead, attach_motion, now=MEETS, motion_id=late.pk, meeting_id=meeting.pk)
    assert code_of(lead, put_to_vote, motion_id=late.pk) == "item-not-taken-up"
    with reading(lead):
        item_id = Motion.objects.get(id=late.pk).agenda_item_id
    for silent, outcome in ((True, "rejected"), (False, "carried")):
        question = perform(lead, put_late_item, now=MEETS, item_id=item_id)
        for one in steering.members[silent:]:
            vote(one, question, "yes")
        assert count(steering, question).outcome == outcome
    assert code_of(lead, put_late_item, item_id=item_id) == "item-taken-up"
    assert put(steering, late).kind == "motion"
    other = perform(lead, add_agenda_item, now=MEETS, meeting_id=meeting.pk, title="Övrigt")
    with reading(lead):
        assert AgendaItem.objects.get(id=other.pk).late


def test_a_vote_without_quorum_is_void_and_can_be_put_again():
    steering = a_steering_group(3)
    motion = a_motion(steering)
    meeting = an_open_meeting(steering, motion, there=steering.members[:2])
    lead, second = steering.members[:2]
    question = put(steering, motion)
    vote(lead, question, "yes")
    perform(second.actor, leave, now=MEETS, meeting_id=meeting.pk, seat_id=second.seat.pk)
    assert count(steering, question).outcome == "void"
    assert code_of(lead.actor, put_to_vote, motion_id=motion.pk) == "quorum-missing"
    arrived(steering, meeting, second)
    vote(lead, put(steering, motion), "yes")
    with reading(lead.actor):
        assert Vote.objects.filter(motion=motion).count() == 2


def test_who_left_the_region_has_no_vote_and_counts_among_nobody():
    steering = a_steering_group(3)
    motion = a_motion(steering)
    an_open_meeting(steering, motion)
    gone, question = steering.members[2], put(steering, motion)
    vote(gone, question, "no")

    def left(*, actor, now):
        row = RegionMember.objects.get(region=steering.region, party=gone.party)
        change(row, valid_until=date(2026, 3, 15))

    perform(OPERATOR, left)
    vote(steering.lead, question, "yes")
    counted = count(steering, question)
    assert (counted.yes, counted.no, counted.voters, counted.present) == (1, 0, 2, 2)


def test_a_qualified_majority_of_all_members_by_hand():
    """Two thirds of three members are two, whoever votes."""
    steering = a_steering_group(
        3, majority="qualified", basis="members", numerator=2, denominator=3
    )
    motion = a_motion(steering)
    an_open_meeting(steering, motion)
    question = put(steering, motion)
    vote(steering.lead, question, "yes")
    counted = count(steering, question)
    assert (counted.base, counted.needed, counted.outcome) == (3, 2, "rejected")

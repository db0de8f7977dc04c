"""A steering group: its seats, its rules, and whom members appoint."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from factories.parties import (
    OPERATOR,
    a_municipality,
    a_person,
    a_region,
    a_supplier,
    acting,
    an_actor,
)
from factories.steering import (
    DECISION,
    MORNING,
    NAMES,
    a_motion,
    a_steering_group,
    appointed_to,
)
from samkop.governance.models import Motion, SeatHolder, SteeringGroup, SteeringSeat
from samkop.governance.queries.steering import holders_on, rules_on, seats_with_vote
from samkop.governance.usecases.appointments import end_appointment
from samkop.governance.usecases.motions import propose_motion, withdraw_motion
from samkop.governance.usecases.steering_groups import (
    NewRules,
    adopt_rules,
    establish_group,
    give_seat,
)
from samkop.parties.models import RegionMember
from samkop.parties.usecases.parties import add_region_member
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.models import Fact
from samkop.platform.records import change
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


def code_of(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, now=MORNING, **inputs)
    return refused.value.code


def leave(region, party, last):
    """The member leaves the region."""
    perform(OPERATOR, _leave, region_id=region.pk, party_id=party.pk, last=last)


def _leave(*, actor, now, region_id, party_id, last):
    row = RegionMember.objects.get(region_id=region_id, party_id=party_id)
    change(row, valid_until=last)


def test_a_region_has_one_group_with_one_seat_each_led_by_who_establishes_it():
    steering = a_steering_group(3)
    lead = steering.lead
    assert steering.group.lead_id == lead.party.pk
    with reading(lead.actor):
        seats = list(seats_with_vote(steering.group.pk, MORNING.date()))
    assert [one.party_id for one in seats] == [one.party.pk for one in steering.members]
    given = {
        "region_id": steering.region.pk, "rules": NewRules(DECISION.decided_on),
        "decision": DECISION, **NAMES,
    }  # fmt: skip
    assert code_of(steering.members[1].registrar, establish_group, **given) == "group-exists"
    outside = an_actor(a_municipality("Nacka"), RoleName.REGISTRAR)
    assert code_of(outside, establish_group, **given) == "not-allowed"
    inputs = {"group_id": steering.group.pk, "party_id": steering.members[1].party.pk}
    assert code_of(lead.registrar, give_seat, **inputs) == "seat-exists"
    assert code_of(lead.registrar, give_seat, **inputs | {"party_id": outside.party_id}) == (
        "not-a-member"
    )
    assert code_of(steering.members[1].registrar, give_seat, **inputs) == "not-allowed"


def test_a_member_that_came_later_is_given_its_seat():
    steering = a_steering_group(2)
    later = a_municipality("Akaa")
    perform(
        OPERATOR, add_region_member, region_id=steering.region.pk, party_id=later.pk,
        valid_from=date(2026, 2, 1), population=16_000,
    )  # fmt: skip
    perform(steering.lead.registrar, give_seat, group_id=steering.group.pk, party_id=later.pk)
    with reading(steering.lead.actor):
        assert seats_with_vote(steering.group.pk, date(2026, 1, 31)).count() == 2
        assert seats_with_vote(steering.group.pk, date(2026, 2, 1)).count() == 3


def test_only_the_member_itself_appoints_to_its_seat_by_a_decision_and_to_each_place_one():
    steering = a_steering_group(2, appointed=False)
    member = steering.members[1]
    first = appointed_to(member, valid_until=date(2026, 6, 30))
    deputy = a_person(member.party, RoleName.ICT_MANAGER, name="Ersättare")
    with pytest.raises(Refused) as taken:
        appointed_to(member, deputy)
    assert taken.value.code == "appointed-already"
    with pytest.raises(Refused) as twice:
        appointed_to(member, rank=1)
    assert twice.value.code == "appointed-already"
    appointed_to(member, deputy, rank=1)
    with reading(member.actor):
        held = holders_on(steering.group.pk, date(2026, 6, 30))
        assert [one.name for one in held] == [member.person.name, "Ersättare"]
        assert [one.rank for one in holders_on(steering.group.pk, date(2026, 7, 1))] == [1]
    with pytest.raises(Refused) as early:
        appointed_to(member, valid_from=date(2026, 1, 11), rank=2)
    assert early.value.code == "before-its-decision"
    plain = a_person(member.party, RoleName.EMPLOYEE)
    with pytest.raises(Refused) as roleless:
        appointed_to(member, plain, rank=2)
    assert roleless.value.code == "role-missing"
    with pytest.raises(Refused) as foreign:
        appointed_to(replace(member, registrar=steering.lead.registrar), deputy, rank=2)
    assert foreign.value.code == "not-found"
    inputs = {"holder_id": first.pk, "valid_until": MORNING.date()}
    assert code_of(steering.lead.registrar, end_appointment, **inputs) == "not-found"
    assert code_of(member.actor, end_appointment, **inputs) == "not-allowed"
    past = {"holder_id": first.pk, "valid_until": date(2026, 3, 1)}
    assert code_of(member.registrar, end_appointment, **past) == "ends-in-the-past"
    perform(member.registrar, end_appointment, now=MORNING, **inputs)
    assert code_of(member.registrar, end_appointment, **inputs) == "ended-already"


def test_rules_are_dated_and_the_old_ones_stand_for_what_was_voted_on():
    steering = a_steering_group(2)
    lead = steering.lead.registrar
    later = NewRules(date(2026, 4, 1), majority="qualified", numerator=2, denominator=3)
    inputs = {"group_id": steering.group.pk, "decision": DECISION}
    perform(lead, adopt_rules, now=MORNING, rules=later, **inputs)
    with reading(steering.members[1].actor):
        assert rules_on(steering.group.pk, date(2026, 3, 31)).majority == "simple"
        assert rules_on(steering.group.pk, date(2026, 4, 1)).numerator == 2
    assert code_of(lead, adopt_rules, rules=later, **inputs) == "rules-of-that-day"
    past = NewRules(date(2026, 3, 1))
    assert code_of(lead, adopt_rules, rules=past, **inputs) == "rules-in-the-past"
    half = NewRules(date(2026, 5, 1), majority="qualified", numerator=1, denominator=2)
    assert code_of(lead, adopt_rules, rules=half, **inputs) == "rules-wrong"
    other = steering.members[1].registrar
    assert code_of(other, adopt_rules, rules=NewRules(date(2026, 5, 1)), **inputs) == "not-allowed"


def test_members_and_their_purchasing_body_propose_and_take_back_and_nobody_else():
    steering = a_steering_group(2)
    body = an_actor(steering.body, RoleName.CATEGORY_MANAGER)
    motion = a_motion(steering, body, subject_reference="catalogue.rangeproposal:5")
    assert motion.state == "proposed"
    inputs = {"group_id": steering.group.pk, "title": "En fråga", "text": "Att rekommendera."}
    outside = acting(a_person(a_municipality("Nacka"), RoleName.STEERING_MEMBER))
    assert code_of(outside, propose_motion, **inputs) == "not-found"
    seller = an_actor(a_supplier(), RoleName.SALESPERSON)
    assert code_of(seller, propose_motion, **inputs) == "not-allowed"
    own = steering.members[1].actor
    assert code_of(own, propose_motion, **inputs | {"text": " \u200b"}) == "text-missing"
    assert code_of(own, withdraw_motion, motion_id=motion.pk) == "not-allowed"
    perform(body, withdraw_motion, now=MORNING, motion_id=motion.pk)
    assert code_of(body, withdraw_motion, motion_id=motion.pk) == "motion-in-another-state"
    with reading(actors.job("dispatcher")):
        facts = Fact.objects.filter(name="motion-decided", body__motion_id=motion.pk)
        (told,) = facts.values_list("body", flat=True)
    assert told == {
        "motion_id": motion.pk, "group_id": steering.group.pk, "region_id": steering.region.pk,
        "outcome": "lapsed", "subject_reference": "catalogue.rangeproposal:5",
        "decided_on": "2026-03-02",
    }  # fmt: skip


def test_who_left_the_region_has_no_vote_and_proposes_nothing():
    steering = a_steering_group(3)
    gone = steering.members[2]
    leave(steering.region, gone.party, date(2026, 3, 1))
    with reading(steering.lead.actor):
        voting = set(seats_with_vote(steering.group.pk, MORNING.date()))
    assert {one.party_id for one in voting} == {one.party.pk for one in steering.members[:2]}


def test_nothing_of_the_group_is_seen_from_outside_the_region():
    steering = a_steering_group(2)
    a_motion(steering)
    for outside in (
        an_actor(a_municipality("Nacka"), RoleName.STEERING_MEMBER),
        an_actor(a_supplier(), RoleName.SALESPERSON),
        an_actor(steering_of_another().body, RoleName.BUYER),
    ):
        with reading(outside):
            for model in (SteeringSeat, SeatHolder, Motion):
                assert not model.objects.filter(group_id=steering.group.pk).exists()
            assert not SteeringGroup.objects.filter(id=steering.group.pk).exists()


def steering_of_another():
    return a_steering_group(1)


def test_a_region_without_members_of_ones_own_has_no_group_of_ones_own():
    alone = a_municipality("Ensam")
    registrar = an_actor(alone, RoleName.REGISTRAR)
    region = a_region(a_steering_group(1).body)
    given = {
        "region_id": region.pk, "rules": NewRules(DECISION.decided_on), "decision": DECISION,
        **NAMES,
    }  # fmt: skip
    assert code_of(registrar, establish_group, **given) == "not-allowed"

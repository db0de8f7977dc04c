"""A meeting votes on the range, and on the day the range is another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from browser_ground import a_client
from factories.agreements import a_runner, an_agreement
from factories.catalogue import BETTER_PHONE, PHONE, a_shelf, in_range
from factories.joint_range import a_proposal
from factories.parties import a_person, a_supplier, an_account, an_actor
from factories.steering import MORNING, a_steering_group, an_open_meeting, count, put, vote
from samkop.catalogue.queries import range_of
from samkop.catalogue.queries.range_proposals import proposal_of
from samkop.catalogue.range_handlers import put_due_changes_in_effect
from samkop.catalogue.usecases.range_changes import bring_to_table
from samkop.governance.models import Motion
from samkop.parties.vocabulary import RoleName
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database", "pages")
DAY = date(2026, 6, 1)


def test_three_members_vote_and_the_range_changes_on_its_day_for_all():
    steering = a_steering_group(3)
    parties = [one.party for one in steering.members]
    runner = a_runner(steering.body)
    agreement = an_agreement(steering.body, a_supplier(), parties, runner=runner)
    items = a_shelf(agreement, PHONE, BETTER_PHONE, runner=runner)
    old, new = items["PHONE-1"], items["PHONE-2"]
    in_range(old, runner)
    manager = an_actor(parties[1], RoleName.ICT_MANAGER)
    proposal = a_proposal(
        manager, steering.body.pk, steering.region.pk, "replace", now=MORNING, item_id=old.pk,
        successor_id=new.pk, wanted_from=DAY, members=3,
    )  # fmt: skip
    perform(manager, bring_to_table, now=MORNING, proposal_id=proposal.pk)
    with reading(manager):
        motion = Motion.objects.get(subject_reference=f"catalogue.rangeproposal:{proposal.pk}")
    an_open_meeting(steering, motion)
    question = put(steering, motion)
    for member, choice in zip(steering.members, ("yes", "yes", "no"), strict=True):
        vote(member, question, choice)
    count(steering, question)
    while dispatch_waiting(FACTS):
        pass
    with reading(manager):
        found = proposal_of(proposal.pk)
    assert (found.state, found.decision.motion_id, found.change.effective_on) == (
        "carried", motion.pk, DAY,
    )  # fmt: skip
    before = datetime(2026, 5, 31, 9, tzinfo=UTC)
    seen = []
    for moment in (before, before + timedelta(days=1)):
        put_due_changes_in_effect(moment)
        for party in parties:
            with reading(an_actor(party)):
                joint = range_of([old.pk, new.pk], moment.date())
            with reading(manager):
                seen.append((sorted(joint), proposal_of(proposal.pk).state))
    assert seen == [([old.pk], "carried")] * 3 + [([new.pk], "in-effect")] * 3
    reader = a_client(an_account(a_person(parties[2], RoleName.ICT_MANAGER)))
    page = reader.get(f"/cooperation/motions/{motion.pk}/").content.decode()
    assert f"/cooperation/range/proposals/{proposal.pk}/" in page
    back = reader.get(f"/cooperation/range/proposals/{proposal.pk}/").content.decode()
    assert f"/cooperation/motions/{motion.pk}/" in back


def test_who_has_no_seat_brings_nothing_to_the_table():
    steering = a_steering_group(2)
    runner = a_runner(steering.body)
    outside = an_actor(steering.members[0].party, RoleName.EMPLOYEE)
    agreement = an_agreement(
        steering.body, a_supplier(), [steering.members[0].party], runner=runner
    )
    phone = a_shelf(agreement, PHONE, runner=runner)["PHONE-1"]
    proposal = a_proposal(
        runner, steering.body.pk, steering.region.pk, "take-in", now=MORNING, item_id=phone.pk,
        wanted_from=DAY,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        perform(outside, bring_to_table, now=MORNING, proposal_id=proposal.pk)
    assert refused.value.code == "not-found"
    moved = perform(runner, bring_to_table, now=MORNING, proposal_id=proposal.pk)
    assert moved.state == "on-table"

"""A month's feedback reaches the steering group: one point of the next meeting, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from factories.answers import let_facts_work
from factories.feedback import answered_by
from factories.ordering import NOW, a_market
from factories.parties import OPERATOR, an_actor
from factories.steering import DECISION, NAMES
from samkop.followup.feedback_clock import watch_feedback
from samkop.governance.models import AgendaItem, Meeting
from samkop.governance.usecases.agenda import add_agenda_item
from samkop.governance.usecases.meetings import plan_meeting
from samkop.governance.usecases.steering_groups import NewRules, establish_group
from samkop.parties.usecases.parties import add_region_member, register_region
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import clock_of, perform, reading

pytestmark = pytest.mark.usefixtures("database")


def a_led_region(market):
    """The market's buyers as a region; the first one leads its group."""
    named = dict.fromkeys(("name_sv", "name_fi", "name_en"), f"Region {market.agreement.pk}")
    region = perform(
        OPERATOR, register_region, purchasing_body_id=market.purchasing_body.pk, **named
    )
    for buyer in market.buyers:
        perform(
            OPERATOR, add_region_member, region_id=region.pk, party_id=buyer.party.pk,
            valid_from=DECISION.decided_on.replace(year=2020), population=10_000,
        )  # fmt: skip
    lead = an_actor(market.buyers[0].party, RoleName.REGISTRAR)
    group = perform(
        lead, establish_group, now=NOW, region_id=region.pk, decision=DECISION,
        rules=NewRules(DECISION.decided_on), **NAMES,
    )  # fmt: skip
    return lead, group


def told(now: datetime) -> None:
    with clock_of(lambda: now):
        watch_feedback(now)
        let_facts_work()


def test_each_month_is_a_line_of_one_point_of_the_next_meeting():
    market = a_market(buyers=2)
    lead, group = a_led_region(market)
    answered_by(market, market.buyers[0], ["yes", "yes", "yes", "no", "partly"])
    # Nobody has planned a meeting: the figures are on the feedback's page alone.
    told(NOW + timedelta(days=31))
    with reading(lead):
        assert AgendaItem.objects.filter(group=group).count() == 0
    meeting = perform(
        lead, plan_meeting, now=NOW, group_id=group.pk, number="2", venue="Stadshuset",
        starts_at=datetime(2026, 9, 1, 9, tzinfo=UTC),
    )  # fmt: skip
    perform(lead, add_agenda_item, now=NOW, meeting_id=meeting.pk, title="Läget")
    for days in (31, 62):
        at = NOW + timedelta(days=days)
        answered_by(market, market.buyers[0], ["yes"] * 5, at=at)
        told(at + timedelta(days=31))
        told(at + timedelta(days=32))
    with reading(lead):
        (item,) = Meeting.objects.get(id=meeting.pk).items.exclude(title="Läget")
    lines = item.text.splitlines()
    assert (item.point, len(lines)) == (2, 2)
    # Finland's lead reads Finnish: five asked in April, and five in May.
    assert [line.split()[:2] for line in lines] == [["huhtikuu", "2026:"], ["toukokuu", "2026:"]]
    assert [line.count(" 5 ") for line in lines] == [1, 1]

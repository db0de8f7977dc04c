"""What joint buying was worth is a point of the next agenda that is not out yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from factories.planning import code_of
from factories.steering import a_steering_group
from samkop.governance.models import AgendaItem
from samkop.governance.paper_handlers import benefit_on_agenda
from samkop.governance.usecases.meetings import call_meeting, plan_meeting
from samkop.governance.usecases.papers import put_on_next_agenda
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


def told(steering, number, gain):
    body = {"benefit_id": number, "region_id": steering.region.pk, "year": 2025, "currency": "EUR",
            "members": 3, "units": 59, "paid_cents": 4_165_700, "gain_cents": gain,
            "saved_hours": None, "saved_cents": None}  # fmt: skip
    benefit_on_agenda(Fact(number, "benefit-computed", steering.body.pk, body, NOW, 1))


def points(steering):
    with reading(steering.lead.registrar):
        rows = AgendaItem.objects.filter(group=steering.group).order_by("id")
        return [(one.meeting_id, one.title, one.text) for one in rows]


def a_planned_meeting(steering, number, days):
    return perform(
        steering.lead.registrar, plan_meeting, now=NOW, group_id=steering.group.pk, number=number,
        starts_at=NOW + timedelta(days=days), venue="Hall",
    )  # fmt: skip


def test_it_comes_on_the_next_agenda_once_and_in_its_newest_words(database):
    steering = a_steering_group()
    told(steering, 901, [1, 2, 3])
    assert points(steering) == []  # no meeting is planned
    later, sooner = (a_planned_meeting(steering, str(days), days) for days in (60, 30))
    told(steering, 902, [100_000, 154_700, 200_000])
    told(steering, 902, [100_000, 154_700, 200_000])  # told twice, it acts once
    [(meeting_id, title, text)] = points(steering)
    assert (meeting_id, "2025" in title) == (sooner.pk, True)
    told(steering, 903, None)
    [(_same, again, anew)] = points(steering)
    assert (again, anew == text) == (title, False)
    # Once that one is called, its agenda is out: the next one takes it.
    perform(steering.lead.registrar, call_meeting, now=NOW, meeting_id=sooner.pk)
    told(steering, 904, [1, 2, 3])
    assert [one[0] for one in points(steering)] == [sooner.pk, later.pk]


def test_nobody_but_the_leads_own_job_puts_it_there(database):
    steering = a_steering_group()
    a_planned_meeting(steering, "1", 30)
    paper = {"region_id": steering.region.pk, "title": "Worth", "text": "Much"}
    for actor in (steering.lead.registrar, steering.members[1].actor):
        assert code_of(actor, put_on_next_agenda, **paper) == "not-allowed"

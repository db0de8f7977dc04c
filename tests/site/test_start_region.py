"""The start page of who steers: what is to be decided, and how the region does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from browser_ground import a_client
from factories.parties import an_account
from factories.steering import a_meeting, a_motion, a_steering_group
from samkop.governance.usecases.projects import open_joint_project, prepare_joint_project
from samkop.platform.unit_of_work import perform

pytestmark = [pytest.mark.usefixtures("database", "pages"), pytest.mark.empty_database]


def test_who_steers_sees_the_next_meeting_and_projects_that_wait():
    steering = a_steering_group(2)
    lead, other = steering.members
    client = a_client(an_account(other.person))
    assert "/cooperation/meetings/" not in client.get("/").content.decode()
    year = datetime.now(UTC).year + 1
    meeting = a_meeting(
        steering, a_motion(steering), called=False,
        starts_at=datetime(year, 6, 1, 9, tzinfo=UTC),
    )  # fmt: skip
    project = perform(
        lead.actor, prepare_joint_project, region_id=steering.region.pk, kind="service",
        titles=dict.fromkeys(("sv", "fi", "en"), "A service"), meaning="We share it.",
        decide_by=date(year, 6, 1) + timedelta(days=90),
    )  # fmt: skip
    waits = "Projects that wait for our decision"
    assert waits not in client.get("/").content.decode()
    perform(lead.actor, open_joint_project, project_id=project.pk)
    shown = client.get("/").content.decode()
    expected = (
        f'href="/cooperation/meetings/{meeting.pk}/"',
        "1 motion",
        waits,
        "of 1 that is open",
    )
    assert [part for part in expected if part not in shown] == []

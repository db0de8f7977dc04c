"""Incidents: steps and their wrong ones, reporting clocks that ring, who is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils.translation import override

from factories.planning import code_of
from factories.security import NOON, a_secure_region, an_incident, described
from samkop.governance.models import IncidentEntry, SecurityIncident
from samkop.governance.pages.incident_shown import clock_shown, span
from samkop.governance.queries.incidents import clocks_of, entries_of, text_of
from samkop.governance.security_clock import watch_incidents
from samkop.governance.usecases.incident_clocks import change_clock_facts, report_to_authority
from samkop.governance.usecases.incident_sharing import (
    mark_incident,
    name_in_incident,
    unname_in_incident,
)
from samkop.governance.usecases.incidents import (
    add_indicators,
    describe_incident,
    move_incident,
    write_in_timeline,
)
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.unit_of_work import perform, reading

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def region(database):
    return a_secure_region()


@pytest.fixture(scope="module")
def officer(region):
    return region.actor("town security-officer")


def told_of_clocks(person):
    with reading(actors.person(person.pk, person.name)):
        rows = Notification.objects.filter(
            person_id=person.pk, kind__startswith="incident-clock-"
        ).order_by("id")
        return [(row.kind, row.facts["report"]["en"], row.facts["due"]["en"]) for row in rows]


def test_an_incident_goes_step_by_step_and_no_step_is_left_out(region, officer):
    incident = an_incident(officer, region.region)
    asked = {"incident_id": incident.pk}
    for state in ("contained", "closed", "reported"):
        assert code_of(officer, move_incident, state=state, **asked) == "incident-in-another-state"
    for state in ("handled", "contained", "closed"):
        perform(officer, move_incident, state=state, **asked)
    assert code_of(officer, move_incident, state="contained", **asked) == (
        "incident-in-another-state"
    )
    # It comes back by another door.
    assert perform(officer, move_incident, state="handled", **asked).state == "handled"


def test_the_database_holds_the_same_steps_and_lines_that_stay(region, officer):
    incident = an_incident(officer, region.region)

    def run(statement):
        def by_hand(*, actor, now):
            with connection.cursor() as cursor:
                cursor.execute(statement, [incident.pk])

        return by_hand

    with pytest.raises(Exception, match="incident_transition"):
        perform(officer, run("UPDATE governance_securityincident SET state = 'closed' WHERE id=%s"))
    with pytest.raises(Exception, match=r"permission denied|append-only"):
        perform(officer, run("DELETE FROM governance_incidententry WHERE incident_id = %s"))


def test_a_significant_incident_sets_three_clocks_going_and_the_law_is_answered_in_turn(
    region, officer
):
    aware = NOON - HOUR
    incident = an_incident(officer, region.region, now=NOON, significant=True, personal_data=True)
    asked = {"incident_id": incident.pk}
    with reading(officer):
        due = {one.report: one.due_at for one in clocks_of(incident.pk)}
    # 2 November 2026, 11:00 in Helsinki: by hand.
    assert due == {
        "early-warning": datetime(2026, 11, 3, 9, 0, tzinfo=UTC),
        "notification": datetime(2026, 11, 5, 9, 0, tzinfo=UTC),
        "personal-data": datetime(2026, 11, 5, 9, 0, tzinfo=UTC), "final-report": None,
    }  # fmt: skip
    sent = {"sent_at": NOON, "reference": "NCSC 2026/77", **asked}
    later = {"now": NOON + 80 * HOUR}
    assert code_of(officer, report_to_authority, report="final-report", **sent) == (
        "clock-not-begun"
    )
    early = sent | {"sent_at": aware - HOUR}
    assert code_of(officer, report_to_authority, report="notification", **early) == (
        "reported-before-aware"
    )
    future = sent | {"sent_at": NOON + 90 * HOUR}
    assert code_of(officer, report_to_authority, report="notification", **later, **future) == (
        "happens-later"
    )
    perform(
        officer, report_to_authority, report="notification", **later,
        **sent | {"sent_at": NOON + 75 * HOUR},
    )  # fmt: skip
    assert code_of(officer, report_to_authority, report="notification", **sent) == "report-made"
    with reading(officer):
        clocks = {one.report: one for one in clocks_of(incident.pk)}
    # Sent on 5 November at 15:00 Helsinki time, four hours late; the report a month after.
    assert clocks["final-report"].due_at == datetime(2026, 12, 5, 13, 0, tzinfo=UTC)
    with override("en"):
        shown = clock_shown(clocks["notification"], NOON + 80 * HOUR)
        assert (shown.tone, shown.words) == ("bad", "Reported 4 hours late")
        assert clock_shown(clocks["early-warning"], NOON).words == "23 hours left"
        assert clock_shown(clocks["early-warning"], NOON + 25 * HOUR).words == "2 hours late"


def test_closing_waits_for_the_reports_and_what_need_not_be_reported_is_said(region, officer):
    incident = an_incident(officer, region.region, now=NOON, significant=True)
    asked = {"incident_id": incident.pk}
    for state in ("handled", "contained"):
        perform(officer, move_incident, state=state, **asked)
    assert code_of(officer, move_incident, state="closed", **asked) == "reports-missing"
    facts = {
        "significant": False, "personal_data": False, "aware_at": NOON - 2 * HOUR,
        "reason": "The mail was a test.", **asked,
    }  # fmt: skip
    assert code_of(
        officer, change_clock_facts, **facts | {"aware_at": NOON + 99 * HOUR * 1000}
    ) == ("happens-later")
    perform(officer, change_clock_facts, **facts)
    with reading(officer):
        assert clocks_of(incident.pk) == []
        assert [one.text for one in entries_of(incident.pk) if one.kind == "note"] == [
            "The mail was a test."
        ]
    perform(officer, move_incident, state="closed", **asked)


def test_a_final_report_that_is_asked_for_anew_is_due_a_month_after_the_notification(
    region, officer
):
    incident = an_incident(officer, region.region, now=NOON, significant=True)
    asked = {"incident_id": incident.pk}
    perform(
        officer, report_to_authority, now=NOON, report="notification", sent_at=NOON,
        reference="", **asked,
    )  # fmt: skip
    facts = {"personal_data": False, "aware_at": NOON - HOUR, "reason": "Looked into.", **asked}
    for significant in (False, True):
        perform(officer, change_clock_facts, now=NOON, significant=significant, **facts)
    with reading(officer):
        due = {one.report: one.due_at for one in clocks_of(incident.pk)}
    # The notification was made on 2 November 2026 at 12:00 in Helsinki.
    assert due["final-report"] == datetime(2026, 12, 2, 10, 0, tzinfo=UTC)


def test_a_clock_rings_before_it_is_due_and_when_it_has_passed_once_each(database):
    region = a_secure_region()
    officer, person = region.actor("town second"), region.people["town second"]
    incident = an_incident(officer, region.region, now=NOON, significant=True)
    due = NOON - HOUR + 24 * HOUR
    assert watch_incidents(due - 6 * HOUR - timedelta(seconds=1)) == 0
    for moment in (due - 6 * HOUR, due - HOUR, due, due + timedelta(seconds=1), due + 9 * HOUR):
        watch_incidents(moment)
    soon, late = told_of_clocks(person)
    assert (soon[:2], late[:2]) == (
        ("incident-clock-soon", "Early warning"), ("incident-clock-passed", "Early warning"),
    )  # fmt: skip
    # 3 November 2026, 11:00 where the organisation is.
    assert "11" in soon[2]
    assert told_of_clocks(region.people["other security-officer"]) == []
    perform(
        officer, report_to_authority, now=due + 10 * HOUR, incident_id=incident.pk,
        report="early-warning", sent_at=due + 10 * HOUR, reference="",
    )  # fmt: skip
    assert len(told_of_clocks(person)) == 2
    # Under TLP:RED its clocks ring for the persons named, and for no colleague.
    perform(officer, mark_incident, incident_id=incident.pk, mark="red", reason="")
    watch_incidents(NOON + 65 * HOUR)
    assert [one[1] for one in told_of_clocks(person)][2:] == ["Incident notification"]
    assert len(told_of_clocks(region.people["town security-officer"])) == 2


def test_who_may_be_named_follows_from_the_mark(region, officer):
    amber, red = (an_incident(officer, region.region, mark) for mark in ("amber", "red"))
    with reading(officer) as unit:
        from samkop.governance.queries.incidents import contacts_of

        contact = next(
            one for one in contacts_of(region.region, unit.now) if one.party_id == region.other.pk
        )
    codes = [
        code_of(officer, name_in_incident, incident_id=incident.pk, **named)
        for incident, named in (
            (amber, {"contact_ids": [contact.pk]}), (red, {"party_ids": [region.other.pk]}),
            (amber, {"party_ids": [10**9]}), (amber, {"party_ids": [region.town.pk]}),
            (red, {"contact_ids": [10**9]}),
        )
    ]  # fmt: skip
    assert codes == ["mark-names-nobody"] * 2 + ["recipient-unknown"] * 3
    perform(officer, name_in_incident, incident_id=red.pk, contact_ids=[contact.pk])
    other = region.actor("other security-officer")
    with reading(other):
        [named] = list(SecurityIncident.objects.get(id=red.pk).recipients.all())
    perform(officer, unname_in_incident, incident_id=red.pk, recipient_id=named.pk)
    with reading(other):
        assert not SecurityIncident.objects.filter(id=red.pk).exists()
        assert not IncidentEntry.objects.filter(incident_id=red.pk).exists()


def test_each_description_is_kept_and_no_line_lies_in_the_future(region, officer):
    incident = an_incident(officer, region.region, now=NOON)
    asked = {"incident_id": incident.pk, "now": NOON}
    perform(officer, describe_incident, described=described(summary="Two rules."), **asked)
    with reading(officer):
        assert (text_of(incident.pk).number, incident.texts.count()) == (2, 2)
    line = {"kind": "note", "text": "x", "happened_at": NOON + HOUR, **asked}
    assert code_of(officer, write_in_timeline, **line) == "happens-later"
    assert code_of(officer, write_in_timeline, **line | {"kind": "mark"}) == "entry-of-its-own"
    lines = ["hxxps://bad[.]example/x", "https://bad.example/x", "192.0.2.7"]
    assert perform(officer, add_indicators, lines=lines, **asked) == 2
    assert perform(officer, add_indicators, lines=lines, **asked) == 0
    assert code_of(officer, add_indicators, lines=["no such thing"], **asked) == (
        "indicator-unknown"
    )


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=59), "0 minutes"), (timedelta(minutes=59, seconds=59), "59 minutes"),
        (HOUR, "1 hour"), (95 * HOUR + 59 * timedelta(minutes=1), "95 hours"),
        (96 * HOUR, "4 days"), (24 * 30 * HOUR, "30 days"),
    ],
)  # fmt: skip
def test_time_left_is_told_plainly_and_rounded_down(passed, words):
    with override("en"):
        assert span(NOON, NOON + passed) == words

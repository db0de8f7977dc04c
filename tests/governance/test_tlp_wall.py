"""The wall of the Traffic Light Protocol: each mark, each reader, each way of reading."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.db import connection

from factories.parties import a_municipality, a_person, a_supplier, acting
from factories.security import NOON, TITLE, a_secure_region, an_incident, described
from samkop.governance.incident_export import content_of
from samkop.governance.models import IncidentEntry, IncidentText, SecurityIncident
from samkop.governance.queries.incidents import (
    entries_of,
    incident_of,
    incidents_called,
    incidents_read_by,
)
from samkop.governance.usecases.incident_clocks import report_to_authority
from samkop.governance.usecases.incident_sharing import mark_incident, name_in_incident
from samkop.governance.usecases.incidents import describe_incident, move_incident
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.actors import ANONYMOUS
from samkop.platform.models import AuditEntry, AuditSubject, Notification
from samkop.platform.notifications.kinds import told
from samkop.platform.outbox import any_postponed, dispatch_waiting
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = [pytest.mark.usefixtures("database", "pages"), pytest.mark.empty_database]
MARKS = ("red", "amber+strict", "amber", "green", "clear")
# Who reads what, by hand from the standard: the town's incident, whose RED and AMBER ones name
# the other town's officer, and the other town.
READS = {
    "town security-officer": {*MARKS},
    "town second": {"amber+strict", "amber", "green", "clear"},
    "town ict-manager": {"amber+strict", "amber", "green", "clear"},
    "town employee": {"clear"},
    "other security-officer": {"red", "amber", "green", "clear"},
    "other ict-manager": {"amber", "green", "clear"},
    "body security-officer": {"green", "clear"},
    "body ict-manager": {"green", "clear"},
    "stranger": {"clear"},
    "supplier": {"clear"},
    "nobody": {"clear"},
}


@pytest.fixture(scope="module")
def scene(database):
    region = a_secure_region()
    reporter = region.actor("town security-officer")
    with reading(region.actor("other security-officer")) as unit:
        from samkop.governance.queries.incidents import contacts_of

        contacts = {one.person_id: one.pk for one in contacts_of(region.region, unit.now)}
    named = contacts[region.people["other security-officer"].pk]
    made = {
        mark: an_incident(
            reporter, region.region, mark, title=f"{TITLE} {mark}",
            party_ids=[region.other.pk] if mark == "amber" else [],
            contact_ids=[named] if mark == "red" else [],
        )
        for mark in MARKS
    }  # fmt: skip
    outside = a_person(a_municipality("Nacka"), RoleName.SECURITY_OFFICER)
    seller = a_person(a_supplier(), RoleName.SALESPERSON)
    readers = {name: region.actor(name) for name in region.people}
    readers |= {"stranger": acting(outside), "supplier": acting(seller), "nobody": ANONYMOUS}
    return region, made, readers, {**region.people, "stranger": outside, "supplier": seller}


def read_plainly(actor):
    """What the database alone lets through: no policy of ours asked."""
    with reading(actor):
        texts = IncidentText.objects.values_list("incident__mark", flat=True)
        return set(SecurityIncident.objects.values_list("mark", flat=True)), set(texts)


@pytest.mark.parametrize("reader", READS)
def test_each_mark_is_read_by_whom_the_standard_says_and_found_by_no_other(scene, reader):
    _region, made, readers, _people = scene
    actor = readers[reader]
    with reading(actor):
        seen = {one.mark for one in incidents_read_by(actor)}
        found = {one.mark for one in incidents_called(actor, TITLE, 50)}
        by_number = {mark for mark, one in made.items() if incidents_called(actor, one.number, 5)}
    assert (seen, found, by_number) == (READS[reader], READS[reader], READS[reader])
    # Employees are kept out by their role, the others by the wall itself.
    if reader != "town employee":
        assert read_plainly(actor) == (READS[reader], READS[reader])


def test_what_is_red_is_read_by_no_program_and_by_nobody_who_views_as_the_person(scene):
    region, made, _readers, _people = scene
    officer = region.actor("town security-officer")
    for actor in (replace(officer, scopes=frozenset({"incidents:read"})),
                  replace(officer, viewing_id=1)):  # fmt: skip
        with reading(actor):
            assert {one.mark for one in incidents_read_by(actor)} == set(MARKS) - {"red"}
            with pytest.raises(Refused) as refused:
                incident_of(actor, made["red"].pk)
            assert refused.value.code == "not-found"


def test_the_audit_trail_tells_that_and_never_what(scene):
    """Administrators read the trail of their organisation, whatever is RED in it."""
    region, made, _readers, _people = scene
    reporter = region.actor("town security-officer")
    perform(
        reporter, describe_incident, incident_id=made["red"].pk,
        described=described(f"{TITLE} red", summary="The mayor's own words"),
    )  # fmt: skip
    with reading(region.actor("town second")):
        about = [f"governance.securityincident:{one.pk}" for one in made.values()]
        entries = AuditEntry.objects.filter(
            id__in=AuditSubject.objects.filter(subject__in=about).values("entry_id")
        )
        payloads = [entry.payload for entry in entries]
    assert len(payloads) == len(MARKS) + 1
    leaked = [word for word in (TITLE, "forwarded", "mayor", "E-mail") if word in str(payloads)]
    assert leaked == []
    fields = {
        name
        for payload in payloads
        for _subject, changed in json.loads(payload)["changes"]
        for name in changed
    }
    assert {name for name in fields if not name.endswith("_rows")} == set()


def test_people_are_told_that_there_is_an_incident_and_nothing_of_it(scene):
    _region, _made, _readers, people = scene
    dispatch_waiting(FACTS, limit=1000)
    assert not any_postponed()
    heard = {}
    for name, person in people.items():
        with reading(actors.person(person.pk, person.name)):
            rows = list(Notification.objects.filter(person_id=person.pk, kind="incident-shared"))
        heard[name] = {row.facts["mark"].removeprefix("TLP:").lower() for row in rows}
        words = [told(row.kind, row.facts) for row in rows]
        said = " ".join(one.label + one.sentence for one in words) + json.dumps(
            [row.facts for row in rows]
        )
        assert [word for word in (TITLE, "mayor", "Norrby", "E-mail") if word in said] == []
    # Nobody is told who does not read it; employees are told nothing, nor is who reports.
    assert heard == {
        name: (READS[name] - {"red"} if name == "town security-officer" else READS[name])
        if name not in {"town security-officer", "town employee", "stranger", "supplier"}
        else set()
        for name in people
    }


def test_a_narrower_mark_takes_it_away_at_once_and_who_narrows_it_keeps_it(scene):
    region, _made, readers, _people = scene
    incident = an_incident(region.actor("town second"), region.region, "green")
    officer = region.actor("town security-officer")
    asked = {"incident_id": incident.pk, "reason": "Police asked for it."}

    def readers_now():
        seen = set()
        for name, actor in readers.items():
            with reading(actor):
                if incidents_read_by(actor).filter(id=incident.pk).exists():
                    seen.add(name)
        return seen

    everybody = {name for name, marks in READS.items() if "green" in marks}
    assert readers_now() == everybody
    perform(officer, mark_incident, mark="red", **asked)
    assert readers_now() == {"town security-officer", "town second"}
    perform(officer, mark_incident, mark="amber+strict", **asked)
    assert readers_now() == {name for name in everybody if name.startswith("town")}
    with reading(officer):
        marks = IncidentEntry.objects.filter(incident=incident, kind="mark")
        assert list(marks.order_by("id").values_list("text", flat=True)) == [
            "TLP:GREEN → TLP:RED. Police asked for it.",
            "TLP:RED → TLP:AMBER+STRICT. Police asked for it.",
        ]


def test_whom_it_is_told_to_and_what_authorities_were_sent_the_originator_alone_reads(scene):
    region, _made, readers, _people = scene
    officer = region.actor("town security-officer")
    given = {"party_ids": [region.other.pk], "significant": True, "now": NOON}
    incident = an_incident(officer, region.region, "amber", **given)
    perform(
        officer, report_to_authority, now=NOON, incident_id=incident.pk, report="early-warning",
        sent_at=NOON, reference="Case 77",
    )  # fmt: skip

    def lines(name):
        with reading(readers[name]):
            return {one.kind for one in entries_of(incident.pk)}

    whole = {"aware", "authority", "mark"}
    assert lines("other security-officer") == {"aware"}
    assert lines("town ict-manager") == whole
    marked = {"now": NOON, "incident_id": incident.pk, "reason": "Over."}
    perform(officer, mark_incident, mark="clear", **marked)
    assert lines("nobody") == lines("supplier") == {"aware"}
    with reading(readers["nobody"]):
        content = content_of(ANONYMOUS, incident_of(ANONYMOUS, incident.pk), NOON)
    assert "Case 77" not in content.model_dump_json()
    assert region.other.legal_name not in content.model_dump_json()
    assert lines("town security-officer") == whole


def test_only_the_originator_marks_names_and_moves(scene):
    region, made, _readers, _people = scene
    other = region.actor("other security-officer")
    asked = {"incident_id": made["amber"].pk}
    codes = []
    for use_case, given in (
        (mark_incident, {"mark": "clear", "reason": ""}),
        (name_in_incident, {"party_ids": [region.body.pk]}),
        (move_incident, {"state": "handled"}),
        (describe_incident, {"described": described()}),
    ):
        with pytest.raises(Refused) as refused:
            perform(other, use_case, **asked, **given)
        codes.append(refused.value.code)
    assert codes == ["not-allowed"] * 4

    def by_hand(*, actor, now):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE governance_securityincident SET mark = 'clear'")
            return cursor.rowcount

    assert perform(other, by_hand) == 0

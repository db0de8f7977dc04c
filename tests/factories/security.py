"""Guidelines and incidents for tests, made through the real use cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from factories.parties import a_municipality, a_person, a_purchasing_body, a_region, acting
from samkop.governance.models import (
    Guideline,
    GuidelineVersion,
    IncidentIndicator,
    IncidentRecipient,
    SecurityIncident,
)
from samkop.governance.queries.guidelines import points_of
from samkop.governance.usecases.attestations import SaidOfPoint, attest_guideline
from samkop.governance.usecases.guidelines import (
    Draft,
    Point,
    adopt_version,
    draft_version,
    start_guideline,
)
from samkop.governance.usecases.incidents import (
    Described,
    NewIncident,
    add_indicators,
    report_incident,
)
from samkop.governance.usecases.security_contacts import become_contact
from samkop.parties.models import Party, Person, Region
from samkop.parties.queries import party_of
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading

TITLE = "Somebody read mail of the mayor"
NOON = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class SecureRegion:
    """Two members and their purchasing body, each with people; the first reports incidents."""

    region: Region
    town: Party
    other: Party
    body: Party
    people: dict[str, Person]

    def actor(self, name: str) -> Actor:
        """One of the people, acting for its organisation, such as ``town security-officer``."""
        party = {"town": self.town, "other": self.other, "body": self.body}[name.partition(" ")[0]]
        return acting(self.people[name], party)


def a_secure_region() -> SecureRegion:
    """A region whose officers are each other's contacts."""
    town, other, body = a_municipality("Norrby"), a_municipality("Söderby"), a_purchasing_body()
    region = a_region(body, town, other)
    people = {
        f"{name} {role}": a_person(party, role, name=f"{name} {role}")
        for name, party in (("town", town), ("other", other), ("body", body))
        for role in (RoleName.SECURITY_OFFICER, RoleName.ICT_MANAGER)
    }
    people["town second"] = a_person(town, RoleName.SECURITY_OFFICER, name="town second")
    people["town employee"] = a_person(town, RoleName.EMPLOYEE, name="town employee")
    made = SecureRegion(region, town, other, body, people)
    for name in ("town security-officer", "other security-officer"):
        perform(made.actor(name), become_contact, reach="+358 00 0000")
    return made


def described(title: str = TITLE, **fields: Any) -> Described:
    """What happened."""
    given = {"summary": "A rule forwarded all mail.", "affected": "E-mail", "persons": 3, **fields}
    return Described(title=title, **given)


def an_incident(
    actor: Actor, region: Region, mark: str = "amber", *, now: datetime | None = None,
    title: str = TITLE, **fields: Any,
) -> SecurityIncident:  # fmt: skip
    """An incident of which its organisation became aware an hour ago."""
    moment = now or datetime.now(UTC)
    given = NewIncident(
        region_id=region.pk, described=described(title), mark=mark,
        aware_at=moment - timedelta(hours=1), significant=False, personal_data=False,
    )  # fmt: skip
    return perform(actor, report_incident, now=now, incident=replace(given, **fields))


def a_draft(texts: Sequence[str] = ("Two factors for all.", "Backups are tested."),
            **fields: Any) -> Draft:  # fmt: skip
    """Points, the same in each language, numbered from 1."""
    points = [
        Point(number, {language: f"{text} {language}" for language in ("sv", "fi", "en")})
        for number, text in enumerate(texts, 1)
    ]
    return Draft(texts=fields.pop("about", {"en": "Why we do this."}), points=points, **fields)


def a_guideline(actor: Actor, region: Region, title: str = "Signing in") -> Guideline:
    """A guideline without a version."""
    return perform(
        actor, start_guideline, region_id=region.pk, review_months=12,
        titles=dict.fromkeys(("sv", "fi", "en"), title),
    )  # fmt: skip


def an_adopted_version(
    actor: Actor, guideline: Guideline, valid_from: date, attest_by: date,
    draft: Draft | None = None,
) -> GuidelineVersion:  # fmt: skip
    """The next version, adopted by the security group."""
    version = perform(actor, draft_version, guideline_id=guideline.pk, draft=draft or a_draft())
    return perform(
        actor, adopt_version, version_id=version.pk, valid_from=valid_from, attest_by=attest_by,
        adopted_on=min(valid_from, datetime.now(UTC).date()), reference="Minutes 3/2026",
    )  # fmt: skip


def security_things(actor: Actor, body: Party, marker: str = "Our own") -> dict[str, int]:
    """Ids of what the addresses of information security name, all of the acting officer's party:
    a guideline attested to and drafted anew, and an incident whose clocks run.
    """
    with reading(actor):
        party = party_of(actor.own_party_id)
    region = a_region(body, party)
    contact = perform(actor, become_contact, reach=f"{marker} telephone")
    guideline = a_guideline(actor, region, f"{marker} guideline")
    today = datetime.now(UTC).date()
    pdf = a_draft([f"{marker} one", f"{marker} two"], name=f"{marker}.pdf", content=b"%PDF-1.7 x")
    version = an_adopted_version(actor, guideline, today, today + timedelta(days=30), pdf)
    with reading(actor):
        first, second = points_of(version.pk)
    perform(
        actor, attest_guideline, version_id=version.pk,
        said=[
            SaidOfPoint(first.pk, "follows"),
            SaidOfPoint(
                second.pk, "explains", today + timedelta(days=90), f"{marker} reason", "amber"
            ),
        ],
    )  # fmt: skip
    draft = perform(
        actor, draft_version, guideline_id=guideline.pk, draft=a_draft([f"{marker} new"])
    )
    incident = an_incident(
        actor, region, "amber", title=f"{marker} incident", party_ids=[body.pk],
        significant=True, personal_data=True,
    )  # fmt: skip
    perform(
        actor, add_indicators, incident_id=incident.pk,
        lines=["hxxps://bad[.]example/x", "192.0.2.7", "a" * 64],
    )  # fmt: skip
    with reading(actor):
        recipient = IncidentRecipient.objects.get(incident=incident).pk
        indicator = IncidentIndicator.objects.filter(incident=incident).first()
    assert indicator is not None
    return {
        "guideline": guideline.pk, "guideline_version": version.pk, "incident": incident.pk,
        "indicator": indicator.pk, "recipient": recipient, "security_contact": contact.pk,
        "guideline_draft": draft.pk,
    }  # fmt: skip

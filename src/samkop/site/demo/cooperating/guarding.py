"""Information security: guidelines with attestations, and an incident whose clocks run."""

from __future__ import annotations

from datetime import datetime, timedelta

from samkop.governance.models import GuidelineVersion
from samkop.governance.queries.guidelines import points_of
from samkop.governance.usecases.attestations import SaidOfPoint, attest_guideline
from samkop.governance.usecases.guidelines import (
    Draft,
    Point,
    adopt_version,
    draft_version,
    start_guideline,
)
from samkop.governance.usecases.incident_clocks import report_to_authority
from samkop.governance.usecases.incidents import (
    Described,
    NewIncident,
    add_indicators,
    move_incident,
    report_incident,
    write_in_timeline,
)
from samkop.governance.usecases.security_contacts import become_contact
from samkop.governance.vocabulary.security import EntryKind, IncidentState, ReportKind, Stance
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import reading
from samkop.site.demo.cooperating.scene import Seed, Together, cooperation
from samkop.site.demo.shopkeeping import LANGUAGES


def guard(scene: Together, now: datetime) -> None:
    """Everything, each once; the incident happened some hours before ``now``."""
    for key in scene.members():
        scene.play(
            scene.cast.person("security", key), become_contact, f"contact:{key}", scene.at(300),
            reach="+358 00 0000 (demo)",
        )  # fmt: skip
    for seed in cooperation()["guidelines"]:
        _guideline(scene, seed)
    _incident(scene, cooperation()["incident"], now)


def _guideline(scene: Together, seed: Seed) -> None:
    keeper, key = scene.cast.person("security", cooperation()["group"]["lead"]), seed["key"]
    before = scene.at(seed["adopted"] + 10)
    guideline = scene.play(
        keeper, start_guideline, f"guideline:{key}", before, region_id=scene.region_id,
        titles={language: seed[f"title_{language}"] for language in LANGUAGES},
        review_months=seed["review_months"],
    )  # fmt: skip
    points = [Point(number, texts) for number, texts in enumerate(seed["points"], 1)]
    draft = Draft({language: seed[f"about_{language}"] for language in LANGUAGES}, points)
    version = scene.play(
        keeper, draft_version, f"guideline:{key}:1", before, guideline_id=guideline.pk, draft=draft
    )
    scene.play(
        keeper, adopt_version, f"guideline:{key}:adopted", scene.at(seed["adopted"]),
        version_id=version.pk, valid_from=scene.day(seed["adopted"]),
        attest_by=scene.day(seed["attest_by"]), adopted_on=scene.day(seed["adopted"]),
        reference="Säkerhetsgruppen § 3 (demo)",
    )  # fmt: skip
    for number, member in enumerate(scene.members()):
        if member not in seed["missing"]:
            _attested(scene, seed, member, version, number)


def _attested(
    scene: Together, seed: Seed, member: str, version: GuidelineVersion, number: int
) -> None:
    officer = scene.cast.person("security", member)
    with reading(officer):
        points = points_of(version.pk)
    explained = {row["point"]: row for row in seed.get("explained", ()) if row["member"] == member}
    said = [
        SaidOfPoint(
            one.pk, Stance.EXPLAINS, scene.day(explained[one.number]["mend_by"]),
            explained[one.number]["reason"], "green",
        )
        if one.number in explained
        else SaidOfPoint(one.pk, Stance.FOLLOWS)
        for one in points
    ]  # fmt: skip
    scene.play(
        officer, attest_guideline, f"attested:{seed['key']}:{member}",
        scene.at(seed["adopted"] - 1 - number, 14), version_id=version.pk, said=said,
    )  # fmt: skip


def _incident(scene: Together, seed: Seed, now: datetime) -> None:
    officer = scene.cast.person("security", seed["by"])
    aware = now - timedelta(hours=seed["aware_hours"])
    described = Described(
        seed["title"], seed["summary"], affected=seed["affected"], persons=seed["persons"]
    )
    incident = scene.play(
        officer, report_incident, "incident", aware + timedelta(minutes=30),
        incident=NewIncident(
            region_id=scene.region_id, described=described, mark=seed["mark"], aware_at=aware,
            significant=True, personal_data=True, detected_at=aware - timedelta(minutes=40),
        ),
    )  # fmt: skip
    known = {"incident_id": incident.pk}
    later = aware + timedelta(hours=2)
    scene.play(
        officer, add_indicators, "incident:indicators", later, lines=seed["indicators"], **known
    )
    scene.play(
        officer, write_in_timeline, "incident:action", later, kind=EntryKind.ACTION,
        happened_at=later - timedelta(minutes=20), text=seed["action"], **known,
    )  # fmt: skip
    scene.play(
        officer, move_incident, "incident:handled", later, state=IncidentState.HANDLED, **known
    )
    _warned(scene, officer, seed, incident.pk, aware + timedelta(hours=5))


def _warned(
    scene: Together, officer: Actor, seed: Seed, incident_id: int, sent_at: datetime
) -> None:
    """The early warning was sent in time; notification and the data breach's wait."""
    scene.play(
        officer, report_to_authority, "incident:warned", sent_at + timedelta(minutes=5),
        incident_id=incident_id, report=ReportKind.EARLY_WARNING, sent_at=sent_at,
        reference=seed["early_warning"],
    )  # fmt: skip

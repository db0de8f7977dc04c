"""Reads: who follows what, and what a member is to be reminded of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from samkop.governance.models import (
    Attestation,
    AttestationReason,
    AttestedPoint,
    Guideline,
    GuidelineVersion,
)
from samkop.governance.queries.guidelines import guidelines_of, in_force
from samkop.governance.queries.regions import regions_of
from samkop.governance.rules.attesting import Said, Stand, Standing, stand_of
from samkop.governance.vocabulary import Stance
from samkop.parties.models import Party, Region
from samkop.platform.actors import Actor


def attestations_to(version_ids: Iterable[int]) -> QuerySet[Attestation]:
    """What was attested to versions, each member's newest first, with the points."""
    rows = Attestation.objects.filter(version_id__in=list(version_ids))
    return rows.prefetch_related("points__point").order_by("-id")


def newest_by_member(version_ids: Iterable[int]) -> dict[tuple[int, int], Attestation]:
    """The attestation that counts, by (version, member). Two queries."""
    found: dict[tuple[int, int], Attestation] = {}
    for one in attestations_to(version_ids):
        found.setdefault((one.version_id, one.member_id), one)
    return found


def said_in(attestation: Attestation | None) -> Said | None:
    """What an attestation says, for ``rules.attesting``."""
    if attestation is None:
        return None
    mends = [one.mend_by for one in attestation.points.all() if one.mend_by is not None]
    return Said(attestation.renew_by, tuple(mends))


@dataclass(frozen=True)
class Row:
    """A member's standings in the matrix, in the order of its guidelines."""

    member: Party
    stands: list[Stand]


@dataclass(frozen=True)
class Matrix:
    """Members by guidelines of a region, with how many members follow each."""

    region: Region
    guidelines: list[tuple[Guideline, GuidelineVersion]]
    rows: list[Row]

    @property
    def following(self) -> list[int]:
        """How many members follow each guideline."""
        return [
            sum(row.stands[place].standing is Standing.FOLLOWS for row in self.rows)
            for place in range(len(self.guidelines))
        ]


def matrix_of(region: Region, members: Sequence[Party], today: date) -> Matrix:
    """Who follows what on a day; five queries whatever their number."""
    held = [
        (guideline, version)
        for guideline in guidelines_of([region.pk])
        if (version := in_force(guideline.told, today)) is not None  # type: ignore[attr-defined]
    ]
    newest = newest_by_member(version.pk for _guideline, version in held)
    rows = [
        Row(
            member,
            [
                stand_of(
                    version.attest_by or today, said_in(newest.get((version.pk, member.pk))), today
                )
                for _guideline, version in held
            ],
        )
        for member in members
    ]
    return Matrix(region, held, rows)


def newest_of(version_id: int, member_id: int) -> Attestation | None:
    """What a member attested last to a version."""
    rows = Attestation.objects.filter(version_id=version_id, member_id=member_id)
    return rows.order_by("-id").first()


def points_of_attestation(attestation: Attestation) -> list[AttestedPoint]:
    """Its points, by number."""
    return list(AttestedPoint.objects.filter(attestation=attestation).select_related("point"))


def reasons_read_by(actor: Actor, attested_ids: Iterable[int]) -> dict[int, AttestationReason]:
    """Explanations, by attested point, as far as their marks let the actor read them."""
    rows = AttestationReason.objects.filter(attested_id__in=list(attested_ids))
    if actor.scopes or actor.viewing_id is not None:
        rows = rows.exclude(mark="red")
    return {one.attested_id: one for one in rows}


@dataclass(frozen=True)
class Reminder:
    """What a member is told once: ``key`` is the same however often it is found."""

    version_id: int
    kind: str
    day: date
    key: str


def reminders_of(member_id: int, today: date) -> list[Reminder]:
    """What is due of a member today, or has passed: its word, its renewal, a promised mending."""
    found = []
    for region in regions_of(member_id, today):
        if member_id not in {one.party_id for one in region.present}:  # type: ignore[attr-defined]
            continue
        for guideline in guidelines_of([region.pk]):
            version = in_force(guideline.told, today)  # type: ignore[attr-defined]
            if version is not None:
                found += _due(version, newest_of(version.pk, member_id), today, member_id)
    return found


def _due(
    version: GuidelineVersion, attestation: Attestation | None, today: date, member_id: int
) -> list[Reminder]:
    due: list[tuple[str, date, int]] = []
    if attestation is None:
        if version.attest_by is not None and version.attest_by <= today:
            due.append(("attestation-due", version.attest_by, version.pk))
    else:
        explained = AttestedPoint.objects.filter(
            attestation=attestation, stance=Stance.EXPLAINS, mend_by__lt=today
        ).values_list("mend_by", flat=True)
        due += [("attestation-not-mended", day, attestation.pk) for day in set(explained) if day]
        if attestation.renew_by <= today:
            due.append(("attestation-renewal-due", attestation.renew_by, attestation.pk))
    return [
        Reminder(version.pk, kind, day, f"{member_id}/{kind}/{of}/{day}")
        for kind, day, of in sorted(due)
    ]

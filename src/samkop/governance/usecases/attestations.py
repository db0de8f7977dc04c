"""Attestations: each member says for itself that it follows, or why not yet and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of, months_after
from samkop.governance.models import (
    Attestation,
    AttestationReason,
    AttestedPoint,
    GuidelineVersion,
)
from samkop.governance.policies import may_attest
from samkop.governance.queries import regions_of
from samkop.governance.queries.guidelines import guideline_of, in_force, points_of, version_of
from samkop.governance.vocabulary import Stance, VersionState
from samkop.parties.queries import ids_with_any_role, own_today, party_of
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language, notify
from samkop.platform.records import create, create_all, subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


@dataclass(frozen=True)
class SaidOfPoint:
    """What is said of a point, or of the whole (None): why not yet, until when, for whose eyes."""

    point_id: int | None
    stance: str
    mend_by: date | None = None
    reason: str = ""
    mark: str = "amber"


def attest_guideline(
    *, actor: Actor, now: datetime, version_id: int, said: Sequence[SaidOfPoint]
) -> Attestation:
    """Say for the actor's own organisation how it stands to each point of a version.

    It replaces what was said before, which is kept. Raises Refused: ``not-found``,
    ``not-allowed``, ``not-a-member``, ``version-not-current``, ``attestation-incomplete``,
    ``explanation-missing``, ``mends-in-the-past``.
    """
    member = party_of(actor.own_party_id)
    require(may_attest(actor, member.kind))
    version, today = version_of(version_id), own_today()
    _require_member(actor, version, today)
    if not _is_current(version, today):
        raise Refused(
            "version-not-current", _("A newer version holds, or this one holds for nobody. Attest"
                                     " to the version in force."),
        )  # fmt: skip
    asked: list[int | None] = [one.pk for one in points_of(version_id)] or [None]
    if sorted(one.point_id or 0 for one in said) != sorted(one or 0 for one in asked):
        raise Refused(
            "attestation-incomplete", _("Say of each point whether you follow it."), status=422
        )
    for one in said:
        _check(one, today)
    made = create(
        Attestation(
            version=version, member=member, person_id=actor.own_person_id, attested_at=now,
            renew_by=months_after(today, version.guideline.review_months),
        )
    )  # fmt: skip
    _write(made, actor, said)
    return made


def tell_of_version(*, actor: Actor, now: datetime, version_id: int) -> None:
    """Tell the acting member's security officers that a version holds. Raises ``not-found``."""
    version = version_of(version_id)
    assert version.valid_from is not None and version.attest_by is not None  # noqa: S101, PT018
    _tell(
        actor, now, version, "guideline-adopted", valid_from_on=version.valid_from.isoformat(),
        attest_by_on=version.attest_by.isoformat(),
    )  # fmt: skip


def remind_of_attestation(
    *, actor: Actor, now: datetime, version_id: int, kind: str, due: date
) -> None:
    """Tell the acting member's security officers what is due, or has passed. Raises
    ``not-found``.
    """
    _tell(actor, now, version_of(version_id), kind, due_on=due.isoformat())


def _tell(
    actor: Actor, now: datetime, version: GuidelineVersion, kind: str, **facts: object
) -> None:
    party = party_of(actor.own_party_id)
    guideline = version.guideline
    notify(
        party_id=party.pk,
        person_ids=ids_with_any_role(
            party.pk, [RoleName.SECURITY_OFFICER], day_of(now, party.time_zone)
        ),
        kind=kind, subject=subject_of(guideline),
        facts={
            "title": in_each_language(lambda: str(guideline)), "version": str(version.number),
            **facts,
        },
        url=reverse("attest", args=[version.pk]),
    )  # fmt: skip


def _require_member(actor: Actor, version: GuidelineVersion, today: date) -> None:
    for region in regions_of(actor.own_party_id, today):
        if region.pk == version.guideline.region_id and actor.own_party_id in {
            one.party_id
            for one in region.present  # type: ignore[attr-defined]
        }:
            return
    raise Refused("not-a-member", _("Members of the region attest."))


def _is_current(version: GuidelineVersion, today: date) -> bool:
    """In force, or adopted and still to come."""
    if version.state != VersionState.ADOPTED or version.valid_from is None:
        return False
    held = in_force(guideline_of(version.guideline_id).told, today)  # type: ignore[attr-defined]
    return held == version or version.valid_from > today


def _check(said: SaidOfPoint, today: date) -> None:
    if said.stance == Stance.FOLLOWS:
        return
    if not said.reason.strip() or said.mend_by is None:
        raise Refused(
            "explanation-missing",
            _("Say why you do not follow a point yet, and by when you will."), status=422,
        )  # fmt: skip
    if said.mend_by < today:
        raise Refused(
            "mends-in-the-past", _("The day by which you mend it has passed."), status=422
        )


def _write(attestation: Attestation, actor: Actor, said: Sequence[SaidOfPoint]) -> None:
    """The points, and the explanations apart from them: the audit trail tells neither."""
    explained = {one.point_id: one for one in said if one.stance == Stance.EXPLAINS}
    points = create_all(
        [
            AttestedPoint(
                attestation=attestation, member_id=attestation.member_id,
                version_id=attestation.version_id, point_id=one.point_id, stance=one.stance,
                mend_by=one.mend_by if one.stance == Stance.EXPLAINS else None,
            )
            for one in said
        ],
        under=attestation,
    )  # fmt: skip
    create_all(
        [
            AttestationReason(
                attested=point, member_id=attestation.member_id, person_id=actor.own_person_id,
                mark=explained[point.point_id].mark, text=explained[point.point_id].reason.strip(),
            )
            for point in points
            if point.point_id in explained
        ],
        under=attestation,
    )  # fmt: skip

"""Reads: guidelines of a region, their versions, and what a version changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet

from samkop.governance.models import (
    Guideline,
    GuidelineFile,
    GuidelinePoint,
    GuidelineVersion,
    Motion,
)
from samkop.governance.rules.attesting import Changed, changed_points, changed_text
from samkop.governance.vocabulary import VersionState
from samkop.platform.refusals import not_found


def guidelines_of(region_ids: Iterable[int]) -> QuerySet[Guideline]:
    """Guidelines of regions with their versions (``told``), the newest first."""
    versions = GuidelineVersion.objects.order_by("-number")
    return (
        Guideline.objects.filter(region_id__in=list(region_ids))
        .select_related("keeper", "region")
        .prefetch_related(Prefetch("versions", queryset=versions, to_attr="told"))
        .order_by("title_en", "id")
    )


def guideline_of(guideline_id: int) -> Guideline:
    """One of them. Raises Refused ``not-found``."""
    versions = GuidelineVersion.objects.order_by("-number")
    found = (
        Guideline.objects.select_related("keeper", "region")
        .prefetch_related(Prefetch("versions", queryset=versions, to_attr="told"))
        .filter(id=guideline_id).first()
    )  # fmt: skip
    if found is None:
        raise not_found()
    return found


def version_of(version_id: int) -> GuidelineVersion:
    """A version with its guideline. Raises Refused ``not-found``."""
    rows = GuidelineVersion.objects.select_related("guideline__keeper", "guideline__region")
    found = rows.filter(id=version_id).first()
    if found is None:
        raise not_found()
    return found


def points_of(version_id: int) -> list[GuidelinePoint]:
    """The requirements of a version, by number."""
    return list(GuidelinePoint.objects.filter(version_id=version_id).order_by("number"))


def file_of(version: GuidelineVersion) -> GuidelineFile:
    """The PDF of a version. Raises Refused ``not-found``."""
    rows = GuidelineFile.objects.filter(version=version, sha256=version.sha256)
    found = rows.order_by("-id").first()
    if found is None:
        raise not_found()
    return found


def in_force(versions: Sequence[GuidelineVersion], today: date) -> GuidelineVersion | None:
    """The version that members attest to: the newest in force, else the one that comes first.

    ``versions``: the newest first.
    """
    adopted = [one for one in versions if one.state == VersionState.ADOPTED]
    begun = [one for one in adopted if one.valid_from and one.valid_from <= today]
    return begun[0] if begun else (adopted[-1] if adopted else None)


def changes_of(version: GuidelineVersion) -> list[Changed]:
    """What a version did to the one that it supersedes, in the reader's language."""
    before = version.supersedes
    if before is None:
        return []
    texts = {
        one: {point.number: point.text for point in points_of(one.pk)} for one in (before, version)
    }
    points = changed_points(texts[before], texts[version])
    return [*changed_text(before.text, version.text), *points]


def motion_about(reference: str) -> Motion | None:
    """The newest motion about a thing, as far as who asks reads it."""
    return Motion.objects.filter(subject_reference=reference).order_by("-id").first()

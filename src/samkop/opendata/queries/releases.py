"""Reads of releases: the newest of each thing, all of a process."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from samkop.opendata.models import Release
from samkop.opendata.vocabulary import ReleaseKind


def newest_release(kind: ReleaseKind, subject_id: int, month: date | None = None) -> Release | None:
    """What was last published of a thing, or of its month."""
    rows = Release.objects.filter(kind=kind, subject_id=subject_id, month=month)
    return rows.order_by("-id").first()


def newest_releases(kind: ReleaseKind, until: int | None = None) -> QuerySet[Release]:
    """What was last published of each thing and month of a kind, up to the release ``until``."""
    rows = Release.objects.filter(kind=kind)
    rows = rows if until is None else rows.filter(id__lte=until)
    rows = rows.order_by("subject_id", "month", "-id")
    return rows.distinct("subject_id", "month")


def releases_of_process(ocid: str) -> list[Release]:
    """Everything that was published of a process, the oldest first."""
    return list(Release.objects.filter(ocid=ocid).order_by("number"))

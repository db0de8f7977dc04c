"""Reads: joint projects."""

from __future__ import annotations

from django.db.models import QuerySet

from samkop.governance.models import Project
from samkop.platform.refusals import not_found


def projects_of(region_ids: list[int]) -> QuerySet[Project]:
    """The projects of these regions, the newest first."""
    found = Project.objects.filter(region_id__in=region_ids)
    return found.select_related("prepared_by", "region").order_by("-id")


def project_of(project_id: int) -> Project:
    """The project with its region and who prepares it. Raises Refused ``not-found``."""
    found = Project.objects.select_related("prepared_by", "region").filter(id=project_id).first()
    if found is None:
        raise not_found()
    return found

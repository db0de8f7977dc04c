"""Reads of market consultations, for the job that publishes."""

from __future__ import annotations

from datetime import datetime

from samkop.opendata.models import Release
from samkop.opendata.vocabulary import ReleaseKind
from samkop.planning.models import ConsultationRecord, MarketConsultation


def consultation_ids_of(owner_id: int) -> list[int]:
    """The market consultations that an organisation runs, the first first."""
    rows = MarketConsultation.objects.filter(owner_id=owner_id).order_by("id")
    return list(rows.values_list("id", flat=True))


def reported_at(consultation_id: int) -> datetime | None:
    """When the record of a consultation was made."""
    rows = ConsultationRecord.objects.filter(consultation_id=consultation_id)
    return rows.values_list("made_at", flat=True).first()


def processes_planned_in(pre_study_id: int | None) -> list[str]:
    """The ocids under which consultations of a pre-study were published."""
    if pre_study_id is None:
        return []
    ids = MarketConsultation.objects.filter(study_id=pre_study_id).values_list("id", flat=True)
    rows = Release.objects.filter(kind=ReleaseKind.PLANNING, subject_id__in=list(ids))
    return sorted(set(rows.values_list("ocid", flat=True)))

"""Reads: the system's own dates of the procedures behind agreements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Min, QuerySet

from samkop.agreements.models import FrameworkAgreement, TenderedAgreement
from samkop.core.period import day_of
from samkop.followup.vocabulary.benefit import ProcedureEvent
from samkop.planning.models import PreStudy
from samkop.tendering.models import AwardDecision, Notice, Opening
from samkop.tendering.vocabulary import NoticeKind


def events_of(agreement_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """What happened on the way to each agreement, as far as one may see it: event to ISO day.

    An agreement that no tender of the system led to has its first day alone.
    """
    agreements = FrameworkAgreement.objects.select_related("purchasing_body").in_bulk(
        list(agreement_ids)
    )
    found = {
        pk: {ProcedureEvent.IN_FORCE.value: one.valid_from.isoformat()}
        for pk, one in agreements.items()
    }
    origins = TenderedAgreement.objects.filter(agreement_id__in=list(agreements))
    origins = origins.select_related("tender")
    tender_ids = [one.tender_id for one in origins]
    studies = PreStudy.objects.in_bulk([
        one.tender.pre_study_id for one in origins if one.tender.pre_study_id
    ])  # fmt: skip
    notices = _first(Notice.objects.filter(kind=NoticeKind.CONTRACT), "dispatched_on", tender_ids)
    awards = _first(AwardDecision.objects.all(), "decided_on", tender_ids)
    openings = _first(Opening.objects.all(), "at", tender_ids)
    for one in origins:
        zone = agreements[one.agreement_id].purchasing_body.time_zone
        study = studies.get(one.tender.pre_study_id or 0)
        dates: dict[ProcedureEvent, date | datetime | None] = {
            ProcedureEvent.STUDY_STARTED: study.created_at if study else None,
            ProcedureEvent.STUDY_FINISHED: study.finished_at if study else None,
            ProcedureEvent.TENDER_STARTED: one.tender.created_at,
            ProcedureEvent.NOTICE_SENT: notices.get(one.tender_id),
            ProcedureEvent.OPENED: openings.get(one.tender_id),
            ProcedureEvent.AWARDED: awards.get(one.tender_id),
        }
        found[one.agreement_id] |= {
            event.value: (day_of(at, zone) if isinstance(at, datetime) else at).isoformat()
            for event, at in dates.items()
            if at is not None
        }
    return found


def _first(rows: QuerySet[Any], field: str, tender_ids: list[int]) -> dict[int, date | datetime]:
    grouped = rows.filter(tender_id__in=tender_ids).order_by().values_list("tender_id")
    return dict(grouped.annotate(first=Min(field)))

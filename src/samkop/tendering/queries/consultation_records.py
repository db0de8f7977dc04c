"""Reads: records of market consultations that belong among a tender's documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.planning.models import ConsultationRecord, MarketConsultation
from samkop.planning.vocabulary import ConsultationState
from samkop.tendering.models import Tender, TenderDocument
from samkop.tendering.queries.finding import Finding
from samkop.tendering.vocabulary import DocumentKind


def unattached_records(tender: Tender) -> list[ConsultationRecord]:
    """The records of its pre-study's consultations that no document of the tender is."""
    if tender.pre_study_id is None:
        return []
    rows = ConsultationRecord.objects.filter(
        owner_id=tender.owner_id, consultation__study_id=tender.pre_study_id
    )
    known = TenderDocument.objects.filter(tender=tender, kind=DocumentKind.CONSULTATION)
    there = set(known.values_list("sha256", flat=True))
    return [row for row in rows.order_by("id") if row.sha256 not in there]


def consulted(tender: Tender, now: datetime) -> Iterator[Finding]:
    """What suppliers were told, or told, reaches every bidder (2014/24/EU art. 40 and 41)."""
    for row in unattached_records(tender):
        yield Finding(
            "consultation-record-missing",
            _("The record of consultation %(number)s is not among the documents."),
            "tender-documents", facts={"number": row.content["consultation"]["number"]},
        )  # fmt: skip
    if tender.pre_study_id is None:
        return
    running = MarketConsultation.objects.filter(
        owner_id=tender.owner_id, study_id=tender.pre_study_id, state=ConsultationState.OPEN
    )
    for number in running.order_by("id").values_list("number", flat=True):
        yield Finding(
            "consultation-not-reported",
            _("Consultation %(number)s has no record yet: what was said there has to reach"
              " everybody."),
            "tender-documents", warning=True, facts={"number": number},
        )  # fmt: skip

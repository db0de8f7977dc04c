"""The record of a market consultation as documents of the tender: so it reaches every bidder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath

from django.utils.translation import get_language, override

from samkop.core.sealing.members import canonical
from samkop.parties.rules import usual_language
from samkop.planning.models import ConsultationRecord, RecordFile
from samkop.planning.queries import record_of
from samkop.planning.record_paper import printed_record
from samkop.platform.actors import Actor
from samkop.tendering.models import Tender, TenderDocument
from samkop.tendering.queries.consultation_records import unattached_records
from samkop.tendering.usecases.contents import DocumentFile, new_version
from samkop.tendering.usecases.lots import prepared
from samkop.tendering.vocabulary import DocumentKind

LONGEST_STEM, LONGEST_SUFFIX = 80, 10


def attach_consultation_records(
    *, actor: Actor, now: datetime, tender_id: int
) -> list[TenderDocument]:
    """Add the records of its pre-study's consultations that the tender's documents lack.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``.
    """
    return attached(prepared(actor, tender_id), now)


def attached(tender: Tender, now: datetime) -> list[TenderDocument]:
    """Each record to a locked tender: on paper, as the JSON that its hash is of, with its files.

    On paper it stands in the language of the tender's country.
    """
    with override(usual_language(tender.owner.country)):
        return [
            new_version(tender, file, now)
            for record in unattached_records(tender)
            for file in _files(record)
        ]


def _files(row: ConsultationRecord) -> Iterator[DocumentFile]:
    record = record_of(row.consultation_id)
    titles = record.content["consultation"]["title"]
    title = titles.get(get_language()) or titles["en"]
    stem = re.sub(r"[^\w-]+", "-", f"consultation-{record.number}")[:LONGEST_STEM]
    kind = DocumentKind.CONSULTATION
    yield DocumentFile(kind, title, f"{stem}.pdf", printed_record(record))
    yield DocumentFile(kind, title, f"{stem}.json", canonical(record.content))
    for place, file in enumerate(RecordFile.objects.filter(record=row).order_by("id"), 1):
        suffix = PurePath(file.name).suffix[:LONGEST_SUFFIX]
        yield DocumentFile(kind, file.name, f"{stem}-{place}{suffix}", bytes(file.content))

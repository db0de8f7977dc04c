"""Making the record of a consultation, which reaches everybody."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.planning.models import (
    ConsultationFile,
    ConsultationRecord,
    MarketConsultation,
    RecordFile,
)
from samkop.planning.queries import content_of, missing_of
from samkop.planning.rules.consultations import canonical_sha256
from samkop.planning.usecases.consultation_steps import (
    require_state,
    require_texts,
    run_consultation,
    spread,
    supplier_ids_in,
    tell_everybody_else,
)
from samkop.planning.vocabulary import ConsultationState
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, create_under
from samkop.platform.refusals import Refused


def report_consultation(
    *, actor: Actor, now: datetime, consultation_id: int, register_number: str
) -> ConsultationRecord:
    """Freeze the record of a closed consultation and let everybody have it.

    Raises Refused ``not-found``, ``not-allowed``, ``consultation-in-another-state``,
    ``text-missing``, ``record-incomplete``.
    """
    found = run_consultation(actor, consultation_id)
    require_state(found, now, ConsultationState.CLOSED)
    texts = require_texts(register_number=register_number)
    missing = missing_of(found, now)
    if missing:
        raise Refused(
            "record-incomplete",
            _("The record cannot be made yet. %(missing)s"),
            missing=" ".join(one.sentence for one in missing),
        )
    content = content_of(found)
    record = create(
        ConsultationRecord(
            consultation=found, owner_id=found.owner_id, content=content,
            sha256=canonical_sha256(content), person_id=actor.own_person_id, made_at=now, **texts,
        )
    )  # fmt: skip
    create_under([(record, _files(found, record))])
    change(found, state=ConsultationState.REPORTED)
    tell_everybody_else(found)
    spread(found, "consultation-reported", supplier_ids_in(found), "consultation-record", found.pk)
    return record


def _files(found: MarketConsultation, record: ConsultationRecord) -> list[RecordFile]:
    """The files that the record names, each once."""
    named = {
        file["sha256"]
        for question in record.content["questions"]
        for answer in question["answers"]
        for file in answer["files"] if file is not None
    }  # fmt: skip
    rows = ConsultationFile.objects.filter(consultation=found, sha256__in=named).order_by("id")
    made = {
        one.sha256: RecordFile(
            record=record, owner_id=found.owner_id, name=one.name, sha256=one.sha256,
            content=bytes(one.content),
        )
        for one in rows
    }  # fmt: skip
    return list(made.values())

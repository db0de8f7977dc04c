"""Reads: consultations and what was said in them, as far as who acts may see it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Prefetch, QuerySet

from samkop.planning.models import (
    ConsultationAnswer,
    ConsultationFile,
    ConsultationMessage,
    ConsultationParticipant,
    ConsultationQuestion,
    MarketConsultation,
    MeetingComment,
    MeetingNote,
    MeetingSupplier,
    SupplierQuestion,
    TradeSecretClaim,
    TradeSecretDecision,
)
from samkop.planning.vocabulary import ConsultationState
from samkop.platform.refusals import not_found

NOT_ITS_BYTES = "content"


def consultation_of(consultation_id: int) -> MarketConsultation:
    """The consultation with its owner. Raises Refused ``not-found``."""
    found = MarketConsultation.objects.select_related("owner").filter(id=consultation_id).first()
    if found is None:
        raise not_found()
    return found


def consultations_of(party_id: int) -> QuerySet[MarketConsultation]:
    """Those that the party runs."""
    return MarketConsultation.objects.filter(owner_id=party_id).select_related("owner")


def consultations_of_others(party_id: int) -> QuerySet[MarketConsultation]:
    """Those that others have opened."""
    opened = MarketConsultation.objects.exclude(state=ConsultationState.IN_PREPARATION)
    return opened.exclude(owner_id=party_id).select_related("owner")


def consultations_in_state(
    rows: QuerySet[MarketConsultation], state: ConsultationState, now: datetime
) -> QuerySet[MarketConsultation]:
    """Those that stand there now, by the clock."""
    if state == ConsultationState.CLOSED:
        return rows.filter(state=ConsultationState.OPEN, answers_until__lt=now)
    if state == ConsultationState.OPEN:
        return rows.filter(state=state, answers_until__gte=now)
    return rows.filter(state=state)


def joined_by(
    rows: QuerySet[MarketConsultation], party_id: int, part: str
) -> QuerySet[MarketConsultation]:
    """Those that the party runs (``run``), or takes part in (``joined``)."""
    if part == "run":
        return rows.filter(owner_id=party_id)
    joined = ConsultationParticipant.objects.filter(supplier_id=party_id)
    return rows.filter(id__in=joined.values("consultation_id"))


def questions_of(consultation_id: int) -> list[ConsultationQuestion]:
    """What the buyer asks, in order."""
    rows = ConsultationQuestion.objects.filter(consultation_id=consultation_id)
    return list(rows.order_by("place"))


def participants_in(consultation_id: int) -> list[ConsultationParticipant]:
    """Who takes part, by name; a supplier finds itself alone."""
    rows = ConsultationParticipant.objects.filter(consultation_id=consultation_id)
    return list(rows.select_related("supplier").order_by("supplier__legal_name", "id"))


def newest_answers_in(
    consultation_id: int, supplier_id: int | None = None
) -> list[ConsultationAnswer]:
    """The answers that count, by question and supplier, each with ``files`` (without content)."""
    rows = ConsultationAnswer.objects.filter(consultation_id=consultation_id)
    if supplier_id is not None:
        rows = rows.filter(supplier_id=supplier_id)
    newest = rows.order_by("question_id", "supplier_id", "-version")
    found = list(newest.distinct("question_id", "supplier_id").select_related("supplier"))
    files = ConsultationFile.objects.filter(consultation_id=consultation_id).defer(NOT_ITS_BYTES)
    by_id = {one.pk: one for one in files}
    for one in found:
        one.files = [by_id[each] for each in one.file_ids]
    return sorted(found, key=lambda one: (one.question_id, one.supplier.legal_name, one.pk))


def answer_versions_of(question_id: int, supplier_id: int) -> list[ConsultationAnswer]:
    """Every version of a supplier's answer, the newest first."""
    rows = ConsultationAnswer.objects.filter(question_id=question_id, supplier_id=supplier_id)
    return list(rows.order_by("-version"))


def file_of(file_id: int) -> ConsultationFile:
    """A file of an answer. Raises Refused ``not-found``."""
    found = ConsultationFile.objects.filter(id=file_id).first()
    if found is None:
        raise not_found()
    return found


def asked_in(consultation_id: int) -> list[SupplierQuestion]:
    """What suppliers asked, the newest first, with the buyer's answer if there is one."""
    rows = SupplierQuestion.objects.filter(consultation_id=consultation_id)
    return list(rows.select_related("supplier").prefetch_related("messages").order_by("-id"))


def messages_in(consultation_id: int) -> list[ConsultationMessage]:
    """What the buyer told everybody, the newest first."""
    return list(ConsultationMessage.objects.filter(consultation_id=consultation_id).order_by("-id"))


def _whole_notes() -> QuerySet[MeetingNote]:
    return MeetingNote.objects.select_related("consultation__owner").prefetch_related(
        Prefetch("suppliers", MeetingSupplier.objects.select_related("supplier").order_by("id")),
        Prefetch("comments", MeetingComment.objects.select_related("supplier").order_by("id")),
    )


def meetings_in(consultation_id: int) -> list[MeetingNote]:
    """The meetings that who acts was at, or ran; the newest first."""
    return list(_whole_notes().filter(consultation_id=consultation_id).order_by("-met_at", "-id"))


def meeting_of(note_id: int) -> MeetingNote:
    """The note of a meeting with its suppliers and comments. Raises Refused ``not-found``."""
    found = _whole_notes().filter(id=note_id).first()
    if found is None:
        raise not_found()
    return found


def claims_in(consultation_id: int, supplier_id: int | None = None) -> list[TradeSecretClaim]:
    """What is claimed to be secret, in order, each with its ``decision`` that counts or None."""
    rows = TradeSecretClaim.objects.filter(consultation_id=consultation_id)
    if supplier_id is not None:
        rows = rows.filter(supplier_id=supplier_id)
    found = list(
        rows.select_related("supplier", "question", "note", "file")
        .defer("file__content")
        .prefetch_related(Prefetch("decisions", TradeSecretDecision.objects.order_by("id")))
        .order_by("id")
    )
    for one in found:
        one.decision = next(reversed(one.decisions.all()), None)
    return found


def supplier_question_of(question_id: int) -> SupplierQuestion:
    """What a supplier asked. Raises Refused ``not-found``."""
    rows = SupplierQuestion.objects.select_related("consultation__owner", "supplier")
    found = rows.filter(id=question_id).first()
    if found is None:
        raise not_found()
    return found


def consultation_question_of(question_id: int) -> ConsultationQuestion:
    """What the buyer asks, with its consultation. Raises Refused ``not-found``."""
    rows = ConsultationQuestion.objects.select_related("consultation__owner")
    found = rows.filter(id=question_id).first()
    if found is None:
        raise not_found()
    return found


def claim_of(claim_id: int) -> TradeSecretClaim:
    """A claim with its place and its ``decisions`` in order. Raises Refused ``not-found``."""
    rows = TradeSecretClaim.objects.select_related(
        "consultation__owner", "supplier", "question", "note", "file"
    ).defer("file__content")
    decisions = Prefetch("decisions", TradeSecretDecision.objects.order_by("id"))
    found = rows.filter(id=claim_id).prefetch_related(decisions).first()
    if found is None:
        raise not_found()
    return found

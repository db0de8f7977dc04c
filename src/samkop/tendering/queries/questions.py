"""Reads: questions that wait, answers, corrections, why a tender was cancelled."""

from __future__ import annotations

from samkop.tendering.models import (
    Correction,
    TenderAnswer,
    TenderQuestion,
    TenderStateChange,
)
from samkop.tendering.vocabulary import TenderState


def waiting_questions_of(tender_id: int) -> list[TenderQuestion]:
    """Questions without an answer, the oldest first; for the tender's owner alone."""
    rows = TenderQuestion.objects.filter(tender_id=tender_id, answer__isnull=True)
    return list(rows.order_by("asked_at", "id"))


def answers_of(tender_id: int) -> list[TenderAnswer]:
    """What reached everybody, the newest first."""
    return list(TenderAnswer.objects.filter(tender_id=tender_id).order_by("-answered_at", "-id"))


def corrections_of(tender_id: int) -> list[Correction]:
    """The corrections, the newest first."""
    return list(Correction.objects.filter(tender_id=tender_id).order_by("-made_at", "-id"))


def cancellation_of(tender_id: int) -> TenderStateChange | None:
    """The step by which the tender was cancelled, if it was."""
    rows = TenderStateChange.objects.filter(tender_id=tender_id, to_state=TenderState.CANCELLED)
    return rows.first()

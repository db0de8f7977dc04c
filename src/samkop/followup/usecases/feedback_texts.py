"""Free lines: written where no history keeps them, and erased whole."""

from __future__ import annotations

from datetime import date

from django.db.models import Model, QuerySet

from samkop.followup.models import FeedbackAnswer, FeedbackReferral, FeedbackText
from samkop.followup.vocabulary.feedback import FeedbackTextKind
from samkop.platform.records import create_all

LONGEST = 500


def write_text(
    answer: FeedbackAnswer, kind: FeedbackTextKind, text: str, erase_on: date, *,
    under: Model, for_supplier: bool = False,
) -> None:  # fmt: skip
    """Keep a line of an answer; history counts it under ``under`` and knows no word of it."""
    text = text.strip()[:LONGEST]
    if not text:
        return
    create_all(
        [
            FeedbackText(
                answer=answer, party_id=answer.party_id, kind=kind, text=text, erase_on=erase_on,
                for_supplier=for_supplier,
            )
        ],
        under=under,
    )  # fmt: skip


def erase_texts(texts: QuerySet[FeedbackText]) -> int:
    """Erase these lines, and what a supplier reads of them; how many."""
    lines = texts.filter(kind=FeedbackTextKind.LINE)
    FeedbackReferral.objects.filter(answer_id__in=lines.values("answer_id")).update(line="")
    erased, _by_kind = texts.delete()
    return erased

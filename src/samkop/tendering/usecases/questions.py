"""Questions while a tender is open, and answers that reach everybody."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samkop.core.procurement import NoRuleError, extension_after_correction
from samkop.platform.actors import Actor
from samkop.platform.records import create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.tendering.models import Tender, TenderAnswer, TenderQuestion
from samkop.tendering.policies import may_ask_question
from samkop.tendering.queries import day_of, tender_of
from samkop.tendering.usecases.states import locked_tender, require_state
from samkop.tendering.usecases.tender_news import spread_news
from samkop.tendering.vocabulary import Regime, TenderState


def ask_tender_question(*, actor: Actor, now: datetime, tender_id: int, text: str) -> UUID:
    """Ask about an open tender; the question's key. Nobody learns who asked.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``questions-over``, ``text-missing``.
    """
    tender = tender_of(tender_id)
    require(may_ask_question(actor, tender))
    require_state(tender, TenderState.OPEN)
    until = tender.questions_until or tender.bids_until
    if until is None or now > until:
        raise Refused(
            "questions-over", _("Questions were taken until %(until)s."),
            until=f"{until:%Y-%m-%d %H:%M}" if until else "",
        )  # fmt: skip
    _require_text(text)
    return create(TenderQuestion(tender=tender, text=text, asked_at=now)).id


def answer_tender_question(
    *,
    actor: Actor,
    now: datetime,
    question_id: UUID,
    asked: str,
    text: str,
    matters: bool = True,
) -> TenderAnswer:
    """Answer for everybody; ``asked`` is the question in words that do not tell who asked.

    After the last day for answers, one that ``matters`` for the bids needs more time first (a
    correction). Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``question-answered``, ``text-missing``, ``answer-needs-an-extension``.
    """
    question = TenderQuestion.objects.filter(id=question_id).first()
    if question is None:
        raise not_found()
    tender = _open(actor, question.tender_id, now, matters=matters)
    if TenderAnswer.objects.filter(question=question).exists():
        raise Refused(
            "question-answered", _("The question is answered. Give further information instead.")
        )
    _require_text(asked)
    _require_text(text)
    spread_news(tender, "tender-answered")
    return create(
        TenderAnswer(tender=tender, question=question, asked=asked, text=text, answered_at=now)
    )


def inform_bidders(
    *, actor: Actor, now: datetime, tender_id: int, text: str, matters: bool = True
) -> TenderAnswer:
    """Give everybody information that nobody asked for. Raises Refused as an answer does."""
    tender = _open(actor, tender_id, now, matters=matters)
    _require_text(text)
    spread_news(tender, "tender-answered")
    return create(TenderAnswer(tender=tender, text=text, answered_at=now))


def _open(actor: Actor, tender_id: int, now: datetime, *, matters: bool) -> Tender:
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.OPEN)
    if tender.bids_until is None or now > tender.bids_until:
        raise Refused("time-is-past", _("The time for bids is over: nothing is told any more."))
    if matters and _is_late(tender, tender.bids_until, now):
        raise Refused(
            "answer-needs-an-extension",
            _("It is too late to tell this without more time for bids. Extend the time by a"
              " correction first."),
        )  # fmt: skip
    return tender


def _is_late(tender: Tender, bids_until: datetime, now: datetime) -> bool:
    try:
        return extension_after_correction(
            country=tender.owner.country, bids_due=day_of(tender.owner, bids_until),
            told_on=day_of(tender.owner, now), substantial=False,
            urgent=bool(tender.urgency_reason), national=tender.regime == Regime.NATIONAL,
        ).needed  # fmt: skip
    except NoRuleError:
        return False


def _require_text(text: str) -> None:
    if not text.strip():
        raise Refused("text-missing", _("There is no text. Write it."))

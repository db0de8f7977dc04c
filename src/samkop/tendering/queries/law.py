"""Reads: which times of the law hold for a tender."""

from __future__ import annotations

from datetime import date, datetime

from samkop.core.procurement import AnswerLimit, Deadline
from samkop.tendering.models import Notice, Tender
from samkop.tendering.queries.tenders import day_of
from samkop.tendering.rules.dates import Law, answers_until, least_time
from samkop.tendering.vocabulary import NoticeKind


def law_of(tender: Tender) -> Law:
    """What decides the tender's times."""
    return Law(
        country=tender.owner.country, procedure=tender.procedure, regime=tender.regime,
        urgent=bool(tender.urgency_reason), prior_information=tender.prior_information_on,
    )  # fmt: skip


def least_time_of(tender: Tender, dispatched: date) -> Deadline | None:
    """The least time for bids where the notice is dispatched on a day."""
    return least_time(law_of(tender), dispatched)


def earliest_bids(tender: Tender, dispatched: date) -> datetime | None:
    """The first moment for which bids may be due; None where the law sets no days."""
    found = least_time_of(tender, dispatched)
    return found.earliest(tender.owner.time_zone) if found else None


def answer_limit_of(tender: Tender) -> AnswerLimit | None:
    """By when questions have to be answered; None without a time limit or a rule."""
    if tender.bids_until is None:
        return None
    return answers_until(law_of(tender), day_of(tender.owner, tender.bids_until))


def notices_of(tender_id: int) -> list[Notice]:
    """The tender's notices, the first first."""
    return list(Notice.objects.filter(tender_id=tender_id).order_by("id"))


def first_notice_of(tender_id: int) -> Notice | None:
    """The notice, or the invitation, with which bids were called for."""
    rows = Notice.objects.filter(tender_id=tender_id).exclude(kind=NoticeKind.CHANGE)
    return rows.order_by("id").first()

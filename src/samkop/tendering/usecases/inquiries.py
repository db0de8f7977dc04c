"""Questions to bidders after the opening, their answers, and what comes of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.parties.queries import ids_with_any_role, party_of
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.outbox import tell
from samkop.platform.records import create, create_each, subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.tendering.models import (
    BidInquiry,
    InquiryAnswer,
    InquiryRound,
    InquiryRuling,
    OpenedBid,
)
from samkop.tendering.policies import SELLS, may_answer_inquiry
from samkop.tendering.queries.evaluation import inquiry_of, newest_answer, rejections_of
from samkop.tendering.queries.tenders import day_of
from samkop.tendering.usecases.evaluators import require_reason
from samkop.tendering.usecases.states import locked_tender, require_state
from samkop.tendering.vocabulary import RULINGS, InquiryKind, TenderState

LARGEST_FILE = 20 * 1024 * 1024  # bytes


def ask_bidders(
    *,
    actor: Actor,
    now: datetime,
    tender_id: int,
    kind: str,
    bid_ids: Sequence[int],
    question: str,
    answer_until: date,
    code: str = "",
) -> InquiryRound:
    """Ask the bidders of these bids the same in the same words, until a day in time.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``question-unknown``, ``question-missing``, ``nobody-asked``, ``bid-rejected``,
    ``no-days-to-answer``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.OPENED)
    if kind not in InquiryKind.values:
        raise Refused("question-unknown", _("Choose what is asked for."), status=422)
    if not question.strip():
        raise Refused("question-missing", _("Write the question."), status=422)
    bids = list(OpenedBid.objects.filter(tender=tender, id__in=bid_ids).order_by("id"))
    if not bids:
        raise Refused("nobody-asked", _("Choose which bids are asked about."), status=422)
    if len(bids) != len(set(bid_ids)):
        raise not_found()
    if not rejections_of(tender_id).keys().isdisjoint(bid_ids):
        raise Refused("bid-rejected", _("A bid that is rejected is not asked about."))
    if answer_until <= day_of(tender.owner, now):
        raise Refused("no-days-to-answer", _("Give the bidders at least until tomorrow to answer."))
    made = create(
        InquiryRound(
            tender=tender, kind=kind, code=code, question=question.strip(),
            answer_until=answer_until, asked_by_id=actor.own_person_id, at=now,
        )
    )  # fmt: skip
    rows = [BidInquiry(round=made, tender=tender, bid=bid, bidder_id=bid.bidder_id) for bid in bids]
    create_each(rows)
    for party_id in sorted({row.bidder_id for row in rows}):
        tell("bidder-asked", round_id=made.pk, bidder_id=party_id)
    return made


def tell_bidder_of_question(*, actor: Actor, now: datetime, round_id: int, bidder_id: int) -> None:
    """Tell the bidder's people that something is asked about their bid."""
    asked = InquiryRound.objects.select_related("tender").filter(id=round_id).first()
    if asked is None:
        return
    party = party_of(bidder_id)
    people = ids_with_any_role(bidder_id, SELLS, day_of(party, now))
    notify(
        party_id=bidder_id, person_ids=people, kind="bidder-asked", subject=subject_of(asked),
        facts={
            "number": asked.tender.number, "until_on": asked.answer_until.isoformat(),
        },
        url=f"/tenders/{asked.tender_id}/questions-to-us/",
    )  # fmt: skip


def answer_inquiry(
    *,
    actor: Actor,
    now: datetime,
    inquiry_id: int,
    text: str,
    file_name: str = "",
    file: bytes = b"",
) -> InquiryAnswer:
    """Answer as the bidder, perhaps with a file; a later answer takes an earlier one's place.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``answer-missing``, ``file-too-large``, ``answer-too-late``.
    """
    inquiry = inquiry_of(inquiry_id)
    require(may_answer_inquiry(actor, inquiry))
    require_state(inquiry.tender, TenderState.OPENED)
    if not text.strip():
        raise Refused("answer-missing", _("Write an answer."), status=422)
    if len(file) > LARGEST_FILE:
        raise Refused("file-too-large", _("A file has at most 20 MB."), status=422)
    if day_of(inquiry.tender.owner, now) > inquiry.round.answer_until:
        raise Refused(
            "answer-too-late",
            _("Answers were taken until %(day)s."),
            day=inquiry.round.answer_until.isoformat(),
        )
    return create(
        InquiryAnswer(
            inquiry=inquiry, bidder_id=inquiry.bidder_id, text=text.strip(),
            file_name=file_name if file else "",
            file_sha256=hashlib.sha256(file).hexdigest() if file else "", file=file, at=now,
        )
    )  # fmt: skip


def rule_on_answer(
    *, actor: Actor, now: datetime, inquiry_id: int, outcome: str, reason: str
) -> InquiryRuling:
    """Say what the answer, or none until its day, means for the bid.

    A clarification that would change the price or what was bid is not taken into account
    (art. 56(3)). Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``outcome-unknown``, ``reason-missing``, ``ruled-already``, ``answer-days-run`` (its last
    day is not over: the answer may still change), ``nothing-to-count``.
    """
    inquiry = inquiry_of(inquiry_id)
    tender = locked_tender(actor, inquiry.tender_id)
    require_state(tender, TenderState.OPENED)
    good, _bad = RULINGS[inquiry.round.kind]
    if outcome not in RULINGS[inquiry.round.kind]:
        raise Refused("outcome-unknown", _("Choose what the answer means."), status=422)
    require_reason(reason)
    if InquiryRuling.objects.filter(inquiry=inquiry).exists():
        raise Refused("ruled-already", _("This answer has been judged already."))
    if day_of(tender.owner, now) <= inquiry.round.answer_until:
        raise Refused(
            "answer-days-run",
            _("The bidder may answer, and change its answer, until %(day)s."),
            day=inquiry.round.answer_until.isoformat(),
        )
    if outcome == good and newest_answer(inquiry) is None:
        raise Refused("nothing-to-count", _("The bidder has not answered: nothing counts for it."))
    return create(
        InquiryRuling(
            inquiry=inquiry, tender=tender, outcome=outcome, reason=reason.strip(),
            ruled_by_id=actor.own_person_id, at=now,
        )
    )  # fmt: skip

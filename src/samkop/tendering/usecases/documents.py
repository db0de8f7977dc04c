"""What of bids is secret, and who gets which document: decided, reasoned, registered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.platform.actors import Actor
from samkop.platform.records import create
from samkop.platform.refusals import Refused, not_found
from samkop.tendering.models import (
    BidSecrecyDecision,
    DecisionLetter,
    DocumentAppeal,
    DocumentRequest,
    MaskedCopy,
    OpenedBid,
    OpenedFile,
    RequestedDocument,
    Tender,
)
from samkop.tendering.queries.awards import decision_of, standstill_of
from samkop.tendering.queries.documents import secrecy_of
from samkop.tendering.queries.tenders import day_of
from samkop.tendering.rules import grounds_of, masked, pieces_in
from samkop.tendering.usecases.states import locked_tender
from samkop.tendering.vocabulary.documents import RequestedOutcome, Secrecy

ANSWERS = "bid.json"


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a tender: a file of a bid, a bid's own answers, or a decision's letter."""

    bid_id: int | None = None
    file_id: int | None = None
    letter_id: int | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """A masked copy, made outside: its name and its bytes."""

    name: str
    content: bytes


def decide_bid_secrecy(
    *,
    actor: Actor,
    now: datetime,
    tender_id: int,
    document: Document,
    secrecy: str,
    reason: str,
    register_number: str,
    ground: str = "",
    pieces: Sequence[str] = (),
    copy: Copy | None = None,
) -> BidSecrecyDecision:
    """Decide whether what a bidder sent is secret; in part, a masked copy stands for it.

    Of a bid's answers the masked copy is made here, of ``pieces``; of a file it is ``copy``.
    Raises Refused: ``not-found``, ``not-allowed``, ``ground-missing``, ``piece-unknown``,
    ``masked-copy-missing``.
    """
    tender = locked_tender(actor, tender_id)
    bid, file = _of_bid(tender, document)
    if secrecy != Secrecy.OPEN and ground not in grounds_of(tender.owner.country):
        raise _no_ground()
    made = _copy(bid, file, pieces, copy) if secrecy == Secrecy.PARTLY else None
    decision = create(
        BidSecrecyDecision(
            tender=tender, bid=bid, file=file, claim=_claim(bid, file), secrecy=Secrecy(secrecy),
            pieces=list(pieces) if file is None else [], ground=ground, reason=reason,
            register_number=register_number, person_id=actor.own_person_id, at=now,
        )
    )  # fmt: skip
    if made is not None:
        create(
            MaskedCopy(
                tender=tender, decision=decision, name=made.name, content=made.content,
                sha256=hashlib.sha256(made.content).hexdigest(), at=now,
            )
        )  # fmt: skip
    return decision


def record_document_request(
    *,
    actor: Actor,
    now: datetime,
    tender_id: int,
    wanted: str,
    received_on: date,
    register_number: str,
    requester: str = "",
    contact: str = "",
) -> DocumentRequest:
    """Record that somebody asks for documents; nobody has to say who they are.

    Raises Refused: ``not-found``, ``not-allowed``, ``received-in-the-future``.
    """
    tender = locked_tender(actor, tender_id)
    if received_on > day_of(tender.owner, now):
        raise Refused("received-in-the-future", _("The request is dated after today. Correct it."))
    return create(
        DocumentRequest(
            tender=tender, requester=requester.strip(), contact=contact.strip(), wanted=wanted,
            received_on=received_on, register_number=register_number, at=now,
        )
    )  # fmt: skip


def decide_on_document(
    *,
    actor: Actor,
    now: datetime,
    tender_id: int,
    request_id: int,
    document: Document,
    outcome: str,
    decided_by: str,
    register_number: str,
    ground: str = "",
    reason: str = "",
) -> RequestedDocument:
    """Give a document, give its masked copy, or refuse it on a ground of the country's law.

    Nothing of a bid is given before the award decision is sent; what was decided to be secret
    is not given whole. Raises Refused: ``not-found``, ``not-allowed``,
    ``secret-until-the-award``, ``secret-as-decided``, ``masked-copy-missing``,
    ``ground-missing``.
    """
    tender = locked_tender(actor, tender_id)
    request = _request(tender, request_id)
    letter = bid = file = None
    if document.letter_id is not None:
        letter = DecisionLetter.objects.filter(tender=tender, id=document.letter_id).first()
        if letter is None:
            raise not_found()
    else:
        bid, file = _of_bid(tender, document)
        _check_secrecy(tender, bid, file, RequestedOutcome(outcome))
    kept_back = outcome != RequestedOutcome.GIVEN
    if kept_back and (ground not in grounds_of(tender.owner.country) or not reason.strip()):
        raise _no_ground()
    return create(
        RequestedDocument(
            tender=tender, request=request, bid=bid, file=file, letter=letter,
            outcome=RequestedOutcome(outcome), ground=ground if kept_back else "",
            reason=reason.strip(), decided_by=decided_by, register_number=register_number, at=now,
        )
    )  # fmt: skip


def record_document_appeal(
    *,
    actor: Actor,
    now: datetime,
    tender_id: int,
    request_id: int,
    court: str,
    filed_on: date,
    register_number: str,
    note: str = "",
) -> DocumentAppeal:
    """Record an appeal against what was decided. Raises Refused: ``not-found``,
    ``not-allowed``, ``nothing-decided-yet``.
    """
    tender = locked_tender(actor, tender_id)
    request = _request(tender, request_id)
    if not RequestedDocument.objects.filter(request=request).exists():
        raise Refused("nothing-decided-yet", _("Nothing is decided yet that could be appealed."))
    return create(
        DocumentAppeal(
            tender=tender, request=request, court=court, filed_on=filed_on, note=note,
            register_number=register_number, at=now,
        )
    )  # fmt: skip


def _check_secrecy(
    tender: Tender, bid: OpenedBid, file: OpenedFile | None, outcome: RequestedOutcome
) -> None:
    if outcome == RequestedOutcome.REFUSED:
        return
    decision = decision_of(tender.pk)
    if decision is None or standstill_of(decision.pk) is None:
        raise Refused(
            "secret-until-the-award",
            _("Nothing of a bid is given before the award decision is sent: refuse it for now."),
        )
    decided = secrecy_of(bid.pk, file.pk if file else None)
    if outcome == RequestedOutcome.GIVEN and decided and decided.secrecy != Secrecy.OPEN:
        raise Refused(
            "secret-as-decided",
            _("This document was decided to be secret, in whole or part. Give the masked copy,"
              " or decide on its secrecy anew."),
        )  # fmt: skip
    if outcome == RequestedOutcome.MASKED and not (decided and hasattr(decided, "masked")):
        raise _no_copy()


def _copy(
    bid: OpenedBid, file: OpenedFile | None, pieces: Sequence[str], copy: Copy | None
) -> Copy:
    if file is not None:
        if copy is None or not copy.content:
            raise _no_copy()
        return copy
    if not pieces or not set(pieces) <= set(pieces_in(bid.answers)):
        raise Refused("piece-unknown", _("Choose which pieces of the bid are secret."), status=422)
    content = json.dumps(masked(bid.answers, pieces), ensure_ascii=False, indent=1)
    return Copy(ANSWERS, content.encode())


def _of_bid(tender: Tender, document: Document) -> tuple[OpenedBid, OpenedFile | None]:
    bid = OpenedBid.objects.filter(tender=tender, id=document.bid_id or 0).first()
    if bid is None:
        raise not_found()
    if document.file_id is None:
        return bid, None
    file = OpenedFile.objects.filter(bid=bid, id=document.file_id).defer("content").first()
    if file is None:
        raise not_found()
    return bid, file


def _claim(bid: OpenedBid, file: OpenedFile | None) -> str:
    """What the bidder itself said of it."""
    name = file.name if file else ANSWERS
    claims = bid.answers.get("trade_secrets", [])
    return "\n".join(one["reason"] for one in claims if one.get("file") == name)


def _request(tender: Tender, request_id: int) -> DocumentRequest:
    found = DocumentRequest.objects.filter(tender=tender, id=request_id).first()
    if found is None:
        raise not_found()
    return found


def _no_ground() -> Refused:
    return Refused(
        "ground-missing",
        _("What is kept back needs a ground of the law and a reason. Choose and write them."),
        status=422,
    )


def _no_copy() -> Refused:
    return Refused(
        "masked-copy-missing",
        _("There is no masked copy of this document. Decide on its secrecy with one first."),
        status=422,
    )

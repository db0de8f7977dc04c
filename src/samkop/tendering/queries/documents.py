"""Reads: what of bids is secret, requests for documents and what was decided of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samkop.platform.refusals import not_found
from samkop.tendering.models import (
    BidSecrecyDecision,
    DocumentRequest,
    MaskedCopy,
    OpenedBid,
    OpenedFile,
    RequestedDocument,
)
from samkop.tendering.queries.tenders import opened_bids_of


@dataclass(frozen=True, slots=True)
class BidDocument:
    """A document of a bid, what its bidder claims of it, and what was decided, if anything."""

    bid: OpenedBid
    file: OpenedFile | None
    claim: str
    decided: BidSecrecyDecision | None

    @property
    def name(self) -> str:
        """The file's name."""
        return self.file.name if self.file else "bid.json"


def secrecy_of(bid_id: int, file_id: int | None) -> BidSecrecyDecision | None:
    """The newest decision on a document of a bid."""
    rows = BidSecrecyDecision.objects.filter(bid_id=bid_id, file_id=file_id)
    return rows.select_related("masked").defer("masked__content").order_by("-id").first()


def documents_of_bids(tender_id: int) -> Iterator[BidDocument]:
    """Every document of the opened bids, by lot, time of receipt and name."""
    files: dict[int, list[OpenedFile]] = {}
    rows = OpenedFile.objects.filter(bid__tender_id=tender_id).defer("content").order_by("name")
    for file in rows:
        files.setdefault(file.bid_id, []).append(file)
    decided = {
        (row.bid_id, row.file_id): row
        for row in BidSecrecyDecision.objects.filter(tender_id=tender_id)
        .select_related("masked")
        .defer("masked__content")
        .order_by("id")
    }
    for bid in opened_bids_of(tender_id):
        claims = {one.get("file"): one["reason"] for one in bid.answers.get("trade_secrets", [])}
        yield BidDocument(bid, None, claims.get("bid.json", ""), decided.get((bid.pk, None)))
        for file in files.get(bid.pk, []):
            claim = claims.get(file.name, "")
            yield BidDocument(bid, file, claim, decided.get((bid.pk, file.pk)))


def requests_of(tender_id: int) -> list[DocumentRequest]:
    """The requests for documents of a tender, the newest first."""
    rows = DocumentRequest.objects.filter(tender_id=tender_id)
    return list(rows.prefetch_related("documents", "appeals").order_by("-received_on", "-id"))


def request_of(tender_id: int, request_id: int) -> DocumentRequest:
    """A request. Raises Refused ``not-found``."""
    found = DocumentRequest.objects.filter(tender_id=tender_id, id=request_id).first()
    if found is None:
        raise not_found()
    return found


def decided_documents_of(request_id: int) -> list[RequestedDocument]:
    """What was decided of each document of a request, in that order."""
    rows = RequestedDocument.objects.filter(request_id=request_id)
    return list(
        rows.select_related("bid__bidder", "bid__lot", "file", "letter__bidder")
        .defer("file__content", "letter__content")
        .order_by("id")
    )


def masked_copy_of(decision_id: int) -> MaskedCopy:
    """The masked copy that a decision made. Raises Refused ``not-found``."""
    rows = MaskedCopy.objects.filter(decision_id=decision_id)
    found = rows.select_related("decision__bid__lot", "decision__bid__bidder").first()
    if found is None:
        raise not_found()
    return found

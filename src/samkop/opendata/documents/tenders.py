"""A tender and its award as OCDS, through the gate. No bid is ever read for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from samkop.core.ocds import (
    Amount,
    Award,
    Document,
    Framework,
    Item,
    Lot,
    Release,
    Span,
    Tag,
    Tender,
    ocid,
)
from samkop.opendata.documents.parties import language_of, midnight, organisation_of, titles
from samkop.opendata.vocabulary import Field
from samkop.parties.models import Party
from samkop.tendering.models import AwardedLot
from samkop.tendering.models import Lot as TenderedLot
from samkop.tendering.models import Tender as TenderRow
from samkop.tendering.rules import Reopening, reopening
from samkop.tendering.vocabulary import ContractNature, Procedure, TenderState

# Before the notice is published the tender is not either (2014/24/EU art. 52(1)).
STATUSES = {
    TenderState.OPEN: "active", TenderState.OPENED: "active", TenderState.DECIDED: "complete",
    TenderState.CONCLUDED: "complete", TenderState.CANCELLED: "cancelled",
}  # fmt: skip
METHODS = {
    Procedure.OPEN: "open", Procedure.RESTRICTED: "selective", Procedure.NEGOTIATED: "selective",
    Procedure.DIALOGUE: "selective", Procedure.MINI_COMPETITION: "limited",
}  # fmt: skip
# Codelist frameworkAgreementMethod.
REOPENINGS = {
    Reopening.ALWAYS: "withReopeningCompetition", Reopening.NEVER: "withoutReopeningCompetition",
    Reopening.FROM_AN_AMOUNT: "withAndWithoutReopeningCompetition",
}  # fmt: skip
CATEGORIES = {ContractNature.SUPPLIES: "goods", ContractNature.SERVICES: "services"}
SENT = frozenset({TenderState.DECIDED, TenderState.CONCLUDED})


@dataclass(frozen=True)
class Decided:
    """A decision that was sent to all bidders: its day, lots, and how many bid."""

    decision_id: int
    decided_on: date
    lots: Sequence[AwardedLot]
    bidders: int


def process_of_tender(tender: TenderRow, prefix: str) -> str:
    """The ocid of a tender, and of the agreements that come of it."""
    return ocid(prefix, organisation_of(tender.owner).number, "tender", tender.number)


def award_id_of(lot: AwardedLot) -> str:
    """How releases name the award of a lot to one supplier by one decision."""
    place = f"-{lot.place}" if lot.place > 1 else ""
    return f"{lot.lot.code}-{lot.decision_id}{place}"


def tender_release(
    tender: TenderRow,
    lots: Sequence[TenderedLot],
    buyers: Iterable[Party],
    decided: Decided | None,
    let_through: frozenset[Field],
    process: str,
    told_before: Sequence[dict[str, Any]] = (),
    planned_in: Sequence[str] = (),
    documents_at: str = "",
) -> Release | None:
    """What may be told of a tender; None before its notice is published, or where nothing may be.

    One by invitation is told once its award is, a cancelled one where it was told before.
    ``told_before`` are the awards of the release before: one that holds no longer is cancelled.
    ``planned_in`` are the ocids of the market consultations that came before it,
    ``documents_at`` is where everybody reads what is asked for.
    """
    status = STATUSES.get(TenderState(tender.state))
    if status is None or Field.TENDER_TITLE not in let_through:
        return None
    if tender.by_invitation and decided is None:
        return None
    named = tuple(map(organisation_of, buyers)) if Field.TENDER_BUYERS in let_through else ()
    awards = _awards(tender, decided, let_through)
    gone = {one["id"] for one in told_before} - {one.id for one in awards}
    return Release(
        ocid=process, id="", at=tender.created_at, tags=(Tag.TENDER,),
        language=language_of(tender.owner),
        tender=_tender(tender, status, lots, named, decided, let_through, documents_at),
        planned_in=tuple(planned_in),
        awards=(*awards, *(Award(id=one, status="cancelled") for one in sorted(gone))),
    )  # fmt: skip


def _tender(
    tender: TenderRow,
    status: str,
    lots: Sequence[TenderedLot],
    buyers: Any,
    decided: Decided | None,
    let_through: frozenset[Field],
    documents_at: str,
) -> Tender:
    language = language_of(tender.owner)
    tells_bids = decided is not None and Field.AWARD_BIDS in let_through
    shown = lots if Field.TENDER_LOTS in let_through else ()
    value = Amount(tender.estimated_value_cents, tender.currency)
    return Tender(
        id=tender.number, owner=organisation_of(tender.owner), buyers=buyers,
        title=titles(tender), description={language: tender.description}, status=status,
        value=value if Field.TENDER_VALUE in let_through else None,
        method=METHODS[Procedure(tender.procedure)], method_details=tender.procedure,
        category=CATEGORIES[ContractNature(tender.nature)],
        submission=("electronicSubmission",), bids=Span(end=tender.bids_until),
        questions=Span(end=tender.questions_until),
        number_of_bidders=decided.bidders if decided and tells_bids else None,
        lots=tuple(_lot(lot, tender, status) for lot in shown),
        items=(Item(id="1", cpv=tender.cpv),), framework=Framework(),
        documents=_documents(tender, documents_at),
    )  # fmt: skip


def _documents(tender: TenderRow, address: str) -> tuple[Document, ...]:
    """Where the procurement documents are (art. 53); a tender by invitation has them for few."""
    if tender.by_invitation or not address:
        return ()
    return (Document(id="documents", kind="biddingDocuments", url=address),)


def _lot(lot: TenderedLot, tender: TenderRow, status: str) -> Lot:
    maximum = Amount(lot.maximum_value_cents, tender.currency)
    framework = Framework(
        maximum=maximum, most_suppliers=lot.most_suppliers,
        method=REOPENINGS[reopening(lot.call_off_method, lot.mini_competition_from_cents)],
    )  # fmt: skip
    return Lot(id=lot.code, title=titles(lot), status=status, framework=framework)


def _awards(
    tender: TenderRow, decided: Decided | None, let_through: frozenset[Field]
) -> tuple[Award, ...]:
    if decided is None or Field.AWARD_SUPPLIERS not in let_through:
        return ()
    day = midnight(decided.decided_on, tender.owner)
    found = []
    for lot in decided.lots:
        priced = lot.price_cents is not None and Field.AWARD_VALUE in let_through
        found.append(
            Award(
                id=award_id_of(lot), title=titles(lot.lot),
                status="active" if lot.supplier else "unsuccessful", decided=day,
                value=Amount(lot.price_cents or 0, tender.currency) if priced else None,
                suppliers=(organisation_of(lot.supplier),) if lot.supplier else (),
                lots=(lot.lot.code,),
            )
        )  # fmt: skip
    return tuple(found)

"""Reads: evaluators, marks, checks, rejections and questions of a tender's evaluation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from samkop.platform.refusals import not_found
from samkop.tendering.models import (
    AwardProposal,
    BidInquiry,
    BidReinstatement,
    BidRejection,
    ComplianceCheck,
    ConsensusMark,
    EvaluatorAppointment,
    InquiryAnswer,
    InquiryRound,
    LaboratoryRun,
    Mark,
    OpenedBid,
    OpenedFile,
)
from samkop.tendering.vocabulary import CheckedThing, CheckOutcome

WITH_ALL = ("evaluator", "lot", "declaration", "hand_in")


def bid_of(tender_id: int, bid_id: int) -> OpenedBid:
    """The opened bid with bidder and lot. Raises Refused ``not-found``."""
    rows = OpenedBid.objects.select_related("bidder", "lot", "tender__owner")
    found = rows.filter(id=bid_id, tender_id=tender_id).first()
    if found is None:
        raise not_found()
    return found


def files_of(bid_ids: Sequence[int]) -> dict[int, list[OpenedFile]]:
    """The files of opened bids by their names, without their content, by the bid's id."""
    found: dict[int, list[OpenedFile]] = {bid_id: [] for bid_id in bid_ids}
    for file in OpenedFile.objects.filter(bid_id__in=bid_ids).defer("content").order_by("name"):
        found[file.bid_id].append(file)
    return found


def bids_on(lot_id: int) -> list[OpenedBid]:
    """The opened bids on a lot by time of receipt, rejected ones too."""
    rows = OpenedBid.objects.filter(lot_id=lot_id).select_related("bidder", "lot")
    return list(rows.order_by("received_at", "id"))


def appointments_of(tender_id: int) -> list[EvaluatorAppointment]:
    """All appointments by lot and name, ended ones too."""
    rows = EvaluatorAppointment.objects.filter(tender_id=tender_id).select_related(*WITH_ALL)
    return sorted(rows, key=lambda row: (row.lot.code, row.evaluator.name))


def appointment_of(appointment_id: int) -> EvaluatorAppointment:
    """One appointment. Raises Refused ``not-found``."""
    rows = EvaluatorAppointment.objects.select_related(*WITH_ALL, "tender__owner")
    found = rows.filter(id=appointment_id).first()
    if found is None:
        raise not_found()
    return found


def own_appointments(tender_id: int, person_id: int | None) -> list[EvaluatorAppointment]:
    """The appointments that a person has now, by lot."""
    rows = EvaluatorAppointment.objects.filter(
        tender_id=tender_id, evaluator_id=person_id, ended_at__isnull=True
    )
    return list(rows.select_related(*WITH_ALL).order_by("lot__code"))


def is_declared(appointment: EvaluatorAppointment) -> bool:
    """Whether the evaluator has declared to have no conflict of interest."""
    declaration = getattr(appointment, "declaration", None)
    return declaration is not None and not declaration.conflict


def marking_on(lot_id: int) -> list[EvaluatorAppointment]:
    """The evaluators who mark the bids on a lot: appointed, and without a conflict."""
    rows = EvaluatorAppointment.objects.filter(lot_id=lot_id, ended_at__isnull=True)
    found = [row for row in rows.select_related(*WITH_ALL) if is_declared(row)]
    return sorted(found, key=lambda row: row.evaluator.name)


def has_handed_in(appointment: EvaluatorAppointment) -> bool:
    """Whether the evaluator's marks are fixed."""
    return getattr(appointment, "hand_in", None) is not None


def marks_by(appointment_id: int) -> dict[tuple[int, str], Mark]:
    """An evaluator's newest marks by bid and criterion, as far as who asks may see them."""
    rows = Mark.objects.filter(appointment_id=appointment_id).order_by("id")
    return {(row.bid_id, row.criterion): row for row in rows}


def marks_on(lot_id: int) -> dict[tuple[int, str], list[Mark]]:
    """All evaluators' newest marks of a lot by bid and criterion, as far as they may be seen."""
    newest: dict[tuple[int, str, int], Mark] = {}
    rows = Mark.objects.filter(lot_id=lot_id, appointment__ended_at__isnull=True)
    for row in rows.select_related("evaluator").order_by("id"):
        newest[row.bid_id, row.criterion, row.appointment_id] = row
    found: dict[tuple[int, str], list[Mark]] = defaultdict(list)
    for (bid_id, criterion, _appointment), row in newest.items():
        found[bid_id, criterion].append(row)
    return {at: sorted(rows, key=lambda row: row.evaluator.name) for at, rows in found.items()}


def consensus_on(lot_id: int) -> dict[tuple[int, str], ConsensusMark]:
    """The marks that count, by bid and criterion."""
    rows = ConsensusMark.objects.filter(lot_id=lot_id).select_related("recorded_by")
    return {(row.bid_id, row.criterion): row for row in rows.order_by("id")}


def checks_of(bid_ids: Iterable[int]) -> dict[int, dict[tuple[str, str], ComplianceCheck]]:
    """The newest check of each requirement and answer, by bid."""
    found: dict[int, dict[tuple[str, str], ComplianceCheck]] = defaultdict(dict)
    rows = ComplianceCheck.objects.filter(bid_id__in=list(bid_ids)).select_related("checked_by")
    for row in rows.order_by("id"):
        found[row.bid_id][row.thing, row.code] = row
    return dict(found)


def unmet_among(bid_ids: Iterable[int]) -> set[int]:
    """The bids of which a mandatory requirement was found not to be met, by the newest check."""
    return {
        bid_id
        for bid_id, checks in checks_of(bid_ids).items()
        for (thing, _code), check in checks.items()
        if thing == CheckedThing.REQUIREMENT and check.outcome == CheckOutcome.NOT_MET
    }


def rejections_of(tender_id: int) -> dict[int, BidRejection]:
    """The rejections that stand, by bid."""
    rows = BidRejection.objects.filter(tender_id=tender_id, reinstatement__isnull=True)
    return {row.bid_id: row for row in rows.select_related("rejected_by").order_by("id")}


def is_judged_since(proposal: AwardProposal) -> bool:
    """Whether the bids are judged otherwise than when the proposal was made.

    A bid that it names is rejected, or found not to meet a requirement, or a mark was agreed on,
    a bid rejected or let in again later.
    """
    named = {award.bid_id for award in proposal.awards.all() if award.bid_id is not None}
    if unmet_among(named) or not named.isdisjoint(rejections_of(proposal.tender_id)):
        return True
    later = {"tender_id": proposal.tender_id, "at__gt": proposal.made_at}
    kinds = (ConsensusMark, BidRejection, BidReinstatement)
    return any(kind.objects.filter(**later).exists() for kind in kinds)


def rounds_of(tender_id: int) -> list[InquiryRound]:
    """What bidders were asked, the newest first, each with whom and what came of it."""
    rows = InquiryRound.objects.filter(tender_id=tender_id).prefetch_related(
        "inquiries__bidder", "inquiries__bid__lot", "inquiries__answers", "inquiries__ruling",
    )  # fmt: skip
    return list(rows.order_by("-id"))


def inquiries_to(party_id: int, tender_id: int) -> list[BidInquiry]:
    """What one bidder was asked about its bids, the newest first, with its answers."""
    rows = BidInquiry.objects.filter(bidder_id=party_id, tender_id=tender_id)
    rows = rows.select_related("round", "bid__lot", "tender__owner")
    return list(rows.prefetch_related("answers").order_by("-id"))


def inquiry_of(inquiry_id: int) -> BidInquiry:
    """One question to one bidder. Raises Refused ``not-found``."""
    rows = BidInquiry.objects.select_related("round", "bid__lot", "bidder", "tender__owner")
    found = rows.filter(id=inquiry_id).first()
    if found is None:
        raise not_found()
    return found


def newest_answer(inquiry: BidInquiry) -> InquiryAnswer | None:
    """The answer that counts."""
    return max(inquiry.answers.all(), key=lambda row: row.pk, default=None)


def is_asked(party_id: int, tender_id: int) -> bool:
    """Whether something was asked about a bid of the party."""
    return BidInquiry.objects.filter(bidder_id=party_id, tender_id=tender_id).exists()


def has_attached_report(tender_id: int) -> bool:
    """Whether a report of the laboratory goes with the tender."""
    return LaboratoryRun.objects.filter(tender_id=tender_id, attached_at__isnull=False).exists()

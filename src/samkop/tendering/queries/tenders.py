"""Reads: tenders, their lots and buyers, opened bids, what is proposed."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from samkop.core import period
from samkop.parties.models import Party
from samkop.platform.refusals import not_found
from samkop.tendering.models import (
    AwardProposal,
    Invitation,
    Lot,
    OpenedBid,
    Tender,
    TenderBuyer,
)
from samkop.tendering.vocabulary import TenderState


def day_of(party: Party, now: datetime) -> date:
    """The calendar day in the party's own time zone."""
    return period.day_of(now, party.time_zone)


def tender_of(tender_id: int) -> Tender:
    """The tender with its owner, as far as who acts may see it. Raises Refused ``not-found``.

    Who is responsible is read apart: people are seen in their own organisation alone, and a join
    would hide the tender with them.
    """
    found = Tender.objects.select_related("owner").filter(id=tender_id).first()
    if found is None:
        raise not_found()
    return found


def tenders_of(party_id: int) -> QuerySet[Tender]:
    """The tenders that the party runs, the newest first."""
    rows = Tender.objects.filter(owner_id=party_id).select_related("owner")
    return rows.order_by("-created_at", "-id")


def tenders_of_others(party_id: int) -> QuerySet[Tender]:
    """The tenders of others that are announced, as far as who acts may see them."""
    rows = Tender.objects.exclude(owner_id=party_id).select_related("owner")
    return rows.exclude(state=TenderState.IN_PREPARATION).order_by("-created_at", "-id")


def lots_of(tender_id: int) -> list[Lot]:
    """The tender's lots by their codes."""
    return list(Lot.objects.filter(tender_id=tender_id).order_by("code"))


def lot_of(lot_id: int) -> Lot:
    """The lot with its tender. Raises Refused ``not-found``."""
    rows = Lot.objects.select_related("tender__owner")
    found = rows.filter(id=lot_id).first()
    if found is None:
        raise not_found()
    return found


def invitations_of(tender_id: int) -> list[Invitation]:
    """Who is invited, by name; a supplier sees its own."""
    rows = Invitation.objects.filter(tender_id=tender_id).select_related("supplier")
    return sorted(rows, key=lambda row: row.supplier.name)


def buyers_of(tender_id: int) -> list[TenderBuyer]:
    """The buyers of each lot with their volumes, by lot and name."""
    rows = TenderBuyer.objects.filter(tender_id=tender_id).select_related("buyer", "lot")
    return sorted(rows, key=lambda row: (row.lot.code, row.buyer.name))


def opened_bids_of(tender_id: int) -> list[OpenedBid]:
    """The opened bids with bidder and lot, by lot and time of receipt."""
    rows = OpenedBid.objects.filter(tender_id=tender_id).select_related("bidder", "lot")
    return list(rows.order_by("lot__code", "received_at", "id"))


def proposal_of(tender_id: int) -> AwardProposal | None:
    """The newest proposal of the evaluation with what it proposes, if there is one."""
    rows = AwardProposal.objects.filter(tender_id=tender_id)
    return rows.prefetch_related("awards__lot", "awards__bid__bidder").order_by("-id").first()

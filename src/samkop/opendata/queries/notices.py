"""Reads: how organisations stand in notices, and the terms of a tender's notices."""

from __future__ import annotations

from samkop.opendata.models import NoticeOrganisation, NoticeTerms
from samkop.opendata.vocabulary import NoticeRole


def own_details_of(party_id: int) -> NoticeOrganisation | None:
    """An organisation's own details, as it wrote them; everybody may read them."""
    rows = NoticeOrganisation.objects.filter(role=NoticeRole.OWN, party_id=party_id)
    return rows.select_related("party").first()


def review_body_of(owner_id: int) -> NoticeOrganisation | None:
    """The body that reviews the procurements of an organisation, as that wrote it down."""
    rows = NoticeOrganisation.objects.filter(role=NoticeRole.REVIEW_BODY, kept_by_id=owner_id)
    return rows.first()


def winner_details_of(owner_id: int, supplier_id: int) -> NoticeOrganisation | None:
    """A winner's details: as the contracting authority wrote them, else its own."""
    rows = NoticeOrganisation.objects.filter(
        role=NoticeRole.WINNER, kept_by_id=owner_id, party_id=supplier_id
    )
    return rows.select_related("party").first() or own_details_of(supplier_id)


def notice_terms_of(tender_id: int) -> NoticeTerms | None:
    """The terms of a tender's notices, once they are written."""
    return NoticeTerms.objects.filter(tender_id=tender_id).first()


def last_notice_terms_of(owner_id: int) -> NoticeTerms | None:
    """The newest that an organisation wrote: what the next tender's are likely to be."""
    return NoticeTerms.objects.filter(owner_id=owner_id).order_by("-id").first()

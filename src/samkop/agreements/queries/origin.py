"""Reads: where agreements come from, and what came of a tender."""

from __future__ import annotations

from samkop.agreements.models import FrameworkAgreement, TenderedAgreement


def origin_of(agreement_id: int) -> TenderedAgreement | None:
    """The tender and the lot that an agreement was made of, if it was."""
    rows = TenderedAgreement.objects.filter(agreement_id=agreement_id)
    return rows.select_related("tender", "awarded_lot__lot").first()


def agreement_of_lot(awarded_lot_id: int) -> FrameworkAgreement | None:
    """The agreement that was made of an awarded lot."""
    rows = FrameworkAgreement.objects.filter(origin__awarded_lot_id=awarded_lot_id)
    return rows.select_related("purchasing_body").first()


def agreements_of_tender(tender_id: int) -> list[FrameworkAgreement]:
    """What came of a tender, by number, as far as who acts may see it."""
    rows = FrameworkAgreement.objects.filter(origin__tender_id=tender_id)
    return list(rows.select_related("supplier").order_by("number"))

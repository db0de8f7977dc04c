"""Who receives an organisation's invoices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import QuerySet

from samkop.invoicing.models import InvoiceReception, MatchTolerance
from samkop.invoicing.vocabulary import ReceptionWay


def way_on(party_id: int, day: date) -> ReceptionWay:
    """The way in force on a day; Samköp receives where nothing was decided."""
    row = receptions_of(party_id).filter(valid_from__lte=day).first()
    return ReceptionWay(row.way) if row else ReceptionWay.HERE


def ways_of(party_id: int) -> Callable[[date], ReceptionWay]:
    """The same for many days, asked at once."""
    rows = list(receptions_of(party_id))

    def on(day: date) -> ReceptionWay:
        row = next((one for one in rows if one.valid_from <= day), None)
        return ReceptionWay(row.way) if row else ReceptionWay.HERE

    return on


def receptions_of(party_id: int) -> QuerySet[InvoiceReception]:
    """The party's choices, those of the latest days first."""
    rows = InvoiceReception.objects.filter(party_id=party_id).select_related("decided_by")
    return rows.order_by("-valid_from", "-id")


def tolerances_of(party_id: int) -> QuerySet[MatchTolerance]:
    """What the party decided to let pass, the latest day first."""
    rows = MatchTolerance.objects.filter(party_id=party_id).select_related("decided_by")
    return rows.order_by("-valid_from", "-id")

"""Reads of agreements, for the job that publishes."""

from __future__ import annotations

from django.db.models import Q

from samkop.agreements.models import FrameworkAgreement, NamedBuyer


def agreements_of_publication(owner_id: int) -> list[FrameworkAgreement]:
    """The agreements past preparation that an organisation runs or buys under."""
    named = NamedBuyer.objects.filter(buyer_id=owner_id).values("agreement_id")
    rows = FrameworkAgreement.objects.filter(Q(purchasing_body_id=owner_id) | Q(id__in=named))
    rows = rows.exclude(state="in-preparation")
    return list(rows.select_related("purchasing_body", "supplier").order_by("id"))

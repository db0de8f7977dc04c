"""Telling people of invoices that need them."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from samkop.core.period import day_of
from samkop.invoicing.models import MatchResult
from samkop.invoicing.vocabulary import CODED, UNSETTLED
from samkop.parties.queries import party_of, people_with_role
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.records import subject_of


def tell_of_discrepancies(*, actor: Actor, now: datetime, invoice_id: int) -> None:
    """Tell whoever handles the invoice, else the finance clerks, that it does not agree in all.

    Where there is no clerk, the ICT managers are told. What has been settled since is no news.
    """
    result = MatchResult.objects.select_related("invoice").get(invoice_id=invoice_id)
    waits = result.open_count or not result.round
    if result.state not in UNSETTLED or not waits:
        return
    _notify(result, now, "invoice-discrepant", reverse("invoice", args=[invoice_id]))


def tell_of_missing_coding(*, actor: Actor, now: datetime, invoice_id: int) -> None:
    """Tell the same people that no rule codes all of an accepted invoice.

    What has been coded since is no news.
    """
    result = MatchResult.objects.select_related("invoice").get(invoice_id=invoice_id)
    if result.state in CODED and result.open_count:
        _notify(result, now, "invoice-coding-missing", reverse("invoice-coding", args=[invoice_id]))


def tell_of_unforwarded(*, actor: Actor, now: datetime, invoice_id: int) -> None:
    """Tell the same people that the invoice cannot go to the finance system as it was asked for."""
    result = MatchResult.objects.select_related("invoice").get(invoice_id=invoice_id)
    _notify(result, now, "invoice-not-forwarded", reverse("invoice-coding", args=[invoice_id]))


def _notify(result: MatchResult, now: datetime, kind: str, url: str) -> None:
    notify(
        party_id=result.buyer_id,
        person_ids=_whom(result, now),
        kind=kind,
        subject=subject_of(result),
        facts={
            "number": result.invoice.number,
            "supplier": party_of(result.supplier_id).legal_name,
            "total_cents": result.gross_cents, "currency": result.invoice.currency,
        },
        url=url,
    )  # fmt: skip


def _whom(result: MatchResult, now: datetime) -> list[int]:
    if result.assignee_id:
        return [result.assignee_id]
    today = day_of(now, party_of(result.buyer_id).time_zone)
    for role in (RoleName.FINANCE_CLERK, RoleName.ICT_MANAGER):
        people = people_with_role(result.buyer_id, role, today).values_list("id", flat=True)
        if found := sorted(people):
            return found
    return []

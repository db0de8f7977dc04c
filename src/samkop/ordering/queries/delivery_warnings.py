"""Reads of how long before a promised delivery organisations are warned."""

from __future__ import annotations

from collections.abc import Iterable

from samkop.ordering.models import DeliveryWarning
from samkop.ordering.rules.promises import USUAL_DAYS, WarningDays


def warning_days_of(party_ids: Iterable[int]) -> dict[int, WarningDays]:
    """By organisation, each of those asked for; one query."""
    wanted = set(party_ids)
    rows = DeliveryWarning.objects.filter(party_id__in=wanted)
    chosen = {
        row.party_id: WarningDays(row.critical_days, row.important_days, row.ordinary_days)
        for row in rows
    }
    return {party_id: chosen.get(party_id, USUAL_DAYS) for party_id in wanted}

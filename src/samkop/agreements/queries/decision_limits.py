"""Reads: how much of the amount that a buyer decided on is ordered."""

from __future__ import annotations

from django.db.models import Sum

from samkop.agreements.models import CommittedShare, Participation

# Told when so much of the amount is used up.
NEAR_PERCENT = 80


def used_of(decision_id: int) -> int:
    """The cents committed under all agreements that rest on a decision."""
    shares = CommittedShare.objects.filter(participation__decision_id=decision_id)
    total: int | None = shares.aggregate(cents=Sum("committed_cents"))["cents"]
    return total or 0


def limits_near(buyer_id: int) -> list[int]:
    """The buyer's decisions whose amount is nearly used up, by their ids."""
    limited = Participation.objects.filter(
        buyer_id=buyer_id, decision__amount_limit_cents__isnull=False
    )
    found = limited.order_by("decision_id").values_list(
        "decision_id", "decision__amount_limit_cents"
    )
    return [
        decision_id
        for decision_id, limit in found.distinct()
        if limit is not None and used_of(decision_id) * 100 >= limit * NEAR_PERCENT
    ]

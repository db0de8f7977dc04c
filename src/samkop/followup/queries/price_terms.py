"""Reads: what passes without a question, and who shows its prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from samkop.followup.models import PriceSharing, PriceTolerance
from samkop.followup.rules.price_drift import USUAL, Tolerance
from samkop.parties.models import Region, RegionMember
from samkop.parties.queries import valid_on


@dataclass(frozen=True, slots=True)
class Tolerances:
    """What a purchasing body has set, the newest first."""

    rows: Sequence[PriceTolerance]

    def on(self, day: date, region_id: int | None) -> Tolerance:
        """Of a day and a region: its own, else the one for everywhere else, else the usual."""
        for wanted in dict.fromkeys((region_id, None)):
            for row in self.rows:
                if row.region_id == wanted and row.valid_from <= day:
                    return Tolerance(row.permille, row.cents, row.rise_permille, row.answer_days)
        return USUAL


def tolerances_of(party_id: int) -> Tolerances:
    """What a purchasing body lets pass."""
    rows = PriceTolerance.objects.filter(purchasing_body_id=party_id)
    return Tolerances(list(rows.select_related("region").order_by("-valid_from", "-id")))


def regions_of_buyers(purchasing_body_id: int, day: date) -> dict[int, int]:
    """The region of each member that a purchasing body serves on a day, by the member's id."""
    rows = RegionMember.objects.filter(
        valid_on(day), region__purchasing_body_id=purchasing_body_id
    ).order_by("-region_id")
    return dict(rows.values_list("party_id", "region_id"))


def served_regions(party_id: int) -> QuerySet[Region]:
    """The regions that a purchasing body serves, by name."""
    return Region.objects.filter(purchasing_body_id=party_id).order_by("name_en", "id")


def sharing_of(party_id: int) -> list[PriceSharing]:
    """What a member has decided of its prices, the newest first."""
    rows = PriceSharing.objects.filter(owner_id=party_id)
    return list(rows.order_by("-valid_from", "-id"))


def shows_prices(party_id: int, day: date) -> bool:
    """Whether a member shows its prices to the others on a day; who decided nothing does."""
    rows = PriceSharing.objects.filter(Q(owner_id=party_id, valid_from__lte=day))
    newest = rows.order_by("-valid_from", "-id").first()
    return newest is None or newest.shared

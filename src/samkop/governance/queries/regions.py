"""Reads: the regions in which an organisation takes part, and their members."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet

from samkop.parties.models import Region, RegionMember
from samkop.parties.queries import valid_on


def regions_of(party_id: int, today: date) -> QuerySet[Region]:
    """The regions whose member or purchasing body a party is on a day, by name.

    Each with ``present``: its members of that day, the one with most inhabitants first.
    """
    joined = RegionMember.objects.filter(valid_on(today), party_id=party_id)
    present = RegionMember.objects.filter(valid_on(today)).select_related("party")
    largest = present.order_by(F("population").desc(nulls_last=True), "party__legal_name", "id")
    return (
        Region.objects.filter(Q(id__in=joined.values("region_id")) | Q(purchasing_body_id=party_id))
        .select_related("purchasing_body")
        .prefetch_related(Prefetch("members", queryset=largest, to_attr="present"))
        .order_by("name_en", "id")
    )


def lead_of(region_id: int, today: date) -> int | None:
    """The id of the member that leads a region: the one with most inhabitants."""
    members = RegionMember.objects.filter(valid_on(today), region_id=region_id)
    largest = members.order_by(F("population").desc(nulls_last=True), "party__legal_name", "id")
    return largest.values_list("party_id", flat=True).first()


def is_member(region_id: int, party_id: int, today: date) -> bool:
    """Whether a party is a member of the region on a day."""
    members = RegionMember.objects.filter(valid_on(today), region_id=region_id)
    return members.filter(party_id=party_id).exists()

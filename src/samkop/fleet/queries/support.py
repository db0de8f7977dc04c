"""Reads of security support: what is known, and which devices lose it before their renewal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Min, Q, QuerySet

from samkop.core.devices.names import without_radio
from samkop.fleet.models import Asset, SupportRelease
from samkop.fleet.vocabulary import AssetState
from samkop.parties.vocabulary import PartyKind

# What comes, is away for good or has ended is not renewed by a plan.
OUT_OF_PLAN = (AssetState.ENDED, AssetState.ERASED, AssetState.RETURNED)


def losing_support(owner_id: int) -> QuerySet[Asset]:
    """Devices whose maker stops security updates before they are to be renewed."""
    early = Q(renew_on__isnull=True) | Q(support_ends__lt=F("renew_on"))
    return (
        Asset.objects.filter(early, owner_id=owner_id, support_ends__isnull=False)
        .exclude(state__in=OUT_OF_PLAN)
        .select_related("location", "holder")
    )  # fmt: skip


@dataclass(frozen=True)
class LosingModel:
    """How many devices of a model lose support too early, and at how many sites."""

    model_id: int
    name: str
    devices: int
    sites: int
    ends: date


def losing_by_model(owner_id: int) -> list[LosingModel]:
    """By model, those first whose support ends first; one query."""
    rows = (
        losing_support(owner_id).order_by().values("model_id", "model_name")
        .annotate(
            devices=Count("id"), sites=Count("location_id", distinct=True), ends=Min("support_ends")
        )
        .order_by("ends", "model_name")
    )  # fmt: skip
    return [
        LosingModel(
            row["model_id"], row["model_name"], row["devices"], row["sites"], row["ends"]
        )
        for row in rows
    ]  # fmt: skip


def releases_by_key(owner_id: int, keys: Iterable[str]) -> dict[str, SupportRelease]:
    """What was read of each model, by its key: the owner's own word before a purchasing body's,
    of several bodies' the newest. One query.
    """
    wanted = {key: _spellings(key) for key in keys}
    rows = SupportRelease.objects.filter(
        Q(publisher_id=owner_id) | Q(publisher__kind=PartyKind.CENTRAL_PURCHASING_BODY),
        key__in={one for several in wanted.values() for one in several},
    ).order_by("read_at", "id")  # fmt: skip
    known = {row.key: row for row in sorted(rows, key=lambda one: one.publisher_id == owner_id)}
    return {
        key: known[first]
        for key, several in wanted.items()
        if (first := next((one for one in several if one in known), None)) is not None
    }


def _spellings(key: str) -> tuple[str, ...]:
    """The key, and the same model with or without its radio."""
    bare = without_radio(key)
    return (key, bare) if bare else (key, f"{key} 5g")

"""Reads of audit rounds: what is expected where, what a label means."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django.db.models import Q, QuerySet

from samkop.core.texts import visible
from samkop.fleet.models import Asset, Stocktaking
from samkop.fleet.vocabulary import AssetState
from samkop.fleet.vocabulary.stocktaking import LOOKED_FOR
from samkop.platform.refusals import not_found
from samkop.receiving.rules.labels import serial_of

LONGEST_CODE = 100


def stocktaking_of(owner_id: int, stocktaking_id: int) -> Stocktaking:
    """One of the owner's rounds. Raises Refused ``not-found``."""
    found = (
        Stocktaking.objects.select_related("location", "holder")
        .filter(owner_id=owner_id, id=stocktaking_id).first()
    )  # fmt: skip
    if found is None:
        raise not_found()
    return found


def rounds_of(owner_id: int) -> QuerySet[Stocktaking]:
    """The owner's rounds."""
    return Stocktaking.objects.filter(owner_id=owner_id).select_related("location", "holder")


def looked_for(found: Stocktaking) -> QuerySet[Asset]:
    """The devices that should be where a round is."""
    rows = Asset.objects.filter(
        owner_id=found.owner_id, location_id=found.location_id, state__in=sorted(LOOKED_FOR)
    )
    return rows if found.holder_id is None else rows.filter(holder_id=found.holder_id)


def not_scanned(found: Stocktaking) -> QuerySet[Asset]:
    """Those of them that nobody has scanned yet."""
    scanned = found.scans.filter(asset__isnull=False).values("asset_id")
    return looked_for(found).exclude(id__in=scanned).order_by("asset_number", "id")


def code_on(label: str) -> str:
    """What a label says: the number in a label's address, a GS1 serial number, or all of it."""
    text = visible(label).strip()
    if "://" in text:
        parts = [part for part in urlsplit(text).path.split("/") if part]
        return unquote(parts[-1])[:LONGEST_CODE] if parts else ""
    return serial_of(text)[:LONGEST_CODE]


def devices_of_code(owner_id: int, code: str) -> list[Asset]:
    """The devices that a label can mean, by asset or serial number; living ones before others."""
    rows = Asset.objects.filter(Q(asset_number=code) | Q(serial_number=code), owner_id=owner_id)
    found = list(rows.order_by("id"))
    living = [one for one in found if one.state != AssetState.ENDED]
    return living or found[-1:]

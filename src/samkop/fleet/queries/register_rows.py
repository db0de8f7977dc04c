"""The register of devices as rows, in the columns in which it is imported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samkop.fleet.models import Asset
from samkop.fleet.queries.register_file import fleet_columns
from samkop.fleet.vocabulary import HolderKind

AT_ONCE = 2_000
Row = tuple[str, ...]


def register_rows(owner_id: int) -> Iterator[Row]:
    """The heading, then a device a row by asset number, some at a time.

    Imported again, they change nothing.
    """
    yield tuple(fleet_columns())
    found = (
        Asset.objects.filter(owner_id=owner_id)
        .select_related("model", "holder__person", "holder__location", "holder__party",
                        "location", "cost_centre")
        .order_by("asset_number")
    )  # fmt: skip
    for asset in found.iterator(AT_ONCE):
        holder = asset.holder
        named = holder.name if holder.kind in {
            HolderKind.CLASS, HolderKind.CART, HolderKind.ROOM, HolderKind.CARRIER,
        } else ""  # fmt: skip
        yield (
            asset.asset_number, asset.serial_number, asset.model.manufacturer, asset.model_name,
            asset.category, asset.state, holder.kind, _code(asset), named,
            asset.location.code if asset.location else "",
            asset.cost_centre.code if asset.cost_centre else "", _day(asset.received_on),
            _amount(asset.unit_cents), _day(asset.warranty_until), _day(asset.renew_on),
            _day(asset.ended_on), asset.end_reason,
        )  # fmt: skip


def _code(asset: Asset) -> str:
    holder = asset.holder
    if holder.kind == HolderKind.PERSON and holder.person is not None:
        return holder.person.email
    if holder.kind == HolderKind.SITE and holder.location is not None:
        return holder.location.code
    if holder.kind == HolderKind.SUPPLIER and holder.party is not None:
        return f"{holder.party.identifier_scheme}:{holder.party.identifier}"
    return holder.code


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _amount(cents: int | None) -> str:
    return "" if cents is None else f"{cents // 100}.{cents % 100:02}"

"""Which devices of a register stand in ours already; one query for all of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from samkop.fleet.models import Asset, DeviceModel, Holder
from samkop.fleet.vocabulary import AssetState


class Known(NamedTuple):
    """A device as it stands in the register."""

    id: int
    asset_number: str
    serial_number: str
    model_key: str
    state: str
    holder_kind: str
    holder_code: str
    site_id: int | None
    cost_centre_id: int | None
    received_on: date | None
    unit_cents: int | None
    warranty_until: date | None
    renew_on: date | None
    ended_on: date | None
    end_reason: str


# One join alone: of a register that is new the server has no statistics, and guesses badly.
SELECTED = """
    SELECT a.id, a.asset_number, a.serial_number, a.model_id, a.state, a.holder_id,
        a.location_id, a.cost_centre_id, a.received_on, a.unit_cents, a.warranty_until,
        a.renew_on, a.ended_on, a.end_reason
    FROM unnest(%(given)s::text[]) AS given (number)
    JOIN fleet_asset a ON a.owner_id = %(owner)s AND a.{column} = given.number
"""


@dataclass
class KnownDevices:
    """By asset number, and those that live by model and serial number."""

    by_number: dict[str, Known] = field(default_factory=dict)
    by_serial: dict[tuple[str, str], Known] = field(default_factory=dict)


def known_devices(owner_id: int, numbers: Sequence[str], serials: Sequence[str]) -> KnownDevices:
    """The owner's devices with one of these asset or serial numbers."""
    found = KnownDevices()
    if not Asset.objects.filter(owner_id=owner_id).exists():
        return found
    models = dict(DeviceModel.objects.filter(owner_id=owner_id).values_list("id", "key"))
    holders = {
        pk: (kind, code)
        for pk, kind, code in Holder.objects.filter(owner_id=owner_id).values_list(
            "id", "kind", "code"
        )
    }
    for column, given in (("asset_number", numbers), ("serial_number", serials)):
        for row in _selected(owner_id, column, given):
            pk, number, serial, model_id, state, holder_id, *values = row
            kind, code = holders[holder_id]
            one = Known(pk, number, serial, models[model_id], state, kind, code, *values)
            found.by_number[number] = one
            if state != AssetState.ENDED:
                found.by_serial[one.model_key, serial] = one
    return found


def _selected(owner_id: int, column: str, given: Sequence[str]) -> list[tuple[Any, ...]]:
    values: dict[str, Any] = {"owner": owner_id, "given": list(given)}
    with connection.cursor() as cursor:
        cursor.execute(SELECTED.format(column=column), values)
        return list(cursor.fetchall())

"""Devices for programs: the register, one of them with its custody, handing over."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from samkop.agreements.vocabulary import ItemCategory
from samkop.fleet.models import Asset, Custody
from samkop.fleet.policies import may_see_asset, may_see_fleet
from samkop.fleet.queries.assets import asset_of, asset_page, custody_of
from samkop.fleet.queries.holders import LONGEST_CODE
from samkop.fleet.usecases.handing_over import hand_over
from samkop.fleet.vocabulary import AssetState, CustodyReason, EndReason, HolderKind
from samkop.platform.api import PROBLEMS, Given, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform_then, require

router = Router(tags=["Devices"])

LARGEST = 2**63 - 1
READ, WRITE = "devices:read", "devices:write"
Id = Annotated[int, Path(ge=1, le=LARGEST)]
Cursor = Annotated[
    str, Query(max_length=40, description="Asset numbers after this one, in their own order")
]
Serial = Annotated[str, Query(max_length=100, description="With just this serial number")]


class HolderOut(Schema):
    """Who or what has a device; ``code`` as for handing over."""

    kind: HolderKind
    code: str
    name: str


class AssetOut(Schema):
    """A device, as the list shows it."""

    id: int
    asset_number: str
    serial_number: str
    category: ItemCategory
    device_model: str
    state: AssetState
    holder: HolderOut
    held_since: datetime
    site: str = Field(description="Empty where it is at none of the owner's")
    cost_centre: str = Field(description="Its code, or empty")
    received_on: date | None
    warranty_until: date | None
    support_ends: date | None
    renew_on: date | None
    ended_on: date | None
    end_reason: EndReason | None


class CustodyStepOut(Schema):
    """From ``since`` on until the next step's, the holder had it."""

    step: int
    since: datetime
    reason: CustodyReason
    holder: HolderOut | None = Field(description="None: of an owner before")
    note: str
    source: str


class WholeAssetOut(AssetOut):
    """A device with each step of its custody, the newest first."""

    custody: list[CustodyStepOut]


class HandOverIn(Given):
    """Who gets which devices: all of them, or none where one cannot be handed over."""

    asset_ids: list[Annotated[int, Field(ge=1, le=LARGEST)]] = Field(min_length=1, max_length=1000)
    kind: HolderKind
    code: str = Field(
        default="", max_length=LONGEST_CODE,
        description="A person's or a site's id; your own code of a class, cart, room or carrier",
    )  # fmt: skip
    name: str = Field(default="", max_length=200, description="Of a holder that is new")
    site_id: int | None = Field(default=None, ge=1, le=LARGEST)
    note: str = Field(default="", max_length=500)


@router.get("/devices", response={200: list[AssetOut], **PROBLEMS}, operation_id="list_devices")
@reads(READ)
def list_devices(
    request: HttpRequest, after: Cursor = "", serial_number: Serial = "",
    state: AssetState | None = None,
) -> list[AssetOut]:  # fmt: skip
    """The organisation's devices by asset number, at most 100; ``after`` goes on."""
    actor = caller(request)
    require(may_see_fleet(actor))
    found = asset_page(
        actor.own_party_id, after=after, serial_number=serial_number,
        state=state.value if state else "",
    )  # fmt: skip
    return [AssetOut(**_fields(one)) for one in found]


# Before the address of one device, which would take its last part for an id.
@router.post(
    "/devices/hand-over", response={200: list[AssetOut], **PROBLEMS},
    operation_id="hand_over_devices",
)  # fmt: skip
@writes(WRITE)
def hand_over_devices(
    request: HttpRequest, key: IdempotencyKey, body: HandOverIn
) -> list[AssetOut]:
    """Hand devices to one holder: with a user they are in use, at a site in stock."""
    actor = caller(request)

    def handed(_assets: Any) -> list[AssetOut]:
        found = [asset_of(actor.own_party_id, one) for one in sorted(set(body.asset_ids))]
        return [AssetOut(**_fields(one)) for one in found]

    return perform_then(
        actor, hand_over, handed, key=key, asset_ids=body.asset_ids, kind=body.kind.value,
        code=body.code, name=body.name, location_id=body.site_id, note_text=body.note,
    )  # fmt: skip


@router.get(
    "/devices/{asset_id}", response={200: WholeAssetOut, **PROBLEMS}, operation_id="read_device"
)
@reads(READ)
def read_device(request: HttpRequest, asset_id: Id) -> WholeAssetOut:
    """One device, with who has had it."""
    actor = caller(request)
    found = asset_of(actor.own_party_id, asset_id)
    require(may_see_asset(actor, found))
    return WholeAssetOut(**_fields(found), custody=[_step(one) for one in custody_of(found)])


def _fields(one: Asset) -> dict[str, Any]:
    return {
        "id": one.pk, "asset_number": one.asset_number, "serial_number": one.serial_number,
        "category": ItemCategory(one.category), "device_model": one.model_name,
        "state": AssetState(one.state), "holder": _holder(one), "held_since": one.held_since,
        "site": one.location.name if one.location else "",
        "cost_centre": one.cost_centre.code if one.cost_centre else "",
        "received_on": one.received_on, "warranty_until": one.warranty_until,
        "support_ends": one.support_ends, "renew_on": one.renew_on, "ended_on": one.ended_on,
        "end_reason": EndReason(one.end_reason) if one.end_reason else None,
    }  # fmt: skip


def _holder(one: Asset | Custody) -> HolderOut:
    holder = one.holder
    return HolderOut(kind=HolderKind(holder.kind), code=holder.code, name=holder.name)


def _step(one: Custody) -> CustodyStepOut:
    known = Custody.holder.is_cached(one)
    return CustodyStepOut(
        step=one.step, since=one.since, reason=CustodyReason(one.reason),
        holder=_holder(one) if known else None, note=one.note, source=one.source,
    )  # fmt: skip

"""Devices that come back, for programs: taken in, checked, and their erasure proven."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from samkop.fleet.api.paging import Before, GivenId, Id, Moment, SerialNumber, page_of
from samkop.fleet.models import DeviceReturn, ErasureProof, LossReport
from samkop.fleet.policies.returns import may_see_returns
from samkop.fleet.queries.returns import device_return_of, device_return_page
from samkop.fleet.usecases.clearing import accounted_for, left_of
from samkop.fleet.usecases.device_returns import MOST_STORAGES, check_returned, hand_in
from samkop.fleet.usecases.erasure import prove_erasure
from samkop.fleet.vocabulary.returns import (
    DeviceReturnState,
    ErasureMethod,
    Grade,
    LossDecision,
)
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform_then, require

router = Router(tags=["Devices"])

READ, WRITE = "devices:read", "devices:write"
Since = Annotated[Moment | None, Query(description="Asked for or handed in then or later")]


class DeviceReturnOut(Schema):
    """A device on its way back, until it has gone or is used again."""

    id: int
    asset_id: int
    asset_number: str
    serial_number: str
    device_model: str
    state: DeviceReturnState
    campaign: str = Field(description="The campaign that it was asked for by, or empty")
    due_on: date | None
    storages: int = Field(description="How many have to be erased, destroyed or reported lost")
    grade: Grade | None
    condition: str
    asked_at: datetime
    handed_in_at: datetime | None
    checked_at: datetime | None
    cleared_at: datetime | None
    closed_at: datetime | None


class ErasureProofOut(Schema):
    """That one storage was erased (NIST SP 800-88 Rev. 1)."""

    storage: int = Field(description="Of the device's storages, from 1")
    storage_serial_number: str
    method: ErasureMethod
    tool: str
    erased_at: datetime
    source: str = Field(description="The file that it was read from, or empty")


class DestroyedStorageOut(Schema):
    """That a firm destroyed one storage."""

    storage: int
    firm: str
    certificate_number: str
    destroyed_on: date


class LostStorageOut(Schema):
    """That one storage is lost, and what the security officer decided of it."""

    storage: int
    happened_on: date
    decision: LossDecision


class WholeDeviceReturnOut(DeviceReturnOut):
    """A return with what is known of each storage."""

    storages_left: list[int] = Field(description="Those that nothing accounts for yet")
    erasures: list[ErasureProofOut]
    destroyed: list[DestroyedStorageOut]
    lost: list[LostStorageOut]


class DeviceReturnPage(Schema):
    """Up to 100 returns, newest first; ``next_before`` asks for the next page."""

    returns: list[DeviceReturnOut]
    next_before: int | None


class HandInIn(Schema):
    """Which devices are here now, asked for or not, and at which site."""

    asset_ids: list[GivenId] = Field(min_length=1, max_length=1000)
    site_id: GivenId
    note: str = Field("", max_length=500)


class ReturnCheckIn(Schema):
    """In which condition it came back."""

    grade: Grade
    storages: int = Field(ge=0, le=MOST_STORAGES, description="How many it has")
    condition: str = Field("", max_length=500, description="Why, of fewer than its model has")


class ErasureProofIn(Schema):
    """What the tool that erased a storage says."""

    storage: int | None = Field(
        None, ge=1, le=MOST_STORAGES,
        description="Of the device's storages, from 1; without it the first that is left",
    )  # fmt: skip
    storage_serial_number: str = Field(min_length=1, max_length=100)
    method: ErasureMethod
    tool: str = Field(min_length=1, max_length=120)
    erased_at: Moment


@router.get(
    "/device-returns", response={200: DeviceReturnPage, **PROBLEMS},
    operation_id="list_device_returns",
)  # fmt: skip
@reads(READ)
def device_return_list(
    request: HttpRequest, before: Before = None, state: DeviceReturnState | None = None,
    serial_number: SerialNumber = "", since: Since = None,
) -> DeviceReturnPage:  # fmt: skip
    """What is asked back, has come back, and is cleared."""
    actor = caller(request)
    require(may_see_returns(actor))
    found = device_return_page(
        actor.own_party_id, before, state=state or "", serial_number=serial_number, since=since
    )
    returns, following = page_of(found, lambda one: DeviceReturnOut(**_fields(one)))
    return DeviceReturnPage(returns=returns, next_before=following)


@router.post(
    "/device-returns", response={200: list[DeviceReturnOut], **PROBLEMS},
    operation_id="hand_in_devices",
)  # fmt: skip
@writes(WRITE)
def hand_in_devices(
    request: HttpRequest, key: IdempotencyKey, body: HandInIn
) -> list[DeviceReturnOut]:
    """Take devices back at a site, all of them or none; what is back already stays as it is."""
    actor = caller(request)

    def handed(_made: Any) -> list[DeviceReturnOut]:
        newest: dict[int, DeviceReturn] = {}
        found = DeviceReturn.objects.filter(owner_id=actor.own_party_id, asset__in=body.asset_ids)
        for one in found.select_related("asset", "campaign").order_by("id"):
            newest[one.asset_id] = one
        return [DeviceReturnOut(**_fields(newest[each])) for each in sorted(newest)]

    return perform_then(
        actor, hand_in, handed, key=key, asset_ids=body.asset_ids, location_id=body.site_id,
        note_text=body.note,
    )  # fmt: skip


@router.get(
    "/device-returns/{device_return_id}", response={200: WholeDeviceReturnOut, **PROBLEMS},
    operation_id="read_device_return",
)  # fmt: skip
@reads(READ)
def read_device_return(request: HttpRequest, device_return_id: Id) -> WholeDeviceReturnOut:
    """One return with its proofs."""
    actor = caller(request)
    require(may_see_returns(actor))
    return _whole(actor, device_return_id)


@router.post(
    "/device-returns/{device_return_id}/check", response={200: WholeDeviceReturnOut, **PROBLEMS},
    operation_id="check_returned_device",
)  # fmt: skip
@writes(WRITE)
def check_returned_device(
    request: HttpRequest, device_return_id: Id, key: IdempotencyKey, body: ReturnCheckIn
) -> WholeDeviceReturnOut:
    """Write down in which condition a device came back, and how many storages it has."""
    actor = caller(request)
    return perform_then(
        actor, check_returned, lambda made: _whole(actor, made.pk), key=key,
        return_id=device_return_id, grade=body.grade.value, storages=body.storages,
        condition=body.condition,
    )  # fmt: skip


@router.post(
    "/device-returns/{device_return_id}/erasures",
    response={201: WholeDeviceReturnOut, **PROBLEMS}, operation_id="prove_erasure",
)  # fmt: skip
@writes(WRITE)
def prove_erasure_of_storage(
    request: HttpRequest, device_return_id: Id, key: IdempotencyKey, body: ErasureProofIn
) -> Status[WholeDeviceReturnOut]:
    """Prove that one storage was erased; the last one clears the device."""
    actor = caller(request)

    def proven(made: ErasureProof) -> WholeDeviceReturnOut:
        return _whole(actor, made.device_return_id)

    answer = perform_then(
        actor, prove_erasure, proven, key=key, return_id=device_return_id, storage=body.storage,
        storage_serial=body.storage_serial_number, method=body.method.value, tool=body.tool,
        erased_at=body.erased_at,
    )  # fmt: skip
    return Status(201, answer)


def _fields(one: DeviceReturn) -> dict[str, Any]:
    return {
        "id": one.pk, "asset_id": one.asset_id, "asset_number": one.asset.asset_number,
        "serial_number": one.asset.serial_number, "device_model": one.asset.model_name,
        "state": one.state, "campaign": one.campaign.name if one.campaign else "",
        "due_on": one.due_on, "storages": one.storages, "grade": one.grade or None,
        "condition": one.condition, "asked_at": one.asked_at, "handed_in_at": one.handed_in_at,
        "checked_at": one.checked_at, "cleared_at": one.cleared_at, "closed_at": one.closed_at,
    }  # fmt: skip


def _whole(actor: Actor, return_id: int) -> WholeDeviceReturnOut:
    found = device_return_of(actor.own_party_id, return_id)
    # The certificate itself is a document of some megabytes.
    destroyed = found.destroyed.select_related("certificate").defer("certificate__content")
    return WholeDeviceReturnOut(
        **_fields(found), storages_left=left_of(found, accounted_for([found])[found.pk]),
        erasures=[_proof(one) for one in found.erasures.order_by("storage")],
        destroyed=[
            DestroyedStorageOut(
                storage=one.storage, firm=one.certificate.firm,
                certificate_number=one.certificate.number,
                destroyed_on=one.certificate.destroyed_on,
            )
            for one in destroyed.order_by("storage")
        ],
        lost=[_lost(one) for one in found.losses.exclude(storage=None).order_by("storage")],
    )  # fmt: skip


def _proof(one: ErasureProof) -> ErasureProofOut:
    return ErasureProofOut(
        storage=one.storage, storage_serial_number=one.storage_serial,
        method=ErasureMethod(one.method), tool=one.tool, erased_at=one.erased_at,
        source=one.source,
    )  # fmt: skip


def _lost(one: LossReport) -> LostStorageOut:
    return LostStorageOut(
        storage=one.storage or 0, happened_on=one.happened_on, decision=LossDecision(one.decision)
    )

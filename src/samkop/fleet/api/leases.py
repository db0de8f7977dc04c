"""Leases for programs: what one has or finances, each with its devices and its ledger."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from samkop.core.leasing import notice_of
from samkop.core.money import amount_text
from samkop.fleet.api.paging import Before, Day, Id, SerialNumber, page_of
from samkop.fleet.models import Lease, LeasedAsset, LeaseEvent, LeaseStatement
from samkop.fleet.policies import may_see_leases
from samkop.fleet.queries.lease_pages import lease_page, leased_device_page, ledger_page
from samkop.fleet.queries.leases import lease_of, living_devices
from samkop.fleet.usecases.lease_schedules import state_of_lease
from samkop.fleet.vocabulary import (
    AccountingClass,
    LeaseEventKind,
    LeaseState,
    StatementKind,
    StopReason,
)
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform_then, require

router = Router(tags=["Leases"])

READ, WRITE = "leases:read", "leases:write"
AMOUNT = "in the lease's currency without VAT, as a decimal string with two decimals"
Since = Annotated[Day | None, Query(description="Accepted on this day or later")]
EndsBy = Annotated[Day | None, Query(description="With a last day not after this one")]
ScheduleNumber = Annotated[str, Query(max_length=60, description="The financier's own number")]


class LeaseOut(Schema):
    """What a lessee has accepted of a financier on one day, on one plan."""

    id: int
    number: str
    state: LeaseState
    lessee: str
    financier: str
    agreement: str = Field(description="The number of the agreement on financing")
    plan: str
    schedule_number: str = Field(description="The financier's own; empty until one is agreed")
    accepted_on: date
    starts_on: date = Field(description="Expected, until the schedule is agreed")
    ends_on: date
    notice_by: date | None = Field(description="Last day of notice; null where none is needed")
    notice_given_on: date | None
    ended_on: date | None
    devices: int = Field(description="Those that are in it now")
    currency: str
    price: str = Field(description=f"What the financier has paid, {AMOUNT}")


class LeaseStatementOut(Schema):
    """What the financier said of a lease."""

    kind: StatementKind
    amount: str | None = Field(description=f"A price of buying out, {AMOUNT}")
    holds_until: date | None
    note: str
    at: datetime


class WholeLeaseOut(LeaseOut):
    """A lease with its rent of a month and the financier's words."""

    months: int
    taken_over_from: str = Field(description="Who had it before it passed on, or empty")
    taken_over_on: date | None
    monthly: str = Field(description=f"The rent of a month for what is in it now, {AMOUNT}")
    accounting_class: AccountingClass | None = Field(description="Null for the financier")
    statements: list[LeaseStatementOut]


class LeasedDeviceOut(Schema):
    """A device in a lease, or that was in it."""

    id: int
    asset_id: int | None = Field(description="Null for the financier")
    serial_number: str
    device_model: str
    cost_centre: str = Field(description="Who pays, by its code; empty for the financier")
    price: str = Field(description=f"{AMOUNT}")
    monthly: str = Field(description=f"{AMOUNT}")
    interim_from: date | None
    first_month: date
    stopped_on: date | None
    stop_reason: StopReason | None
    buy_out: str | None = Field(description=f"What buying it out cost, {AMOUNT}")
    replaces: str = Field(description="The serial number of whose place it took, or empty")


class LeaseEventOut(Schema):
    """A row of a lease's ledger: rows are never changed, and add up to what is owed."""

    id: int
    kind: LeaseEventKind
    month: date | None = Field(description="Of a rent")
    due_on: date
    amount: str = Field(description=f"Owed to the financier, below 0 where no more, {AMOUNT}")
    devices: int
    note: str
    at: datetime


class LeasePage(Schema):
    """Up to 100 leases, newest first; ``next_before`` asks for the next page."""

    leases: list[LeaseOut]
    next_before: int | None


class LeasedDevicePage(Schema):
    """Up to 100 devices, the last that came first; ``next_before`` asks for the next page."""

    devices: list[LeasedDeviceOut]
    next_before: int | None


class LedgerPage(Schema):
    """Up to 100 rows, newest first; ``next_before`` asks for the next page."""

    events: list[LeaseEventOut]
    next_before: int | None


class LeaseStatementIn(Schema):
    """The financier's word on a lease."""

    kind: StatementKind
    amount: Decimal | None = Field(
        None, ge=0, lt=10**10, decimal_places=2, description=f"A price of buying out, {AMOUNT}"
    )
    holds_until: Day | None = None
    note: str = Field("", max_length=500)


@router.get("/leases", response={200: LeasePage, **PROBLEMS}, operation_id="list_leases")
@reads(READ)
def lease_list(
    request: HttpRequest, before: Before = None, state: LeaseState | None = None,
    serial_number: SerialNumber = "", schedule_number: ScheduleNumber = "", since: Since = None,
    ends_by: EndsBy = None,
) -> LeasePage:  # fmt: skip
    """What the organisation has leased, or finances."""
    actor = caller(request)
    require(may_see_leases(actor))
    found = lease_page(
        actor.own_party_id, before, state=state or "", serial_number=serial_number,
        schedule_number=schedule_number, since=since, ends_by=ends_by,
    )  # fmt: skip
    leases, following = page_of(
        found, lambda one: LeaseOut(**_fields(one), devices=getattr(one, "living", 0))
    )
    return LeasePage(leases=leases, next_before=following)


@router.get(
    "/leases/{lease_id}", response={200: WholeLeaseOut, **PROBLEMS}, operation_id="read_lease"
)
@reads(READ)
def read_lease(request: HttpRequest, lease_id: Id) -> WholeLeaseOut:
    """One lease with its rent of a month and what the financier said."""
    actor = caller(request)
    return _whole(actor, _seen(actor, lease_id))


@router.get(
    "/leases/{lease_id}/devices", response={200: LeasedDevicePage, **PROBLEMS},
    operation_id="list_leased_devices",
)  # fmt: skip
@reads(READ)
def leased_device_list(
    request: HttpRequest, lease_id: Id, before: Before = None
) -> LeasedDevicePage:
    """The devices of a lease, those that have left it too."""
    actor = caller(request)
    lease = _seen(actor, lease_id)
    own = lease.owner_id == actor.party_id
    devices, following = page_of(
        leased_device_page(lease, before, own=own), lambda one: _device(one, own=own)
    )
    return LeasedDevicePage(devices=devices, next_before=following)


@router.get(
    "/leases/{lease_id}/ledger", response={200: LedgerPage, **PROBLEMS},
    operation_id="list_lease_events",
)  # fmt: skip
@reads(READ)
def ledger(request: HttpRequest, lease_id: Id, before: Before = None) -> LedgerPage:
    """What a lease owes, row by row: rents of an agreed schedule until its end among them."""
    lease = _seen(caller(request), lease_id)
    events, following = page_of(ledger_page(lease.pk, before), _event)
    return LedgerPage(events=events, next_before=following)


@router.post(
    "/leases/{lease_id}/statements", response={201: WholeLeaseOut, **PROBLEMS},
    operation_id="state_of_lease",
)  # fmt: skip
@writes(WRITE)
def say_of_lease(
    request: HttpRequest, lease_id: Id, key: IdempotencyKey, body: LeaseStatementIn
) -> Status[WholeLeaseOut]:
    """The financier says a price of buying out, or that notice or devices came."""
    actor = caller(request)

    def said(made: LeaseStatement) -> WholeLeaseOut:
        return _whole(actor, lease_of(made.lease_id))

    answer = perform_then(
        actor, state_of_lease, said, key=key, lease_id=lease_id, kind=body.kind.value,
        cents=None if body.amount is None else int(body.amount.scaleb(2)),
        holds_until=body.holds_until, note_text=body.note,
    )  # fmt: skip
    return Status(201, answer)


def _seen(actor: Actor, lease_id: int) -> Lease:
    require(may_see_leases(actor))
    return lease_of(lease_id)


def _fields(one: Lease) -> dict[str, Any]:
    open_ended = one.notice_given_on is None and one.state != LeaseState.ENDED
    return {
        "id": one.pk, "number": one.number, "state": one.state,
        "lessee": one.owner.legal_name, "financier": one.financier.legal_name,
        "agreement": one.agreement.number, "plan": one.plan.name,
        "schedule_number": one.schedule_number, "accepted_on": one.accepted_on,
        "starts_on": one.starts_on, "ends_on": one.ends_on,
        "notice_by": notice_of(one.ends_on, one.plan.notice_months, 0).given_by
        if open_ended else None,
        "notice_given_on": one.notice_given_on, "ended_on": one.ended_on,
        "currency": one.currency, "price": amount_text(one.price_cents),
    }  # fmt: skip


def _whole(actor: Actor, one: Lease) -> WholeLeaseOut:
    living = living_devices(one.pk)
    own = one.owner_id == actor.party_id
    return WholeLeaseOut(
        **_fields(one), devices=len(living), months=one.plan.months,
        taken_over_from=one.passed.giver.legal_name if one.passed else "",
        taken_over_on=one.passed.on_date if one.passed else None,
        monthly=amount_text(sum(device.monthly_cents for device in living)),
        accounting_class=AccountingClass(one.accounting_class) if own else None,
        statements=[
            LeaseStatementOut(
                kind=StatementKind(said.kind), holds_until=said.holds_until, note=said.note,
                amount=None if said.cents is None else amount_text(said.cents), at=said.at,
            )
            for said in one.statements.order_by("-id")
        ],
    )  # fmt: skip


def _device(one: LeasedAsset, *, own: bool) -> LeasedDeviceOut:
    return LeasedDeviceOut(
        id=one.pk, asset_id=one.asset_id if own else None, serial_number=one.serial_number,
        device_model=one.model_name, cost_centre=one.cost_centre.code if own else "",
        price=amount_text(one.price_cents), monthly=amount_text(one.monthly_cents),
        interim_from=one.interim_from, first_month=one.first_month, stopped_on=one.stopped_on,
        stop_reason=StopReason(one.stop_reason) if one.stop_reason else None,
        buy_out=None if one.buy_out_cents is None else amount_text(one.buy_out_cents),
        replaces=one.replaces.serial_number if one.replaces else "",
    )  # fmt: skip


def _event(one: LeaseEvent) -> LeaseEventOut:
    return LeaseEventOut(
        id=one.pk, kind=LeaseEventKind(one.kind), month=one.month, due_on=one.due_on,
        amount=amount_text(one.cents), devices=one.devices, note=one.note, at=one.at,
    )  # fmt: skip

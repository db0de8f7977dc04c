"""Running an agreement by program: buyers, decisions, modifications, orders from outside."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from samkop.agreements.models import OutsideOrder
from samkop.agreements.policies import may_run_agreement
from samkop.agreements.queries import (
    agreement_of,
    buyers_of,
    day_of,
    modifications_of,
    outside_order_of,
    outside_orders_of,
)
from samkop.agreements.usecases.agreement import (
    annul,
    declare_exhausted,
    end,
    put_in_force,
    resume,
    suspend,
)
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.legal_basis import Basis, record_legal_basis
from samkop.agreements.usecases.modification import raise_maximum_value, rooms_of
from samkop.agreements.usecases.outside_order import correct_outside_order, record_outside_order
from samkop.agreements.usecases.review import record_judgment, start_interim
from samkop.agreements.vocabulary import BasisKind, Ground, ReviewOutcome
from samkop.core.money import amount_text
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import current_unit, perform, reading, require

router = Router(tags=["Agreements"])

PAGE = 50
AMOUNT = "An amount without VAT, as a decimal string with two decimals"
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Cursor = Annotated[int | None, Query(ge=1, le=2**63 - 1, description="Ids below this one")]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2200, 12, 31))]
Amount = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2, description=AMOUNT)]
Units = Annotated[
    dict[Annotated[str, Field(max_length=60)], Annotated[int, Field(ge=0, le=1_000_000)]],
    Field(description="Units by price group", max_length=200),
]
Number = Annotated[str, Field(min_length=1, max_length=60)]
Text = Annotated[str, Field(max_length=2000)]


class BasisIn(Schema):
    """A legal basis; the three conditions of art. 12 matter for in-house only."""

    kind: BasisKind
    valid_from: Day
    valid_until: Day | None = None
    document: str = Field(min_length=1, max_length=200)
    register_number: Number
    control_holds: bool = False
    activities_hold: bool = False
    no_private_capital: bool = False


class BasisOut(Schema):
    """A legal basis as it is recorded."""

    kind: str
    valid_from: date
    valid_until: date | None
    document: str
    register_number: str


class BuyerIn(Schema):
    """A buyer to be named, with what it is expected to buy."""

    buyer_id: int = Field(ge=1, le=2**63 - 1)
    expected_share: Amount
    maximum_share: Amount | None = None
    legal_basis: BasisIn | None = None


class BuyerOut(Schema):
    """A named buyer with its shares, its decision and its legal bases."""

    buyer_id: int
    buyer: str
    expected_share: str = Field(description=AMOUNT)
    maximum_share: str | None = Field(description=AMOUNT)
    committed: str = Field(description=AMOUNT)
    orders_from: date | None
    legal_bases: list[BasisOut]


class DecisionIn(Schema):
    """A decision on an agreement, with its reason and number in the register."""

    decision: Literal["put-in-force", "suspend", "resume", "exhausted", "end", "annul"]
    reason: Text = Field(min_length=1)
    register_number: Number


class ReviewIn(Schema):
    """The review during which the agreement is interim."""

    court: str = Field(min_length=1, max_length=120)
    case_number: Number
    started_on: Day
    interim_until: Day | None = None
    reason: Text = Field(min_length=1)
    register_number: Number


class JudgmentIn(Schema):
    """How the review ended."""

    outcome: ReviewOutcome
    decided_on: Day
    reason: Text = ""
    register_number: Number


class StateOut(Schema):
    """Where the agreement stands after a decision."""

    id: int
    number: str
    state: str


class ModificationIn(Schema):
    """A modification of the maximum value on a ground of art. 72."""

    ground: Ground
    by: Amount
    description: Text = Field(min_length=1)
    decided_on: Day
    register_number: Number
    notice_number: str = Field(default="", max_length=60)


class ModificationOut(Schema):
    """A recorded modification."""

    ground: str
    by: str = Field(description=AMOUNT)
    description: str
    decided_on: date
    register_number: str
    notice_number: str


class RoomOut(Schema):
    """What a ground still leaves; null where its clause says."""

    ground: str
    left: str | None = Field(description=AMOUNT)


class ModificationsOut(Schema):
    """The modifications so far, the newest first, and the room that each ground leaves."""

    modifications: list[ModificationOut]
    room: list[RoomOut]


class OutsideOrderIn(Schema):
    """An order that was placed outside the shop."""

    buyer_id: int = Field(ge=1, le=2**63 - 1)
    document: str = Field(min_length=1, max_length=80)
    ordered_on: Day
    amount: Amount
    units: Units = {}
    note: str = Field(default="", max_length=500)


class CorrectionIn(Schema):
    """By how much an outside order was recorded too high."""

    amount: Amount
    units: Units = {}
    reason: str = Field(min_length=1, max_length=500)


class OutsideOrderOut(Schema):
    """An order from outside the shop, and what of it was given back since."""

    id: int
    buyer_id: int
    document: str
    ordered_on: date
    amount: str = Field(description=AMOUNT)
    corrected: str = Field(description=AMOUNT)
    units: dict[str, int]


class OutsideOrderPage(Schema):
    """Up to 50 outside orders, newest first; ``next_before`` asks for the next page."""

    orders: list[OutsideOrderOut]
    next_before: int | None


DECISIONS: dict[str, Callable[..., Any]] = {
    "put-in-force": put_in_force, "suspend": suspend, "resume": resume,
    "exhausted": declare_exhausted, "end": end, "annul": annul,
}  # fmt: skip


@router.get(
    "/agreements/{agreement_id}/buyers",
    response={200: list[BuyerOut], **PROBLEMS},
    operation_id="list_named_buyers",
)
@reads("agreements:read")
def buyers(request: HttpRequest, agreement_id: Id) -> list[BuyerOut]:
    """The named buyers of an agreement."""
    agreement_of(agreement_id)
    return [
        BuyerOut(
            buyer_id=one.named.buyer_id, buyer=one.named.buyer.legal_name,
            expected_share=amount_text(one.named.expected_share_cents),
            maximum_share=None if one.named.maximum_share_cents is None
            else amount_text(one.named.maximum_share_cents),
            committed=amount_text(one.committed_cents),
            orders_from=one.participation.orders_from if one.participation else None,
            legal_bases=[
                BasisOut(
                    kind=basis.kind, valid_from=basis.valid_from, valid_until=basis.valid_until,
                    document=basis.document, register_number=basis.register_number,
                )
                for basis in one.bases
            ],
        )
        for one in buyers_of(agreement_id)
    ]  # fmt: skip


@router.post(
    "/agreements/{agreement_id}/buyers",
    response={201: list[BuyerOut], **PROBLEMS},
    operation_id="name_buyer",
)
@writes("agreements:write")
def name(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: BuyerIn
) -> Status[list[BuyerOut]]:
    """Name a buyer of an agreement in preparation."""
    at_most = body.maximum_share
    perform(
        caller(request), name_buyer, key=key, agreement_id=agreement_id, buyer_id=body.buyer_id,
        expected_share_cents=_cents(body.expected_share),
        maximum_share_cents=None if at_most is None else _cents(at_most),
        legal_basis=Basis(**body.legal_basis.dict()) if body.legal_basis else None,
    )  # fmt: skip
    return Status(201, buyers(request, agreement_id))


@router.post(
    "/agreements/{agreement_id}/buyers/{buyer_id}/legal-basis",
    response={201: list[BuyerOut], **PROBLEMS},
    operation_id="record_legal_basis",
)
@writes("agreements:write")
def basis(
    request: HttpRequest, agreement_id: Id, buyer_id: Id, key: IdempotencyKey, body: BasisIn
) -> Status[list[BuyerOut]]:
    """Record the legal basis of a named buyer."""
    perform(
        caller(request), record_legal_basis, key=key, agreement_id=agreement_id,
        buyer_id=buyer_id, basis=Basis(**body.dict()),
    )  # fmt: skip
    return Status(201, buyers(request, agreement_id))


@router.post(
    "/agreements/{agreement_id}/decisions",
    response={200: StateOut, **PROBLEMS},
    operation_id="decide_on_agreement",
)
@writes("agreements:write")
def decide(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: DecisionIn
) -> StateOut:
    """Put in force, suspend, resume, declare exhausted, end or annul; orders placed stay."""
    return _moved(
        request, DECISIONS[body.decision], key, agreement_id, reason=body.reason,
        register_number=body.register_number,
    )  # fmt: skip


@router.post(
    "/agreements/{agreement_id}/review",
    response={200: StateOut, **PROBLEMS},
    operation_id="start_interim",
)
@writes("agreements:write")
def interim(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: ReviewIn
) -> StateOut:
    """Let orders be placed while a review of the award runs."""
    return _moved(request, start_interim, key, agreement_id, **body.dict())


@router.post(
    "/agreements/{agreement_id}/judgment",
    response={200: StateOut, **PROBLEMS},
    operation_id="record_judgment",
)
@writes("agreements:write")
def judgment(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: JudgmentIn
) -> StateOut:
    """Record how the review ended."""
    return _moved(request, record_judgment, key, agreement_id, **body.dict())


@router.get(
    "/agreements/{agreement_id}/modifications",
    response={200: ModificationsOut, **PROBLEMS},
    operation_id="list_modifications",
)
@reads("agreements:read")
def modifications(request: HttpRequest, agreement_id: Id) -> ModificationsOut:
    """The modifications of the maximum value, and the room left."""
    found = agreement_of(agreement_id)
    require(may_run_agreement(caller(request), found))
    today = day_of(found.purchasing_body, current_unit().now)
    return ModificationsOut(
        modifications=[
            ModificationOut(
                ground=one.ground, by=amount_text(one.value_change_cents),
                description=one.description, decided_on=one.decided_on,
                register_number=one.register_number, notice_number=one.notice_number,
            )
            for one in modifications_of(agreement_id)
        ],
        room=[
            RoomOut(
                ground=room.ground,
                left=None if room.left_cents is None else amount_text(room.left_cents),
            )
            for room in rooms_of(found, today)
        ],
    )  # fmt: skip


@router.post(
    "/agreements/{agreement_id}/modifications",
    response={201: ModificationsOut, **PROBLEMS},
    operation_id="raise_maximum_value",
)
@writes("agreements:write")
def modify(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: ModificationIn
) -> Status[ModificationsOut]:
    """Raise the maximum value within the room of a ground."""
    given = body.dict()
    by_cents = _cents(given.pop("by"))
    perform(
        caller(request), raise_maximum_value, key=key, agreement_id=agreement_id,
        by_cents=by_cents, **given,
    )  # fmt: skip
    return Status(201, modifications(request, agreement_id))


@router.get(
    "/agreements/{agreement_id}/outside-orders",
    response={200: OutsideOrderPage, **PROBLEMS},
    operation_id="list_outside_orders",
)
@reads("agreements:read")
def outside_orders(
    request: HttpRequest, agreement_id: Id, before: Cursor = None
) -> OutsideOrderPage:
    """Orders placed outside the shop, as far as the organisation may see them."""
    agreement_of(agreement_id)
    found = outside_orders_of(agreement_id)
    if before is not None:
        found = found.filter(id__lt=before)
    rows = list(found[: PAGE + 1])
    return OutsideOrderPage(
        orders=[_outside(row, vars(row)["corrected_cents"]) for row in rows[:PAGE]],
        next_before=rows[PAGE - 1].pk if len(rows) > PAGE else None,
    )


@router.post(
    "/agreements/{agreement_id}/outside-orders",
    response={201: OutsideOrderOut, **PROBLEMS},
    operation_id="record_outside_order",
)
@writes("agreements:write")
def record_outside(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: OutsideOrderIn
) -> Status[OutsideOrderOut]:
    """Record an order placed outside the shop: it counts on ceiling, share and tiers."""
    made = perform(
        caller(request), record_outside_order, key=key, agreement_id=agreement_id,
        buyer_id=body.buyer_id, document=body.document, ordered_on=body.ordered_on,
        cents=_cents(body.amount), quantities=body.units, note=body.note,
    )  # fmt: skip
    return Status(201, _outside(made, 0))


@router.post(
    "/outside-orders/{outside_id}/corrections",
    response={201: OutsideOrderOut, **PROBLEMS},
    operation_id="correct_outside_order",
)
@writes("agreements:write")
def correct_outside(
    request: HttpRequest, outside_id: Id, key: IdempotencyKey, body: CorrectionIn
) -> Status[OutsideOrderOut]:
    """Give back what an outside order was recorded too high by."""
    perform(
        caller(request), correct_outside_order, key=key, outside_order_id=outside_id,
        cents=_cents(body.amount), quantities=body.units, reason=body.reason,
    )  # fmt: skip
    with reading(caller(request)):
        order = outside_order_of(outside_id)
        return Status(201, _outside(order, sum(one.cents for one in order.corrections.all())))


def _moved(
    request: HttpRequest, use_case: Callable[..., Any], key: str, agreement_id: int, **given: Any
) -> StateOut:
    moved = perform(caller(request), use_case, key=key, agreement_id=agreement_id, **given)
    return StateOut(id=moved.pk, number=moved.number, state=moved.state)


def _outside(order: OutsideOrder, corrected_cents: int) -> OutsideOrderOut:
    return OutsideOrderOut(
        id=order.pk, buyer_id=order.buyer_id, document=order.document,
        ordered_on=order.ordered_on, amount=amount_text(order.cents),
        corrected=amount_text(corrected_cents), units=order.quantities,
    )  # fmt: skip


def _cents(amount: Decimal) -> int:
    return int(amount * 100)

"""Ordering for programs: send in, decide, follow."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from samkop.agreements.api import PriceOriginOut, origin_out
from samkop.agreements.rules import origin_from_json
from samkop.catalogue.rules.subscriptions import SubscriptionChoice
from samkop.catalogue.vocabulary import NumberChoice, SimKind
from samkop.core.money import amount_text
from samkop.ordering.api.coming import ComingOut, coming_out
from samkop.ordering.models import Order, Requisition
from samkop.ordering.policies import (
    may_see_order,
    may_see_orders,
)
from samkop.ordering.queries import (
    PAGE,
    LineAnswer,
    answers_by_line,
    order_of,
    orders_of,
    orders_of_requisition,
    payments_of,
    reason_of,
    standing_cents,
    standing_lines,
    standing_prices,
)
from samkop.ordering.queries.whereabouts import coming_of_order
from samkop.ordering.rules.order_file import (
    LONGEST_REFERENCE,
    MOST_OF_A_ROW,
    MOST_ROWS,
    OrderRow,
)
from samkop.ordering.usecases.basket_configurations import WantedConfiguration
from samkop.ordering.usecases.order_file import order_rows
from samkop.ordering.usecases.order_response import decide_substitute
from samkop.ordering.usecases.requisition import (
    Wanted,
    approve_requisition,
    order_directly,
    reject_requisition,
)
from samkop.ordering.vocabulary import OrderState
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import perform, perform_then, reading, require

router = Router(tags=["Ordering"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Cursor = Annotated[int | None, Query(ge=1, le=2**63 - 1, description="Ids below this one")]
AMOUNT = "An amount without VAT, as a decimal string with two decimals"


class WantedLine(Schema):
    """An item of the shop and how many of it."""

    item_id: int = Field(ge=1, le=2**63 - 1)
    quantity: int = Field(ge=1, le=10_000)


class WantedBundle(Schema):
    """A configuration, how many, and what is chosen of its subscription, if it has one."""

    configuration_id: int = Field(ge=1, le=2**63 - 1)
    quantity: int = Field(default=1, ge=1, le=10_000)
    number_choice: NumberChoice = NumberChoice.NEW
    sim: SimKind = SimKind.ESIM
    number: str = Field(default="", max_length=20)
    from_operator: str = Field(default="", max_length=80)


class NewRequisition(Schema):
    """What the token's person asks for; codes are the organisation's own."""

    cost_centre: str = Field(min_length=1, max_length=40)
    project: str = Field(
        default="", max_length=40, description="Whose budget it is; empty: the cost centre's own"
    )
    delivery_location: str = Field(min_length=1, max_length=40)
    lines: list[WantedLine] = Field(default=[], max_length=1000)
    configurations: list[WantedBundle] = Field(default=[], max_length=1000)
    recipient: str = Field(
        default="", max_length=254,
        description="E-mail address of the colleague who gets it; empty for the token's person",
    )  # fmt: skip
    note: str = Field(default="", max_length=500)


class WantedRow(Schema):
    """A row of a list: an item for a site, a class or a colleague; codes are one's own."""

    item: str = Field(
        min_length=1, max_length=80, description="The supplier's item number, or the shop's id"
    )
    quantity: int = Field(default=1, ge=1, le=MOST_OF_A_ROW)
    delivery_location: str = Field(default="", max_length=40, description="Empty: the list's")
    cost_centre: str = Field(default="", max_length=40, description="Empty: the list's")
    recipient: str = Field(
        default="", max_length=254, description="A colleague's e-mail address or full name"
    )
    reference: str = Field(default="", max_length=LONGEST_REFERENCE)


class NewOrderList(Schema):
    """What a class or a school needs; the codes hold for rows that name none."""

    cost_centre: str = Field(min_length=1, max_length=40)
    delivery_location: str = Field(min_length=1, max_length=40)
    rows: list[WantedRow] = Field(min_length=1, max_length=MOST_ROWS)
    leave_out: int = Field(
        default=0, ge=0, le=MOST_ROWS,
        description="The number of faulty rows that are known and left out",
    )  # fmt: skip


class OrderListOut(Schema):
    """The requisitions that the list became: one for each cost centre."""

    requisition_ids: list[int]


class Rejection(Schema):
    """Why not; the requester reads it."""

    reason: str = Field(min_length=1, max_length=500)


class Consent(Schema):
    """The buyer's word on an offered substitute."""

    accepted: bool


class RequisitionOut(Schema):
    """A requisition and the orders that it became."""

    id: int
    number: str
    state: str
    currency: str
    total: str = Field(description=AMOUNT)
    submitted_at: datetime
    recipient: str = Field(description="Name of the person who gets it")
    order_ids: list[int]


class SubstituteOut(Schema):
    """What the supplier offers or sends instead of a line's item."""

    id: int = Field(description="It is decided on by this id")
    seller_item_id: str
    name: str
    unit_price: str | None = Field(
        description=f"{AMOUNT}; null where the supplier writes none: the order's holds"
    )
    accepted: bool = Field(description="False while it waits for the buyer's word")


class OrderLineOut(Schema):
    """An order line; ``standing`` is what is still coming of it."""

    line_number: int
    seller_item_id: str
    name: str
    unit_code: str
    quantity: int
    standing: int
    unit_price: str = Field(description=AMOUNT)
    term_months: int | None = Field(
        description="Over how many months it is paid, a part each month; null: at once"
    )
    standing_unit_price: str = Field(
        description=f"{AMOUNT}: of one of what is still coming, less for a cheaper substitute"
    )
    origin: PriceOriginOut | None = Field(description="The steps that led to the unit price")
    net: str = Field(description=AMOUNT)
    substitute: SubstituteOut | None = Field(
        description="What comes instead, or is offered; null for what was ordered itself"
    )


class OrderOut(Schema):
    """An order, without its lines."""

    id: int
    number: str
    state: str
    buyer: str
    supplier: str
    currency: str
    total: str = Field(description=AMOUNT)
    placed_at: datetime


class YearOut(Schema):
    """What is paid in a year, by its budget."""

    year: int
    amount: str = Field(description=AMOUNT)


class OrderWithLines(OrderOut):
    """An order with its lines; ``reason`` is the supplier's own for what does not come."""

    lines: list[OrderLineOut]
    coming: list[ComingOut]
    standing_total: str = Field(description=f"{AMOUNT}: of what is still coming")
    reason: str
    payments_by_year: list[YearOut] = Field(
        description="What stands, by the year whose budget pays it, where something is paid"
        " over a term; for the buyer alone, and else empty"
    )


class OrderPage(Schema):
    """Up to 50 orders, newest first; ``next_before`` asks for the next page."""

    orders: list[OrderOut]
    next_before: int | None


@router.post(
    "/requisitions", response={201: RequisitionOut, **PROBLEMS}, operation_id="submit_requisition"
)
@writes("orders:write")
def submit(
    request: HttpRequest, key: IdempotencyKey, body: NewRequisition
) -> Status[RequisitionOut]:
    """Send in a requisition; ordered at once where the organisation asks for no approval."""
    actor = caller(request)
    made = perform_then(
        actor, order_directly, requisition_out, key=key, cost_centre=body.cost_centre,
        project=body.project, delivery_location=body.delivery_location, note_text=body.note,
        recipient_email=body.recipient,
        wanted=[Wanted(line.item_id, line.quantity) for line in body.lines],
        configurations=[bundle_of(bundle) for bundle in body.configurations],
    )  # fmt: skip
    return Status(201, made)


@router.post(
    "/order-lists", response={201: OrderListOut, **PROBLEMS}, operation_id="submit_order_list"
)
@writes("orders:write")
def submit_list(
    request: HttpRequest, key: IdempotencyKey, body: NewOrderList
) -> Status[OrderListOut]:
    """Send in a list: all of its rows, or none; ``errors`` names each faulty row and column."""
    rows = [
        OrderRow(
            row=number, item=row.item.strip(), quantity=str(row.quantity),
            site=row.delivery_location, cost_centre=row.cost_centre,
            recipient=row.recipient.strip(), reference=row.reference,
        )
        for number, row in enumerate(body.rows, 1)
    ]  # fmt: skip
    made = perform(
        caller(request), order_rows, key=key, cost_centre=body.cost_centre,
        delivery_location=body.delivery_location, rows=rows, leave_out=body.leave_out,
    )  # fmt: skip
    return Status(201, OrderListOut(requisition_ids=made["requisitions"]))


@router.post(
    "/requisitions/{requisition_id}/approval",
    response={200: RequisitionOut, **PROBLEMS},
    operation_id="approve_requisition",
)
@writes("orders:write")
def approve(request: HttpRequest, requisition_id: Id, key: IdempotencyKey) -> RequisitionOut:
    """Approve a requisition; its orders go out in the same transaction."""
    made = perform(caller(request), approve_requisition, key=key, requisition_id=requisition_id)
    with reading(caller(request)):
        return requisition_out(made)


@router.post(
    "/requisitions/{requisition_id}/rejection",
    response={200: RequisitionOut, **PROBLEMS},
    operation_id="reject_requisition",
)
@writes("orders:write")
def reject(
    request: HttpRequest, requisition_id: Id, key: IdempotencyKey, body: Rejection
) -> RequisitionOut:
    """Reject a requisition with a reason."""
    made = perform(
        caller(request), reject_requisition, key=key,
        requisition_id=requisition_id, reason=body.reason,
    )  # fmt: skip
    with reading(caller(request)):
        return requisition_out(made)


@router.get("/orders", response={200: OrderPage, **PROBLEMS}, operation_id="list_orders")
@reads("orders:read")
def orders(
    request: HttpRequest, before: Cursor = None, state: OrderState | None = None
) -> OrderPage:
    """The organisation's orders: placed, received, or run, by what it is."""
    actor = caller(request)
    require(may_see_orders(actor))
    found = orders_of(actor.own_party_id, before=before, state=state or "")
    following = found[PAGE - 1].pk if len(found) > PAGE else None
    return OrderPage(orders=[_order(one) for one in found[:PAGE]], next_before=following)


@router.get(
    "/orders/{order_id}", response={200: OrderWithLines, **PROBLEMS}, operation_id="get_order"
)
@reads("orders:read")
def order(request: HttpRequest, order_id: Id) -> OrderWithLines:
    """One order with its lines, and where it is."""
    return _whole_order(caller(request), order_id)


@router.post(
    "/orders/{order_id}/substitutes/{line_id}",
    response={200: OrderWithLines, **PROBLEMS},
    operation_id="decide_substitute",
)
@writes("orders:write")
def decide_on_substitute(
    request: HttpRequest, order_id: Id, line_id: Id, key: IdempotencyKey, body: Consent
) -> OrderWithLines:
    """Say yes or no to an offered substitute, by its ``id``; a no gives its money back."""
    actor = caller(request)
    perform(
        actor, decide_substitute, key=key, order_id=order_id, response_line_id=line_id,
        accepted=body.accepted,
    )  # fmt: skip
    with reading(actor):
        return _whole_order(actor, order_id)


def _whole_order(actor: Actor, order_id: int) -> OrderWithLines:
    found = order_of(order_id)
    if found is None:
        raise not_found()
    require(may_see_order(actor, found))
    own = found.buyer_id == actor.party_id
    standing, prices = standing_lines(found), standing_prices(found)
    answers = list(found.responses.all())
    said = answers_by_line(answers)
    shown = [
        OrderLineOut(
            line_number=line.line_number, seller_item_id=line.seller_item_id, name=line.name,
            unit_code=line.unit_code, quantity=line.quantity,
            standing=standing[line.line_number], term_months=line.term_months,
            unit_price=amount_text(line.unit_price_cents),
            standing_unit_price=amount_text(prices[line.line_number]),
            net=amount_text(line.net_cents), origin=origin_out(origin_from_json(line.origin)),
            substitute=_substitute(said.get(line.line_number)),
        )
        for line in found.lines.all()
    ]  # fmt: skip
    return OrderWithLines(
        **_order(found).dict(), lines=shown, reason=reason_of(answers),
        coming=[coming_out(actor, one) for one in coming_of_order(found, own_today())],
        standing_total=amount_text(standing_cents(found)),
        payments_by_year=[
            YearOut(year=year, amount=amount_text(cents))
            for year, cents in (payments_of(found) if own else {}).items()
        ],
    )  # fmt: skip


def _substitute(said: LineAnswer | None) -> SubstituteOut | None:
    line = (said.offered or said.accepted) if said else None
    if said is None or line is None:
        return None
    cents = line.unit_price_cents
    return SubstituteOut(
        id=line.pk, seller_item_id=line.substitute_item_id, name=line.substitute_name,
        unit_price=None if cents is None else amount_text(cents), accepted=said.offered is None,
    )  # fmt: skip


def bundle_of(body: WantedBundle) -> WantedConfiguration:
    """The configuration that a body asks for."""
    choice = SubscriptionChoice(
        body.number_choice.value, body.sim.value, body.number, body.from_operator
    )
    return WantedConfiguration(body.configuration_id, body.quantity, choice)


def requisition_out(made: Requisition) -> RequisitionOut:
    """A requisition as a program reads it after sending it in."""
    return RequisitionOut(
        id=made.pk, number=made.number, state=made.state, currency=made.currency,
        total=amount_text(made.total_cents), submitted_at=made.submitted_at,
        recipient=made.recipient.name,
        order_ids=[order.pk for order in orders_of_requisition(made.pk)],
    )  # fmt: skip


def _order(found: Order) -> OrderOut:
    return OrderOut(
        id=found.pk, number=found.number, state=found.state, buyer=found.buyer.legal_name,
        supplier=found.supplier.legal_name, currency=found.currency,
        total=amount_text(found.total_cents), placed_at=found.placed_at,
    )  # fmt: skip

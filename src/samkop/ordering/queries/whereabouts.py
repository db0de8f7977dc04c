"""Where is my order: what comes of a requisition, when, and for whom it waits.

They work on requisitions that were read ``with_whereabouts`` and orders read
``with_answers``, and ask nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from samkop.ordering.models import Order, OrderLine, Requisition, RequisitionLine
from samkop.ordering.queries.answers import (
    LineAnswer,
    answers_by_line,
    promised_for_all,
    reason_of,
    standing_lines,
    taken_back,
    with_answers,
)
from samkop.ordering.queries.approvals import with_chain
from samkop.ordering.queries.lines import with_items
from samkop.ordering.queries.waiting import OpenStep
from samkop.ordering.vocabulary import OrderState, PromisedBy, RequisitionState, WaitsFor

UNANSWERED = frozenset({OrderState.PLACED, OrderState.ACKNOWLEDGED})


@dataclass(frozen=True)
class Thing:
    """Something that comes: ``quantity`` of it still does, of ``ordered``.

    ``shown_name`` is what the shop calls it, ``name`` what the order does.
    """

    shown_name: str
    name: str
    quantity: int
    ordered: int


@dataclass(frozen=True)
class Coming:
    """Things of a requisition that share a state, a day and whom they wait for.

    ``state`` is the requisition's own until it is ordered, then that of these lines, in the
    words of orders. ``names`` are those who may decide, or the organisation whose turn it
    is; ``role`` the one that a rule of approval names. ``order`` is None before there is one.
    """

    state: RequisitionState | OrderState
    things: tuple[Thing, ...]
    waits_for: WaitsFor = WaitsFor.NOBODY
    names: tuple[str, ...] = ()
    role: str = ""
    promised_on: date | None = None
    promised_by: PromisedBy | None = None
    reason: str = ""
    order: Order | None = None


def with_whereabouts(requisitions: QuerySet[Requisition]) -> QuerySet[Requisition]:
    """Requisitions with what ``coming_of`` looks at; twelve queries, however many."""
    orders = with_answers(Order.objects.select_related("supplier", "buyer").order_by("id"))
    lines = with_items(OrderLine.objects.order_by("line_number"))
    asked = with_items(RequisitionLine.objects.select_related("recipient"))
    return (
        with_chain(requisitions)
        .select_related("requester", "recipient")
        .prefetch_related(
            Prefetch("lines", asked.order_by("line_number")),
            "reminders",
            Prefetch("orders", orders),
            Prefetch("orders__lines", lines),
        )
    )


def coming_of(
    requisition: Requisition, waiting: Sequence[OpenStep], today: date, person_id: int = 0
) -> list[Coming]:
    """What comes of a requisition; ``waiting`` are its ``open_steps``.

    With ``person_id`` the lines for that person alone, unless the whole is his or hers.
    """
    asked = _lines_for(requisition, person_id)
    orders = requisition.orders.all()
    if not orders:
        return [_before_ordering(requisition, asked, waiting)]
    kept = {line.pk for line in asked}
    return [
        coming
        for order in orders
        for coming in coming_of_order(order, today, _lines_of(order, requisition, kept))
    ]


def coming_of_order(
    order: Order, today: date, lines: Iterable[OrderLine] | None = None
) -> list[Coming]:
    """What comes of an order that was read ``with_answers``, or of these lines of it."""
    answers = list(order.responses.all())
    said, standing, whole = (
        answers_by_line(answers), standing_lines(order), promised_for_all(answers),
    )  # fmt: skip
    taken = taken_back(order)
    alike: dict[Coming, list[Thing]] = {}
    for line in order.lines.all() if lines is None else lines:
        answer = said.get(line.line_number, LineAnswer(promised_on=whole))
        comes = standing[line.line_number]
        wanted = line.quantity - taken.get(line.line_number, 0)
        alike.setdefault(_of_line(order, wanted, line, answer, comes, today), []).append(
            Thing(*_names_of(line, answer), comes, line.quantity)
        )
    return [Coming(**{**vars(one), "things": tuple(things)}) for one, things in alike.items()]


def _lines_for(requisition: Requisition, person_id: int) -> list[RequisitionLine]:
    lines = list(requisition.lines.all())
    if person_id in {0, requisition.requester_id, requisition.recipient_id}:
        return lines
    return [line for line in lines if line.recipient_id == person_id]


def _lines_of(order: Order, requisition: Requisition, kept: set[int]) -> list[OrderLine]:
    """The order's lines that these lines of the requisition became.

    An order takes the lines of its agreement and site as they follow one another.
    """
    became = [
        line.pk
        for line in requisition.lines.all()
        if line.agreement_id == order.agreement_id
        and line.delivery_location_id == order.delivery_location_id
    ]
    placed = zip(order.lines.all(), became, strict=True)
    return [line for line, origin in placed if origin in kept]


def _before_ordering(
    requisition: Requisition, asked: Iterable[RequisitionLine], waiting: Sequence[OpenStep]
) -> Coming:
    state = RequisitionState(requisition.state)
    refusals = (decision.reason for decision in requisition.approvals.all())
    first = waiting[0] if waiting else None
    return Coming(
        state,
        tuple(Thing(line.shown_name, line.name, line.quantity, line.quantity) for line in asked),
        waits_for=WaitsFor.APPROVER if first else WaitsFor.NOBODY,
        names=tuple(sorted(set(first.names.values()))) if first else (),
        role=first.role if first else "",
        reason=" ".join(filter(None, refusals)) if state == RequisitionState.REJECTED else "",
    )


def _of_line(
    order: Order, wanted: int, line: OrderLine, answer: LineAnswer, comes: int, today: date
) -> Coming:
    """A line by itself, without its things; ``wanted`` of it the buyer has not taken back."""
    state = _state_of(order, wanted, line, answer, comes)
    if not comes:
        why = answer.note or reason_of(order.responses.all())
        reason = why if state == OrderState.REFUSED else ""
        return Coming(state, (), reason=reason, order=order)
    day, by = _day_of(line, answer)
    waits = _turn(state, day, today)
    whose = {
        WaitsFor.NOBODY: (),
        WaitsFor.BUYER: (order.buyer.legal_name,),
    }.get(waits, (order.supplier.legal_name,))
    return Coming(state, (), waits, whose, "", day, by, "", order)


def _turn(state: OrderState, day: date | None, today: date) -> WaitsFor:
    """Whose turn it is with a line that comes.

    Whether it has come is known where goods are received; here only that it should have.
    """
    if state == OrderState.SUBSTITUTE_OFFERED:
        return WaitsFor.BUYER
    if state in UNANSWERED:
        return WaitsFor.ANSWER
    late = day is not None and day < today
    return WaitsFor.NOBODY if late else WaitsFor.DELIVERY


def _state_of(
    order: Order, wanted: int, line: OrderLine, answer: LineAnswer, comes: int
) -> OrderState:
    """How the line stands, in the words of orders."""
    whole = OrderState(order.state)
    if not comes:
        by_buyer = (
            whole == OrderState.CANCELLED or answer.declined is not None or wanted < line.quantity
        )
        return OrderState.CANCELLED if by_buyer else OrderState.REFUSED
    if answer.offered is not None:
        return OrderState.SUBSTITUTE_OFFERED
    if whole in UNANSWERED:
        return whole
    return OrderState.CONFIRMED if comes == wanted else OrderState.PARTLY_CONFIRMED


def _day_of(line: OrderLine, answer: LineAnswer) -> tuple[date | None, PromisedBy | None]:
    """The supplier's word goes before what the shop said when it was ordered."""
    if answer.promised_on:
        return answer.promised_on, PromisedBy.SUPPLIER
    return line.expected_on, PromisedBy.SHOP if line.expected_on else None


def _names_of(line: OrderLine, answer: LineAnswer) -> tuple[str, str]:
    """What the shop calls it, and what the order does; a substitute has the supplier's name."""
    instead = answer.accepted
    if instead is None:
        return line.shown_name, line.name
    name = instead.substitute_name or instead.substitute_item_id
    return name, name

"""Reads of what became of orders: what suppliers answered, and what stands.

They work on orders that were read ``with_answers``, so that a list costs no more queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet, Sum

from samkop.exchange.models import Message
from samkop.ordering.models import (
    Order,
    OrderResponse,
    OrderResponseLine,
    OrderSettlement,
    RequisitionLine,
    SubstituteDecision,
)
from samkop.ordering.vocabulary import OrderState, ResponseCode


@dataclass(frozen=True)
class LineAnswer:
    """What the answers say of one order line, and the buyer's word on substitutes.

    ``offered`` waits for that word; ``accepted`` is what comes instead. ``price_cents`` is
    the price of one that the newest answer writes.
    """

    promised_on: date | None = None
    note: str = ""
    price_cents: int | None = None
    offered: OrderResponseLine | None = None
    accepted: OrderResponseLine | None = None
    declined: OrderResponseLine | None = None


NOTHING_SAID = LineAnswer()


def answers_with_lines() -> QuerySet[OrderResponse]:
    """Suppliers' answers, the oldest first, with their lines and the decisions on them."""
    lines = OrderResponseLine.objects.select_related("substitutedecision").order_by("line_number")
    return OrderResponse.objects.order_by("id").prefetch_related(Prefetch("lines", lines))


def with_answers(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Orders with their answers and settlements; four queries, however many orders."""
    return orders.prefetch_related(
        Prefetch("responses", answers_with_lines()),
        Prefetch("settlements", OrderSettlement.objects.order_by("id")),
    )


def answers_by_line(answers: Sequence[OrderResponse]) -> dict[int, LineAnswer]:
    """What the answers, the oldest first, say of each line that one of them names."""
    numbers = {line.line_number for answer in answers for line in answer.lines.all()}
    offers = offers_in(answers)
    return {number: _said_of(number, answers, offers.get(number)) for number in sorted(numbers)}


def promised_for_all(answers: Sequence[OrderResponse]) -> date | None:
    """The delivery day of the whole that was promised last."""
    days = [
        answer.promised_on for answer in answers if answer.promised_on and not answer.refuses_change
    ]
    return days[-1] if days else None


def open_offers(order_id: int) -> dict[int, OrderResponseLine]:
    """The substitutes of an order that wait for the buyer's word, by line number."""
    return offers_in(list(answers_with_lines().filter(order_id=order_id)))


def offers_in(answers: Iterable[OrderResponse]) -> dict[int, OrderResponseLine]:
    """The substitutes that wait for the buyer's word, by line number.

    Of each line the newest answer counts that speaks of it: an answer without lines speaks
    of all of them, a mere receipt of none.
    """
    said: dict[int, OrderResponseLine | None] = {}
    for answer in answers:
        if answer.response_code != ResponseCode.ACKNOWLEDGED and not answer.is_about_change_alone:
            lines = {line.line_number: line for line in answer.lines.all()}
            said |= lines or dict.fromkeys(said)
    return {
        number: line
        for number, line in said.items()
        if line is not None and line.is_offer and not hasattr(line, "substitutedecision")
    }


def decisions_on(order_id: int) -> QuerySet[SubstituteDecision]:
    """The buyer's decisions on an order's substitutes, the oldest first, with what told them."""
    found = SubstituteDecision.objects.filter(response_line__response__order_id=order_id)
    return found.select_related("response_line__told").order_by("id")


def offers_for(party_id: int, person_id: int) -> list[Order]:
    """The person's orders that wait for a word on a substitute, the oldest first."""
    orders = Order.objects.filter(
        buyer_id=party_id, requester_id=person_id, state=OrderState.SUBSTITUTE_OFFERED
    )
    return list(
        with_answers(orders).select_related("supplier").prefetch_related("lines").order_by("id")
    )


def standing_lines(order: Order) -> dict[int, int]:
    """The quantity still coming of each line: by the newest settlement, else as ordered."""
    newest = next(reversed(order.settlements.all()), None)
    if newest is None:
        return {line.line_number: line.quantity for line in order.lines.all()}
    return {int(number): quantity for number, quantity in newest.standing.items()}


def standing_prices(order: Order) -> dict[int, int]:
    """The price of one of what still comes of each line: the order's, or a lower one since."""
    newest = next(reversed(order.settlements.all()), None)
    lower = {} if newest is None else newest.prices
    return {
        line.line_number: lower.get(str(line.line_number), line.unit_price_cents)
        for line in order.lines.all()
    }


def taken_back(order: Order) -> dict[int, int]:
    """How many of each line the buyer has taken back with the supplier's consent; none of 0."""
    newest = next(reversed(order.settlements.all()), None)
    found = {} if newest is None else newest.taken_back
    return {int(number): quantity for number, quantity in found.items()}


def standing_cents(order: Order) -> int:
    """What stands of the order's sum: without what does not come, at the prices that hold."""
    return order.total_cents - sum(one.released_cents for one in order.settlements.all())


def asked_cents(order: Order) -> int:
    """What the order's lines would have cost at the prices of the day they were sent in."""
    lines = RequisitionLine.objects.filter(requisition_id=order.requisition_id)
    prices = dict(lines.values_list("item_id", "unit_price_cents"))
    return sum(line.quantity * prices[line.item_id] for line in order.lines.all())


def released_of(order_ids: Iterable[int]) -> dict[int, int]:
    """By how many cents each of the orders has fallen, of those that have; one query."""
    fallen = OrderSettlement.objects.filter(order_id__in=list(order_ids))
    sums = fallen.values("order_id").annotate(released=Sum("released_cents")).order_by()
    return {row["order_id"]: row["released"] for row in sums}


def reason_of(answers: Iterable[OrderResponse]) -> str:
    """Why something does not come, in the supplier's words; empty where it gave none."""
    said = [
        one
        for one in answers
        if one.response_code != ResponseCode.ACKNOWLEDGED and not one.is_about_change_alone
    ]
    if not said:
        return ""
    newest = said[-1]
    of_lines = (line.note for line in newest.lines.all())
    return newest.note or " ".join(dict.fromkeys(note for note in of_lines if note))


def _said_of(
    number: int, answers: Sequence[OrderResponse], offered: OrderResponseLine | None
) -> LineAnswer:
    said = [line for answer in answers for line in answer.lines.all() if line.line_number == number]
    days = [day for answer in answers if (day := _day_said(answer, number))]
    decided = [line for line in said if hasattr(line, "substitutedecision")]
    accepted = [line for line in decided if line.substitutedecision.accepted]
    declined = decided[-1] if decided and decided[-1] not in accepted else None
    return LineAnswer(
        promised_on=days[-1] if days else None,
        note=said[-1].note,
        price_cents=said[-1].unit_price_cents,
        offered=offered,
        accepted=accepted[-1] if accepted else None,
        declined=declined,
    )


def _day_said(answer: OrderResponse, number: int) -> date | None:
    """The day that an answer promises for a line: its own, else that of the whole."""
    if answer.refuses_change:
        return None
    own = next((line for line in answer.lines.all() if line.line_number == number), None)
    return own.promised_on if own and own.promised_on else answer.promised_on


def order_answered_in(message: Message) -> int | None:
    """The id of the order that an answer is about, as far as one may see it."""
    found = OrderResponse.objects.filter(
        supplier_id=message.sender_id, number=message.number, message_id=message.pk
    )
    return found.values_list("order_id", flat=True).first()

"""Settling what a supplier answered to a change or cancellation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from samkop.ordering.models import Order, OrderChange, OrderLine, OrderResponse
from samkop.ordering.usecases.moving_on import move_on, standing_after, with_what_has_left
from samkop.ordering.usecases.order import settle, standing_of
from samkop.ordering.vocabulary import (
    CHANGE_TRANSITIONS,
    ORDER_TRANSITIONS,
    ChangeState,
    ResponseCode,
)
from samkop.platform.records import change, note


def settle_change(
    order: Order, response: OrderResponse, asked: OrderChange, now: datetime
) -> Order:
    """Let the answer take effect on an order that is locked, in the open unit of work.

    A yes gives back what it took off, save what has been despatched meanwhile; a no leaves
    the order as it is; an answer with lines says of each what stands: what the supplier leaves
    out beyond what was asked is its refusal. A receipt, and an answer to what has been
    answered, change nothing.
    """
    if response.response_code == ResponseCode.ACKNOWLEDGED:
        return order
    if asked.state == ChangeState.TOLD:
        return _settle_told(order, response, asked, now)
    if asked.state not in CHANGE_TRANSITIONS or order.state not in ORDER_TRANSITIONS:
        note(ignored=f"{asked.number} is {asked.state} already, the order {order.state}")
        return order
    if response.response_code == ResponseCode.REFUSED:
        _close(asked, ChangeState.REFUSED, now)
        return order
    lines = list(order.lines.all())
    before = {number: one.quantity for number, one in standing_of(order, lines).items()}
    wanted = {line.line_number: line.quantity for line in asked.lines.all()}
    if response.response_code == ResponseCode.ACCEPTED:
        left = wanted
    else:
        said = {line.line_number: line for line in response.lines.all()}
        left = {
            number: standing_after(count, response, said.get(number))
            for number, count in before.items()
        }
    left = with_what_has_left(order, left)
    less = {number: max(before.get(number, 0) - count, 0) for number, count in wanted.items()}
    settle(order, lines, left, f"response:{response.pk}", now, taken_back=less)
    agreed = all(left.get(number, count) <= wanted[number] for number, count in before.items()
                 if number in wanted)  # fmt: skip
    _close(asked, ChangeState.AGREED if agreed else ChangeState.PARTLY_AGREED, now)
    as_asked = all(left.get(number, count) >= wanted.get(number, count)
                   for number, count in before.items())  # fmt: skip
    moved = move_on(order, lines, ResponseCode.CONDITIONALLY_ACCEPTED, by_buyer=as_asked)
    close_overtaken(moved, now)
    return moved


def _settle_told(order: Order, response: OrderResponse, told: OrderChange, now: datetime) -> Order:
    """What was told holds already: a yes confirms it, a no is for a person to take up.

    An answer with lines takes off what the supplier leaves out, as any of its answers does.
    """
    if response.response_code == ResponseCode.REFUSED:
        _close(told, ChangeState.REFUSED, now)
        return order
    lines, moved = list(order.lines.all()), order
    if order.state in ORDER_TRANSITIONS:
        said = {line.line_number: line for line in response.lines.all()}
        left = {
            number: standing_after(one.quantity, response, said.get(number))
            for number, one in standing_of(order, lines).items()
        }
        left = with_what_has_left(order, left)
        settle(order, lines, left, f"response:{response.pk}", now)
        moved = move_on(order, lines, ResponseCode.CONDITIONALLY_ACCEPTED)
    _confirm(told, {number: one.quantity for number, one in standing_of(order, lines).items()}, now)
    close_overtaken(moved, now)
    return moved


def confirm_told(
    order: Order, lines: Sequence[OrderLine], response: OrderResponse, now: datetime
) -> None:
    """A later answer to the order itself (T76) is the supplier's word on what it was told."""
    if response.response_code == ResponseCode.ACKNOWLEDGED or order.state not in ORDER_TRANSITIONS:
        return
    waiting = list(order.changes.filter(state=ChangeState.TOLD))
    if waiting:
        stands = {number: one.quantity for number, one in standing_of(order, lines).items()}
        for told in waiting:
            _confirm(told, stands, now)


def _confirm(told: OrderChange, stands: Mapping[int, int], now: datetime) -> None:
    """Confirmed as it was told, or in part where fewer of a line come after all."""
    kept = all(stands[line.line_number] >= line.quantity for line in told.lines.all())
    _close(told, ChangeState.AGREED if kept else ChangeState.PARTLY_AGREED, now)


def close_overtaken(order: Order, now: datetime) -> None:
    """What still waits for an answer when the order is over is overtaken."""
    if order.state in ORDER_TRANSITIONS:
        return
    for asked in order.changes.filter(state__in=CHANGE_TRANSITIONS):
        _close(asked, ChangeState.OVERTAKEN, now)


def _close(asked: OrderChange, state: ChangeState, now: datetime) -> None:
    change(asked, state=state, answered_at=now)

"""Taking in suppliers' answers and acting on them.

Two steps by two actors: the supplier's message adds its own row; then a job of the
buyer's settles the order by it. So each table keeps one writer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.ordering.documents import Answer
from samkop.ordering.models import (
    Order,
    OrderChange,
    OrderLine,
    OrderResponse,
    OrderResponseLine,
    SubstituteDecision,
)
from samkop.ordering.policies import may_decide_substitute
from samkop.ordering.queries import open_offers
from samkop.ordering.rules import standing_quantity
from samkop.ordering.usecases.change_answer import (
    close_overtaken,
    confirm_told,
    settle_change,
)
from samkop.ordering.usecases.delivery_promises import keep_promises
from samkop.ordering.usecases.moving_on import move_on, standing_after, with_what_has_left
from samkop.ordering.usecases.order import settle, standing_of
from samkop.ordering.usecases.telling_decisions import tell_of_decisions
from samkop.ordering.vocabulary import (
    ORDER_TRANSITIONS,
    ChangeKind,
    ChangeState,
    OrderState,
    ResponseCode,
)
from samkop.platform.actors import Actor
from samkop.platform.audit.entries import Change
from samkop.platform.outbox import tell
from samkop.platform.records import create, create_all, note, subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import current_unit, require


def record_answer(
    *, actor: Actor, now: datetime, answer: Answer, buyer_id: int, message_id: int
) -> OrderResponse:
    """Keep a supplier's answer to one of the buyer's orders; ``actor`` is its message.

    Raises Refused: ``order-unknown`` when this supplier has no such order of this buyer,
    ``order-line-unknown`` when a line is answered that was never ordered,
    ``line-answered-twice``, ``quantity-not-whole``, ``price-negative``,
    ``response-number-reused``.
    """
    order = Order.objects.filter(
        buyer_id=buyer_id, supplier_id=actor.own_party_id, number=answer.order_number
    ).first()
    if order is None:
        raise Refused(
            "order-unknown",
            _("There is no order %(number)s from this buyer to this supplier."),
            status=404, number=answer.order_number,
        )  # fmt: skip
    _check_lines(answer)
    asked = _what_is_answered(order, answer)
    if order.responses.filter(number=answer.number).exists():
        raise Refused(
            "response-number-reused",
            _("Order response %(number)s to this order was received before."),
            number=answer.number,
        )
    known = set(order.lines.values_list("line_number", flat=True))
    unknown = sorted({line.line_number for line in answer.lines} - known)
    if unknown:
        raise Refused(
            "order-line-unknown",
            _("Order %(number)s has no line %(lines)s."),
            status=422, number=order.number, lines=", ".join(map(str, unknown)),
        )  # fmt: skip
    response = create(
        OrderResponse(
            order=order, buyer_id=order.buyer_id, supplier_id=order.supplier_id,
            number=answer.number, response_code=answer.response_code, note=answer.note[:500],
            promised_on=_promised_for_all(answer, asked), change=asked,
            message_id=message_id, received_at=now,
        )
    )  # fmt: skip
    create_all(_lines_of(response, order, answer), under=response)
    tell("order-answered", order_id=order.pk, response_id=response.pk, buyer_id=order.buyer_id)
    return response


def _what_is_answered(order: Order, answer: Answer) -> OrderChange | None:
    """The change or cancellation that it answers; None for an answer to the order itself.

    A change is named (Peppol BIS Advanced Ordering 3, T116, "Order change reference"). An
    answer to a cancellation names the order alone there (its scenario 4), so it is one where
    a cancellation waits and the order itself had its answer before.
    """
    if answer.change_number:
        named = order.changes.filter(number=answer.change_number).first()
        if named is None:
            raise Refused(
                "order-change-unknown",
                _("Order %(number)s has no change %(change)s."),
                status=404, number=order.number, change=answer.change_number,
            )  # fmt: skip
        return named
    if not answer.is_advanced:
        return None
    order_itself = order.responses.filter(change=None)
    if not order_itself.exclude(response_code=ResponseCode.ACKNOWLEDGED).exists():
        return None
    asked = order.changes.filter(kind=ChangeKind.CANCELLATION, state=ChangeState.ASKED).first()
    if asked is not None or order.state != OrderState.CANCELLED:
        return asked
    # Every substitute was declined: that was told by a cancellation too.
    return order.changes.filter(kind=ChangeKind.SUBSTITUTION, state=ChangeState.TOLD).last()


def _promised_for_all(answer: Answer, asked: OrderChange | None) -> date | None:
    """The day said; who agrees to a change without a word agrees to its day."""
    agrees = asked is not None and answer.response_code == ResponseCode.ACCEPTED
    return answer.promised_on or (asked.requested_on if asked and agrees else None)


def _lines_of(response: OrderResponse, order: Order, answer: Answer) -> Iterator[OrderResponseLine]:
    """The answer's lines as rows; a price in another currency says nothing about the order's."""
    quantities = dict(order.lines.values_list("line_number", "quantity"))
    comparable = answer.currency == order.currency
    for line in answer.lines:
        yield OrderResponseLine(
            response=response, line_number=line.line_number, status=line.status,
            quantity=standing_quantity(
                quantities[line.line_number], code=answer.response_code,
                line_status=line.status,
                line_quantity=None if line.quantity is None else int(line.quantity),
            ),
            promised_on=line.promised_on,
            parts=[[quantity, day.isoformat()] for quantity, day in line.parts],
            unit_price_cents=line.unit_price_cents if comparable else None,
            substitute_item_id=line.substitute_item_id[:80],
            substitute_name=line.substitute_name[:200], note=line.note[:500],
        )  # fmt: skip


def _check_lines(answer: Answer) -> None:
    """Each line once, and whole pieces: what the house cannot count is refused."""
    numbers = [line.line_number for line in answer.lines]
    if len(numbers) != len(set(numbers)):
        raise Refused(
            "line-answered-twice",
            _("Order response %(number)s answers the same order line twice."),
            status=422, number=answer.number,
        )  # fmt: skip
    if any((line.unit_price_cents or 0) < 0 for line in answer.lines):
        raise Refused(
            "price-negative",
            _("Order response %(number)s has a negative price."),
            status=422, number=answer.number,
        )  # fmt: skip
    quantities = [line.quantity for line in answer.lines if line.quantity is not None]
    if any(quantity < 0 or quantity != int(quantity) for quantity in quantities):
        raise Refused(
            "quantity-not-whole",
            _("Order response %(number)s has a quantity that is no whole number of pieces."),
            status=422, number=answer.number,
        )  # fmt: skip


def settle_by_answer(*, actor: Actor, now: datetime, order_id: int, response_id: int) -> Order:
    """Settle the buyer's order by an answer: give back what does not come, set the state.

    An answer that a newer one has overtaken, or that comes after the end, changes nothing.
    """
    order = Order.objects.select_for_update().get(id=order_id)
    response = OrderResponse.objects.prefetch_related("lines").get(id=response_id, order=order)
    if response.change is not None:
        settled = settle_change(order, response, response.change, now)
        keep_promises(order.pk)
        return settled
    if order.state not in ORDER_TRANSITIONS:
        note(ignored=f"the order is {order.state} already")
        return order
    settled_before, offered = _newest_settled(order), order.state == OrderState.SUBSTITUTE_OFFERED
    if settled_before > response.pk:
        note(ignored="a newer answer has been settled")
        return order
    lines = list(order.lines.all())
    answered = {line.line_number: line for line in response.lines.all()}
    standing = {
        number: standing_after(one.quantity, response, answered.get(number))
        for number, one in standing_of(order, lines).items()
    }
    standing = with_what_has_left(order, standing)
    settle(order, lines, standing, f"response:{response.pk}", now)
    moved = move_on(order, lines, response.response_code)
    close_overtaken(moved, now)
    if settled_before:
        confirm_told(moved, lines, response, now)
    if offered and moved.state in ORDER_TRANSITIONS:
        # What was decided before the supplier took back the rest of its offer.
        tell_of_decisions(moved, lines, now)
    keep_promises(order.pk)
    return moved


def decide_substitute(
    *, actor: Actor, now: datetime, order_id: int, response_line_id: int, accepted: bool
) -> Order:
    """Say yes or no to an offered substitute; its supplier is told.

    A no gives the line's money back; a yes to a lower price, or to fewer, what it costs less.
    Once nothing more of the order waits for a word, the supplier gets it as a document. Raises
    Refused: ``not-found``, ``not-allowed``, ``substitute-decided-already``,
    ``offer-superseded``, ``change-document-invalid``, ``substitute-dearer`` for a yes to one
    above the price that stands.
    """
    order = Order.objects.select_for_update().filter(id=order_id).first()
    offered = OrderResponseLine.objects.filter(
        id=response_line_id, response__order_id=order_id
    ).first()
    if order is None or offered is None:
        raise not_found()
    if SubstituteDecision.objects.filter(response_line=offered).exists():
        raise Refused("substitute-decided-already", _("This has been decided already."))
    require(may_decide_substitute(actor, order))
    if open_offers(order.pk).get(offered.line_number) != offered:
        raise Refused(
            "offer-superseded",
            _("The supplier has answered anew since. Load the page again and look at its answer."),
        )
    lines = list(order.lines.all())
    price = standing_of(order, lines)[offered.line_number].unit_price_cents
    if accepted:
        _require_not_dearer(offered, price)
    create(
        SubstituteDecision(
            party_id=order.buyer_id, response_line=offered, person_id=actor.own_person_id,
            accepted=accepted, at=now,
        )
    )  # fmt: skip
    # The order's history says what was decided about which.
    name = offered.substitute_name or offered.substitute_item_id
    said = {"substitute_accepted" if accepted else "substitute_declined": ["", name]}
    current_unit().changes.append(Change(subject_of(order), said))
    _settle_decision(order, lines, offered, now, accepted=accepted)
    tell(
        "substitute-decided", order_id=order.pk, response_line_id=offered.pk,
        supplier_id=order.supplier_id,
    )  # fmt: skip
    moved = move_on(order, lines, ResponseCode.CONDITIONALLY_ACCEPTED, by_buyer=True)
    close_overtaken(moved, now)
    tell_of_decisions(moved, lines, now)
    keep_promises(order.pk)
    return moved


def _settle_decision(
    order: Order, lines: list[OrderLine], offered: OrderResponseLine, now: datetime, *,
    accepted: bool,
) -> None:  # fmt: skip
    """What is declined does not come; of what is accepted, as many and as dear as offered."""
    number, cents = offered.line_number, offered.unit_price_cents
    quantities = {number: offered.quantity if accepted else 0}
    if accepted and not offered.quantity:
        quantities = {}  # an offer that names no quantity is for all of them
    settle(
        order, lines, quantities, f"substitute:{offered.pk}", now,
        prices={number: cents} if accepted and cents is not None else {},
    )  # fmt: skip


def _require_not_dearer(offered: OrderResponseLine, price_cents: int) -> None:
    """Budget, ceiling and price rule were asked for the price that stands, and no other."""
    if offered.unit_price_cents is not None and offered.unit_price_cents > price_cents:
        raise Refused(
            "substitute-dearer",
            _("The supplier wants more for the substitute than the order's price. Decline it,"
              " and order it at its own price from the shop."),
        )  # fmt: skip


def _newest_settled(order: Order) -> int:
    """The newest answer that has been settled, 0 if none."""
    causes = order.settlements.filter(cause__startswith="response:")
    return max((int(c.split(":")[1]) for c in causes.values_list("cause", flat=True)), default=0)

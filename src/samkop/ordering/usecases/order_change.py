"""Asking a supplier to change or cancel an order that it has; nothing is given back before yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.ordering.documents import ChangedLine
from samkop.ordering.models import Order, OrderChange
from samkop.ordering.queries.answers import decisions_on
from samkop.ordering.queries.line_progress import progress_of
from samkop.ordering.rules.changing import Changeable, Hindered, Hindrance, hindrance
from samkop.ordering.rules.fulfilment import LineProgress
from samkop.ordering.usecases.change_document import Asking, write_change
from samkop.ordering.usecases.order import order_to_call_back, withdraw_order
from samkop.ordering.vocabulary import (
    ORDER_TRANSITIONS,
    ChangeKind,
    ChangeState,
    OrderState,
)
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.refusals import Refused

LONGEST_REASON = 500
# Before this the supplier has not said yes, so that there is nothing to change
# (Peppol BIS Advanced Ordering 3, scenario 2).
CHANGEABLE = frozenset({OrderState.CONFIRMED, OrderState.PARTLY_CONFIRMED})
SENTENCES = {
    Hindrance.UNKNOWN: _("The order has no line %(line)s. Load the page again."),
    Hindrance.RAISED: _(
        "Line %(line)s: %(figure)s are to come. Order more anew in the shop, so that budget,"
        " ceiling and approval are asked."
    ),
    Hindrance.DESPATCHED: _(
        "Line %(line)s: %(figure)s are on their way or here. Take back the others, and send"
        " these back when they have come."
    ),
}


@dataclass(frozen=True)
class Wanted:
    """What is wanted of an answered order: how many in all, by line number, or another day.

    ``person_id`` is who asks, where that is not who acts.
    """

    quantities: Mapping[int, int]
    reason: str
    requested_on: date | None = None
    person_id: int | None = None


def ask_for_cancellation(*, actor: Actor, now: datetime, order_id: int, reason: str) -> Order:
    """Take a whole order back: at once where its document has not left, else by asking.

    Asked for, budget and ceiling stay committed until the supplier agrees. Raises Refused:
    ``not-found``, ``not-allowed``, ``order-cancelled-already``, ``order-over``,
    ``reason-missing``, ``change-waits``, ``substitute-waits``, ``order-despatched``,
    ``change-document-invalid``.
    """
    order = order_to_call_back(actor, order_id)
    cancel_or_ask(order, reason, now)
    return order


def cancel_or_ask(
    order: Order, reason: str, now: datetime, person_id: int | None = None
) -> OrderChange | None:
    """Take back an order that is locked; None where that was done at once. Raises as above."""
    if withdraw_order(order, now):
        return None
    _require_askable(order, reason)
    progress = progress_of(order.pk)
    if any(one.gone for one in progress):
        raise Refused(
            "order-despatched",
            _("A part of the order is on its way or here already. Ask for a change of what is"
              " not, and send the rest back when it has come."),
        )  # fmt: skip
    gone = {one.line_number: 0 for one in progress}
    lines = _changed(order, progress, gone)
    return _ask(order, Asking(ChangeKind.CANCELLATION, lines, reason.strip(), None, person_id), now)


def ask_for_change(
    *, actor: Actor, now: datetime, order_id: int, quantities: Mapping[int, int],
    requested_on: date | None = None, reason: str,
) -> OrderChange:  # fmt: skip
    """Ask for fewer of some lines, or for another day of delivery, of an answered order.

    ``quantities`` say by line number how many are wanted in all; lines that are not named
    stay. More is ordered anew. Raises Refused: ``not-found``, ``not-allowed``,
    ``order-cancelled-already``, ``order-over``, ``reason-missing``, ``change-waits``,
    ``substitute-waits``, ``order-unanswered``, ``order-line-unknown``, ``quantity-raised``,
    ``line-despatched``, ``requested-in-the-past``, ``nothing-changed``,
    ``nothing-left-of-order``, ``change-document-invalid``.
    """
    order = order_to_call_back(actor, order_id)
    return change_asked(order, Wanted(quantities, reason, requested_on), now)


def change_asked(order: Order, asked: Wanted, now: datetime) -> OrderChange:
    """Ask for a change of an order that is locked. Raises as ``ask_for_change``."""
    _require_askable(order, asked.reason)
    if order.state not in CHANGEABLE:
        raise Refused(
            "order-unanswered",
            _("The supplier has not confirmed this order yet. Wait for its answer, or cancel the"
              " order and order anew."),
        )  # fmt: skip
    progress = progress_of(order.pk)
    lines = [Changeable(one.line_number, one.standing, one.gone) for one in progress]
    hindered = hindrance(lines, asked.quantities)
    if hindered is not None:
        raise _hindered(hindered)
    wanted = {
        one.line_number: asked.quantities.get(one.line_number, one.standing) for one in progress
    }
    today = day_of(now, order.buyer.time_zone)
    _require_something(progress, wanted, asked.requested_on, today)
    asking = Asking(
        ChangeKind.CHANGE, _changed(order, progress, wanted), asked.reason.strip(),
        asked.requested_on, asked.person_id,
    )  # fmt: skip
    return _ask(order, asking, now)


def _changed(
    order: Order, progress: Sequence[LineProgress], wanted: Mapping[int, int]
) -> dict[int, ChangedLine]:
    """Each line as it is wanted, as the substitute that was taken for it where one was."""
    taken = {one.response_line.line_number: one.response_line if one.accepted else None
             for one in decisions_on(order.pk)}  # fmt: skip
    return {
        one.line_number: ChangedLine(
            one.standing, wanted[one.line_number], one.unit_price_cents, taken.get(one.line_number)
        )
        for one in progress
    }


def _ask(order: Order, asking: Asking, now: datetime) -> OrderChange:
    """Write it down with its document; the supplier is told."""
    asked = write_change(order, asking, now)
    tell("order-change-asked", order_id=order.pk, change_id=asked.pk, supplier_id=order.supplier_id)
    return asked


def _require_askable(order: Order, reason: str) -> None:
    if order.state not in ORDER_TRANSITIONS:
        raise Refused("order-over", _("The order is over: nothing of it comes any more."))
    if order.state == OrderState.SUBSTITUTE_OFFERED:
        raise Refused(
            "substitute-waits",
            _("The supplier offers a substitute. Say yes or no to it first: a no takes that"
              " line back at once."),
        )  # fmt: skip
    if order.changes.filter(state=ChangeState.ASKED).exists():
        raise Refused(
            "change-waits",
            _("The supplier has not answered what was asked before. Wait for its answer, or call"
              " the supplier."),
        )  # fmt: skip
    if not reason.strip():
        raise Refused(
            "reason-missing", _("Write why, so that the supplier can decide."), status=422,
            fields={"reason": _("Write a reason.")},
        )  # fmt: skip


def _require_something(
    progress: Sequence[LineProgress], wanted: Mapping[int, int], requested_on: date | None,
    today: date,
) -> None:  # fmt: skip
    if requested_on is not None and requested_on < today:
        raise Refused(
            "requested-in-the-past", _("The day has passed. Choose a later one."), status=422,
            fields={"requested_on": _("Choose a later day.")},
        )  # fmt: skip
    lowered = any(wanted[one.line_number] < one.standing for one in progress)
    if not lowered and requested_on is None:
        raise Refused(
            "nothing-changed", _("Lower a quantity or choose another day: nothing is changed."),
            status=422,
        )  # fmt: skip
    if not any(wanted.values()):
        raise Refused(
            "nothing-left-of-order", _("Nothing would be left. Cancel the whole order instead."),
            status=422,
        )  # fmt: skip


def _hindered(one: Hindered) -> Refused:
    sentence = SENTENCES[one.why]
    return Refused(
        one.why.value, sentence, status=422, line=one.line_number, figure=one.figure,
        fields={f"quantity_{one.line_number}": sentence % {
            "line": one.line_number, "figure": one.figure,
        }},
    )  # fmt: skip

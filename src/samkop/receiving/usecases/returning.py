"""Sending goods back: announced by the buyer, sent, and taken back by the supplier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.core.texts import visible
from samkop.ordering.models import Order, OrderLine
from samkop.ordering.usecases.line_progress import move_lines
from samkop.ordering.vocabulary import LineMovementKind
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, create_all, create_new, remove, subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.receiving.models import (
    GoodsReturn,
    GoodsReturnLine,
    ReceivedSerial,
    ReturnAcceptance,
    ReturnedSerial,
)
from samkop.receiving.policies import may_accept_return, may_expect, may_return
from samkop.receiving.queries.returns import returnable_of, serials_here
from samkop.receiving.rules.despatching import named_twice
from samkop.receiving.rules.returning import Returnable, Returned
from samkop.receiving.usecases.return_remedy import locked_return, release_returned
from samkop.receiving.vocabulary import REMEDIES, ReturnReason, ReturnState, SerialState


def announce_return(
    *, actor: Actor, now: datetime, order_id: int, reason: str, remedy: str,
    returned: Sequence[Returned], note_text: str = "",
) -> GoodsReturn:  # fmt: skip
    """Announce goods of an order that go back; its supplier sees it at once.

    Of a ``wrong-item`` go the pieces that were reported as such, for any other reason pieces
    that were received and are here; those with serial numbers are named by them. ``remedy`` is
    what the buyer wants for it. Raises Refused: ``not-found``, ``not-allowed``,
    ``reason-unknown``, ``remedy-unfit``, ``lines-missing``, ``more-returned-than-here``,
    ``serial-twice``, ``serial-not-here``, ``serials-missing``.
    """
    order = locked_order(order_id)
    require(may_return(actor, order.buyer_id))
    _require_reason(reason, remedy)
    lines = {line.line_number: line for line in order.lines.all()}
    going = [one for one in returned if one.quantity or one.serial_numbers]
    _require_lines(going, lines)
    is_wrong = reason == ReturnReason.WRONG_ITEM
    able = {one.line_number: one for one in returnable_of(order)}
    for one in going:
        _require_here(one, able[one.line_number], is_wrong=is_wrong)
    count = GoodsReturn.objects.filter(order=order).count()
    made = create(
        GoodsReturn(
            buyer_id=order.buyer_id, supplier_id=order.supplier_id, order=order, reason=reason,
            remedy=remedy,
            number=f"R-{order.number}-{count + 1}", note=visible(note_text).strip()[:500],
            announced_at=now, announced_by_id=actor.own_person_id,
        )
    )  # fmt: skip
    _keep_lines(made, going, lines)
    tell(
        "return-announced", return_id=made.pk, buyer_id=made.buyer_id,
        supplier_id=made.supplier_id,
    )  # fmt: skip
    return made


def locked_order(order_id: int) -> Order:
    """The order: two who send back at once see each other's pieces."""
    order = Order.objects.select_for_update().filter(id=order_id).first()
    if order is None:
        raise not_found()
    return order


def _require_reason(reason: str, remedy: str) -> None:
    if reason not in ReturnReason.values:
        sentence = _("Say why it goes back.")
        raise Refused("reason-unknown", sentence, status=422, fields={"reason": sentence})
    if remedy not in REMEDIES[ReturnReason(reason)]:
        sentence = _("Choose what you want for it; what was not ordered, or is not wanted any"
                     " more, is credited.")  # fmt: skip
        raise Refused("remedy-unfit", sentence, status=422, fields={"remedy": sentence})


def _require_lines(going: Sequence[Returned], lines: Mapping[int, OrderLine]) -> None:
    numbers = [one.line_number for one in going]
    if not going or len(set(numbers)) < len(numbers) or not set(numbers) <= set(lines):
        raise Refused(
            "lines-missing",
            _("Write how many go back of at least one line of the order, each line once."),
            status=422,
        )


def _require_here(one: Returned, able: Returnable, *, is_wrong: bool) -> None:
    most = able.wrong if is_wrong else able.here
    if not 0 < one.quantity <= most or len(one.serial_numbers) > one.quantity:
        raise _refused(
            "more-returned-than-here", "quantity", one,
            _("Line %(line)s: %(left)s can go back. Write as many or fewer."), left=most,
        )  # fmt: skip
    if twice := named_twice(one.serial_numbers):
        raise _refused(
            "serial-twice", "serials", one,
            _("Line %(line)s: serial number %(serial)s stands there twice. Take one away."),
            serial=twice,
        )  # fmt: skip
    strange = next((each for each in one.serial_numbers if each not in able.serials), None)
    if strange is not None:
        raise _refused(
            "serial-not-here", "serials", one,
            _("Line %(line)s: serial number %(serial)s was not received, or is in a return"
              " already. Compare it with the label."),
            serial=strange,
        )  # fmt: skip
    if not is_wrong and one.quantity - len(one.serial_numbers) > able.unnamed:
        raise _refused(
            "serials-missing", "serials", one,
            _("Line %(line)s: name the serial numbers of those that go back."),
        )  # fmt: skip


def _refused(
    code: str, field: str, one: Returned, sentence: str | Promise, **values: object
) -> Refused:
    return Refused(
        code, sentence, status=422, line=one.line_number, **values,
        fields={f"{field}_{one.line_number}": _("Correct it.")},
    )  # fmt: skip


def _keep_lines(
    made: GoodsReturn, going: Sequence[Returned], lines: Mapping[int, OrderLine]
) -> None:
    sides = {"buyer_id": made.buyer_id, "supplier_id": made.supplier_id}
    kept = create_all(
        (
            GoodsReturnLine(
                goods_return=made, **sides, line_number=one.line_number, quantity=one.quantity,
                seller_item_id=lines[one.line_number].seller_item_id,
                name=lines[one.line_number].name, unit_code=lines[one.line_number].unit_code,
            )
            for one in going
        ),
        under=made,
    )  # fmt: skip
    here = serials_here(made.order_id)
    create_all(
        (
            ReturnedSerial(
                line=line, received=serial, **sides, serial_number=serial.serial_number
            )
            for line, one in zip(kept, going, strict=True)
            for serial in here.get(one.line_number, ())
            if serial.serial_number in one.serial_numbers
        ),
        under=made,
    )  # fmt: skip


def send_return(
    *, actor: Actor, now: datetime, return_id: int, tracking_id: str = ""
) -> GoodsReturn:
    """Say that announced goods have gone: they are here no more. Told as ``goods-returned``.

    Raises Refused: ``not-found``, ``not-allowed``, ``return-not-announced``.
    """
    found = locked_return(return_id)
    require(may_return(actor, found.buyer_id))
    _require_announced(found)
    return _gone(found, now, tracking_id=visible(tracking_id).strip()[:80])


def cancel_return(*, actor: Actor, now: datetime, return_id: int) -> GoodsReturn:
    """Keep here after all what was announced to go back.

    Raises Refused: ``not-found``, ``not-allowed``, ``return-not-announced``.
    """
    found = locked_return(return_id)
    require(may_return(actor, found.buyer_id))
    _require_announced(found)
    for serial in ReturnedSerial.objects.filter(line__goods_return=found):
        remove(serial)
    return change(found, state=ReturnState.CANCELLED)


def accept_return(
    *, actor: Actor, now: datetime, return_id: int, note_text: str = ""
) -> ReturnAcceptance:
    """The supplier says that it has the goods back; ``note_text`` is for the buyer.

    It may be faster than the buyer's word that they were sent. Raises Refused: ``not-found``,
    ``not-allowed``, ``return-accepted``, ``return-cancelled``.
    """
    found = GoodsReturn.objects.filter(id=return_id).first()
    if found is None:
        raise not_found()
    require(may_accept_return(actor, found))
    if found.state == ReturnState.CANCELLED:
        raise _kept_here()
    made = ReturnAcceptance(
        goods_return=found, supplier_id=found.supplier_id, buyer_id=found.buyer_id,
        note=visible(note_text).strip()[:500], accepted_at=now,
    )  # fmt: skip
    if not create_new(made):
        raise Refused("return-accepted", _("This has been confirmed already. Load the page again."))
    require_still_going(found.pk)
    tell("return-accepted", return_id=found.pk, buyer_id=found.buyer_id)
    return made


def require_still_going(return_id: int) -> None:
    """Refuse ``return-cancelled`` where the buyer has cancelled it in the meantime.

    A supplier cannot lock the buyer's row. But its own row's foreign key waits for a buyer who
    is cancelling: asked after writing it, the state is what the buyer left. And a buyer who
    gets the lock afterwards sees the supplier's row.
    """
    if GoodsReturn.objects.filter(id=return_id, state=ReturnState.CANCELLED).exists():
        raise _kept_here()


def _kept_here() -> Refused:
    return Refused("return-cancelled", _("The buyer keeps the goods: this was cancelled."))


def close_return(*, actor: Actor, now: datetime, return_id: int) -> GoodsReturn:
    """A job of the buyer's: what the supplier has back has gone, and is taken."""
    found = locked_return(return_id)
    require(may_expect(actor, found.buyer_id))
    if found.state == ReturnState.ANNOUNCED:
        _gone(found, now)
    if found.state == ReturnState.SENT:
        change(found, state=ReturnState.TAKEN, taken_at=found.acceptance.accepted_at)
    return found


def _gone(found: GoodsReturn, now: datetime, *, tracking_id: str = "") -> GoodsReturn:
    """It has left: the order's line moves, unless it never was of the order."""
    change(found, state=ReturnState.SENT, sent_at=now, tracking_id=tracking_id)
    lines = list(found.lines.order_by("line_number"))
    quantities = {line.line_number: line.quantity for line in lines}
    serials = ReceivedSerial.objects.filter(returned__line__goods_return=found)
    for serial in serials.select_for_update(of=("self",)).order_by("id"):
        change(serial, state=SerialState.RETURNED)
    if found.reason == ReturnReason.WRONG_ITEM:
        release_returned(found, quantities, now)
        tell("pieces-freed", buyer_id=found.buyer_id, order_ids=[found.order_id])
        return found
    move_lines(
        order_id=found.order_id, kind=LineMovementKind.RETURNED, quantities=quantities,
        source=subject_of(found), now=now,
    )  # fmt: skip
    release_returned(found, quantities, now)
    named = ReturnedSerial.objects.filter(line__goods_return=found).order_by("id")
    tell(
        "goods-returned", return_id=found.pk, buyer_id=found.buyer_id,
        supplier_id=found.supplier_id, order_ids=[found.order_id], reason=found.reason,
        returned_on=day_of(now, party_of(found.buyer_id).time_zone).isoformat(),
        lines=[
            {
                "line_number": line.line_number, "quantity": line.quantity,
                "serial_numbers": [one.serial_number for one in named if one.line_id == line.pk],
            }
            for line in lines
        ],
    )  # fmt: skip
    return found


def _require_announced(found: GoodsReturn) -> None:
    if found.state != ReturnState.ANNOUNCED or hasattr(found, "acceptance"):
        raise Refused(
            "return-not-announced",
            _("This return has gone, or was cancelled. Load the page again."),
        )

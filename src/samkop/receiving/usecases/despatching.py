"""A supplier's people despatch goods by hand, with the document that a system would send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.exchange.models import Message
from samkop.exchange.queries import documents_of
from samkop.exchange.usecases.by_hand import require_addresses, written
from samkop.exchange.usecases.outbound import send_document
from samkop.exchange.vocabulary import DocumentType
from samkop.ordering.models import Order, OrderLine
from samkop.ordering.queries import order_of
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.receiving.documents.despatching import DespatchByHand, despatch_document
from samkop.receiving.policies import may_despatch
from samkop.receiving.queries.despatching import (
    announced_before,
    left_to_send,
    subject_of_despatch,
)
from samkop.receiving.rules.despatching import Sent, named_twice


def despatch_order(
    *,
    actor: Actor,
    now: datetime,
    order_id: int,
    sent: Sequence[Sent],
    expected_on: date,
    carrier: str = "",
    tracking_id: str = "",
    package_marks: Sequence[str] = (),
    rest_reason: str = "",
    note_text: str = "",
) -> Message:
    """Announce goods of an order of one's own customers; the buyer expects them at once.

    Each line stands in ``sent`` once; those of which nothing goes are left out. A line has
    the serial numbers of all its pieces or of none. Raises Refused: ``not-found``,
    ``not-allowed``, ``lines-missing``, ``quantity-above-order``, ``serials-missing``,
    ``serial-twice``, ``serial-announced-before``, ``expected-in-the-past``,
    ``own-address-missing``, ``despatch-invalid``.
    """
    order = order_of(order_id)
    if order is None:
        raise not_found()
    require(may_despatch(actor, order))
    today = day_of(now, order.supplier.time_zone)
    lines = {line.line_number: line for line in order.lines.all()}
    going = [one for one in sent if one.quantity or one.serial_numbers]
    left = _left_after(order, going)
    _check_serials(going, lines, order.supplier_id)
    if expected_on < today:
        raise Refused(
            "expected-in-the-past", _("The day on which it arrives has passed. Correct it."),
            status=422, fields={"expected_on": _("Choose a later day.")},
        )  # fmt: skip
    subject = subject_of_despatch(order.pk)
    number = f"DA-{order.number}-{documents_of(subject).count() + 1}"
    require_addresses(order.supplier, order.buyer)
    by_hand = DespatchByHand(
        number=number, issued_on=today, expected_on=expected_on, sent=tuple(going), left=left,
        carrier=carrier.strip(), tracking_id=tracking_id.strip(),
        package_marks=tuple(dict.fromkeys(package_marks)), rest_reason=rest_reason.strip(),
        note=note_text.strip(),
    )  # fmt: skip
    document = despatch_document(order, list(lines.values()), by_hand)
    return send_document(
        actor=actor, now=now, receiver_id=order.buyer_id, number=number, issue_date=today,
        document_type=DocumentType.DESPATCH_ADVICE.value,
        content=written(document, "despatch-invalid"), subject=subject, by_hand=True,
    )  # fmt: skip


def _left_after(order: Order, going: Sequence[Sent]) -> dict[int, int]:
    """How many of each line are still to come after it."""
    left = left_to_send(order)
    numbers = [one.line_number for one in going]
    if not going or len(set(numbers)) < len(numbers) or not set(numbers) <= set(left):
        raise Refused(
            "lines-missing",
            _("Write how many go of at least one line of the order, each line once."),
            status=422,
        )
    for one in going:
        if not 0 < one.quantity <= left[one.line_number]:
            raise Refused(
                "quantity-above-order",
                _("Line %(line)s: %(left)s of it are still to be sent. Write as many or fewer."),
                status=422, line=one.line_number, left=left[one.line_number],
                fields={f"quantity_{one.line_number}": _("More than is still to be sent.")},
            )  # fmt: skip
        left[one.line_number] -= one.quantity
    return left


def _check_serials(going: Sequence[Sent], lines: Mapping[int, OrderLine], supplier_id: int) -> None:
    for one in going:
        if one.serial_numbers and len(one.serial_numbers) != one.quantity:
            raise _serial_refused(
                "serials-missing", one,
                _("Line %(line)s: %(serials)s serial numbers for %(quantity)s pieces. Write one"
                  " for each, or none."),
                serials=len(one.serial_numbers), quantity=one.quantity,
            )  # fmt: skip
        if twice := named_twice(one.serial_numbers):
            raise _serial_refused(
                "serial-twice", one,
                _("Line %(line)s: serial number %(serial)s stands there twice. Take one away."),
                serial=twice,
            )  # fmt: skip
        places = [(lines[one.line_number].seller_item_id, each) for each in one.serial_numbers]
        if before := announced_before(supplier_id, places):
            raise _serial_refused(
                "serial-announced-before", one,
                _("Line %(line)s: serial number %(serial)s was announced before. Write the right"
                  " one."),
                serial=before[0],
            )  # fmt: skip


def _serial_refused(code: str, one: Sent, sentence: str | Promise, **values: object) -> Refused:
    return Refused(
        code, sentence, status=422, line=one.line_number, **values,
        fields={f"serials_{one.line_number}": _("Compare the serial numbers.")},
    )  # fmt: skip

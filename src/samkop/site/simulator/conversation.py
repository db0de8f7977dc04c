"""All that a supplier has to say about one order, and about what its buyer says to it later.

Nothing is remembered but the order, what came of the buyer's since, and on which day each was
read; every document follows from these, the habits and the seed. So a supplier that was
killed says what it would have said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from samkop.core.edocs import Order, OrderCancellation, OrderChange, OrderResponse
from samkop.site.simulator.answering import Answer, answer
from samkop.site.simulator.billing import credit_note_of, invoice_of
from samkop.site.simulator.changing import Decision, Stock, consents_in, decided
from samkop.site.simulator.despatching import advice_of
from samkop.site.simulator.goods import (
    Shipment,
    Wishes,
    address_of,
    random_of,
    shipments_of,
)
from samkop.site.simulator.invoicing import Charge, Way, charges_of, way_of
from samkop.site.simulator.misbehaviour import Habits, Misbehaviour
from samkop.site.simulator.saying import said_of_advice, said_of_bill, said_of_response
from samkop.site.simulator.sending import Fate, Sending, carried

CREDITED_AFTER, BILLED_ANEW_AFTER = timedelta(days=1), timedelta(days=2)


@dataclass
class Conversation:
    """One order, read by its seller on ``day``; ``changes`` are what came of its buyer since."""

    order: Order
    day: date
    habits: Habits
    seed: int
    changes: list[tuple[date, OrderChange | OrderCancellation]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """An order that is read late is answered as of the day on which it is read."""
        since = max(self.day, self.order.issue_date)
        self.answer: Answer = answer(
            replace(self.order, issue_date=since), self.habits.mode, self.seed
        )
        self._decide()

    def _decide(self) -> None:
        """Decide on each change by what had left on the day on which it was read."""
        self.decisions: list[Decision] = []
        wishes, response = Wishes(), self.answer.response
        for day, change in self.changes:
            taken = consents_in(change, response, day, self.seed)
            wishes = Wishes(wishes.cuts, (*wishes.consents, *taken))
            stock = Stock(self._shipments(wishes), self._shipments(replace(wishes, cuts=())))
            made = decided(change, day, stock, self.order)
            self.decisions.append(made)
            wishes = replace(wishes, cuts=(*wishes.cuts, *made.cuts))
        self.shipments = self._shipments(wishes)

    def _shipments(self, wishes: Wishes) -> tuple[Shipment, ...]:
        return shipments_of(self.order, self.answer.response, self.habits, self.seed, wishes)

    def hear(self, day: date, change: OrderChange | OrderCancellation) -> None:
        """The buyer wants it otherwise."""
        self.changes.append((day, change))
        self._decide()

    @property
    def weekly(self) -> tuple[Shipment, ...]:
        """The shipments that are billed with other orders'."""
        return self.shipments if way_of(self.order, self.seed) is Way.WEEKLY else ()

    def charges(self) -> list[Charge]:
        """The bills of this order alone."""
        return list(charges_of(self.order, self.shipments, self.habits, self.seed))

    def sendings(self) -> Iterator[Sending]:
        """Every file about this order alone: answers, despatch advices, invoices."""
        charges = self.charges()
        yield from self._of_response()
        for made in self.decisions:
            random = self._random("decision", made.response.id)
            wrong = self.habits.drawn(made.response.kind, random)
            yield from self._response_sent(made.response, made.day, wrong, random)
        for shipment in self.shipments:
            yield from self._of_shipment(shipment, charges)
        for charge in charges:
            yield from sent_charge(charge, self.seed)

    def _of_response(self) -> Iterator[Sending]:
        response = self.answer.response
        random = self._random("response")
        wrong = self.habits.drawn(response.kind, random)
        day = response.issue_date
        if wrong is Misbehaviour.DESPATCH_FIRST:
            if self.shipments:
                day = self.shipments[0].leaves + timedelta(days=1)
            else:
                wrong = None
        yield from self._response_sent(response, day, wrong, random, mode=self.answer.mode)

    def _of_shipment(self, shipment: Shipment, charges: list[Charge]) -> Iterator[Sending]:
        wrong, day = shipment.misbehaviour, shipment.leaves
        advice = advice_of(shipment)
        if wrong is Misbehaviour.INVOICE_FIRST:
            billed = [charge.sent.day for charge in charges if shipment in charge.of]
            day = min(billed, default=day + timedelta(days=6)) + timedelta(days=1)
        random = self._random("advice", shipment.number)
        right = Sending(
            _key(advice.kind, self.order, advice.id), day, advice, said_of_advice(advice)
        )
        if wrong is Misbehaviour.DOUBLED_SERIALS:
            yield from _with_right_serials(right, shipment, random)
        else:
            yield from carried(right, wrong, random)

    def _response_sent(
        self, response: OrderResponse, day: date, wrong: Misbehaviour | None, random: Random,
        **more: str,
    ) -> Iterator[Sending]:  # fmt: skip
        key = _key(response.kind, self.order, response.id)
        right = Sending(key, day, response, {**said_of_response(response), **more})
        yield from carried(right, wrong, random)

    def _random(self, *about: object) -> Random:
        return random_of(self.seed, address_of(self.order), self.order.id, *about)


def sent_charge(charge: Charge, seed: int) -> Iterator[Sending]:
    """The files of an invoice."""
    invoice, order = invoice_of(charge.sent), charge.of[0].order
    right = Sending(
        _key(invoice.kind, order, invoice.id), invoice.issue_date, invoice,
        said_of_bill(charge.sent, charge.right),
    )  # fmt: skip
    yield from carried(
        right, charge.misbehaviour, random_of(seed, address_of(order), invoice.id, "carried")
    )


def corrected(charge: Charge, day: date, habits: Habits, seed: int) -> Iterator[Sending]:
    """A credit note and a right invoice, after the buyer's word of ``day``.

    An invoice that was right is left as it is: the supplier would send the same again.
    """
    if not charge.is_wrong:
        return
    order, number = charge.of[0].order, charge.sent.number
    note = credit_note_of(charge.sent, f"C{number}", day + CREDITED_AFTER)
    random = random_of(seed, address_of(order), number, "corrected")
    anew = replace(charge.right, number=f"{number}-N", day=day + BILLED_ANEW_AFTER)
    invoice = invoice_of(anew)
    credit: dict[str, Any] = {**said_of_bill(charge.sent, charge.sent), "credits": number}
    yield from carried(
        Sending(_key(note.kind, order, note.id), note.issue_date, note, credit),
        habits.drawn(note.kind, random), random,
    )  # fmt: skip
    yield Sending(
        _key(invoice.kind, order, invoice.id), invoice.issue_date, invoice,
        {**said_of_bill(anew, anew), "instead_of": number},
    )  # fmt: skip


def _with_right_serials(wrong: Sending, shipment: Shipment, random: Random) -> Iterator[Sending]:
    """An advice that names a serial number twice, and the right one when that is noticed."""
    lines = tuple(replace(line, announced=line.serials) for line in shipment.lines)
    advice = advice_of(replace(shipment, lines=lines))
    first = replace(
        wrong, key=f"{wrong.key}#twice", document=replace(advice_of(shipment), id=f"{advice.id}-S"),
        misbehaviour=shipment.misbehaviour, fate=Fate.QUARANTINED, fault="serial-expected-twice",
    )  # fmt: skip
    yield first
    yield replace(
        wrong, document=advice, says=said_of_advice(advice), misbehaviour=shipment.misbehaviour,
        day=wrong.day + timedelta(days=random.randint(2, 5)),
    )  # fmt: skip


def _key(kind: str, order: Order, number: str) -> str:
    return f"{kind}/{address_of(order)}/{number}"

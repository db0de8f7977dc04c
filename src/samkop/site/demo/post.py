"""The post of the demonstration: what waits goes out, suppliers answer, answers come in.

The rounds of the past are as those of today, only that what the documents bring about
happens at the time when they came, and not at today's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from samkop.agreements.tender_handlers import award_decided
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.transmitting import transmit_waiting
from samkop.fleet.handlers import devices_received, goods_announced
from samkop.opendata.handlers import tender_changed
from samkop.ordering.handlers import order_answered
from samkop.platform.outbox import Fact, Handler, Wiring, any_postponed, dispatch_waiting
from samkop.platform.unit_of_work import clock_of
from samkop.site.demo.beside import Beside
from samkop.site.simulator.answering import Mode
from samkop.site.simulator.misbehaviour import Habits
from samkop.site.simulator.pace import Pace
from samkop.site.simulator.suppliers import Suppliers
from samkop.site.wiring import FACTS

SEED = 1
PAUSE, PATIENCE = 0.5, 30  # seconds


class Post:
    """The folders under a data folder, and the suppliers at their other end."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._beside: Beside | None = None

    @contextmanager
    def shared_with(self, beside: Beside) -> Iterator[None]:
        """Let a second process take its share of what comes in."""
        self._beside = beside
        try:
            yield
        finally:
            self._beside = None

    @cached_property
    def suppliers(self) -> Suppliers:
        """Who hears the orders; whoever asks first waits until the past ones are read."""
        return Suppliers(self.data, Habits(), SEED)

    def send_out(self, now: datetime) -> None:
        """Carry everything that waits to be sent."""
        _to_the_end(lambda: transmit_waiting(self.data, now=now))

    def let_answer(self, mode: Mode, day: date) -> None:
        """Let the suppliers answer what came to them by a day of the past, and do no more."""
        self.suppliers.habits = Habits(mode, pace=Pace.ANSWERS)
        list(self.suppliers.play(day))

    def let_converse(self, mode: Mode, now: datetime) -> int:
        """Let the suppliers say what is due now; how many documents they sent."""
        self.suppliers.habits = Habits(mode, pace=Pace.STEPS)
        played = self.suppliers.play(now.astimezone(UTC).date(), now)
        return sum(line["what"] == "sent" for line in played)

    def take_in(self, now: datetime) -> None:
        """Read what lies in the inboxes, as it was done at a moment of the past."""
        with self._beside.sharing(tell_as_then) if self._beside else nullcontext():
            collect_inboxes(self.data, now=now)
            _to_the_end(tell_as_then)
        # What one of two processes could not do beside the other is done after its pause.
        given_up = time.monotonic() + PATIENCE
        while any_postponed() and time.monotonic() < given_up:
            time.sleep(PAUSE)
            _to_the_end(tell_as_then)


def tell_as_then() -> int:
    """Let facts of the past work; how many there were."""
    return dispatch_waiting(THEN)


def tell_what_happened() -> None:
    """Let every fact that waits work as it would have then."""
    _to_the_end(tell_as_then)


def _to_the_end(work: Callable[[], int]) -> None:
    while work():
        continue


def _then(handler: Handler) -> Handler:
    """A handler whose clock shows when the fact happened."""

    def handle(fact: Fact) -> None:
        with clock_of(lambda: fact.happened_at):
            handler(fact)

    return handle


# Of the past nobody is told any more, and what waits is not looked through at each document.
THEN: Wiring = {
    **{
        name: [_then(handler) for handler in FACTS[name]]
        for name in (
            "message-received",
            "goods-despatched",
            "invoice-accepted",
            "invoice-received",
            "award-signed",
            "consultation-changed",
            "tender-corrected",
            "tender-state-changed",
        )
    },
    "award-decided": [_then(award_decided), _then(tender_changed)],
    "goods-announced": [_then(goods_announced)],
    "goods-received": [_then(devices_received)],
    "order-answered": [_then(order_answered)],
}

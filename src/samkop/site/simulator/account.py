"""What a supplier keeps of one order: its conversation, its bills, the files that it sends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from samkop.core.edocs import Order, OrderCancellation, OrderChange
from samkop.site.simulator.conversation import Conversation, corrected
from samkop.site.simulator.goods import Shipment
from samkop.site.simulator.invoicing import Charge
from samkop.site.simulator.misbehaviour import RESPONSES, Habits
from samkop.site.simulator.pace import BEAT, Calendar, Pace
from samkop.site.simulator.sending import Sending


@dataclass
class Account:
    """One order, and ``folder``, that of its buyer.

    ``day`` is the day that it is for this conversation. ``moved`` is when it last got on, for
    who gets on by steps.
    """

    conversation: Conversation
    folder: str
    day: date
    moved: datetime | None = None
    calendar: Calendar = field(default_factory=Calendar)
    charges: list[Charge] = field(default_factory=list)
    files: list[Sending] = field(default_factory=list)
    # The invoices that the buyer wants otherwise, with the day on which that was read.
    disputed: dict[str, date] = field(default_factory=dict)

    @property
    def pace(self) -> Pace:
        """How quickly its supplier gets on."""
        return self.conversation.habits.pace

    def hear(self, change: OrderChange | OrderCancellation, own: date, real: date) -> None:
        """The buyer wants the order otherwise."""
        self._heard(own, real)
        self.conversation.hear(own, change)
        self.plan()

    def dispute(self, number: str, own: date, real: date) -> None:
        """The buyer wants an invoice otherwise; the first time is the one that counts."""
        if number not in self.disputed:
            self._heard(own, real)
            self.disputed[number] = own
            self.plan()

    def _heard(self, own: date, real: date) -> None:
        self.calendar.heard(own, real)
        self.day = max(self.day, own)

    def plan(self) -> None:
        """Lay bills and files out anew, after something was heard."""
        talk = self.conversation
        self.charges = [] if self.pace is Pace.ANSWERS else talk.charges()
        self.files = [sending for sending in self._said() if self._tells(sending)]
        if self.pace is Pace.STEPS:
            self.files = [
                replace(one, document=self.calendar.written(one.document)) for one in self.files
            ]

    def _said(self) -> Iterator[Sending]:
        talk = self.conversation
        yield from talk.sendings()
        for charge in self.charges:
            told = self.disputed.get(charge.sent.number)
            if told is not None:
                yield from corrected(charge, told, talk.habits, talk.seed)

    def _tells(self, sending: Sending) -> bool:
        return self.pace is not Pace.ANSWERS or sending.document.kind in RESPONSES

    def weekly(self) -> tuple[Shipment, ...]:
        """The shipments that are billed with other orders'."""
        return self.conversation.weekly if self.pace is Pace.DAYS else ()

    def left(self) -> Iterator[Shipment]:
        """The shipments that have left by now and are told of."""
        if self.pace is not Pace.ANSWERS:
            yield from (one for one in self.conversation.shipments if one.leaves <= self.day)

    def pass_to(self, today: date, now: datetime | None, sent: set[str]) -> None:
        """It is another day, or a moment at which the next step is taken."""
        if self.pace is not Pace.STEPS:
            self.day = today
        elif now is not None:
            if self.moved is None:
                self.moved = now
            elif now - self.moved >= BEAT:
                self.step(sent)
                self.moved = now

    def step(self, sent: set[str]) -> None:
        """Go on to the day of the next file that is not among those ``sent``, if there is one."""
        ahead = [one.day for one in self.files if one.key not in sent]
        self.day = max(self.day, min(ahead, default=self.day))

    def catch_up(self, sent: set[str]) -> None:
        """It is the day of the last file that was ``sent`` before this process began."""
        if self.pace is Pace.STEPS:
            self.day = max([self.day, *(one.day for one in self.files if one.key in sent)])


def opened(order: Order, folder: str, today: date, habits: Habits, seed: int) -> Account:
    """The account of an order that is read on a day."""
    read_on = order.issue_date if habits.pace is Pace.ANSWERS else max(today, order.issue_date)
    account = Account(Conversation(order, read_on, habits, seed), folder, read_on)
    account.calendar.heard(read_on, read_on)
    account.plan()
    return account

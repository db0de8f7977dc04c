"""The suppliers on the other side of the folders, a day at a time.

What they read stands in the ledger before anything follows from it, and what they write lies
in the inbox before it stands there. Killed in between, they write the same bytes again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path

from samkop.core.edocs import InvoiceResponse, Order, OrderCancellation, OrderChange, read
from samkop.exchange.transports.files import write_whole
from samkop.site.simulator.conversation import Conversation, corrected, sent_charge
from samkop.site.simulator.correcting import wants_another
from samkop.site.simulator.correspondence import EVERYBODY, is_for, memory_of
from samkop.site.simulator.goods import address_of
from samkop.site.simulator.invoicing import Charge, weekly_charges
from samkop.site.simulator.ledger import Line, ledger_of
from samkop.site.simulator.misbehaviour import Habits
from samkop.site.simulator.saying import said_of_goods
from samkop.site.simulator.sending import Fate, Sending

Heard = Order | OrderChange | OrderCancellation | InvoiceResponse
UNREADABLE = "unreadable"


@dataclass
class Account:
    """One order: its conversation, the folder of its buyer, its bills and the files to send."""

    conversation: Conversation
    folder: str
    charges: list[Charge] = field(default_factory=list)
    files: list[Sending] = field(default_factory=list)

    def plan(self) -> None:
        """Lay bills and files out anew, after something was heard."""
        self.charges = self.conversation.charges()
        self.files = list(self.conversation.sendings())


class Suppliers:
    """All suppliers, or the one that is known by the identifier ``party``."""

    def __init__(self, data: Path, habits: Habits, seed: int, party: str = EVERYBODY) -> None:
        self.exchange = data / "exchange"
        self.habits, self.seed, self.party = habits, seed, party
        self.ledger = ledger_of(data)
        self.accounts: dict[tuple[str, str], Account] = {}
        # The invoices that their buyers want otherwise, with the day on which it was read.
        self.disputed: dict[str, date] = {}
        # Orders that were answered in the way of the demo have no more to come.
        self.seen = set(memory_of(data).known)
        self.sent = {line["key"] for line in self.ledger.of("sent")}
        self.left = {(line["buyer"], line["order"], line["shipment"])
                     for line in self.ledger.of("left")}  # fmt: skip
        for line in list(self.ledger.of("heard")):
            self._remember(line)

    def play(self, day: date) -> Iterator[Line]:
        """Read what lies in the outboxes, and send what is due by then; the new ledger lines.

        The suppliers' calendar never goes back: an earlier day than the last is that day.
        """
        today = max(day, self.ledger.today)
        yield from self._hear(today)
        yield from self._goods(today)
        for folder, sending in self._due(today):
            if not self._must_wait(folder, sending):
                yield self._send(folder, sending, today)

    def _hear(self, today: date) -> Iterator[Line]:
        """The files of the outboxes that nobody has read, orders before what is about them."""
        found = []
        for path in sorted(self.exchange.glob("*/outbox/*.xml")):
            known_as = str(path.relative_to(self.exchange))
            if known_as not in self.seen:
                document = read(path.read_bytes())
                found.append((not isinstance(document, Order), known_as, document))
        for _later, known_as, document in sorted(found, key=lambda one: one[:2]):
            self.seen.add(known_as)
            if isinstance(document, Heard):
                if self._is_ours(document):
                    # On the disk before anything follows from it.
                    line = self._keep("heard", today, file=known_as, kind=document.kind)
                    self._take_up(known_as, document, today)
                    yield line
            elif Path(known_as).name.startswith("order-"):
                yield self._keep("heard", today, file=known_as, kind=UNREADABLE)

    def _keep(self, what: str, today: date, **said: object) -> Line:
        line = {"what": what, "day": today.isoformat(), **said}
        self.ledger.keep(line)
        return line

    def _remember(self, line: Line) -> None:
        """Hear again what was heard before this process began."""
        self.seen.add(line["file"])
        path = self.exchange / line["file"]
        if line["kind"] != UNREADABLE and path.exists():
            document = read(path.read_bytes())
            if isinstance(document, Heard) and self._is_ours(document):
                self._take_up(line["file"], document, date.fromisoformat(line["day"]))

    def _is_ours(self, document: Heard) -> bool:
        if isinstance(document, InvoiceResponse):
            return True  # it answers an invoice of ours, or none
        return is_for(document, self.party)

    def _take_up(self, known_as: str, document: Heard, day: date) -> None:
        if isinstance(document, InvoiceResponse):
            # The first answer that asks for another bill is the one that is followed.
            if wants_another(document):
                self.disputed.setdefault(document.document_id, day)
            return
        if isinstance(document, Order):
            key = (address_of(document), document.id)
            conversation = Conversation(document, day, self.habits, self.seed)
            account = Account(conversation, known_as.split("/", maxsplit=1)[0])
            self.accounts[key] = account
            account.plan()
            return
        known = self.accounts.get((address_of(document), document.order_reference))
        if known is not None:
            known.conversation.hear(day, document)
            known.plan()

    def _goods(self, today: date) -> Iterator[Line]:
        """The shipments that have left by now and were not told of."""
        for account in self.accounts.values():
            for shipment in account.conversation.shipments:
                known_as = (account.folder, shipment.order.id, shipment.number)
                if shipment.leaves <= today and known_as not in self.left:
                    self.left.add(known_as)
                    yield self._keep(
                        "left", today, buyer=account.folder,
                        misbehaviour=shipment.misbehaviour or "", **said_of_goods(shipment),
                    )  # fmt: skip

    def _due(self, today: date) -> list[tuple[str, Sending]]:
        """What is to be sent by now, in the order of its days."""
        found = [
            (account.folder, sending)
            for account in self.accounts.values()
            for sending in account.files
            if sending.day <= today and sending.key not in self.sent
        ]
        found += [
            (folder, sending)
            for folder, sending in self._of_several(today)
            if sending.day <= today and sending.key not in self.sent
        ]
        return sorted(found, key=lambda one: (one[1].day, one[1].key))

    def _of_several(self, today: date) -> Iterator[tuple[str, Sending]]:
        """The bills of the week, and what is said to the buyers' answers to any bill."""
        weekly = self._weekly(today)
        for folder, charge in weekly:
            for sending in sent_charge(charge, self.seed):
                yield folder, sending
        alone = ((one.folder, charge) for one in self.accounts.values() for charge in one.charges)
        for folder, charge in chain(weekly, alone):
            told = self.disputed.get(charge.sent.number)
            if told is not None:
                for sending in corrected(charge, told, self.habits, self.seed):
                    yield folder, sending

    def _weekly(self, today: date) -> list[tuple[str, Charge]]:
        folders = {address_of(one.conversation.order): one.folder for one in self.accounts.values()}
        shipments = (
            shipment for one in self.accounts.values() for shipment in one.conversation.weekly
        )
        charges = weekly_charges(shipments, self.habits, self.seed, today)
        return [(folders[address_of(charge.of[0].order)], charge) for charge in charges]

    def _must_wait(self, folder: str, sending: Sending) -> bool:
        """Whether another file of its name lies there still, which nobody has taken in yet."""
        target = self.exchange / folder / "inbox" / sending.file
        if not target.exists():
            return False
        return sending.fate is Fate.KNOWN or target.read_bytes() != sending.content()

    def _send(self, folder: str, sending: Sending, today: date) -> Line:
        target = self.exchange / folder / "inbox" / sending.file
        content = sending.content()
        write_whole(target, content)
        self.sent.add(sending.key)
        return self._keep(
            "sent", today, key=sending.key, file=f"{folder}/inbox/{target.name}",
            kind=sending.document.kind, number=sending.document.id,
            sha256=hashlib.sha256(content).hexdigest(), misbehaviour=sending.misbehaviour or "",
            fate=str(sending.fate), fault=sending.fault, means=sending.says,
        )  # fmt: skip

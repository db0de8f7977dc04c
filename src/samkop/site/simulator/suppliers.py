"""The suppliers on the other side of the folders: the one engine, for months and for minutes.

What they read stands in the ledger before anything follows from it, and what they write lies
in the inbox before it stands there. Killed in between, they write the same bytes again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from samkop.core.edocs import InvoiceResponse, Order, OrderCancellation, OrderChange, read
from samkop.exchange.transports.files import write_whole
from samkop.site.simulator.account import Account, opened
from samkop.site.simulator.conversation import corrected, sent_charge
from samkop.site.simulator.correcting import wants_another
from samkop.site.simulator.goods import EVERYBODY, address_of, is_for
from samkop.site.simulator.invoicing import Charge, weekly_charges
from samkop.site.simulator.ledger import Line, ledger_of
from samkop.site.simulator.misbehaviour import Habits, habits_of
from samkop.site.simulator.pace import Pace
from samkop.site.simulator.saying import said_of_goods
from samkop.site.simulator.sending import Fate, Sending

Heard = Order | OrderChange | OrderCancellation | InvoiceResponse
UNREADABLE, UNANSWERED = "unreadable", "unanswered"


class Suppliers:
    """All suppliers, or the one that is known by the identifier ``party``.

    ``habits`` are those with which orders are taken up from now on.
    """

    def __init__(self, data: Path, habits: Habits, seed: int, party: str = EVERYBODY) -> None:
        self.exchange = data / "exchange"
        self.habits, self.seed, self.party = habits, seed, party
        self.ledger = ledger_of(data)
        self.accounts: dict[tuple[str, str], Account] = {}
        self.billed: dict[str, Account] = {}
        # Bills of several orders that their buyers want otherwise, and when that was read.
        self.disputed: dict[str, date] = {}
        self.seen: set[str] = set()
        self.sent = {line["key"] for line in self.ledger.of("sent")}
        self.left = {(line["buyer"], line["order"], line["shipment"])
                     for line in self.ledger.of("left")}  # fmt: skip
        for line in list(self.ledger.of("heard")):
            self._remember(line)
        for account in self.accounts.values():
            account.catch_up(self.sent)

    def play(self, day: date, now: datetime | None = None) -> Iterator[Line]:
        """Read what lies in the outboxes, and send what is due by then; the new ledger lines.

        The suppliers' calendar never goes back: an earlier day than the last is that day. Who
        gets on by steps takes the next one a beat after the last, by ``now``; without it, none.
        """
        today = max(day, self.ledger.today)
        yield from self._hear(today, now)
        for account in self.accounts.values():
            account.pass_to(today, now, self.sent)
        yield from self._send_due(self.accounts.values(), self._of_several(today), today)

    def take_up(self, known_as: str, day: date, habits: Habits) -> Account:
        """Go on with an order in another way; what was sent of it stays sent.

        ``known_as`` is the order's file under the folder of exchange.
        """
        document = read((self.exchange / known_as).read_bytes())
        assert isinstance(document, Order)  # noqa: S101 - it is known as one
        self.seen.add(known_as)
        line = self._keep_heard(known_as, document, day, habits)
        account = self._follow(document, line)
        assert account is not None  # noqa: S101 - an order opens one
        account.catch_up(self.sent)
        return account

    def bring(self, account: Account, kind: str) -> Iterator[Line]:
        """Take the steps of an account until a document of the kind has been sent."""
        keys = {one.key for one in account.files if one.document.kind == kind}
        while keys and not keys & self.sent:
            account.step(self.sent)
            yield from self._send_due([account], (), self.ledger.today)

    def leave_disputes(self, day: date) -> None:
        """Let the answers to invoices that lie there be: only the next ones are followed."""
        for known_as in self._unseen():
            if Path(known_as).name.startswith("invoice-response-"):
                self.seen.add(known_as)
                self._keep("heard", max(day, self.ledger.today), file=known_as, kind=UNANSWERED)

    def _unseen(self) -> list[str]:
        """The files of the outboxes that nobody has read."""
        lying = self.exchange.glob("*/outbox/*.xml")
        return sorted({str(path.relative_to(self.exchange)) for path in lying} - self.seen)

    def _hear(self, today: date, now: datetime | None) -> Iterator[Line]:
        """Read what nobody has read, orders before what is about them."""
        found = []
        for known_as in self._unseen():
            document = read((self.exchange / known_as).read_bytes())
            found.append((not isinstance(document, Order), known_as, document))
        for _later, known_as, document in sorted(found, key=lambda one: one[:2]):
            self.seen.add(known_as)
            if isinstance(document, Heard):
                if self._is_ours(document):
                    line = self._keep_heard(known_as, document, today, self.habits)
                    account = self._follow(document, line)
                    if account:
                        account.moved = now
                    yield line
            elif Path(known_as).name.startswith("order-"):
                yield self._keep("heard", today, file=known_as, kind=UNREADABLE)

    def _keep(self, what: str, today: date, **said: object) -> Line:
        line = {"what": what, "day": today.isoformat(), **said}
        self.ledger.keep(line)
        return line

    def _keep_heard(self, known_as: str, document: Heard, today: date, habits: Habits) -> Line:
        """Keep that it was read, and what follows from it: on the disk before anything does."""
        said: Line = {"file": known_as, "kind": document.kind}
        about = self._about(document)
        if isinstance(document, Order):
            said["habits"] = habits.as_json()
        elif about and about.pace is Pace.STEPS:
            # What was sent today was dated before this was heard.
            said["own_day"] = (about.day + timedelta(days=1)).isoformat()
        return self._keep("heard", today, **said)

    def _remember(self, line: Line) -> None:
        """Hear again what was heard before this process began."""
        self.seen.add(line["file"])
        path = self.exchange / line["file"]
        if line["kind"] not in {UNREADABLE, UNANSWERED} and path.exists():
            document = read(path.read_bytes())
            if isinstance(document, Heard) and self._is_ours(document):
                self._follow(document, line)

    def _is_ours(self, document: Heard) -> bool:
        if isinstance(document, InvoiceResponse):
            return True  # it answers an invoice of ours, or none
        return is_for(document, self.party)

    def _about(self, document: Heard) -> Account | None:
        """The account of the order, or of the order's invoice, that a document is about."""
        if isinstance(document, InvoiceResponse):
            return self.billed.get(document.document_id)
        number = document.id if isinstance(document, Order) else document.order_reference
        return self.accounts.get((address_of(document), number))

    def _follow(self, document: Heard, line: Line) -> Account | None:
        """Take up what follows from a document that was read; the account that it is about."""
        day = date.fromisoformat(line["day"])
        own = date.fromisoformat(line.get("own_day") or line["day"])
        account = self._about(document)
        if isinstance(document, Order):
            habits = habits_of(line["habits"]) if "habits" in line else self.habits
            folder = line["file"].split("/", maxsplit=1)[0]
            account = opened(document, folder, day, habits, self.seed)
            self.accounts[address_of(document), document.id] = account
        elif isinstance(document, InvoiceResponse):
            if not wants_another(document):
                return account
            if account is None:
                self.disputed.setdefault(document.document_id, day)
            else:
                account.dispute(document.document_id, own, day)
        elif account:
            account.hear(document, own, day)
        if account:
            self.billed |= {charge.sent.number: account for charge in account.charges}
        return account

    def _send_due(
        self, accounts: Iterable[Account], others: Iterable[tuple[str, Sending]], today: date
    ) -> Iterator[Line]:
        """Tell of the goods that have left, and send what is due, in the order of its days."""
        due = [one for one in others if one[1].day <= today]
        for account in accounts:
            yield from self._goods(account, today)
            due += [(account.folder, one) for one in account.files if one.day <= account.day]
        for folder, sending in sorted(due, key=lambda one: (one[1].day, one[1].key)):
            if sending.key not in self.sent and not self._must_wait(folder, sending):
                yield self._send(folder, sending, today)

    def _goods(self, account: Account, today: date) -> Iterator[Line]:
        """The shipments that have left by now and were not told of."""
        for shipment in account.left():
            known_as = (account.folder, shipment.order.id, shipment.number)
            if known_as not in self.left:
                self.left.add(known_as)
                yield self._keep(
                    "left", today, buyer=account.folder,
                    misbehaviour=shipment.misbehaviour or "", **said_of_goods(shipment),
                )  # fmt: skip

    def _of_several(self, today: date) -> Iterator[tuple[str, Sending]]:
        """The bills of the week, and what is said to their buyers' answers."""
        for folder, charge in self._weekly(today):
            for sending in sent_charge(charge, self.seed):
                yield folder, sending
            told = self.disputed.get(charge.sent.number)
            if told is not None:
                for sending in corrected(charge, told, self.habits, self.seed):
                    yield folder, sending

    def _weekly(self, today: date) -> list[tuple[str, Charge]]:
        folders = {address_of(one.conversation.order): one.folder for one in self.accounts.values()}
        shipments = (shipment for one in self.accounts.values() for shipment in one.weekly())
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

"""A month of the region: municipalities order, simulated suppliers go wrong, workers are killed.

Days are the suppliers' and the buyers'; what the worker does, it does today.
"""

from __future__ import annotations

import os
import random
import signal
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.db import connections

from dying import die_before_step
from factories.ordering import Market, Municipality, a_market
from forks import forked
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.transmitting import transmit_waiting
from samkop.ordering.queries import open_offers
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.order_response import decide_substitute
from samkop.ordering.usecases.requisition import submit_requisition
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.queries.receipts import lines_of
from samkop.receiving.usecases.counting import count_pieces, receive_serial
from samkop.receiving.usecases.finishing import finish_receipt
from samkop.receiving.usecases.receipt import start_receipt
from samkop.site.simulator.answering import Mode
from samkop.site.simulator.ledger import Line
from samkop.site.simulator.misbehaviour import MIXED, Habits
from samkop.site.simulator.suppliers import Suppliers
from samkop.site.wiring import FACTS

FIRST = date(2026, 3, 2)
SEED = 20261128
PRICES = {"PHONE": 349_00, "TABLET": 419_00, "LAPTOP": 1_099_00, "CABLE": 12_50}
PLENTY = 10**11  # cents
AT_MOST = 30  # rounds of an hour until everything has been tried
SCANNED = 3  # pieces at most; more are counted
HOUR = timedelta(hours=1)
UNFINISHED = """
SELECT (SELECT count(*) FROM platform_fact WHERE done_at IS NULL)
     + (SELECT count(*) FROM exchange_message WHERE state IN ('stored', 'accepted', 'waiting'))
"""


@dataclass
class Month:
    """The region, its data folder, and what its people have decided so far."""

    data: Path
    market: Market
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    orders: list[str] = field(default_factory=list)
    substitutes: dict[tuple[str, int], bool] = field(default_factory=dict)
    killed: int = 0

    def play(self, orders: int, *, kill_on: frozenset[int] = frozenset()) -> None:
        """So many orders on the working days of two weeks, then days until nothing is due.

        On the days ``kill_on`` (counted from 0) the worker is a process of its own, which dies
        by ``SIGKILL`` somewhere; another goes on.
        """
        suppliers = Suppliers(self.data, Habits(Mode.MIXED, MIXED), SEED)
        for passed in [*range(14), *range(14, 140, 3)]:
            day = FIRST + timedelta(days=passed)
            if passed < 14 and day.weekday() < 5:
                self._order(day, orders // 10)
            transmit_waiting(self.data, now=datetime.now(UTC) + HOUR, limit=10_000)
            list(suppliers.play(day))
            if passed in kill_on:
                self.killed += killed_worker(self.data, self.chance)
            until_quiet(self.data)
            self._decide()
            self._receive(suppliers.ledger.lines, day)

    def _order(self, day: date, count: int) -> None:
        now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        for _ in range(count):
            buyer = self.chance.choice(self.market.buyers)
            codes = self.chance.sample(sorted(PRICES), self.chance.randint(1, 3))
            for code in codes:
                perform(
                    buyer.employee, add_to_basket, now=now, item_id=self.market.items[code].pk,
                    quantity=self.chance.randint(1, 9),
                )  # fmt: skip
            perform(
                buyer.employee, submit_requisition, now=now, cost_centre_id=buyer.cost_centre.pk,
                delivery_location_id=buyer.site.pk,
            )  # fmt: skip

    def _decide(self) -> None:
        """Every other substitute that is offered is wanted."""
        waiting = rows("SELECT id, number, buyer_id FROM ordering_order"
                       " WHERE state = 'substitute-offered' ORDER BY id")  # fmt: skip
        for order_id, number, buyer_id in waiting:
            buyer = self._buyer(buyer_id)
            with reading(buyer.manager):
                offers = open_offers(order_id)
            for line_number, offered in sorted(offers.items()):
                accepted = len(self.substitutes) % 2 == 0
                self.substitutes[number, line_number] = accepted
                perform(
                    buyer.manager, decide_substitute, order_id=order_id,
                    response_line_id=offered.pk, accepted=accepted,
                )  # fmt: skip
        until_quiet(self.data)

    def _receive(self, ledger: list[Line], day: date) -> None:
        """Receive what has arrived and was announced; what was not waits at the door for it."""
        announced = {
            (buyer_id, number): consignment_id
            for consignment_id, buyer_id, number in rows(
                "SELECT id, buyer_id, number FROM receiving_consignment WHERE state = 'expected'"
            )
        }
        for goods in ledger:
            if goods["what"] != "left" or date.fromisoformat(goods["arrives"]) > day:
                continue
            buyer = self._owner_of(goods["buyer"])
            number = f"DA-{goods['order']}-{goods['shipment']}"
            consignment_id = announced.get((buyer.party.pk, number))
            if consignment_id is not None:
                receive(buyer, consignment_id, goods)
        until_quiet(self.data)

    def _owner_of(self, folder: str) -> Municipality:
        owners = dict(rows("SELECT address, party_id FROM exchange_endpoint"))
        return self._buyer(owners[folder])

    def _buyer(self, party_id: int) -> Municipality:
        return next(buyer for buyer in self.market.buyers if buyer.party.pk == party_id)


def a_month(data: Path, *, buyers: int) -> Month:
    """Municipalities that may order without anybody's approval, and one supplier."""
    market = a_market(
        buyers=buyers, maximum_cents=PLENTY, budget_cents=PLENTY, prices=PRICES,
        approval_limit_cents=PLENTY, free_below_cents=PLENTY,
    )  # fmt: skip
    return Month(data, market)


def receive(buyer: Municipality, consignment_id: int, goods: Line) -> None:
    """Scan a small delivery, count a large one, as it is in the boxes."""
    receipt = perform(buyer.manager, start_receipt, consignment_id=consignment_id)
    with reading(buyer.manager):
        lines = {line.line.line_number: line.line_id for line in lines_of(receipt)}
    small = sum(int(line["quantity"]) for line in goods["lines"]) <= SCANNED
    for line in goods["lines"]:
        line_id = lines[int(line["line"])]
        for serial in line["serials"] if small else ():
            perform(
                buyer.manager, receive_serial, receipt_id=receipt.pk, serial=serial,
                line_id=line_id,
            )  # fmt: skip
        rest = int(line["quantity"]) - (len(line["serials"]) if small else 0)
        if rest:
            perform(
                buyer.manager, count_pieces, receipt_id=receipt.pk, line_id=line_id, pieces=rest
            )
    perform(buyer.manager, finish_receipt, receipt_id=receipt.pk)


def until_quiet(data: Path) -> None:
    """Let the worker's loops run until nothing waits, whatever pauses they would make."""
    moment = datetime.now(UTC)
    for _ in range(AT_MOST):
        moment += HOUR
        while (
            transmit_waiting(data, now=moment)
            + collect_inboxes(data, now=moment)
            + dispatch_waiting(FACTS, now=moment, limit=1000)
        ):
            continue
        if rows(UNFINISHED) == [(0,)]:
            return
    raise AssertionError(rows("SELECT name, last_error FROM platform_fact WHERE done_at IS NULL"))


def killed_worker(data: Path, chance: random.Random) -> int:
    """Let a worker die at some step; 1 if it was killed, 0 if it had done everything before."""
    step = chance.randint(1, 200)

    def work() -> None:
        die_before_step(step)
        until_quiet(data)

    connections.close_all()
    _number, status = os.waitpid(forked(work), 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in {0, -signal.SIGKILL}
    return int(code == -signal.SIGKILL)


def rows(query: str) -> list[tuple]:
    """Read as the owner, whom no row security binds."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()

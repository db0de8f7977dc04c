"""Which bills a supplier writes for what it has sent, and what is wrong with them.

Each order is billed in one way: shipment by shipment, all at the end, each shipment in two
halves, or with the buyer's other orders of the week.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from random import Random

from samkop.core.billing.vat import STANDARD, rates_of
from samkop.core.edocs import Order
from samkop.core.edocs.model import TaxCategory
from samkop.site.simulator.billing import Bill, Billed, bill_of, country_of
from samkop.site.simulator.goods import NONE, Shipment, address_of, random_of
from samkop.site.simulator.misbehaviour import UNKNOWN, Habits, Misbehaviour
from samkop.site.simulator.pace import Pace

FRIDAY = 4
WEEK = 7
OTHER_RATE = Decimal(10)
DEARER = Decimal("1.10")
BILLING_SHARES = {"each": 50, "end": 20, "halves": 10, "weekly": 20}

IN_THE_BILL = frozenset(
    {
        Misbehaviour.WRONG_PRICE,
        Misbehaviour.WRONG_QUANTITY,
        Misbehaviour.WRONG_VAT,
        Misbehaviour.WRONG_CURRENCY,
        Misbehaviour.NO_ORDER_REFERENCE,
        Misbehaviour.UNKNOWN_ORDER,
    }
)


class Way(StrEnum):
    """How the shipments of an order are billed."""

    EACH = "each"
    END = "end"
    HALVES = "halves"
    WEEKLY = "weekly"


@dataclass(frozen=True)
class Charge:
    """A bill as it is sent, and as it should be; ``of`` are the shipments that it is for."""

    sent: Bill
    right: Bill
    of: tuple[Shipment, ...]
    misbehaviour: Misbehaviour | None

    @property
    def is_wrong(self) -> bool:
        """Whether the buyer has a reason to want another."""
        return self.sent != self.right


def way_of(order: Order, seed: int) -> Way:
    """How this order is billed."""
    random = random_of(seed, address_of(order), order.id, "billing")
    return Way(random.choices([*BILLING_SHARES], [*BILLING_SHARES.values()])[0])


def charges_of(
    order: Order, shipments: Sequence[Shipment], habits: Habits, seed: int
) -> Iterator[Charge]:
    """The bills of one order; those of the week's are made of several.

    Who gets on by steps bills shipment by shipment.
    """
    way = Way.EACH if habits.pace is Pace.STEPS else way_of(order, seed)
    if way is Way.WEEKLY or not shipments:
        return
    if way is Way.END:
        yield _charge(f"{order.id}-E", tuple(shipments), habits, seed)
        return
    for shipment in shipments:
        number = f"{order.id}-{shipment.number}"
        if way is Way.EACH:
            yield _charge(number, (shipment,), habits, seed)
        else:
            yield from _halves(number, shipment, habits, seed)


def weekly_charges(
    shipments: Iterable[Shipment], habits: Habits, seed: int, until: date
) -> Iterator[Charge]:
    """One bill a week for each buyer and currency, over all orders that are billed so."""
    weeks: dict[tuple[str, str, date], list[Shipment]] = defaultdict(list)
    for shipment in shipments:
        friday = shipment.leaves + timedelta(days=(FRIDAY - shipment.leaves.weekday()) % WEEK)
        if friday <= until:
            order = shipment.order
            weeks[address_of(order), order.currency, friday].append(shipment)
    for (_address, currency, friday), of in sorted(weeks.items()):
        of.sort(key=lambda shipment: (shipment.order.id, shipment.number))
        yield _charge(f"W-{friday:%Y%m%d}-{currency}", tuple(of), habits, seed, friday)


def _charge(
    about: str, of: tuple[Shipment, ...], habits: Habits, seed: int, day: date | None = None
) -> Charge:
    random = random_of(seed, address_of(of[0].order), about, "invoice")
    last = max(of, key=lambda shipment: shipment.leaves)
    lines = [billed for shipment in of for billed in _lines(shipment)]
    right = bill_of(
        _number(of[0].order, about), day or last.leaves + timedelta(days=random.randint(1, 5)),
        lines, last.arrives,
    )  # fmt: skip
    if len(of) == 1:
        right = replace(right, despatch_reference=f"DA-{last.order.id}-{last.number}")
    return _gone_wrong(right, of, habits, random)


def _halves(number: str, shipment: Shipment, habits: Habits, seed: int) -> Iterator[Charge]:
    """Two bills for one shipment, where there is something to be halved."""
    first = [replace(line, quantity=line.quantity // 2) for line in _lines(shipment)]
    rest = [
        replace(line, quantity=line.quantity - half.quantity)
        for line, half in zip(_lines(shipment), first, strict=True)
    ]
    for letter, after, lines in (("A", 1, first), ("B", 4, rest)):
        some = [line for line in lines if line.quantity > 0]
        if some:
            random = random_of(seed, address_of(shipment.order), number, letter)
            day = shipment.leaves + timedelta(days=after)
            name = _number(shipment.order, f"{number}{letter}")
            right = bill_of(name, day, some, shipment.arrives)
            yield _gone_wrong(right, (shipment,), habits, random)


def _lines(shipment: Shipment) -> list[Billed]:
    """What a shipment costs by the order's prices; a price of nothing is billed, too."""
    return [
        Billed(
            shipment.order, line.ordered.id, line.item, line.ordered.quantity.unit, line.quantity,
            line.ordered.price.amount if line.ordered.price else NONE,
        )
        for line in shipment.lines
    ]  # fmt: skip


def _gone_wrong(right: Bill, of: tuple[Shipment, ...], habits: Habits, random: Random) -> Charge:
    wrong = habits.drawn("invoice", random)
    first, rest = right.lines[0], right.lines[1:]
    sent = right
    if wrong is Misbehaviour.WRONG_PRICE:
        sent = replace(right, lines=(replace(first, price=first.price * DEARER), *rest))
    elif wrong is Misbehaviour.WRONG_QUANTITY:
        sent = replace(right, lines=(replace(first, quantity=first.quantity + 1), *rest))
    elif wrong is Misbehaviour.WRONG_VAT:
        sent = replace(right, tax=_other_tax(right))
    elif wrong is Misbehaviour.WRONG_CURRENCY:
        sent = replace(right, currency="SEK" if right.currency == "EUR" else "EUR")
    elif wrong is Misbehaviour.NO_ORDER_REFERENCE:
        sent = replace(right, names_orders=False, despatch_reference=None)
    elif wrong is Misbehaviour.UNKNOWN_ORDER:
        sent = replace(right, order_suffix=UNKNOWN, despatch_reference=None)
    if sent == right and wrong in IN_THE_BILL:
        wrong = None
    return Charge(sent, right, of, wrong)


def _other_tax(bill: Bill) -> TaxCategory:
    """A reduced rate for the standard one; for no tax at all, that of the seller's country."""
    country = country_of(bill.lines[0].order.seller)
    rates = rates_of(country, bill.delivered)
    fitting = rates[1:] if bill.tax.id == STANDARD else rates
    return TaxCategory(STANDARD, next(iter(fitting), OTHER_RATE))


def _number(order: Order, about: str) -> str:
    """An invoice's number, which a supplier uses once, whoever the buyer is."""
    tag = hashlib.sha256(address_of(order).encode()).hexdigest()[:4].upper()
    return f"F{tag}-{about}"

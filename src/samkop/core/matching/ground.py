"""What invoices are matched against: order lines, rents and earlier invoices of one buyer.

Money is whole cents of the named currency, without VAT; quantities are whole units of the order's
unit, months for rents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from samkop.core.billing.vat import Vat


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedLine:
    """A line of an order, and how far it has come.

    `key` is the caller's own and unique among the lines. `standing` is what is still to come or
    has come of `ordered` after answers and changes (0: cancelled); `received` is less what was
    returned, `invoiced` less what was credited. `needs_receipt` is false where nothing arrives at
    a dock (licences, services): what stands may be invoiced. `despatches` are the numbers of the
    despatch advices that brought it, `serials` the serial numbers that came.
    """

    key: int
    supplier: int
    order_number: str
    line_number: int
    currency: str
    unit_code: str
    unit_price_cents: int
    ordered: int
    standing: int
    received: int = 0
    invoiced: int = 0
    needs_receipt: bool = True
    ordered_on: date | None = None
    seller_item_id: str = ""
    buyer_item_id: str = ""
    standard_item_id: str = ""
    contract: str = ""
    despatches: tuple[str, ...] = ()
    serials: tuple[str, ...] = ()
    vat: Vat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rent:
    """What one device, or one order line that is paid by the month, costs each month.

    A financier's schedule names it by `schedule` and `serial`; a line paid over its term by
    `order_number` and `line_number`. Months run from `first_month` (any day in it) for `months`.
    `returned_on` ends it: the months after that day's are not owed. `invoiced` are the months
    that were invoiced and not credited, each as its number (`month_number`).
    """

    key: int
    supplier: int
    currency: str
    monthly_cents: int
    first_month: date
    months: int
    schedule: str = ""
    serial: str = ""
    order_number: str = ""
    line_number: int = 0
    returned_on: date | None = None
    invoiced: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierPart:
    """What one line of an earlier invoice came to: what a credit note may take back of it.

    Matched with the order line `ordered` (None: nothing): `quantity` units for `cents`, less what
    was credited; `open_cents` stand in exceptions, less what was credited, and `held` are the
    units among them: not there yet, or more than was ordered.
    """

    line_id: str
    ordered: int | None
    quantity: int
    cents: int
    open_cents: int
    held: int = 0
    seller_item_id: str = ""
    buyer_item_id: str = ""
    standard_item_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierBill:
    """An invoice or credit note that came before: `content` is its `content_of`.

    `waiting`: units of it are in exception until their goods come. `currency` is that of its
    parts.
    """

    key: int
    supplier: int
    number: str
    issue_date: date
    credit: bool
    content: str
    currency: str
    waiting: bool = False
    parts: tuple[EarlierPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything that the invoices at hand may be matched against."""

    ordered: Sequence[OrderedLine] = ()
    rents: Sequence[Rent] = ()
    earlier: Sequence[EarlierBill] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerances:
    """What a municipality lets pass without a person.

    A price may be over by `price_permille` of it or `price_cents` a unit, whichever is more; all
    such differences of an invoice together by `total_cents` (None: no bound). `quantity` units
    may be invoiced beyond what was ordered, if they were received. Freight and other charges that
    nobody ordered may come to `charge_cents` or `charge_permille` of the lines, whichever is
    more. An invoice may be dated `days_early` before its order, or before its rent's month.
    `certainty` (per cent) is the least at which a missing reference is filled in unasked.
    `duplicate_days` is how far apart two invoices of the same content are looked at as one.
    `rounding_cents` is what sums may be off. `vat` are the categories and rates that may stand in
    an invoice; empty: any.
    """

    price_permille: int = 0
    price_cents: int = 0
    total_cents: int | None = None
    quantity: int = 0
    charge_cents: int = 0
    charge_permille: int = 0
    days_early: int = 0
    certainty: int = 70
    duplicate_days: int = 90
    rounding_cents: int = 1
    vat: frozenset[Vat] = field(default_factory=frozenset)


def month_number(day: date) -> int:
    """The day's month, counted from the year 0: consecutive months are consecutive numbers."""
    return day.year * 12 + day.month - 1


def first_of_month(number: int) -> date:
    """The first day of a month by its number: the inverse of `month_number`."""
    return date(number // 12, number % 12 + 1, 1)

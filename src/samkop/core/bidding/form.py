"""What is asked of every bid on one lot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A line of the price sheet: a bid says its price for one ``unit``, in money without VAT.

    The line counts with its price times ``quantity``. ``price_max`` (cents) is the highest price
    that is let in. Where life cycles are compared the line counts as the cost ``item`` in each
    of ``years``, from 0.
    """

    code: str
    text: str
    unit: str
    quantity: Decimal
    price_max: int | None = None
    item: str = ""
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """What every bid has to meet; with ``evidence`` a file has to show it."""

    code: str
    text: str
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: a criterion that is marked by its answer, or a declaration of the ESPD."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class BidForm:
    """All that is asked for ``lot`` of ``tender``; ``lots`` are all lots of the tender.

    ``discounts``: whether a bidder may offer money off where it wins several lots.
    ``valid_until``: the day until which a bid has to be valid.
    """

    tender: str
    lot: str
    currency: str
    lots: tuple[str, ...]
    prices: tuple[PriceLine, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    criteria: tuple[Asked, ...] = ()
    espd: tuple[Asked, ...] = ()
    discounts: bool = False
    valid_until: date | None = None

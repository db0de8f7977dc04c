"""What a bid on one lot says; its other files are named in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Bidder:
    """Who bids: ``identifier`` is the one that the party has in the system."""

    name: str
    identifier: str
    contact: str
    email: str


@dataclass(frozen=True, slots=True)
class Price:
    """The price of one unit of a line, in cents without VAT."""

    line: str
    cents: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a requirement is met, how, and the file that shows it."""

    code: str
    meets: bool
    note: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """What a bid offers on a criterion that is marked."""

    code: str
    answer: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """An answer of the ESPD: yes or no, and what belongs to it."""

    code: str
    yes: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Discount:
    """Cents off where the bidder wins all these lots; this bid's own lot is one of them.

    It counts where the bids on all its lots say the same.
    """

    lots: tuple[str, ...]
    cents: int


@dataclass(frozen=True, slots=True)
class TradeSecret:
    """A file, or ``bid.json`` itself, that holds a trade secret, and why (art. 21)."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class BidContent:
    """A bid on one lot."""

    tender: str
    lot: str
    bidder: Bidder
    valid_until: date
    prices: tuple[Price, ...] = ()
    requirements: tuple[Answer, ...] = ()
    criteria: tuple[Described, ...] = ()
    espd: tuple[Declared, ...] = ()
    discounts: tuple[Discount, ...] = ()
    trade_secrets: tuple[TradeSecret, ...] = ()

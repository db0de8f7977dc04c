"""What a played day is told as: figures and paths, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Region:
    """How large the demonstration is."""

    name: str
    municipalities: int
    inhabitants: int
    organisations: int
    people: int
    items: int
    orders: int


@dataclass(frozen=True)
class Goods:
    """The deliveries of the last days, and their invoices; ``held`` wait for a person or goods."""

    deliveries: int
    received: int
    differences: int
    invoices: int
    held: int


@dataclass(frozen=True)
class Abroad:
    """A municipality of another country: its orders, accepted invoices, vouchers and their file."""

    name: str
    currency: str
    orders: int
    accepted: int
    vouchers: int
    file: str


@dataclass(frozen=True)
class Sourcing:
    """The tenders by their numbers, each where it stands.

    ``signed`` is concluded: so many ``bids`` were opened, so many came too ``late``, and of it are
    the ``agreements``. ``open`` takes bids until ``open_until``; ``to_open`` waits for officers,
    whose keys lie in the folder ``keys`` under the ``passphrase``; ``town`` prepares ``prepared``,
    in whose homework so many things are ``missing``. Everybody reads so many ``releases``.
    """

    signed: str
    bids: int
    late: int
    agreements: tuple[str, ...]
    open: str
    open_until: date
    to_open: str
    keys: Path
    passphrase: str
    town: str
    prepared: str
    missing: int
    releases: int


@dataclass(frozen=True)
class Cooperation:
    """A project of the members, by its English title: how many joined, wait, declined, and how
    many of those that joined may not order, since somebody appealed.

    ``asked`` have been asked whether what was delivered works; of them ``answered``, the others
    have not, or not yet. So many ``incidents`` were shared.
    """

    project: str
    joined: int
    waiting: int
    declined: int
    appealed: int
    asked: int
    answered: int
    incidents: int


@dataclass(frozen=True)
class Paper:
    """A document that was exchanged: where it lies, and what its rules say of it."""

    number: str
    file: Path
    ruleset: str
    valid: bool


@dataclass(frozen=True)
class CatalogueCame:
    """A supplier's catalogue was read: ``lines`` of it were taken, ``refused`` were not."""

    paper: Paper
    supplier: str
    lines: int
    refused: int


@dataclass(frozen=True)
class PriceStep:
    """A step by which a price came about, in euros for one unit; rate in per cent."""

    code: str
    amount: Decimal
    percent: Decimal


@dataclass(frozen=True)
class Asked:
    """Somebody asked for something, at a price with its origin."""

    number: str
    by: str
    item: str
    quantity: int
    unit_price: Decimal
    total: Decimal
    origin: tuple[PriceStep, ...]
    cost_centre: str
    site: str


@dataclass(frozen=True)
class Tier:
    """How many everybody had ordered together before, and what that was worth.

    ``next_from`` is where the next tier begins, or None at the last.
    """

    price_group: str
    volume: int
    discount_percent: Decimal
    next_from: int | None


@dataclass(frozen=True)
class Approved:
    """Somebody with the authority for up to ``limit`` approved."""

    by: str
    limit: Decimal


@dataclass(frozen=True)
class Account:
    """A ceiling or a budget before and after the order."""

    name: str
    maximum: Decimal
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class Ordered:
    """The order went out to the supplier."""

    paper: Paper
    supplier: str
    state: str


@dataclass(frozen=True)
class Answered:
    """The supplier's answer came in."""

    paper: Paper
    code: str
    promised_on: date | None


@dataclass(frozen=True)
class Seconds:
    """How long each step took, by the times that were kept; ``whole`` from need to answer."""

    catalogue: float
    approval: float
    sending: float
    answer: float
    whole: float


@dataclass(frozen=True)
class Story:
    """A day of the demonstration. ``played_before``: nothing was done now, only told."""

    day: date
    played_before: bool
    currency: str
    region: Region
    goods: Goods
    abroad: Abroad
    sourcing: Sourcing
    cooperation: Cooperation
    catalogue: CatalogueCame
    asked: Asked
    tier: Tier
    approved: Approved
    ceiling: Account
    budget: Account
    ordered: Ordered
    answered: Answered
    seconds: Seconds

    def as_json(self) -> dict[str, Any]:
        """The story as ``samkop demo --json`` gives it; ``samkop schema demo`` describes it."""
        found: dict[str, Any] = _plain(self)
        return found


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | Path) else value

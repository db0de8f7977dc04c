"""What matching found: where each cent of an invoice has its home.

Parts and discrepancies hold the money. Over each bill, to the cent: the totals with VAT are what
was matched and what is in exception, together (`BillMatch.matched_cents`, `excepted_cents`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from samkop.core.matching.reasons import Reason


class Target(StrEnum):
    """What a part of an invoice was matched with."""

    ORDER_LINE = "order-line"
    RENT = "rent"
    EXCEPTION = "exception"  # of an earlier invoice, which a credit note takes back
    CHARGE = "charge"  # freight and rebates within the tolerances; no order names them


class Reference(StrEnum):
    """What led to the target: the grounds of a match."""

    ORDER = "order"
    ORDER_LINE = "order-line"
    DESPATCH = "despatch"
    SERIAL = "serial"
    SCHEDULE = "schedule"
    CONTRACT = "contract"
    ITEM = "item"
    PRICE = "price"
    QUANTITY = "quantity"
    PERIOD = "period"
    INVOICE = "invoice"
    ONLY_ONE = "only-one"  # nothing else was open
    BY_HAND = "by-hand"  # a person assigned it


@dataclass(frozen=True, slots=True)
class Part:
    """So much of a line is what `target` says, with the caller's `key` of it.

    `quantity` is units, or months of a rent; below zero where it takes back. `cents` are without
    VAT, `vat_cents` the VAT on them. `bill` and `line_id` name the earlier invoice, by its key,
    and its line, of which a credit note takes something back.
    """

    target: Target
    key: int | None
    quantity: int
    cents: int
    vat_cents: int
    line_id: str = ""
    first_month: int | None = None
    bill: int | None = None


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """So much is in exception, why, and what was expected instead.

    `expected` and `actual` are cents or units, as the reason has it; `about` is the identifier
    that was not found or differs; `candidates` are keys of order lines that a person may choose
    from. A second discrepancy of the same money holds no cents: each cent has one home.
    """

    reason: Reason
    cents: int = 0
    vat_cents: int = 0
    key: int | None = None
    expected: int | None = None
    actual: int | None = None
    about: str = ""
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LineMatch:
    """What one line (or charge, by its place: `line_id` is `charge-1`) came to.

    `certainty` is in per cent: 100 by references alone; `references` are the grounds.
    """

    line_id: str
    parts: tuple[Part, ...]
    discrepancies: tuple[Discrepancy, ...]
    certainty: int = 100
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class BillMatch:
    """What one invoice or credit note came to.

    `discrepancies` are those of the whole document; they hold what no line holds.
    """

    key: int
    lines: tuple[LineMatch, ...]
    charges: tuple[LineMatch, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()

    @property
    def matched(self) -> bool:
        """Whether nothing is in exception: it may be paid as it is."""
        return not any(True for _ in self.all_discrepancies())

    @property
    def matched_cents(self) -> int:
        """What was matched, with VAT."""
        return sum(
            part.cents + part.vat_cents
            for one in (*self.lines, *self.charges)
            for part in one.parts
        )

    @property
    def excepted_cents(self) -> int:
        """What is in exceptions, with VAT."""
        return sum(one.cents + one.vat_cents for one in self.all_discrepancies())

    def all_discrepancies(self) -> Iterator[Discrepancy]:
        """Those of the lines, the charges and the document."""
        for line in (*self.lines, *self.charges):
            yield from line.discrepancies
        yield from self.discrepancies

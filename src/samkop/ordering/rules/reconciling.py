"""Holding what a supplier reports against the orders that the system knows; pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samkop.core.money import to_cents
from samkop.ordering.vocabulary import Finding


@dataclass(frozen=True, slots=True)
class Reported:
    """One reported order: the buyer's register number, the order's number, day and cents."""

    buyer_identifier: str
    order_number: str
    ordered_on: date
    cents: int


@dataclass(frozen=True, slots=True)
class Known:
    """One order as the system knows it: cents that stand of it after answers and corrections.

    ``expected`` says that it was placed in the report's period, so that it should be reported.
    """

    buyer_identifier: str
    order_number: str
    ordered_on: date
    cents: int
    expected: bool = True


@dataclass(frozen=True, slots=True)
class Held:
    """What was found of one order; None in cents: not reported, or not known."""

    finding: Finding
    buyer_identifier: str
    order_number: str
    ordered_on: date
    reported_cents: int | None
    known_cents: int | None


def reconcile(reported: Iterable[Reported], known: Iterable[Known]) -> list[Held]:
    """Each order once, by buyer and number: those that differ first, then by number.

    Several reported rows of one order are added up. An order of which nothing stands any more
    need not be reported. Numbers are compared without regard to blanks and case.
    """
    rows: dict[tuple[str, str], list[Reported]] = defaultdict(list)
    for row in reported:
        rows[_key(row.buyer_identifier, row.order_number)].append(row)
    held = []
    for order in known:
        of_it = rows.pop(_key(order.buyer_identifier, order.order_number), None)
        if of_it is None and not (order.expected and order.cents):
            continue
        cents = None if of_it is None else sum(row.cents for row in of_it)
        finding = Finding.MISSING if cents is None else Finding.MATCHED
        if cents is not None and cents != order.cents:
            finding = Finding.DIFFERENT_AMOUNT
        held.append(
            Held(
                finding, order.buyer_identifier, order.order_number, order.ordered_on, cents,
                order.cents,
            )
        )  # fmt: skip
    for of_it in rows.values():
        first = of_it[0]
        held.append(
            Held(
                Finding.UNKNOWN, first.buyer_identifier, first.order_number, first.ordered_on,
                sum(row.cents for row in of_it), None,
            )
        )  # fmt: skip
    return sorted(
        held, key=lambda one: (one.finding == Finding.MATCHED, one.order_number, one.finding)
    )


def fee_cents(turnover_cents: int, permille: int) -> int:
    """An intermediary's fee on a turnover, in whole cents, halves away from zero."""
    return int(to_cents(Decimal(turnover_cents) * permille / 100_000) * 100)


def _key(buyer_identifier: str, order_number: str) -> tuple[str, str]:
    return "".join(buyer_identifier.split()).casefold(), "".join(order_number.split()).casefold()

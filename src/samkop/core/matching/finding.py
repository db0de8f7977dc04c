"""Which order lines an invoice's line is about: by its references, else by what else is there.

What speaks for a candidate adds up to a certainty in per cent. Two that are equally good are
never guessed between: a person decides, with the candidates named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from samkop.core.matching.bill import BilledLine
from samkop.core.matching.ground import OrderedLine, Tolerances
from samkop.core.matching.index import Index, Lines, Order, plain
from samkop.core.matching.opened import Open, Pool
from samkop.core.matching.reasons import Reason
from samkop.core.matching.result import Discrepancy, Reference

# Per cent that each thing in common adds. An order's line by its number is certain (100); less
# than that is never called certain (`HIGHEST`).
WEIGHTS: Mapping[Reference, int] = MappingProxyType(
    {
        Reference.SERIAL: 80,
        Reference.ORDER: 60,
        Reference.DESPATCH: 60,
        Reference.ITEM: 50,
        Reference.PRICE: 15,
        Reference.QUANTITY: 10,
        Reference.ONLY_ONE: 10,
        Reference.CONTRACT: 10,
    }
)
OF_THE_SUPPLIER = 25  # where neither order, delivery nor item is known
WRONG_ORDER = 20  # less, where an order is named that does not exist
HIGHEST = 99
ONE = frozenset({"C62", "EA", "H87", "PCE", "NAR", "NMP"})
"""Codes of UN/ECE Recommendation 20 with which suppliers mean one piece."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: a line, in whole units and cents without sign, and its document."""

    line: BilledLine
    supplier: int
    currency: str
    issue_date: date
    quantity: int
    net_cents: int


@dataclass(frozen=True, slots=True)
class Found:
    """The lines that it is about, in the order in which they are filled, and how sure that is."""

    opens: Sequence[Open]
    certainty: int
    references: tuple[Reference, ...]


def find(sought: Sought, index: Index, tolerances: Tolerances) -> Found | Discrepancy:
    """The order lines, or why there are none."""
    line = sought.line
    if not line.order_number:
        return _without_order(sought, index.supplier(sought.supplier), tolerances, 0)
    order = index.order(sought.supplier, line.order_number)
    order = order or index.loosely(sought.supplier, line.order_number)
    if order is None:
        lines = index.supplier(sought.supplier)
        found = _without_order(sought, lines, tolerances, WRONG_ORDER)
        if isinstance(found, Found):
            return found
        return Discrepancy(
            Reason.ORDER_UNKNOWN, about=line.order_number, candidates=found.candidates
        )
    return _in_order(sought, order, tolerances)


def _in_order(sought: Sought, order: Order, tolerances: Tolerances) -> Found | Discrepancy:
    line = sought.line
    if line.order_line:
        opened = order.by_number.get(line.order_line.strip().lstrip("0"))
        if opened is not None:
            if same_item(line, opened.line) is False:
                return _differs(line, opened)
            return Found([opened], 100, (Reference.ORDER, Reference.ORDER_LINE))
    opens = list(order)
    if all(not opened.line.standing for opened in opens):
        key = opens[0].line.key
        return Discrepancy(Reason.ORDER_CANCELLED, key=key, about=line.order_number)
    found = _among(sought, order.lines, [Reference.ORDER], tolerances, 0)
    if found is not None:
        return found
    if len(opens) == 1 and same_item(line, opens[0].line) is False:
        return _differs(line, opens[0])
    about = line.order_line or line.order_number
    return Discrepancy(Reason.LINE_UNKNOWN, about=about, candidates=order.lines.all().some())


def _differs(line: BilledLine, opened: Open) -> Discrepancy:
    about = line.seller_item_id or line.standard_item_id or line.buyer_item_id
    return Discrepancy(Reason.ITEM_DIFFERS, key=opened.line.key, about=about)


def _without_order(
    sought: Sought, lines: Lines, tolerances: Tolerances, less: int
) -> Found | Discrepancy:
    found = _among(sought, lines, [], tolerances, less)
    return found or Discrepancy(Reason.LINE_UNKNOWN, about=sought.line.seller_item_id)


def _among(
    sought: Sought, lines: Lines, known: list[Reference], tolerances: Tolerances, less: int
) -> Found | Discrepancy | None:
    """By serial numbers, delivery, item, then price; None if nothing has anything in common."""
    line = sought.line
    serials = _by_serials(line, lines)
    if serials:
        return Found(serials, HIGHEST - less, (*known, Reference.SERIAL))
    pool = lines.by_despatch(line.despatch)
    if pool is not None:
        return _chosen(sought, pool, [*known, Reference.DESPATCH], tolerances, less)
    pool = lines.by_item(line.seller_item_id, line.standard_item_id, line.buyer_item_id)
    if pool is not None:
        return _chosen(sought, pool, [*known, Reference.ITEM], tolerances, less)
    if sought.quantity and sought.net_cents % sought.quantity == 0:
        pool = lines.by_price(sought.net_cents // sought.quantity)
        if pool is not None:
            return _chosen(sought, pool, known, tolerances, less)
    return _chosen(sought, lines.all(), known, tolerances, less) if known else None


def _by_serials(line: BilledLine, lines: Lines) -> list[Open]:
    """The lines that the serial numbers came on, each once, if every number is known."""
    opens: dict[int, Open] = {}
    for serial in line.serials:
        pool = lines.by_serial(serial)
        found = pool.of(1) if pool is not None else None
        if not found or len(found) > 1:
            return []
        opens[found[0].line.key] = found[0]
    return [opens[key] for key in sorted(opens)]


def _chosen(
    sought: Sought, pool: Pool, known: list[Reference], tolerances: Tolerances, less: int
) -> Found | Discrepancy | None:
    """The best of the pool; a discrepancy where several are, None where none may be."""
    near = pool.of(sought.quantity)
    if near is None:
        return Discrepancy(Reason.LINE_AMBIGUOUS, candidates=pool.some())
    possible = [opened for opened in near if _may_be(sought, opened.line, known)]
    if not possible:
        return None
    ranked = [(_in_common(sought, opened, known, tolerances), opened) for opened in possible]
    best = max(rank for (rank, _), _ in ranked)
    first = [opened for (rank, _), opened in ranked if rank == best]
    references = next(common for (rank, common), _ in ranked if rank == best)
    if len(possible) == 1:
        references = [*references, Reference.ONLY_ONE]
    keys = tuple(sorted(opened.line.key for opened in first))[:10]
    if len(first) > 1:
        if sum(opened.takeable for opened in first) != sought.quantity:
            return Discrepancy(Reason.LINE_AMBIGUOUS, candidates=keys)
        references = [*references, Reference.QUANTITY]
    certainty = certainty_of(references) - less
    if certainty < tolerances.certainty:
        return Discrepancy(
            Reason.LINE_UNCERTAIN, expected=tolerances.certainty, actual=certainty, candidates=keys
        )
    in_order = sorted(first, key=lambda opened: opened.line.key)
    return Found(in_order, certainty, tuple(dict.fromkeys(references)))


def certainty_of(references: Sequence[Reference]) -> int:
    """What the references make together, in per cent."""
    given = set(references)
    certainty = sum(WEIGHTS[one] for one in given)
    strong = {Reference.ORDER, Reference.DESPATCH, Reference.ITEM, Reference.SERIAL}
    return min(HIGHEST, certainty if given & strong else certainty + OF_THE_SUPPLIER)


def _may_be(sought: Sought, ordered: OrderedLine, known: Sequence[Reference]) -> bool:
    """Whether nothing speaks against it."""
    line, day = sought.line, ordered.ordered_on
    return (
        ordered.standing > 0
        and ordered.currency == sought.currency
        and same_item(line, ordered) is not False
        and same_unit(line.unit_code, ordered.unit_code)
        and (Reference.ORDER in known or day is None or day <= sought.issue_date)
    )


def _in_common(
    sought: Sought, opened: Open, known: Sequence[Reference], tolerances: Tolerances
) -> tuple[tuple[int, bool], list[Reference]]:
    """How much a candidate has in common: its rank, and what that is."""
    common = list(known)
    if Reference.ITEM not in common and same_item(sought.line, opened.line):
        common.append(Reference.ITEM)
    worth = opened.line.unit_price_cents * sought.quantity
    if abs(sought.net_cents - worth) <= allowed_over(tolerances, worth, sought.quantity):
        common.append(Reference.PRICE)
    if opened.takeable == sought.quantity:
        common.append(Reference.QUANTITY)
    if sought.line.contract and plain(sought.line.contract) == plain(opened.line.contract):
        common.append(Reference.CONTRACT)
    return (certainty_of(common), opened.takeable >= sought.quantity), common


def allowed_over(tolerances: Tolerances, worth: int, quantity: int) -> int:
    """Cents that so many units may be over what they are worth."""
    return max(
        worth * tolerances.price_permille // 1000,
        quantity * tolerances.price_cents,
        tolerances.rounding_cents,
    )


def same_item(line: BilledLine, ordered: OrderedLine) -> bool | None:
    """Whether any item number that both have is the same; None where they share none."""
    shared = False
    for one, other in (
        (line.seller_item_id, ordered.seller_item_id),
        (line.standard_item_id, ordered.standard_item_id),
        (line.buyer_item_id, ordered.buyer_item_id),
    ):
        if one and other:
            if one == other or plain(one) == plain(other):
                return True
            shared = True
    return False if shared else None


def same_unit(one: str, other: str) -> bool:
    """Whether two unit codes mean the same; a missing one is no contradiction."""
    return not one or not other or one == other or (one in ONE and other in ONE)

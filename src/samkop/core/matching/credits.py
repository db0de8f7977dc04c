"""Lines that give money back: credit notes against invoices, and returns within an invoice.

A credit takes back what an earlier invoice came to: units that were matched, money that stands
in an exception, or both. What explains it exactly goes before what explains it in part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from samkop.core.matching.bill import Bill, BilledLine
from samkop.core.matching.drafts import Draft, Piece, Undoing
from samkop.core.matching.ground import EarlierBill, EarlierPart
from samkop.core.matching.index import Index, plain
from samkop.core.matching.opened import Open
from samkop.core.matching.reasons import Reason
from samkop.core.matching.result import Discrepancy, Reference, Target
from samkop.core.matching.shares import rounded


class Credited:
    """A part of an earlier invoice, and what of it may still be taken back."""

    __slots__ = ("bill", "cents", "currency", "held", "open_cents", "part", "quantity")

    def __init__(self, bill: int, currency: str, part: EarlierPart) -> None:
        self.bill, self.currency = bill, currency
        self.part = part
        self.quantity, self.cents = part.quantity, part.cents
        self.open_cents, self.held = part.open_cents, part.held

    @property
    def whole(self) -> int:
        """Cents that are left of it, matched or in exception."""
        return self.cents + self.open_cents

    def take(self, how: Explanation, times: int = 1) -> None:
        """So much is taken back of what was matched, and of what stands in exceptions."""
        self.quantity -= how.quantity * times
        self.cents -= how.cents * times
        self.open_cents -= how.open_cents * times
        self.held -= how.held * times


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a credit is explained: units and cents matched before, cents in exception; `rank`.

    `held` are the units in exception.
    """

    rank: int
    quantity: int
    cents: int
    open_cents: int
    held: int = 0


class Credits:
    """Earlier invoices of all suppliers, by number."""

    def __init__(self, earlier: Iterable[EarlierBill]) -> None:
        self._bills: dict[tuple[int, str], list[Credited]] = {}
        self._by_item: dict[tuple[int, str, str], list[Credited]] = {}
        for bill in sorted(earlier, key=lambda bill: bill.key):
            if not bill.credit:
                self.add(bill)

    def add(self, bill: EarlierBill) -> None:
        """One more: an invoice that this run has matched."""
        number = (bill.supplier, plain(bill.number))
        for part in sorted(bill.parts, key=_place):
            credited = Credited(bill.key, bill.currency, part)
            self._bills.setdefault(number, []).append(credited)
            for item in items_of(part):
                self._by_item.setdefault((*number, item), []).append(credited)

    def of(self, bill: Bill, line: BilledLine) -> list[Credited]:
        """What the line may be about in the invoices that the document names."""
        found: list[Credited] = []
        for preceding in bill.preceding:
            number = (bill.supplier, plain(preceding.number))
            for item in items_of(line):
                found.extend(self._by_item.get((*number, item), ()))
            if not found:
                found.extend(self._bills.get(number, ()))
        return list({id(one): one for one in found}.values())

    def knows(self, bill: Bill) -> bool:
        """Whether any of the invoices that it is about is there."""
        return any((bill.supplier, plain(one.number)) in self._bills for one in bill.preceding)


def _place(part: EarlierPart) -> tuple[int, str, int]:
    return len(part.line_id), part.line_id, part.ordered or 0


def items_of(thing: BilledLine | EarlierPart) -> Sequence[str]:
    """Its item numbers, each with its kind."""
    return [
        f"{kind}:{plain(number)}"
        for kind, number in (
            ("seller", thing.seller_item_id),
            ("standard", thing.standard_item_id),
            ("buyer", thing.buyer_item_id),
        )
        if number
    ]


def match_credit(
    draft: Draft, bill: Bill, earlier: Credits, index: Index, undoing: Undoing, slack: int
) -> None:
    """Take back from what came before; `slack` cents may be off by rounding."""
    opened = _ordered(bill, draft.line, index)
    if not bill.preceding:
        _by_order(draft, bill, opened, undoing, slack)
        return
    if not earlier.knows(bill):
        about = ", ".join(one.number for one in bill.preceding)
        draft.hold_all(Discrepancy(Reason.CREDITED_INVOICE_UNKNOWN, about=about))
        return
    found = earlier.of(bill, draft.line)
    if any(one.currency != bill.currency for one in found):
        draft.hold_all(Discrepancy(Reason.CURRENCY_DIFFERS, about=bill.currency))
        return
    if opened is not None:
        found = [one for one in found if one.part.ordered == opened.line.key] or found
    _by_invoice(draft, found, index, undoing, slack)


def _by_invoice(
    draft: Draft, found: list[Credited], index: Index, undoing: Undoing, slack: int
) -> None:
    draft.references = (Reference.INVOICE,)
    wanted = (draft.quantity, draft.net_cents)
    explained = [(one, explain(one, *wanted, slack)) for one in found]
    possible = [(one, how) for one, how in explained if how is not None]
    together = explain_together(found, *wanted)
    if not possible and together and _are_invoiced(together, index):
        for one, how in together:
            _take(draft, one, how, index.by_key.get(one.part.ordered or 0), undoing)
        return
    if not possible:
        most = sum(one.whole for one in found)
        draft.hold_all(Discrepancy(Reason.CREDIT_OVER, expected=most, actual=draft.net_cents))
        return
    best = max(how.rank for _, how in possible)
    first = [(one, how) for one, how in possible if how.rank == best]
    keys = {one.part.ordered for one, _ in first}
    if len(keys) > 1:
        some = tuple(sorted(key for key in keys if key is not None))[:10]
        draft.hold_all(Discrepancy(Reason.LINE_AMBIGUOUS, candidates=some))
        return
    one, how = first[0]
    if not _are_invoiced([(one, how)], index):
        draft.hold_all(
            Discrepancy(Reason.CREDIT_OVER, key=one.part.ordered, actual=draft.net_cents)
        )
        return
    _take(draft, one, how, index.by_key.get(one.part.ordered or 0), undoing)


def _are_invoiced(taken: Sequence[tuple[Credited, Explanation]], index: Index) -> bool:
    """Whether the order line has so many: a credit that named no invoice may have had them."""
    opened = index.by_key.get(taken[0][0].part.ordered or 0)
    return opened is None or sum(how.quantity for _one, how in taken) <= opened.invoiced


def _take(
    draft: Draft, one: Credited, how: Explanation, opened: Open | None, undoing: Undoing
) -> None:
    one.take(how)
    undoing.also(partial(one.take, how, -1))
    if opened is not None and how.quantity:
        undoing.take(opened, -how.quantity)
    if how.cents or how.quantity:
        draft.pieces.append(
            Piece(
                Target.CHARGE if one.part.ordered is None else Target.ORDER_LINE,
                one.part.ordered,
                how.quantity,
                how.cents,
                one.part.line_id,
                bill=one.bill,
            )
        )
    if how.open_cents:
        draft.pieces.append(
            Piece(
                Target.EXCEPTION, one.bill, how.held, how.open_cents, one.part.line_id,
                bill=one.bill,
            )
        )  # fmt: skip


def explain(one: Credited, quantity: int, net: int, slack: int) -> Explanation | None:
    """The best way in which so many units for so much money can be taken back; None: it is more.

    Best first: all of it; all that stands in exception, with or without units that were matched
    at their price; units in exception at theirs; units at the price that was matched; units at
    the price that was invoiced; a part of the exception; a lower price afterwards. Units are as
    good as each other: those that were not paid go first.
    """
    ways = list(_ways(one, quantity, net, slack))
    return max(ways, key=lambda way: way.rank) if ways else None


def _ways(one: Credited, quantity: int, net: int, slack: int) -> Iterator[Explanation]:
    whole = one.whole
    if net == whole and one.cents and quantity in {one.quantity, one.quantity + one.held, 0}:
        yield Explanation(6, one.quantity, one.cents, one.open_cents, one.held)
    if net == one.open_cents and net:
        yield Explanation(5, 0, 0, net, one.held if quantity == one.held else 0)
    yield from _held_first(one, quantity, net, slack)
    if net <= one.open_cents:
        yield Explanation(2, 0, 0, net)
    if one.part.ordered is None or not 0 < quantity <= one.quantity:
        return
    matched = rounded(one.cents * quantity, one.quantity)
    invoiced = rounded(whole * quantity, one.quantity)
    if abs(net - matched) <= slack and net <= one.cents:
        yield Explanation(4, quantity, net, 0)
    if abs(net - invoiced) <= slack and 0 <= net - matched <= one.open_cents:
        yield Explanation(3, quantity, matched, net - matched)
    if net < one.cents:
        yield Explanation(1, 0, net, 0)


def _held_first(one: Credited, quantity: int, net: int, slack: int) -> Iterator[Explanation]:
    """Units in exception, and where there are too few of them, matched ones at their price."""
    if not one.held or not quantity:
        return
    if quantity < one.held:
        worth = rounded(one.open_cents * quantity, one.held)
        if abs(net - worth) <= slack:
            yield Explanation(5, 0, 0, net, quantity)
        return
    units = quantity - one.held
    if 0 < units < one.quantity:
        matched = net - one.open_cents
        if abs(matched - rounded(one.cents * units, one.quantity)) <= slack:
            yield Explanation(5, units, matched, one.open_cents, one.held)


def explain_together(
    found: Sequence[Credited], quantity: int, net: int
) -> list[tuple[Credited, Explanation]]:
    """One line about all that is left of several invoices of one order line; else nothing."""
    left = [one for one in found if one.whole]
    same = {one.part.ordered for one in left}
    units = sum(one.quantity + one.held for one in left)
    if len(left) < 2 or len(same) > 1 or None in same or units != quantity:  # noqa: PLR2004
        return []
    if sum(one.whole for one in left) != net:
        return []
    return [
        (one, Explanation(6, one.quantity, one.cents, one.open_cents, one.held)) for one in left
    ]


def _ordered(bill: Bill, line: BilledLine, index: Index) -> Open | None:
    """The order line that the credit itself names."""
    if not line.order_number:
        return None
    order = index.order(bill.supplier, line.order_number)
    order = order or index.loosely(bill.supplier, line.order_number)
    return order.by_number.get(line.order_line.strip().lstrip("0")) if order else None


def _by_order(draft: Draft, bill: Bill, opened: Open | None, undoing: Undoing, slack: int) -> None:
    """No invoice is named: units of the order line at its price, if so many were invoiced."""
    if opened is None or opened.line.currency != bill.currency:
        draft.hold_all(Discrepancy(Reason.CREDITED_INVOICE_UNKNOWN, about=bill.number))
        return
    worth = opened.line.unit_price_cents * draft.quantity
    if not 0 < draft.quantity <= opened.invoiced or abs(draft.net_cents - worth) > slack:
        draft.hold_all(
            Discrepancy(
                Reason.CREDIT_OVER, key=opened.line.key, expected=worth, actual=draft.net_cents
            )
        )
        return
    undoing.take(opened, -draft.quantity)
    draft.certainty, draft.references = 95, (Reference.ORDER, Reference.ORDER_LINE)
    draft.pieces = [Piece(Target.ORDER_LINE, opened.line.key, draft.quantity, draft.net_cents)]

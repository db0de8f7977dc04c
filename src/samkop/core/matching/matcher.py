"""One run: the invoices of a buyer, one after the other, against what is open.

Bills are taken in the order of their keys, which grow as they come in, and their lines in the
order of their numbers: the same bills and ground give the same result, however they are sorted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from operator import attrgetter

from samkop.core.billing.vat import Vat
from samkop.core.matching.bill import Bill, BilledLine, content_of
from samkop.core.matching.credits import Credits, match_credit
from samkop.core.matching.drafts import Draft, Undoing, no_more_tolerated
from samkop.core.matching.duplicates import OF_OTHER_CAUSE, OF_WAITING, Duplicates
from samkop.core.matching.finding import same_item, same_unit
from samkop.core.matching.ground import EarlierBill, EarlierPart, Ground, Tolerances
from samkop.core.matching.homes import all_held, charges_match, line_match, rounding_of
from samkop.core.matching.index import Index, Order, plain
from samkop.core.matching.lines import alike, match_line, match_together
from samkop.core.matching.reasons import Reason
from samkop.core.matching.rents import Rents, match_rent
from samkop.core.matching.result import BillMatch, Discrepancy, LineMatch, Part, Reference, Target
from samkop.core.matching.vat import vat_of

OF_UNITS = OF_WAITING | {Reason.QUANTITY_OVER_ORDERED}
BY_NUMBER = (Reference.ORDER, Reference.ORDER_LINE)


def match(bills: Iterable[Bill], ground: Ground, tolerances: Tolerances) -> list[BillMatch]:
    """What each bill came to, in the order in which they were given.

    All bills are one buyer's, and so is the ground; a bill in `ground.earlier` may be at hand
    again, and is then no duplicate of itself. Time grows with the number of lines, here and in
    the ground, and not with their product.
    """
    given = list(bills)
    found = {one.key: one for one in match_in_turn(given, ground, tolerances)}
    return [found[bill.key] for bill in given]


def match_in_turn(
    bills: Sequence[Bill], ground: Ground, tolerances: Tolerances
) -> Iterator[BillMatch]:
    """The same, one by one in the order of keys: some can be stored while others are matched."""
    run = _Run(bills, ground, tolerances)
    for bill in sorted(bills, key=attrgetter("key")):
        yield run.match(bill)


class _Run:
    def __init__(self, bills: Sequence[Bill], ground: Ground, tolerances: Tolerances) -> None:
        self.tolerances = tolerances
        self.index = Index(ground.ordered, tolerances.quantity)
        self.rents = Rents(ground.rents)
        self.credits = Credits(ground.earlier)
        self.duplicates = Duplicates(ground.earlier, bills)
        self.credited_here = {
            (bill.supplier, plain(one.number)) for bill in bills for one in bill.preceding
        }

    def match(self, bill: Bill) -> BillMatch:
        """One bill; what it takes is gone for those after it."""
        places = sorted(
            range(len(bill.lines)), key=[_place(line) for line in bill.lines].__getitem__
        )
        lines = [bill.lines[place] for place in places]
        vat, off = vat_of([*lines, *bill.charges], bill.vat, self.tolerances.rounding_cents)
        matches, charges = self._matched(bill, lines, vat)
        found = [LineMatch("", (), ())] * len(places)
        for place, one in zip(places, matches, strict=True):
            found[place] = one
        whole = _whole(bill, found, charges, off, self.tolerances.rounding_cents)
        here = self.credited_here
        if here and not bill.credit and (bill.supplier, plain(bill.number)) in here:
            self.credits.add(earlier_of(bill, whole))
        return whole

    def _matched(
        self, bill: Bill, lines: Sequence[BilledLine], vat: Sequence[int]
    ) -> tuple[Sequence[LineMatch], tuple[LineMatch, ...]]:
        again = self.duplicates.by_number(bill)
        if again is not None:
            return all_held(bill, lines, vat, again)
        undoing = Undoing()
        matches, drafts = self._plainly(bill, lines, vat, undoing)
        if drafts:
            self._others(bill, drafts.values(), undoing)
            again = self._doubtful(bill, drafts.values())
            if again is not None:
                undoing.all()
                return all_held(bill, lines, vat, again)
            if any(draft.coming for draft in drafts.values()):
                self.duplicates.waits(bill.key)
        if not drafts and not bill.charges:
            return matches, ()
        charges = charges_match(bill, vat[len(lines) :], drafts.values(), self.tolerances)
        for place, draft in drafts.items():
            matches[place] = line_match(draft, vat[place], self.tolerances)
        return matches, charges

    def _plainly(
        self, bill: Bill, lines: Sequence[BilledLine], vat: Sequence[int], undoing: Undoing
    ) -> tuple[list[LineMatch], dict[int, Draft]]:
        """What is right at the first look; a draft, by its place, for all the rest."""
        matches: list[LineMatch] = []
        drafts: dict[int, Draft] = {}
        order: Order | None = None
        number = ""
        for place, line in enumerate(lines):
            if line.order_number != number:
                number = line.order_number
                order = self.index.order(bill.supplier, number)
            found = None
            if order is not None and not bill.credit:
                found = self._plain(bill, line, order, vat[place], undoing)
            if found is None:
                drafts[place] = _draft_of(line, self.tolerances.rounding_cents)
                found = LineMatch(line.id, (), ())
            matches.append(found)
        return matches, drafts

    def _plain(
        self, bill: Bill, line: BilledLine, order: Order, vat_cents: int, undoing: Undoing
    ) -> LineMatch | None:
        """The line's match, if its order line is named and nothing at all is to be asked."""
        opened = order.by_number.get(line.order_line)
        if opened is None or (self.rents and self.rents.about(bill.supplier, line)):
            return None
        ordered, quantity, net = opened.line, int(line.quantity), line.net_cents
        day, due = ordered.ordered_on, ordered.vat
        if (
            not 0 < quantity <= opened.rest
            or quantity > opened.ready
            or quantity != line.quantity
            or not 0 <= net <= quantity * ordered.unit_price_cents
            or (line.reckoned_cents is not None and line.reckoned_cents != net)
            or ordered.currency != bill.currency
            or (day is not None and day > bill.issue_date)
            or not same_unit(line.unit_code, ordered.unit_code)
            or same_item(line, ordered) is False
            or (line.vat is not due and not self._vat_may_be(line.vat, due))
        ):
            return None
        undoing.take(opened, quantity)
        part = Part(Target.ORDER_LINE, ordered.key, quantity, net, vat_cents)
        return LineMatch(line.id, (part,), (), 100, BY_NUMBER)

    def _vat_may_be(self, stated: Vat, due: Vat | None) -> bool:
        if due is not None:
            return stated == due
        return not self.tolerances.vat or stated in self.tolerances.vat

    def _others(self, bill: Bill, drafts: Collection[Draft], undoing: Undoing) -> None:
        """Line by line, those that name their order line first; then those alike, together."""
        for draft in sorted(drafts, key=lambda draft: not draft.line.order_line):
            if not draft.quantity and not draft.net_cents:
                continue  # a line of text
            crediting = bill.credit != (draft.sign < 0)
            if self.rents and self.rents.about(bill.supplier, draft.line):
                match_rent(draft, bill, self.rents, self.tolerances, undoing, crediting=crediting)
            elif crediting:
                slack = self.tolerances.rounding_cents
                match_credit(draft, bill, self.credits, self.index, undoing, slack)
            else:
                match_line(draft, bill, self.index, self.tolerances, undoing)
        for group in alike(drafts):
            match_together(group, bill, self.index, self.tolerances, undoing)
        together, bound = sum(draft.tolerated for draft in drafts), self.tolerances.total_cents
        if bound is not None and together > bound:
            for draft in drafts:
                no_more_tolerated(draft, bound, together)

    def _doubtful(self, bill: Bill, drafts: Iterable[Draft]) -> Discrepancy | None:
        reasons = {one.reason for draft in drafts for one in draft.discrepancies}
        if reasons <= OF_OTHER_CAUSE:
            return None
        found = self.duplicates.by_content(bill, self.tolerances.duplicate_days)
        if found is None:
            return None
        again, waiting = found
        if reasons <= OF_OTHER_CAUSE | OF_WAITING and self._have_room(drafts, waiting):
            return None
        return again

    def _have_room(self, drafts: Iterable[Draft], waiting: int) -> bool:
        """Whether the order has room for this, and for as many alike as wait for their goods."""
        wanted: dict[int, int] = {}
        for draft in drafts:
            for one, units in draft.coming:
                key = one.key or 0
                wanted[key] = wanted.get(key, 0) + units + waiting * draft.quantity
        return all(self.index.by_key[key].rest >= units for key, units in wanted.items())


def _place(line: BilledLine) -> tuple[int, str, int, str, str, Decimal]:
    """Numbers in their order, 2 before 10; the same number twice by what the lines say."""
    number = line.id
    return (
        len(number), number, line.net_cents, line.order_line, line.seller_item_id, line.quantity
    )  # fmt: skip


def _draft_of(line: BilledLine, slack: int) -> Draft:
    """A line to be looked at; what its own sum is over what it reckons stands apart."""
    sign = -1 if (line.net_cents or line.quantity) < 0 else 1
    draft = Draft(line, abs(line.net_cents), int(abs(line.quantity)), sign)
    if line.reckoned_cents is None:
        return draft
    over = draft.net_cents - line.reckoned_cents * sign
    if abs(over) > slack:
        held = min(max(over, 0), draft.net_cents)
        draft.net_cents -= held
        draft.apart.append(
            Discrepancy(
                Reason.ARITHMETIC, held, expected=line.reckoned_cents, actual=line.net_cents
            )
        )
    return draft


def _whole(
    bill: Bill, lines: Sequence[LineMatch], charges: tuple[LineMatch, ...],
    off: Sequence[Discrepancy], slack: int,
) -> BillMatch:  # fmt: skip
    said = sum(line.net_cents for line in bill.lines)
    said += sum(charge.cents for charge in bill.charges)
    said += sum(vat.tax_cents for vat in bill.vat)
    rounding, wrong = rounding_of(bill, said, slack)
    return BillMatch(
        bill.key, tuple(lines), (*charges, rounding) if rounding else charges,
        (*off, wrong) if wrong else tuple(off),
    )  # fmt: skip


def earlier_of(bill: Bill, match: BillMatch) -> EarlierBill:
    """A bill that was matched, as a credit note finds it."""
    parts: list[EarlierPart] = []
    for line, one in zip(bill.lines, match.lines, strict=True):
        items = (line.seller_item_id, line.buyer_item_id, line.standard_item_id)
        held = sum(discrepancy.cents for discrepancy in one.discrepancies)
        taken = sum(part.quantity for part in one.parts)
        units = max(int(line.quantity) - taken, 0) if _of_units(one) else 0
        of_orders = [part for part in one.parts if part.target is Target.ORDER_LINE]
        for part in of_orders:
            parts.append(
                _earlier(one.line_id, part.key, part.quantity, part.cents, held, items, units)
            )
            held = units = 0
        if held:
            parts.append(_earlier(one.line_id, None, 0, 0, held, items))
    return EarlierBill(
        key=bill.key, supplier=bill.supplier, number=bill.number, issue_date=bill.issue_date,
        credit=bill.credit, content=content_of(bill), currency=bill.currency, parts=tuple(parts),
    )  # fmt: skip


def _of_units(match: LineMatch) -> bool:
    return any(one.reason in OF_UNITS for one in match.discrepancies)


def _earlier(
    line_id: str, ordered: int | None, quantity: int, cents: int, held: int,
    items: tuple[str, str, str], units: int = 0,
) -> EarlierPart:  # fmt: skip
    seller, buyer, standard = items
    return EarlierPart(
        line_id=line_id, ordered=ordered, quantity=quantity, cents=cents, open_cents=held,
        held=units, seller_item_id=seller, buyer_item_id=buyer, standard_item_id=standard,
    )  # fmt: skip

"""A line that bills what was ordered: how many find room, what they are worth, what is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial

from samkop.core.matching.bill import Bill
from samkop.core.matching.drafts import Draft, Undoing, price
from samkop.core.matching.finding import Found, Sought, allowed_over, find, same_unit
from samkop.core.matching.ground import Tolerances
from samkop.core.matching.index import Index
from samkop.core.matching.opened import Open
from samkop.core.matching.reasons import Reason
from samkop.core.matching.result import Discrepancy


def match_line(
    draft: Draft, bill: Bill, index: Index, tolerances: Tolerances, undoing: Undoing
) -> None:
    """Find the order lines and take what has room; else the line is held whole."""
    found = find(_sought([draft], bill), index, tolerances)
    if isinstance(found, Discrepancy):
        draft.hold_all(found)
        return
    fill([draft], found, bill, tolerances, undoing)


def match_together(
    drafts: Sequence[Draft], bill: Bill, index: Index, tolerances: Tolerances, undoing: Undoing
) -> None:
    """Lines alike that each might be several: together they may be exactly all of these."""
    found = find(_sought(drafts, bill), index, tolerances)
    if isinstance(found, Found):
        fill(drafts, found, bill, tolerances, undoing)


def _sought(drafts: Sequence[Draft], bill: Bill) -> Sought:
    return Sought(
        drafts[0].line, bill.supplier, bill.currency, bill.issue_date,
        sum(draft.quantity for draft in drafts), sum(draft.net_cents for draft in drafts),
    )  # fmt: skip


def fill(
    drafts: Iterable[Draft], found: Found, bill: Bill, tolerances: Tolerances, undoing: Undoing
) -> None:
    """Take from the lines that were found, one after the other, until each draft has its own."""
    for draft in drafts:
        draft.discrepancies = []
        draft.certainty, draft.references = found.certainty, found.references
        wrong = _against(draft, bill, found.opens[0], tolerances)
        if wrong is not None:
            draft.hold_all(wrong)
            continue
        draft.vat_from = found.opens[0]
        left = draft.quantity
        for opened in found.opens:
            taken = min(left, opened.takeable)
            if taken:
                undoing.take(opened, taken)
                draft.taken.append((opened, taken))
                left -= taken
        if left:
            draft.held = list(_without_room(draft, found.opens, left))
        price(draft, partial(allowed_over, tolerances))


def _against(draft: Draft, bill: Bill, opened: Open, tolerances: Tolerances) -> Discrepancy | None:
    """What keeps the line from being matched with an order line at all."""
    line, ordered = draft.line, opened.line
    key = ordered.key
    if ordered.currency != bill.currency:
        return Discrepancy(Reason.CURRENCY_DIFFERS, key=key, about=bill.currency)
    if not ordered.standing:
        return Discrepancy(Reason.ORDER_CANCELLED, key=key, about=line.order_number)
    if not same_unit(line.unit_code, ordered.unit_code):
        return Discrepancy(Reason.UNIT_DIFFERS, key=key, about=line.unit_code)
    if not draft.quantity or draft.quantity != abs(line.quantity):
        return Discrepancy(Reason.QUANTITY_NOT_WHOLE, key=key, about=f"{line.quantity:f}")
    early = timedelta(days=tolerances.days_early)
    if ordered.ordered_on is not None and ordered.ordered_on - bill.issue_date > early:
        return Discrepancy(Reason.INVOICED_EARLY, key=key, about=bill.issue_date.isoformat())
    return None


def _without_room(
    draft: Draft, opens: Sequence[Open], left: int
) -> Iterable[tuple[Discrepancy, int]]:
    """Why so many units found no room: not there yet, or more than was ordered."""
    room = draft.quantity - left
    first = opens[0].line
    coming = min(left, sum(max(opened.rest, 0) for opened in opens))
    if coming:
        nothing = not any(opened.line.received for opened in opens)
        reason = Reason.NOT_RECEIVED if nothing else Reason.QUANTITY_OVER_RECEIVED
        yield (
            Discrepancy(reason, key=first.key, expected=room, actual=room + coming),
            coming,
        )
    if left > coming:
        over = Discrepancy(
            Reason.QUANTITY_OVER_ORDERED, key=first.key, expected=room + coming,
            actual=draft.quantity,
        )  # fmt: skip
        yield over, left - coming


def alike(drafts: Iterable[Draft]) -> list[list[Draft]]:
    """Lines of a bill that the same several order lines might be, where there are more than one."""
    groups: dict[tuple[object, ...], list[Draft]] = {}
    for draft in drafts:
        one = draft.discrepancies[0] if len(draft.discrepancies) == 1 else None
        if one is not None and one.reason == Reason.LINE_AMBIGUOUS and draft.quantity:
            line = draft.line
            unit = draft.net_cents / draft.quantity
            what = (line.seller_item_id, line.standard_item_id, line.buyer_item_id, unit)
            key = (line.order_number, line.despatch, what, one.candidates)
            groups.setdefault(key, []).append(draft)
    return [group for group in groups.values() if len(group) > 1]

"""The same again: the same number, or the same things under another number."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from datetime import date

from samkop.core.matching.bill import Bill, content_of
from samkop.core.matching.ground import EarlierBill
from samkop.core.matching.reasons import Reason
from samkop.core.matching.result import Discrepancy

LOOKED_AT = 8
"""So many earlier bills of the same content are looked at, the latest first."""

OF_OTHER_CAUSE = frozenset(
    {
        Reason.PRICE_OVER, Reason.TOTAL_OVER, Reason.CHARGE_OVER, Reason.VAT_DIFFERS,
        Reason.ARITHMETIC,
    }
)  # fmt: skip
"""What is wrong whether or not it was billed before: the goods are there to be billed."""

OF_WAITING = frozenset({Reason.NOT_RECEIVED, Reason.QUANTITY_OVER_RECEIVED})
"""The order has room for it, and the goods have not come."""


class Duplicates:
    """Bills that came before, by number and by content; a key below another's is earlier."""

    def __init__(self, earlier: Iterable[EarlierBill], bills: Iterable[Bill]) -> None:
        self._numbers: dict[tuple[int, bool, str], int] = {}
        self._contents: dict[str, list[tuple[int, date]]] = {}
        # Only bills of one sum can be alike: no others are digested.
        self._by_sum: dict[tuple[int, int], list[Bill]] = {}
        self._with_earlier: set[int] = set()
        self._waiting: set[int] = set()
        for one in earlier:
            if one.waiting:
                self.waits(one.key)
            self._with_earlier.add(one.supplier)
            self._note(one.key, one.supplier, one.credit, one.number)
            self._came(one.content, one.key, one.issue_date)
        for bill in bills:
            self._note(bill.key, bill.supplier, bill.credit, bill.number)
            self._by_sum.setdefault((bill.supplier, bill.total_cents), []).append(bill)
        self._alone = {at for at, alike in self._by_sum.items() if len(alike) == 1}

    def by_number(self, bill: Bill) -> Discrepancy | None:
        """Another of the supplier came before with this number, in whatever year."""
        first = self._numbers[bill.supplier, bill.credit, _same(bill.number)]
        if first >= bill.key:
            return None
        return Discrepancy(Reason.DUPLICATE_NUMBER, key=None, about=bill.number)

    def waits(self, key: int) -> None:
        """Units of this bill are in exception until their goods come."""
        self._waiting.add(key)

    def by_content(self, bill: Bill, days: int) -> tuple[Discrepancy, int] | None:
        """Another billed the same within so many days before or after; how many of such wait."""
        at = (bill.supplier, bill.total_cents)
        if at in self._alone and bill.supplier not in self._with_earlier:
            return None
        for one in self._by_sum.pop(at, ()):
            self._came(content_of(one), one.key, one.issue_date)
        came = self._contents.get(content_of(bill), [])
        upto = bisect_left(came, (bill.key, date.min))
        near = [
            key
            for key, day in came[max(upto - LOOKED_AT, 0) : upto]
            if abs((bill.issue_date - day).days) <= days
        ]
        if not near:
            return None
        waiting = sum(key in self._waiting for key in near)
        return Discrepancy(Reason.DUPLICATE_CONTENT, about=str(near[-1])), waiting

    def _came(self, content: str, key: int, day: date) -> None:
        insort(self._contents.setdefault(content, []), (key, day))

    def _note(self, key: int, supplier: int, credit: bool, number: str) -> None:  # noqa: FBT001
        at = (supplier, credit, _same(number))
        self._numbers[at] = min(key, self._numbers.get(at, key))


def _same(number: str) -> str:
    return "".join(number.split()).casefold()

"""The same again: the same number, or the same things under another number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
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


class Duplicates:
    """Bills that came before, by number and by content; a key below another's is earlier."""

    def __init__(self, earlier: Iterable[EarlierBill], bills: Sequence[Bill]) -> None:
        self._numbers: dict[tuple[int, bool, str], int] = {}
        self._bills = bills
        self._earlier = list(earlier)
        self._contents: dict[str, list[tuple[int, date]]] | None = None
        for one in self._earlier:
            self._note(one.key, one.supplier, one.credit, one.number)
        for bill in bills:
            self._note(bill.key, bill.supplier, bill.credit, bill.number)

    def by_number(self, bill: Bill) -> Discrepancy | None:
        """Another of the supplier came before with this number, in whatever year."""
        first = self._numbers[bill.supplier, bill.credit, _same(bill.number)]
        if first >= bill.key:
            return None
        return Discrepancy(Reason.DUPLICATE_NUMBER, key=None, about=bill.number)

    def by_content(self, bill: Bill, days: int) -> Discrepancy | None:
        """Another billed the same within so many days before or after."""
        came = self._by_content().get(content_of(bill), [])
        upto = bisect_left(came, (bill.key, date.min))
        for key, day in reversed(came[max(upto - LOOKED_AT, 0) : upto]):
            if abs((bill.issue_date - day).days) <= days:
                return Discrepancy(Reason.DUPLICATE_CONTENT, about=str(key))
        return None

    def _note(self, key: int, supplier: int, credit: bool, number: str) -> None:  # noqa: FBT001
        at = (supplier, credit, _same(number))
        self._numbers[at] = min(key, self._numbers.get(at, key))

    def _by_content(self) -> dict[str, list[tuple[int, date]]]:
        """Made when the first bill is doubtful, once."""
        if self._contents is None:
            contents: dict[str, dict[int, date]] = {}
            for one in self._earlier:
                contents.setdefault(one.content, {})[one.key] = one.issue_date
            for bill in self._bills:
                contents.setdefault(content_of(bill), {})[bill.key] = bill.issue_date
            self._contents = {content: sorted(came.items()) for content, came in contents.items()}
        return self._contents


def _same(number: str) -> str:
    return "".join(number.split()).casefold()

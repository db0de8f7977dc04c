"""Reading the rows of a supplier's report: which column is which, and what is wrong where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from samkop.core.tabular import Row, Table

# The headings by which a column is known, in lower case without blanks.
COLUMNS = {
    "buyer": ("buyer", "buyerid", "businessid", "organisationsnummer", "köpare",
              "ostaja", "y-tunnus", "ytunnus", "beställare", "fo-nummer"),
    "order": ("order", "ordernumber", "beställning", "beställningsnummer", "tilaus",
              "tilausnumero"),
    "date": ("date", "orderdate", "datum", "beställningsdag", "päivä", "tilauspäivä"),
    "amount": ("amount", "turnover", "belopp", "omsättning", "summa", "liikevaihto"),
    "fee": ("fee", "avgift", "maksu", "palvelumaksu"),
}  # fmt: skip
LONGEST_IDENTIFIER, LONGEST_NUMBER = 20, 80
MOST_CENTS = 10**15
_BLANKS = re.compile(r"[\s\u00a0\u202f]")


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One reported order; cents without VAT, ``row`` its number in the file."""

    row: int
    buyer_identifier: str
    order_number: str
    ordered_on: date
    cents: int
    fee_cents: int


class FaultyReportError(ValueError):
    """A row cannot be read: its number (the heading is 1), and the column by its key."""

    def __init__(self, row: int, column: str) -> None:
        super().__init__(f"{row}: {column}")
        self.row = row
        self.column = column


def report_lines(table: Table) -> list[ReportLine]:
    """The reported orders of a table with the columns of ``COLUMNS``; the fee may be missing.

    Amounts have a comma or a point before the cents, with or without blanks between thousands;
    days are ISO 8601. Raises FaultyReportError at the first row that cannot be read.
    """
    places = _places(table.heading)
    missing = [key for key in COLUMNS if key not in places and key != "fee"]
    if missing:
        raise FaultyReportError(1, missing[0])
    return [_line(row, places) for row in table.rows]


def _places(heading: tuple[str, ...]) -> dict[str, int]:
    names = [_BLANKS.sub("", text).casefold() for text in heading]
    return {
        key: names.index(name)
        for key, known in COLUMNS.items()
        for name in known[::-1]
        if name in names
    }


def _line(row: Row, places: dict[str, int]) -> ReportLine:
    def cell(key: str) -> str:
        place = places.get(key)
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    buyer, order = cell("buyer"), cell("order")
    if not 0 < len(buyer) <= LONGEST_IDENTIFIER:
        raise FaultyReportError(row.number, "buyer")
    if not 0 < len(order) <= LONGEST_NUMBER:
        raise FaultyReportError(row.number, "order")
    try:
        day = date.fromisoformat(cell("date"))
    except ValueError:
        raise FaultyReportError(row.number, "date") from None
    fee = cell("fee")
    return ReportLine(
        row.number, buyer, order, day, _cents(cell("amount"), row.number, "amount"),
        _cents(fee, row.number, "fee") if fee else 0,
    )  # fmt: skip


def _cents(text: str, row: int, column: str) -> int:
    try:
        amount = Decimal(_BLANKS.sub("", text).replace(",", ".")) * 100
    except InvalidOperation:
        raise FaultyReportError(row, column) from None
    if not amount.is_finite() or amount != int(amount) or abs(amount) > MOST_CENTS:
        raise FaultyReportError(row, column)
    return int(amount)

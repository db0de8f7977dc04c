"""A stock list read row by row: what it says, and what is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from samkop.catalogue.vocabulary import AvailabilityFault
from samkop.core.tabular import Table

MOST = 1_000_000
MOST_DAYS = 730
NUMBERS = {"in_stock": MOST, "reserved": MOST, "lead_time_days": MOST_DAYS}
DAYS = ("next_delivery", "ends_on")


@dataclass(frozen=True)
class Statement:
    """What is said of one item, by the supplier's number; None is unsaid."""

    seller_item_id: str
    in_stock: int | None = None
    reserved: int = 0
    lead_time_days: int | None = None
    next_delivery: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class ListFault:
    """What is wrong: row as a spreadsheet counts it, column, code, and what was found."""

    row: int
    column: str
    code: AvailabilityFault
    found: str = ""

    @property
    def sentence(self) -> str:
        """The fault in the reader's language."""
        most = NUMBERS.get(self.column, MOST)
        return str(self.code.label).format(found=self.found, most=most)


@dataclass(frozen=True)
class StockList:
    """The rows that can be taken, and the faults of the others."""

    statements: tuple[Statement, ...]
    faults: tuple[ListFault, ...]


def read_stock_list(
    table: Table, columns: Mapping[str, str], known_items: frozenset[str]
) -> StockList:
    """What a table says of the items of an agreement.

    ``columns`` maps a heading in lower case to the field it means; others are ignored.
    """
    fields = [columns.get(title.casefold().strip(), "") for title in table.heading]
    if "seller_item_id" not in fields:
        return StockList((), (ListFault(1, "seller_item_id", AvailabilityFault.COLUMN_MISSING),))
    statements: dict[str, Statement] = {}
    faults: list[ListFault] = []
    for row in table.rows:
        given = {name: cell for name, cell in zip(fields, row.cells, strict=False) if name and cell}
        statement, found = _statement(row.number, given)
        number = given.get("seller_item_id", "")
        if number not in known_items:
            found = [
                ListFault(row.number, "seller_item_id", AvailabilityFault.ITEM_UNKNOWN, number)
            ]
        elif number in statements:
            found = [ListFault(row.number, "seller_item_id", AvailabilityFault.TWICE, number)]
        faults += found
        if not found:
            statements[number] = statement
    return StockList(tuple(statements.values()), tuple(faults))


def _statement(row: int, given: Mapping[str, str]) -> tuple[Statement, Sequence[ListFault]]:
    faults: list[ListFault] = []
    numbers: dict[str, int] = {}
    days: dict[str, date] = {}
    for name, most in NUMBERS.items():
        text = given.get(name, "").replace(" ", "").replace("\xa0", "")
        if not text:
            continue
        if text.isascii() and text.isdigit() and len(text) <= len(str(most)) and int(text) <= most:
            numbers[name] = int(text)
        else:
            faults.append(ListFault(row, name, AvailabilityFault.NOT_A_NUMBER, given[name]))
    for name in DAYS:
        if name in given:
            try:
                days[name] = date.fromisoformat(given[name][:10])
            except ValueError:
                faults.append(ListFault(row, name, AvailabilityFault.NOT_A_DAY, given[name]))
    if not faults and not numbers and not days:
        faults.append(ListFault(row, "in_stock", AvailabilityFault.NOTHING_SAID))
    statement = Statement(
        seller_item_id=given.get("seller_item_id", ""), in_stock=numbers.get("in_stock"),
        reserved=numbers.get("reserved", 0), lead_time_days=numbers.get("lead_time_days"),
        next_delivery=days.get("next_delivery"), ends_on=days.get("ends_on"),
    )  # fmt: skip
    return statement, faults

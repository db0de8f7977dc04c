"""The rows of an order file, as they stand; what they name is checked against the shop."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from samkop.core.tabular import Table
from samkop.parties.columns import NO_MAP, ColumnMap, Columns, cells_of, columns_of
from samkop.parties.faults import RowFault

MOST_ROWS = 5_000
MOST_OF_A_ROW = 10_000
LONGEST_REFERENCE = 80


@dataclass(frozen=True)
class OrderRow:
    """One row: texts as they were written, empty where nothing was.

    ``item`` is the supplier's item number or the shop's own id; ``site`` and
    ``cost_centre`` the organisation's codes; ``recipient`` a colleague's name or address.
    """

    row: int
    item: str
    quantity: str = ""
    site: str = ""
    cost_centre: str = ""
    recipient: str = ""
    reference: str = ""


def columns() -> Columns:
    """The known columns: key to (required, headings)."""
    return columns_of("order_columns.csv", "samkop.ordering")


def read_order_rows(
    table: Table, called: ColumnMap = NO_MAP
) -> tuple[list[OrderRow], list[RowFault]]:
    """Every row, or the faults of the heading (row 1): then no row is read."""
    rows, faults = cells_of(table, columns(), called)
    if len(table.rows) > MOST_ROWS:
        sentence = _("The file has more than %(most)s rows: divide it.")
        faults = [*faults, RowFault(1, "", "too-many-rows", sentence, {"most": MOST_ROWS})]
    if faults:
        return [], faults
    return [OrderRow(row=cells.row, **cells.texts) for cells in rows], []


def quantity_of(row: OrderRow) -> int | None:
    """How many a row asks for: one where it does not say; None for what is no such number."""
    text = row.quantity or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST_OF_A_ROW))):
        return None
    return int(text) if 1 <= int(text) <= MOST_OF_A_ROW else None

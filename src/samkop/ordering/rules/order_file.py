"""The rows of an order file, as they stand; what they name is checked against the shop."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext_lazy as _

from samkop.core.tabular import Table
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


@cache
def columns() -> dict[str, tuple[bool, tuple[str, ...]]]:
    """The known columns: key to (required, headings)."""
    text = (files("samkop.ordering") / "data" / "order_columns.csv").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {
        row["key"]: (row["required"] == "yes", tuple(row["headings"].split("|")))
        for row in csv.DictReader(lines)
    }


def read_order_rows(table: Table) -> tuple[list[OrderRow], list[RowFault]]:
    """Every row, or the faults of the heading (row 1): then no row is read."""
    keys, faults = _keys(table.heading)
    if len(table.rows) > MOST_ROWS:
        sentence = _("The file has more than %(most)s rows: divide it.")
        faults.append(RowFault(1, "", "too-many-rows", sentence, {"most": MOST_ROWS}))
    if faults:
        return [], faults
    return [
        OrderRow(
            row=row.number,
            **{key: text for key, text in zip(keys, row.cells, strict=False) if key},
        )
        for row in table.rows
    ], []


def quantity_of(row: OrderRow) -> int | None:
    """How many a row asks for: one where it does not say; None for what is no such number."""
    text = row.quantity or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST_OF_A_ROW))):
        return None
    return int(text) if 1 <= int(text) <= MOST_OF_A_ROW else None


def _keys(heading: tuple[str, ...]) -> tuple[list[str], list[RowFault]]:
    """What each column is; a column that is unknown, twice, or missing is a fault."""
    known = {text: key for key, (_required, texts) in columns().items() for text in texts}
    keys = [known.get(text.casefold(), "") for text in heading]
    faults = []
    for place, (key, text) in enumerate(zip(keys, heading, strict=True)):
        if text and not key:
            sentence = _("There is no such column: remove it, or call it one of %(known)s.")
            facts = {"known": ", ".join(columns())}
            faults.append(RowFault(1, text, "column-unknown", sentence, facts))
        elif key and key in keys[:place]:
            sentence = _("This column stands in the file twice: leave one out.")
            faults.append(RowFault(1, text, "column-repeated", sentence))
    for key, (required, _texts) in columns().items():
        if required and key not in keys:
            sentence = _("This column is missing: add it with its heading in the first row.")
            faults.append(RowFault(1, key, "column-missing", sentence))
    return keys, faults

"""The rows of a register of devices as a file has them, in the order of our columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from samkop.core.tabular import UnreadableTableError, rows_in
from samkop.fleet.rules.registering import Memo
from samkop.parties.columns import Cells, ColumnMap, Columns, columns_of, places_of
from samkop.parties.faults import RowFault
from samkop.parties.import_files import unreadable

SHOWN_ROWS = 20
# A row's number, then its texts in the order of the columns.
Raw = tuple[Any, ...]
Texts = tuple[str, ...]


@dataclass(frozen=True)
class RegisterFile:
    """Every row's texts; the first rows by column, to be shown; or faults of the heading."""

    raws: list[Raw] = field(default_factory=list)
    cells: list[Cells] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)


def fleet_columns() -> Columns:
    """The columns that a register of devices has."""
    return columns_of("fleet_columns.csv", "samkop.fleet")


def register_file(content: bytes, called: ColumnMap) -> RegisterFile:
    """Read a file; what repeats is held once. Raises Refused ``file-unreadable``."""
    columns = fleet_columns()
    try:
        rows = rows_in(content)
        places, faults = places_of(next(rows).cells, columns, called)
        if faults:
            return RegisterFile(faults=faults)
        file, once = RegisterFile(), Memo[str, str](str)
        picked = _picked(places, columns)
        for row in rows:
            number, serial, *texts = picked(row.cells)
            file.raws.append((row.number, number, serial, *map(once.__getitem__, texts)))
            if len(file.cells) < SHOWN_ROWS:
                every = zip(columns, (number, serial, *texts), strict=True)
                shown = {key: text for key, text in every if key in places}
                file.cells.append(Cells(row.number, shown))
    except UnreadableTableError as error:
        raise unreadable(error) from error
    return file


def _picked(places: Mapping[str, int], columns: Columns) -> Callable[[Texts], Texts]:
    """What picks a row's texts in the order of the columns; empty where the file has none."""
    width = max(places.values()) + 1
    pick = itemgetter(*(places.get(key, width) for key in columns))

    def picked(cells: Texts) -> Texts:
        missing = max(1, width + 1 - len(cells))
        texts: Texts = pick((*cells[:width], *("",) * missing))
        return texts

    return picked

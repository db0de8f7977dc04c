"""The columns of the files that come in, and the cells under them by column."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext_lazy as _

from samkop.core.tabular import Table
from samkop.parties.faults import RowFault

# Key to (required, headings); the first heading is the key.
Columns = Mapping[str, tuple[bool, tuple[str, ...]]]
# What a file's own headings are called here: heading to key, or to nothing for one to leave out.
ColumnMap = Mapping[str, str]

NO_MAP: ColumnMap = {}


@dataclass(frozen=True)
class Cells:
    """A row of a file: its number as a spreadsheet counts, and its texts by column."""

    row: int
    texts: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """The cell's text; empty where the file has no such column."""
        return self.texts.get(key, "")


@cache
def columns_of(name: str, package: str = "samkop.parties") -> Columns:
    """The columns that a file of an app's ``data`` lists."""
    text = (files(package) / "data" / name).read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {
        row["key"]: (row["required"] == "yes", tuple(row["headings"].split("|")))
        for row in csv.DictReader(lines)
    }


def keys_of(heading: tuple[str, ...], known: Columns, called: ColumnMap = NO_MAP) -> list[str]:
    """What each column of a file is: a key, or nothing; ``called`` goes before the headings."""
    keys = {text: key for key, (_required, texts) in known.items() for text in texts}
    renamed = {text.strip().casefold(): key for text, key in called.items()}
    return [renamed.get(text.casefold(), keys.get(text.casefold(), "")) for text in heading]


def places_of(
    heading: tuple[str, ...], known: Columns, called: ColumnMap = NO_MAP
) -> tuple[dict[str, int], list[RowFault]]:
    """Where each known column stands; faults of the heading stand in row 1."""
    left_out = {text.strip().casefold() for text, key in called.items() if not key}
    unknown = _("There is no such column: remove it, or call it one of %(known)s.")
    places: dict[str, int] = {}
    faults = []
    for place, (text, key) in enumerate(zip(heading, keys_of(heading, known, called), strict=True)):
        if key in places:
            sentence = _("This column stands in the file twice: leave one out.")
            faults.append(RowFault(1, text, "column-repeated", sentence))
        elif key in known:
            places[key] = place
        elif text and text.casefold() not in left_out:
            facts = {"known": ", ".join(known)}
            faults.append(RowFault(1, text, "column-unknown", unknown, facts))
    for key, (required, _texts) in known.items():
        if required and key not in places:
            sentence = _("This column is missing: add it with its heading in the first row.")
            faults.append(RowFault(1, key, "column-missing", sentence))
    return places, faults


def cells_of(
    table: Table, known: Columns, called: ColumnMap = NO_MAP
) -> tuple[list[Cells], list[RowFault]]:
    """Every row by column, or the faults of the heading: then no row is read."""
    places, faults = places_of(table.heading, known, called)
    if faults:
        return [], faults
    return [
        Cells(
            row.number,
            {
                key: row.cells[place] if place < len(row.cells) else ""
                for key, place in places.items()
            },
        )
        for row in table.rows
    ], []

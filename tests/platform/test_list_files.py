"""A list as a file: every cell stands under its own heading."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from decimal import Decimal

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from samkop.platform.lists.cells import money, nothing, share, text
from samkop.platform.lists.declared import Column, Empty, Listing
from samkop.platform.lists.files import file_of

LEFT = {"ended": nothing("nothing more", "EUR"), "running": money(1_234_50, "EUR")}
COLUMNS = [
    Column("what", "What", text),
    Column("left", "Left", lambda row: LEFT[row]),
    Column("used", "Used", lambda _row: share(Decimal("0.0823"))),
]


def file(kind, rows, columns=COLUMNS):
    listing = Listing("things", "Things", "start", columns, Empty("Nothing"))
    with translation.override("sv"), closing(file_of(kind, listing, columns, [rows])) as made:
        return made.getvalue()


def lines(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("rows", [["ended", "running"], ["running", "ended"]])
def test_a_row_without_an_amount_has_its_cells_under_their_headings_too(rows):
    as_text = {
        "ended": ["ended", "nothing more", "EUR", "8,2 %"],
        "running": ["running", "1234,50", "EUR", "8,2 %"],
    }
    heading, *others = lines(file("csv", rows))
    assert heading == ["What", "Left", "Left, valuta", "Used"]
    assert others == [as_text[row] for row in rows]


def test_a_workbook_has_the_same_cells():
    book = CalamineWorkbook.from_filelike(io.BytesIO(file("xlsx", ["ended", "running"])))
    assert book.get_sheet_by_index(0).to_python()[1:] == [
        ["ended", "nothing more", "EUR", 0.0823],
        ["running", 1234.5, "EUR", 0.0823],
    ]


def test_a_column_with_a_currency_in_some_rows_only_is_a_fault_and_no_file():
    some = [COLUMNS[0], Column("left", "Left", lambda row: {**LEFT, "ended": nothing()}[row])]
    with pytest.raises(ValueError, match="in some rows only"):
        file("csv", ["ended", "running"], some)

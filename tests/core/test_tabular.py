from __future__ import annotations

import csv
import io
from datetime import date

import pytest
import xlsxwriter

from samkop.core.tabular import Row, UnreadableTableError, read_table


def a_workbook(*rows) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, place, cell, day)
                else:
                    sheet.write(number, place, cell)
    return content.getvalue()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_heading_tells_what_divides_the_cells(mark):
    table = read_table(f'a{mark}b\n 1 {mark}"x,;y"\n'.encode())
    assert table.heading == ("a", "b")
    assert table.rows == (Row(2, ("1", "x,;y")),)


def test_rows_keep_the_number_that_a_spreadsheet_shows():
    table = read_table(b'a,b\n\n1,"two\nlines"\n,\n3,4\n')
    assert [(row.number, row.cells) for row in table.rows] == [
        (3, ("1", "two\nlines")),
        (5, ("3", "4")),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
def test_swedish_letters_are_read_in_the_usual_encodings(encoding):
    assert read_table("namn\nÅsa Öhman\n".encode(encoding)).rows[0].cells == ("Åsa Öhman",)


def test_what_nobody_sees_goes_wherever_it_stands_and_whatever_else_the_file_holds():
    hidden = "kod,namn\n1,A\ufeff\u202eb\n2, \u00c5sa\u00a0\n"
    assert [row.cells for row in read_table(hidden.encode()).rows] == [("1", "Ab"), ("2", "Åsa")]
    assert read_table("namn\n\xc3 \xad\n".encode("windows-1252")).rows[0].cells == ("Ã",)


def test_a_workbook_gives_days_and_whole_numbers_as_text():
    table = read_table(
        a_workbook(["code", "day", "share"], [4100, date(2026, 8, 1), 0.5], [], ["x"])
    )
    assert table.heading == ("code", "day", "share")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("4100", "2026-08-01", "0.5")),
        (4, ("x", "", "")),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n , \n", "empty"),
        (b"\xd0\xcf\x11\xe0 old", "old-excel"),
        (b"PK\x03\x04 broken", "broken-workbook"),
        (b"a\0b", "not-text"),
        (b"a\n" + b"x" * 200_000, "not-text"),
        (b"\x81\x8d", "not-text"),
        (b",".join([b"a"] * 501) + b"\n", "too-many-columns"),
    ],
)
def test_what_is_no_table_says_why(content, code):
    with pytest.raises(UnreadableTableError) as unreadable:
        read_table(content)
    assert unreadable.value.code == code


def test_the_longest_cell_does_not_depend_on_what_the_process_allows():
    before = csv.field_size_limit(10**9)
    try:
        with pytest.raises(UnreadableTableError):
            read_table(b"a\n" + b"x" * 200_000)
    finally:
        csv.field_size_limit(before)


def test_500_columns_are_read_and_empty_headings_beside_them_do_not_count():
    heading = read_table(b",".join([b"a"] * 500) + b"," * 20_000 + b"\n").heading
    assert (heading.count("a"), len(heading)) == (500, 20_500)

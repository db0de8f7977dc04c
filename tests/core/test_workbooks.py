"""A workbook is counted before it is read: a small file must not take the whole memory."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from samkop.core import workbooks
from samkop.core.tabular import UnreadableTableError, read_table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def a_workbook(*, sheet=None, shared=None, compression=zipfile.ZIP_DEFLATED, **others) -> bytes:
    """A whole workbook, with other rows in its sheet, other shared texts, or other parts."""
    whole, changed = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(whole) as book:
        book.add_worksheet().write(0, 0, "a")
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(changed, "w", compression) as after:
        parts = {name: before.read(name) for name in before.namelist()}
        if sheet is not None:
            rows = f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>'
            parts["xl/worksheets/sheet1.xml"] = rows.encode()
        if shared is not None:
            parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{shared}</sst>'.encode()
        for name, content in (parts | others).items():
            after.writestr(name, content)
    return changed.getvalue()


def text(place: str, said: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{said}</t></is></c>'


def code_of(content: bytes) -> str:
    with pytest.raises(UnreadableTableError) as unreadable:
        read_table(content)
    return unreadable.value.code


def test_a_kilobyte_that_names_the_last_cell_of_a_sheet_is_refused():
    far = a_workbook(sheet=f'<row r="1">{text("A1", "a")}{text("XFD1048576", "b")}</row>')
    assert len(far) < 8_000
    assert code_of(far) == "workbook-too-large"


def test_cells_without_a_place_count_as_well(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_CELLS", 9)
    assert code_of(a_workbook(sheet="<row><c><v>1</v></c><c><v>1</v></c></row>" * 5)) == (
        "workbook-too-large"
    )


def test_cells_that_only_have_a_look_do_not_count():
    sheet = f'<row r="1">{text("A1", "a")}<c r="XFD1" s="0"/></row><row r="1048576"/>'
    assert read_table(a_workbook(sheet=sheet)).heading == ("a",)


def test_what_unpacks_to_more_than_is_taken_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_BYTES", 1_000_000)
    bomb = a_workbook(sheet=f'<row r="1">{text("A1", "a" * 1_000_000)}</row>')
    assert len(bomb) < 20_000
    assert code_of(bomb) == "workbook-too-large"


def test_one_long_text_in_many_cells_counts_each_time(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_TEXT", 10_000)
    shared = f"<si><t>{'a' * 1_000}</t></si>"
    eleven, ten = ('<row><c t="s"><v>0</v></c></row>' * times for times in (11, 10))
    assert code_of(a_workbook(sheet=eleven, shared=shared)) == "workbook-too-large"
    assert len(read_table(a_workbook(sheet=ten, shared=shared)).rows) == 9


@pytest.mark.parametrize("place", ["ZZZZZZ1", "XFE1", "A0", "A1048577", "1A", "", "A٣", "$A$1"])
def test_a_place_that_no_sheet_has_is_a_broken_workbook(place):
    assert code_of(a_workbook(sheet=f'<row r="1">{text(place, "a")}</row>')) == "broken-workbook"


@pytest.mark.parametrize("row", ["0", "-1", "1048577", "x", "9" * 5_000])
def test_a_row_that_no_sheet_has_is_a_broken_workbook(row):
    assert code_of(a_workbook(sheet=f'<row r="{row}"><c><v>1</v></c></row>')) == "broken-workbook"


def test_a_part_with_entities_of_its_own_is_a_broken_workbook():
    laughs = '<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><sst>&b;</sst>'
    assert code_of(a_workbook(**{"xl/sharedStrings.xml": laughs})) == "broken-workbook"


def test_a_part_that_says_it_is_smaller_than_it_is_is_a_broken_workbook():
    content = bytearray(a_workbook(sheet=f'<row r="1">{text("A1", "a" * 5_000)}</row>'))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        true = packed.getinfo("xl/worksheets/sheet1.xml").file_size
    said = content.rindex(true.to_bytes(4, "little"))
    content[said : said + 4] = (100).to_bytes(4, "little")
    assert code_of(bytes(content)) == "broken-workbook"


def test_a_part_packed_in_another_way_is_a_broken_workbook():
    assert code_of(a_workbook(compression=zipfile.ZIP_BZIP2)) == "broken-workbook"


def test_a_nul_that_a_workbook_escapes_is_no_text():
    assert code_of(a_workbook(sheet=f'<row r="1">{text("A1", "a_x0000_b")}</row>')) == "not-text"

"""Tables that people keep: CSV with comma or semicolon, and xlsx; bytes in, rows out."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from samkop.core.texts import visible
from samkop.core.workbooks import BrokenWorkbookError, WorkbookTooLargeError, plain_workbook

# A workbook is a zip archive (ISO/IEC 29500-2); its local file header says so.
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ENCODINGS = ("utf-8", "windows-1252")
LONGEST_CELL = 100_000  # characters
# A page asks of each what it is: more than any export of a payroll or ledger has.
MOST_COLUMNS = 500
# What nearly all bytes of a file are: nothing of it hides anything.
_PLAIN = bytes(range(0x20, 0x7F)) + b"\t\r\n"
Cells = tuple[str, ...]


class UnreadableTableError(ValueError):
    """The bytes are no table; ``code`` says why.

    One of empty, old-excel, broken-workbook, workbook-too-large, too-many-columns, not-text.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it (the heading is 1), and its cells' text."""

    number: int
    cells: Cells


@dataclass(frozen=True)
class Table:
    """The heading's texts, and the rows below it; empty rows are left out."""

    heading: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(content: bytes) -> Table:
    """Read a CSV file or the first sheet of a workbook.

    Dates become ISO 8601 days, whole numbers lose their ``.0``, blanks around a cell go,
    and what nobody sees goes from within it (``texts.visible``).
    Raises UnreadableTableError.
    """
    first, *others = rows_in(content)
    return Table(first.cells, tuple(others))


def rows_in(content: bytes) -> Iterator[Row]:
    """The rows of ``read_table`` one after the other, the heading's first; never none.

    For tables that are not to be held whole. Raises UnreadableTableError, also later.
    """
    records: Iterator[Cells]
    if content.startswith(_ZIP):
        records = _workbook(content)
    elif content.startswith(_OLD_EXCEL):
        raise UnreadableTableError("old-excel")
    else:
        records = _text(content)
    heading = True
    try:
        for number, cells in enumerate(records, start=1):
            if not any(cells):
                continue
            if heading and sum(map(bool, cells)) > MOST_COLUMNS:
                raise UnreadableTableError("too-many-columns")
            heading = False
            yield Row(number, cells)
    except csv.Error as error:
        raise UnreadableTableError("not-text") from error
    if heading:
        raise UnreadableTableError("empty")


def _workbook(content: bytes) -> Iterator[Cells]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        plain = io.BytesIO(plain_workbook(content))
        records = (
            CalamineWorkbook.from_filelike(plain)
            .get_sheet_by_index(0)
            .to_python(skip_empty_area=False)
        )
    except WorkbookTooLargeError as error:
        raise UnreadableTableError("workbook-too-large") from error
    except (CalamineError, BrokenWorkbookError) as error:
        raise UnreadableTableError("broken-workbook") from error
    for record in records:
        # Escaped (_x0000_), a workbook can hold what neither CSV nor the database takes.
        if any(isinstance(cell, str) and _is_no_text(cell) for cell in record):
            raise UnreadableTableError("not-text")
        yield tuple(map(_shown, record))


def _text(content: bytes) -> Iterator[Cells]:
    text, shown = _decoded(content)
    heading = text.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        # The csv module's own limit belongs to the whole process, and another may have set it.
        if max(map(len, record), default=0) > LONGEST_CELL:
            raise UnreadableTableError("not-text")
        yield tuple(map(shown, record))


def _is_no_text(cell: str) -> bool:
    return len(cell) > LONGEST_CELL or "\0" in cell


def _decoded(content: bytes) -> tuple[str, Callable[[str], str]]:
    """The text, and how its cells are shown: looked at one by one only if any may hide something.

    A million rows have a dozen million cells.
    """
    if b"\0" in content:
        raise UnreadableTableError("not-text")
    bare = content.removeprefix(codecs.BOM_UTF8)
    others = bare.translate(None, _PLAIN)
    for encoding in _ENCODINGS:
        try:
            text = bare.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text, str.strip if others.decode(encoding).isprintable() else _shown
    raise UnreadableTableError("not-text")


def _shown(cell: object) -> str:
    if isinstance(cell, str):
        return visible(cell).strip()
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return visible(str(cell)).strip()

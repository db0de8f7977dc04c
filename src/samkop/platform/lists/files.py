"""A list as a file: CSV (RFC 4180) or a workbook (ISO/IEC 29500), all its rows.

Written to a temporary file inside the reading that reads the rows: a slow reader holds no
transaction open, and a fault halfway is an error, not half a file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO, Any

from django.http import FileResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.platform.lists.cells import Cell
from samkop.platform.lists.declared import Column, Listing
from samkop.platform.refusals import Refused

FILES = {"csv": "CSV", "xlsx": "Excel"}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
IN_MEMORY = 4 * 2**20
# A worksheet holds 1,048,576 rows; and somebody waits for the answer.
MOST_ROWS = 200_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# One that a spreadsheet program takes for a day or a time, whatever its language.
DAY, MOMENT, AMOUNT, SHARE = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "#,##0.00", "0.0%"
Lines = Iterator[list[Cell]]


def file_of(
    kind: str, listing: Listing[Any], columns: Sequence[Column[Any]], rows: Iterable[list[Any]]
) -> FileResponse:
    """The rows (some at a time) as a file of that kind, in the reader's language.

    Raises Refused ``too-many-rows``.
    """
    columns = [*columns, *(one for one in listing.columns if one.file_only)]
    lines = _lines(columns, rows)
    first = next(lines, None)
    headings = _headings(columns, first)
    whole = _alike(first, lines)
    content = _csv(headings, whole) if kind == "csv" else _workbook(headings, whole)
    name = f"{listing.name}.{kind}"
    return FileResponse(content, as_attachment=True, filename=name, content_type=TYPES[kind])


def _alike(first: list[Cell] | None, others: Lines) -> Lines:
    """The first row and the others; each has its currencies where the headings say so.

    Raises ValueError for one that has not: its cells would stand under other headings.
    """
    if first is None:
        return
    money = _has_currency(first)
    yield first
    for line in others:
        if _has_currency(line) != money:
            raise ValueError("a column has a currency in some rows only")
        yield line


def _has_currency(line: list[Cell]) -> list[bool]:
    return [cell.currency is not None for cell in line]


def _lines(columns: Sequence[Column[Any]], rows: Iterable[list[Any]]) -> Lines:
    number = 0
    for some in rows:
        number += len(some)
        if number > MOST_ROWS:
            raise Refused(
                "too-many-rows",
                gettext_lazy(
                    "A file holds at most %(most)s rows. Filter the list, and take it in parts."
                ),
                status=422, most=MOST_ROWS,
            )  # fmt: skip
        for row in some:
            yield [column.cell(row) for column in columns]


def _headings(columns: Sequence[Column[Any]], first: list[Cell] | None) -> list[str]:
    """The columns' names; beside an amount stands its currency."""
    cells: Sequence[Cell | None] = first or [None] * len(columns)
    headings = []
    for column, cell in zip(columns, cells, strict=True):
        headings.append(str(column.label))
        if cell is not None and cell.currency is not None:
            headings.append(_("%(column)s, currency") % {"column": column.label})
    return headings


def _csv(headings: list[str], lines: Lines) -> IO[bytes]:
    """Semicolons between the cells, and the decimal sign of the reader's language."""
    content = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it
    try:
        _write_csv(content, headings, lines)
    except (Refused, ValueError):
        content.close()
        raise
    content.seek(0)
    return content


def _write_csv(content: IO[bytes], headings: list[str], lines: Lines) -> None:
    content.write("\N{BYTE ORDER MARK}".encode())  # for spreadsheet programs
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    decimal, zone = str(formats.get_format("DECIMAL_SEPARATOR")), timezone.get_current_timezone()
    writer.writerow(map(harmless, headings))
    for line in lines:
        written = []
        for cell in line:
            written.append(_plain(cell.value, decimal, zone, is_share=cell.is_share))
            if cell.currency is not None:
                written.append(cell.currency)
        writer.writerow(written)
        if text.tell() > IN_MEMORY // 16:
            _emptied(text, content)
    _emptied(text, content)


def _emptied(text: io.StringIO, content: IO[bytes]) -> None:
    content.write(text.getvalue().encode())
    text.seek(0)
    text.truncate()


def _plain(value: Any, decimal: str, zone: Any, *, is_share: bool = False) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        # As the page has it, and as spreadsheet programs read it: 8.2 %.
        written = f"{value * 100:.1f} %" if is_share else f"{value:f}"
        return written.replace(".", decimal)
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date | int):
        return str(value)
    return harmless(str(value))


def harmless(text: str) -> str:
    """A text that a spreadsheet program would take for a formula begins with an apostrophe."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _workbook(headings: list[str], lines: Lines) -> IO[bytes]:
    """One sheet; every text is written as text, so that none is a formula or a link."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    content = TemporaryFile()  # noqa: SIM115 - the response closes it
    book = Workbook(content, {"constant_memory": True, "default_date_format": MOMENT})
    sheet = book.add_worksheet()
    forms = {form: book.add_format({"num_format": form}) for form in (DAY, MOMENT, AMOUNT, SHARE)}
    zone = timezone.get_current_timezone()
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for place, heading in enumerate(headings):
        sheet.set_column(place, place, 18)
        sheet.write_string(0, place, heading, bold)
    for number, line in enumerate(lines, start=1):
        place = 0
        for cell in line:
            _put(sheet, number, place, cell, forms, zone)
            place += 1
            if cell.currency is not None:
                sheet.write_string(number, place, cell.currency)
                place += 1
    book.close()
    content.seek(0)
    return content


def _put(sheet: Any, row: int, place: int, cell: Cell, forms: dict[str, Any], zone: Any) -> None:
    value = cell.value
    if isinstance(value, datetime):
        sheet.write_datetime(row, place, value.astimezone(zone).replace(tzinfo=None), forms[MOMENT])
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, forms[DAY])
    elif isinstance(value, Decimal) and cell.currency is not None:
        sheet.write_number(row, place, value, forms[AMOUNT])
    elif isinstance(value, Decimal) and cell.is_share:
        sheet.write_number(row, place, value, forms[SHARE])
    elif isinstance(value, Decimal | int):
        sheet.write_number(row, place, value)
    elif value is not None:
        sheet.write_string(row, place, str(value)[:32_767])

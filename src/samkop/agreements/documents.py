"""Values of an index as its publisher's table has them: CSV or xlsx, a month a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from samkop.core.tabular import Row, UnreadableTableError, read_table
from samkop.platform.refusals import Refused

COLUMNS = {
    "month": "month", "månad": "month", "kuukausi": "month",
    "value": "value", "värde": "value", "arvo": "value",
    "published": "published", "publicerad": "published", "julkaistu": "published",
}  # fmt: skip
NEEDED = ("month", "value", "published")
YEAR_AND_MONTH = 7

IndexRow = tuple[date, Decimal, date]


def read_index_values(content: bytes) -> list[IndexRow]:
    """Month (its first day), value and day of publication of each row.

    Months are ``2026-10`` or any day of the month; days ISO 8601. Raises Refused
    ``index-file-unreadable``, ``index-column-missing``, ``index-row-wrong`` (naming row and
    column; nothing of the file is taken then).
    """
    try:
        table = read_table(content)
    except UnreadableTableError:
        raise Refused(
            "index-file-unreadable",
            _("The file is no table. Save it as CSV or as an Excel workbook (.xlsx)."),
            status=422,
        ) from None
    places = {COLUMNS.get(title.casefold()): place for place, title in enumerate(table.heading)}
    for name in NEEDED:
        if name not in places:
            raise Refused(
                "index-column-missing",
                _("The file has no column “%(column)s”. Its first row names month, value and"
                  " published."),
                status=422, column=name,
            )  # fmt: skip
    columns = [places[name] for name in NEEDED]
    return [_read(row, columns) for row in table.rows]


def _read(row: Row, columns: Sequence[int]) -> IndexRow:
    texts = [row.cells[place] if place < len(row.cells) else "" for place in columns]
    return _month(row.number, texts[0]), _value(row.number, texts[1]), _day(row.number, texts[2])


def _month(row: int, text: str) -> date:
    try:
        whole = f"{text}-01" if len(text) == YEAR_AND_MONTH else text
        return date.fromisoformat(whole).replace(day=1)
    except ValueError:
        raise _wrong(row, "month", text) from None


def _day(row: int, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _wrong(row, "published", text) from None


def _value(row: int, text: str) -> Decimal:
    try:
        value = Decimal(text.replace("\N{NO-BREAK SPACE}", "").replace(",", "."))
    except InvalidOperation:
        raise _wrong(row, "value", text) from None
    if not value.is_finite() or not 0 < value < 10**8 or value != round(value, 4):
        raise _wrong(row, "value", text)
    return value


def _wrong(row: int, column: str, text: str) -> Refused:
    return Refused(
        "index-row-wrong",
        _("Row %(row)s, column %(column)s: “%(text)s” cannot be read. Months are written 2026-10,"
          " days 2026-12-20, values 111,9 with four decimals at most."),
        status=422, row=row, column=column, text=text[:40],
    )  # fmt: skip

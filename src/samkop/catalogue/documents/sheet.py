"""A catalogue sheet (CSV with ``,`` or ``;``, or xlsx) as offers.

The first row names the columns, in Swedish, Finnish or English (``data/columns.csv``); a
column with another name is a property of the item.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from typing import Any

from samkop.catalogue.rules.offers import Offer, OfferedCatalogue, RowFault
from samkop.catalogue.tables import names_in_all_languages
from samkop.catalogue.vocabulary import Category, FileFormat, RowFaultCode
from samkop.core.tabular import Table, UnreadableTableError, read_table

# Digits, or digits with one mark before each three; then perhaps decimals.
_NUMBER = re.compile(
    r"(?P<sign>[-\N{MINUS SIGN}]?)"
    r"(?P<whole>(?=[.,]\d)|\d+|\d{1,3}(?P<group>[ .,'])\d{3}(?:(?P=group)\d{3})*)"
    r"(?:(?P<mark>[.,])(?P<decimals>\d+))?",
    re.ASCII,
)
REQUIRED = ("seller_item_id", "name", "price")
PROGRESS_STEP = 500


def read_sheet(
    content: bytes,
    *,
    file_format: str,
    name: str,
    sha256: str,
    currency: str,
    replaces_all: bool,
    progress: Callable[[int], None] | None = None,
) -> OfferedCatalogue:
    """The catalogue in a sheet; bytes that are none have one fault and no offers.

    Its number is the file's name without its ending, its version the beginning of its
    hash; prices without a currency are in ``currency``. ``progress`` is told the number of
    rows read so far.
    """
    offers: list[Offer] = []
    headings: dict[str, str] = {}
    try:
        table = read_table(content)
        offers, faults = _read_rows(table, currency, progress)
        columns, _missing = _columns(table.heading)
        headings = {
            field: title
            for (field, is_field), title in zip(columns, table.heading, strict=True)
            if is_field
        }
    except UnreadableTableError:
        found = {"format": str(FileFormat(file_format).label)}
        faults = [RowFault(0, "", RowFaultCode.FILE_UNREADABLE, found)]
    return OfferedCatalogue(
        number=(name.rpartition(".")[0] or name)[:100],
        version=sha256[:12],
        issue_date=None,
        format=file_format,
        sha256=sha256,
        replaces_all=replaces_all,
        offers=tuple(offers),
        faults=tuple(faults),
        headings=headings,
    )


def _read_rows(
    table: Table, currency: str, progress: Callable[[int], None] | None
) -> tuple[list[Offer], list[RowFault]]:
    columns, faults = _columns(table.heading)
    offers: list[Offer] = []
    if faults:
        return offers, faults
    for count, row in enumerate(table.rows, start=1):
        _read_row(row.number, row.cells, columns, currency, offers, faults)
        if progress and count % PROGRESS_STEP == 0:
            progress(count)
    return offers, faults


def _columns(head: Sequence[str]) -> tuple[list[tuple[str, bool]], list[RowFault]]:
    """What each column is: (field, True) or (property's name, False); and what is missing."""
    known = names_in_all_languages("columns.csv", "field", "|")
    attributes = {field.name for field in fields(Offer)}
    columns = []
    for title in head:
        field = known.get(title.casefold().replace("_", " "), "")
        columns.append((field, True) if field in attributes else (title, False))
    present = {field for field, is_field in columns if is_field}
    missing = [
        RowFault(1, column, RowFaultCode.COLUMN_MISSING)
        for column in REQUIRED
        if column not in present
    ]
    return columns, missing


def _read_row(
    number: int,
    cells: Sequence[str],
    columns: Iterable[tuple[str, bool]],
    currency: str,
    offers: list[Offer],
    faults: list[RowFault],
) -> None:
    given: dict[str, str] = {}
    properties: dict[str, str] = {}
    for (name, is_field), cell in zip(columns, cells, strict=False):
        if cell and name:
            (given if is_field else properties)[name] = cell
    values, found = _typed(number, given)
    faults += found
    values.setdefault("currency", currency)
    values.setdefault("seller_item_id", "")
    offers.append(Offer(row=number, properties=properties, **values))


def _typed(number: int, given: Mapping[str, str]) -> tuple[dict[str, Any], list[RowFault]]:
    values: dict[str, Any] = {}
    faults = []
    for column, text in given.items():
        try:
            values[column] = _CONVERTED[column](text) if column in _CONVERTED else text
        except InvalidOperation:
            code, found = RowFaultCode.NOT_A_NUMBER, {"found": text}
            faults.append(RowFault(number, column, code, found))
        except ValueError:
            code, found = RowFaultCode.NOT_DAYS, {"found": text}
            faults.append(RowFault(number, column, code, found))
        except KeyError:
            code, found = RowFaultCode.CATEGORY_UNKNOWN, {"found": text}
            faults.append(RowFault(number, column, code, found))
    return values, faults


def _decimal(text: str) -> Decimal:
    """A number as people write it: ``1 234,50``, ``1234.50``, ``1.234,50``, ``€ 12``.

    Marks between thousands stand before exactly three digits each. Raises InvalidOperation.
    """
    bare = " ".join(text.split()).removeprefix("€").strip()
    for unit in ("€", "kr", "%"):
        bare = bare.removesuffix(unit).strip()
    found = _NUMBER.fullmatch(bare)
    if found is None or (found["group"] and found["group"] == found["mark"]):
        raise InvalidOperation
    whole = "".join(filter(str.isdigit, found["whole"]))
    number = Decimal(f"{whole}.{found['decimals'] or 0}")
    return -number if found["sign"] else number


def _days(text: str) -> int:
    """Whole days. Raises ValueError."""
    try:
        days = _decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if days != days.to_integral_value():
        raise ValueError(text)
    return int(days)


def _category(text: str) -> str:
    """One of our categories by its own value or by a word for it. Raises KeyError."""
    folded = text.casefold()
    return (
        folded
        if folded in Category.values
        else names_in_all_languages("words.csv", "category", " ")[folded]
    )


_CONVERTED: dict[str, Callable[[str], Any]] = {
    "price": _decimal,
    "vat_percent": _decimal,
    "lead_time_days": _days,
    "quantity_increment": _days,
    "category": _category,
    "unit_code": str.upper,
}

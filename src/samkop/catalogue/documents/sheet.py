"""A catalogue sheet (CSV with ``,`` or ``;``, or xlsx) as offers.

The first row names the columns, in Swedish, Finnish or English (``data/columns.csv``); a
column with another name is a property of the item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from typing import Any

from samkop.catalogue.rules.offers import Offer, OfferedCatalogue, RowFault
from samkop.catalogue.tables import names_in_all_languages
from samkop.catalogue.vocabulary import Category, FileFormat, RowFaultCode
from samkop.core.tabular import Table, UnreadableTableError, read_table

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
    try:
        offers, faults = _read_rows(read_table(content), currency, progress)
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
        except KeyError:
            code, found = RowFaultCode.CATEGORY_UNKNOWN, {"found": text}
            faults.append(RowFault(number, column, code, found))
    return values, faults


def _decimal(text: str) -> Decimal:
    """A number as people write it: ``1 234,50``, ``1234.50``, ``1.234,50``, ``€ 12``."""
    bare = "".join(text.split()).strip("€").removesuffix("kr").removesuffix("%")
    decimal_mark = max(bare.rfind(","), bare.rfind("."))
    whole = bare[: max(decimal_mark, 0)].replace(",", "").replace(".", "")
    number = Decimal(whole + "." + bare[decimal_mark + 1 :] if decimal_mark >= 0 else bare)
    if not number.is_finite():
        raise InvalidOperation
    return number


def _days(text: str) -> int:
    return int(_decimal(text).to_integral_value())


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
    "category": _category,
}

"""Vouchers as a CSV file by a municipality's own mapping: Finnish systems have no common form.

One row an entry, fields apart by the separator and quoted where they have to be (RFC 4180),
lines ended by CR LF.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from samkop.core.accounting.characters import replaced
from samkop.core.accounting.voucher import Entry, Voucher


class Field(StrEnum):
    """What a column may hold; ``fixed`` is the column's own ``value``."""

    VOUCHER = "voucher"
    VOUCHER_DAY = "voucher-day"
    ACCOUNT = "account"
    COST_CENTRE = "cost-centre"
    PROJECT = "project"
    OBJECT = "object"
    VAT_CODE = "vat-code"
    AMOUNT = "amount"
    DEBIT = "debit"
    CREDIT = "credit"
    CURRENCY = "currency"
    TEXT = "text"
    INVOICE = "invoice"
    INVOICE_DAY = "invoice-day"
    DUE_DAY = "due-day"
    PAYMENT_REFERENCE = "payment-reference"
    SUPPLIER = "supplier"
    SUPPLIER_ID = "supplier-id"
    FIXED = "fixed"


class DateForm(StrEnum):
    """How days are written: 2026-11-28, 28.11.2026 or 20261128."""

    ISO = "iso"
    DOTTED = "dotted"
    PLAIN = "plain"


class Encoding(StrEnum):
    """The character sets that finance systems read; UTF-8 with a mark is for spreadsheets."""

    UTF_8 = "utf-8"
    UTF_8_MARKED = "utf-8-sig"
    WINDOWS_1252 = "windows-1252"
    LATIN_9 = "iso-8859-15"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what it holds, and the text of a fixed one."""

    heading: str
    field: Field
    value: str = ""


@dataclass(frozen=True, slots=True)
class CsvForm:
    """The form of a file: columns in order, and how texts, days and amounts are written."""

    columns: tuple[Column, ...]
    separator: str = ";"
    decimal: str = ","
    dates: DateForm = DateForm.DOTTED
    encoding: Encoding = Encoding.UTF_8
    heading: bool = True


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BY_SUPPLIER = {Field.TEXT, Field.INVOICE, Field.PAYMENT_REFERENCE, Field.SUPPLIER}


def write_csv(form: CsvForm, vouchers: Sequence[Voucher]) -> bytes:
    """The file's bytes; the same input gives the same bytes. Vouchers by their number.

    Characters that the encoding lacks, and line breaks, are replaced by the rule of
    ``characters``. Debit and credit are without sign, the other is empty; an amount is
    below zero for credit. What a supplier wrote and a spreadsheet program would take for a
    formula begins with an apostrophe.
    """
    held = io.StringIO()
    writer = csv.writer(held, delimiter=form.separator, lineterminator="\r\n")
    if form.heading:
        writer.writerow([_written(form, column.heading) for column in form.columns])
    for voucher in sorted(vouchers, key=lambda one: one.number):
        for entry in voucher.entries:
            writer.writerow(
                [_written(form, _cell(form, column, voucher, entry)) for column in form.columns]
            )
    return held.getvalue().encode(form.encoding)


def _written(form: CsvForm, text: str) -> str:
    return replaced(text, form.encoding)


def _looks_like_formula(text: str) -> bool:
    """Also where a sign of another width becomes one in an old character set, or is read as one."""
    return unicodedata.normalize("NFKC", text).startswith(_FORMULA)


def _cell(form: CsvForm, column: Column, voucher: Voucher, entry: Entry) -> str:
    if column.field == Field.FIXED:
        return column.value
    text = _FIELDS[column.field](form, voucher, entry)
    if column.field in _BY_SUPPLIER and _looks_like_formula(_written(form, text)):
        return f"'{text}"
    return text


def _amount(form: CsvForm, cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}{form.decimal}{rest:02}"


def _debit(form: CsvForm, _: Voucher, entry: Entry) -> str:
    return _amount(form, entry.cents) if entry.cents > 0 else ""


def _credit(form: CsvForm, _: Voucher, entry: Entry) -> str:
    return _amount(form, -entry.cents) if entry.cents < 0 else ""


def _day(form: CsvForm, day: date | None) -> str:
    if day is None:
        return ""
    if form.dates == DateForm.DOTTED:
        return f"{day.day}.{day.month}.{day.year:04}"
    iso = day.isoformat()
    return iso if form.dates == DateForm.ISO else iso.replace("-", "")


_FIELDS: Mapping[Field, Callable[[CsvForm, Voucher, Entry], str]] = {
    Field.VOUCHER: lambda _, voucher, __: str(voucher.number),
    Field.VOUCHER_DAY: lambda form, voucher, _: _day(form, voucher.day),
    Field.ACCOUNT: lambda _, __, entry: entry.coding.account,
    Field.COST_CENTRE: lambda _, __, entry: entry.coding.cost_centre,
    Field.PROJECT: lambda _, __, entry: entry.coding.project,
    Field.OBJECT: lambda _, __, entry: entry.coding.object_code,
    Field.VAT_CODE: lambda _, __, entry: entry.coding.vat_code,
    Field.AMOUNT: lambda form, _, entry: _amount(form, entry.cents),
    Field.DEBIT: _debit,
    Field.CREDIT: _credit,
    Field.CURRENCY: lambda _, voucher, __: voucher.currency,
    Field.TEXT: lambda _, voucher, entry: entry.text or voucher.text,
    Field.INVOICE: lambda _, voucher, __: voucher.invoice_number,
    Field.INVOICE_DAY: lambda form, voucher, _: _day(form, voucher.invoice_day),
    Field.DUE_DAY: lambda form, voucher, _: _day(form, voucher.due_day),
    Field.PAYMENT_REFERENCE: lambda _, voucher, __: voucher.payment_reference,
    Field.SUPPLIER: lambda _, voucher, __: voucher.supplier,
    Field.SUPPLIER_ID: lambda _, voucher, __: voucher.supplier_id,
}

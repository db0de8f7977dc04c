"""What stands in a cell: a plain value, which a page and a file each write in their way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from samkop.platform.templatetags import ui

Value = str | Promise | int | Decimal | dt.date | dt.datetime | None
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and how a page shows it; ``currency`` (ISO 4217) makes it money.

    Money is an exact amount in ``value``, not cents; ``is_share`` says that 1 is the whole.
    """

    value: Value
    html: Callable[[], SafeString | str]
    currency: str | None = None
    is_share: bool = False


def text(value: str | Promise | None) -> Cell:
    """Words; without any, the dash for "none"."""
    return Cell(value or "", lambda: str(value) if value else ui.none())


def code(value: str) -> Cell:
    """A number or a code that is not broken over two lines; without one, the dash for "none"."""
    return Cell(
        value,
        lambda: format_html('<span class="text-nowrap">{}</span>', value) if value else ui.none(),
    )


def pill(tone: str, label: str | Promise) -> Cell:
    """A state in words, softly coloured; ``tone`` as that of a pill."""
    return Cell(label, lambda: ui.pill(tone, str(label)))


def pills(marks: Sequence[tuple[str, str | Promise]]) -> Cell:
    """Several states beside each other, as (tone, label)."""
    label = ", ".join(str(label) for _tone, label in marks)
    return Cell(label, lambda: SafeString(" ".join(ui.pill(t, str(one)) for t, one in marks)))


def money(cents: int | None, currency: str, decimals: int = 2) -> Cell:
    """Cents as an amount of money; None is not known."""
    amount = None if cents is None else (Decimal(cents) / 100).quantize(CENT)
    return Cell(amount, lambda: ui.money(amount, currency, decimals), currency)


def number(value: int | Decimal | None, unit: str = "") -> Cell:
    """A plain number; None is not known."""
    return Cell(value, lambda: ui.number(value, None, unit))


def share(value: Decimal | None, decimals: int = 0) -> Cell:
    """A share of one, as per cent; None is not known."""
    return Cell(value, lambda: ui.percent(value, decimals), is_share=True)


def day(value: dt.date | None) -> Cell:
    """A day; None is not known."""
    return Cell(value, lambda: ui.date(value))


def last_day(value: dt.date | None) -> Cell:
    """A last day; None is until further notice."""
    return Cell(value, lambda: ui.last_day(value))


def moment(value: dt.datetime | None) -> Cell:
    """A time, aware; None is not known."""
    return Cell(value, lambda: ui.datetime(value))


def nothing(words: str | Promise = "", currency: str | None = None) -> Cell:
    """No value; with ``words`` a page and a file say why.

    Among amounts of money ``currency`` is theirs: a file has a column for it in every row.
    """
    return Cell(words, lambda: str(words) if words else ui.none(), currency)

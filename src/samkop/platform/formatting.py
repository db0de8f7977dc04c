"""Numbers, money and dates as a person reads them, in the language that is active.

Plain strings out: templates wrap them (``{% load ui %}``), charts draw them.
Spaces inside a figure never break; a minus is U+2212.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext, pgettext

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
MILLION = Decimal(1_000_000)
# Symbols that readers of the language know; any other currency is shown by its ISO 4217 code.
SYMBOLS = {
    "sv": {"EUR": "€", "SEK": "kr"},
    "fi": {"EUR": "€"},
    "en": {"EUR": "€"},
}


def language() -> str:
    """The active language as its first subtag (``sv``, ``fi`` or ``en``)."""
    return (get_language() or "en").partition("-")[0]


def format_number(value: Decimal | float, decimals: int | None = None) -> str:
    """A number with its groups of three; ``decimals`` rounds halves away from zero.

    Without ``decimals`` an exact value keeps its own, trailing zeros left out.
    """
    number = Decimal(str(value))
    if decimals is None:
        text = f"{number.normalize():f}"
    else:
        text = f"{number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
    shown = formats.number_format(Decimal(text.lstrip("-")), decimals, force_grouping=True)
    return MINUS + shown if text.startswith("-") and Decimal(text) else shown


def format_percent(share: Decimal | float, decimals: int = 0) -> str:
    """A share as per cent: 0.684 is ``68 %`` in Swedish and Finnish, ``68%`` in English."""
    space = "" if language() == "en" else NO_BREAK_SPACE
    return f"{format_number(Decimal(str(share)) * 100, decimals)}{space}%"


def format_money(amount: Decimal, currency: str, decimals: int = 2) -> str:
    """An amount with its currency (ISO 4217), as the language writes it."""
    return _with_currency(format_number(amount, decimals), currency)


def format_money_compact(amount: Decimal, currency: str) -> str:
    """An amount for a tile or an axis: millions with one decimal, else whole units."""
    if abs(amount) < MILLION:
        return format_money(amount, currency, 0)
    figure = format_number(amount / MILLION, 1)
    if language() == "en":
        return _with_currency(figure, currency) + "M"
    return f"{figure}{NO_BREAK_SPACE}M{SYMBOLS[language()].get(currency, currency)}"


def format_quantity(quantity: Decimal | int, unit: str) -> str:
    """A quantity with its unit (UN/ECE Recommendation 20 code), pluralised.

    A code without a word here is shown as it is.
    """
    plural = int(quantity) if quantity == int(quantity) else 2
    words = {
        "EA": ngettext("pc", "pcs", plural),
        "C62": ngettext("pc", "pcs", plural),
        "H87": ngettext("pc", "pcs", plural),
        "HUR": ngettext("hour", "hours", plural),
        "DAY": ngettext("day", "days", plural),
        "MON": ngettext("month", "months", plural),
        "ANN": ngettext("year", "years", plural),
        "KGM": pgettext("unit of mass", "kg"),
    }
    return f"{format_number(quantity)}{NO_BREAK_SPACE}{words.get(unit, unit)}"


def format_date(value: date, form: str = "DATE_FORMAT") -> str:
    """A day or a time in the reader's language and time zone.

    ``form`` is the name of one of Django's date formats.
    """
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return formats.date_format(value, form).replace(" ", NO_BREAK_SPACE)


def _with_currency(figure: str, currency: str) -> str:
    symbol = SYMBOLS.get(language(), {}).get(currency, currency)
    if language() != "en":
        return f"{figure}{NO_BREAK_SPACE}{symbol}"
    sign, digits = (MINUS, figure[1:]) if figure.startswith(MINUS) else ("", figure)
    space = NO_BREAK_SPACE if symbol == currency else ""
    return f"{sign}{symbol}{space}{digits}"

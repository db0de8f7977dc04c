"""From JSON to a form or a bid; one exact sentence for the first fault found."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from samkop.core.bidding.content import (
    Answer,
    BidContent,
    Bidder,
    Declared,
    Described,
    Discount,
    Price,
    TradeSecret,
)
from samkop.core.bidding.form import Asked, BidForm, PriceLine, Requirement
from samkop.core.fields import Fields, ProblemError, cents, loaded, shown, whole

VERSION = 1
MOST_ROWS, LONGEST, LONGEST_NAME, MOST_YEARS = 1_000, 20_000, 200, 40
MOST_CENTS = 10**12  # as the award's problem has it
MOST_BYTES = 16 * 1024 * 1024  # of a bid's content: whoever opens it reads it whole
FORM = (
    "samkop", "version", "tender", "lot", "currency", "prices", "requirements", "criteria", "espd",
    "discounts", "lots", "valid_until",
)  # fmt: skip
LINE = ("line", "text", "unit", "quantity", "price_max", "item", "years")
CONTENT = (
    "samkop", "version", "tender", "lot", "bidder", "prices", "requirements", "criteria", "espd",
    "discounts", "trade_secrets", "valid_until",
)  # fmt: skip

_QUANTITY = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# No database keeps the first; the others are halves of a character.
_UNKEPT = re.compile("[\0\ud800-\udfff]")

Row = TypeVar("Row")


def read_form(text: str) -> BidForm:
    """The form that a JSON text holds. Raises ProblemError."""
    return form_of(loaded(text))


def read_content(text: str) -> BidContent:
    """The bid that a JSON text holds. Raises ProblemError."""
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise ProblemError(f"The bid has more than {MOST_BYTES // 2**20} MiB; shorten its texts.")
    return content_of(loaded(text))


def form_of(value: Any) -> BidForm:
    """The form that a JSON value holds (schema ``bid-form``). Raises ProblemError."""
    fields = _document(value, "The form", "bid-form", FORM)
    form = BidForm(
        tender=_name(fields, "tender"), lot=_name(fields, "lot"), currency=_currency(fields),
        lots=_lots(fields, "lots"),
        prices=_rows(fields, "prices", LINE, _line),
        requirements=_rows(fields, "requirements", ("code", "text", "evidence"), _requirement),
        criteria=_rows(fields, "criteria", ("code", "text"), _asked),
        espd=_rows(fields, "espd", ("code", "text"), _asked),
        discounts=fields.flag("discounts"),
        valid_until=_day(fields, "valid_until") if fields.has("valid_until") else None,
    )  # fmt: skip
    _once([line.code for line in form.prices], "prices", "line")
    for name in ("requirements", "criteria", "espd"):
        _once([row.code for row in getattr(form, name)], name, "code")
    if form.lot not in form.lots:
        raise ProblemError(f"The form: lot {shown(form.lot)} is none of its lots; name it there.")
    return form


def content_of(value: Any) -> BidContent:
    """The bid that a JSON value holds (schema ``bid-content``). Raises ProblemError."""
    fields = _document(value, "The bid", "bid-content", CONTENT)
    content = BidContent(
        tender=_name(fields, "tender"), lot=_name(fields, "lot"),
        bidder=_bidder(fields.need("bidder")), valid_until=_day(fields, "valid_until"),
        prices=_rows(fields, "prices", ("line", "price"), _price),
        requirements=_rows(fields, "requirements", ("code", "meets", "note", "file"), _answer),
        criteria=_rows(fields, "criteria", ("code", "answer", "file"), _described),
        espd=_rows(fields, "espd", ("code", "yes", "note"), _declared),
        discounts=_rows(fields, "discounts", ("lots", "amount"), _discount),
        trade_secrets=_rows(fields, "trade_secrets", ("file", "reason"), _secret),
    )  # fmt: skip
    _once([price.line for price in content.prices], "prices", "line")
    for name in ("requirements", "criteria", "espd"):
        _once([row.code for row in getattr(content, name)], name, "code")
    return content


def _document(value: Any, at: str, kind: str, known: tuple[str, ...]) -> Fields:
    fields = Fields(value, at, known)
    if fields.members.get("samkop") != kind:
        raise ProblemError(f"{at} is no {kind} file of Samk\u00f6p; give one.")
    version = fields.members.get("version")
    if version != VERSION or isinstance(version, bool):
        raise ProblemError(
            f"{at} is of version {shown(version)}, and this program reads {VERSION}; "
            "write it in that version."
        )
    return fields


def _rows(
    fields: Fields, name: str, known: tuple[str, ...], made: Callable[[Fields], Row]
) -> tuple[Row, ...]:
    rows = fields.rows(name)
    if len(rows) > MOST_ROWS:
        raise ProblemError(f"{name} has {len(rows)} rows; give at most {MOST_ROWS}.")
    return tuple(made(Fields(row, f"{name}[{place}]", known)) for place, row in enumerate(rows))


def _once(names: list[str], at: str, member: str) -> None:
    for place, name in enumerate(names):
        if name in names[:place]:
            raise ProblemError(
                f"{at}[{place}]: the {member} {shown(name)} stands there twice; leave one of them."
            )


def _kept(fields: Fields, name: str, value: str, longest: int) -> str:
    if len(value) > longest:
        raise ProblemError(f"{fields.at}: {name} has more than {longest} characters; shorten it.")
    if _UNKEPT.search(value):
        raise ProblemError(f"{fields.at}: {name} has characters that cannot be kept; leave them.")
    return value


def _name(fields: Fields, name: str) -> str:
    """A short text that is not empty."""
    return _kept(fields, name, fields.text(name).strip(), LONGEST_NAME)


def _text(fields: Fields, name: str) -> str:
    """A longer text that is not empty."""
    return _kept(fields, name, fields.text(name), LONGEST)


def _maybe(fields: Fields, name: str, longest: int = LONGEST) -> str:
    """A text that may be absent or empty."""
    value = fields.members[name] if fields.has(name) else ""
    if not isinstance(value, str):
        raise ProblemError(f"{fields.at}: {name} has to be a text, not {shown(value)}.")
    return _kept(fields, name, value, longest)


def _flag(fields: Fields, name: str) -> bool:
    """True or false; a bid says one of them."""
    fields.need(name)
    return fields.flag(name)


def _amount(fields: Fields, name: str) -> int:
    found = cents(fields.need(name), f"{fields.at}: {name}")
    if found > MOST_CENTS:
        raise ProblemError(f"{fields.at}: {name} is too large; give at most 10,000,000,000.00.")
    return found


def _day(fields: Fields, name: str) -> date:
    value = fields.text(name)
    if _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ProblemError(
        f"{fields.at}: {name} has to be a day such as 2027-05-31, not {shown(value)}."
    )


def _currency(fields: Fields) -> str:
    value = fields.text("currency")
    if not _CURRENCY.fullmatch(value):
        raise ProblemError(
            f"{fields.at}: currency has to be a code such as EUR or SEK, not {shown(value)}."
        )
    return value


def _lots(fields: Fields, name: str) -> tuple[str, ...]:
    """Codes of lots, each once, at least one."""
    fields.need(name)
    found: list[str] = []
    for value in fields.rows(name):
        if not isinstance(value, str) or not value.strip() or value in found:
            raise ProblemError(
                f"{fields.at}: {name} has {shown(value)}; name each lot once, by its code."
            )
        found.append(_kept(fields, name, value, LONGEST_NAME))
    if not found or len(found) > MOST_ROWS:
        raise ProblemError(f"{fields.at}: {name} names {len(found)} lots; give 1 to {MOST_ROWS}.")
    return tuple(found)


def _line(fields: Fields) -> PriceLine:
    return PriceLine(
        code=_name(fields, "line"), text=_text(fields, "text"), unit=_name(fields, "unit"),
        quantity=_quantity(fields),
        price_max=_amount(fields, "price_max") if fields.has("price_max") else None,
        item=_maybe(fields, "item", LONGEST_NAME), years=_years(fields),
    )  # fmt: skip


def _years(fields: Fields) -> tuple[int, ...]:
    found = tuple(
        whole(value, f"{fields.at}: years", 0, MOST_YEARS - 1) for value in fields.rows("years")
    )
    if len(set(found)) < len(found):
        raise ProblemError(f"{fields.at}: years names a year twice; leave one of them.")
    return found


def _quantity(fields: Fields) -> Decimal:
    value = fields.text("quantity")
    if not _QUANTITY.fullmatch(value) or not Decimal(value):
        raise ProblemError(
            f"{fields.at}: quantity has to be a number above 0 with at most six decimals, "
            f"not {shown(value)}."
        )
    return Decimal(value)


def _requirement(fields: Fields) -> Requirement:
    return Requirement(_name(fields, "code"), _text(fields, "text"), fields.flag("evidence"))


def _asked(fields: Fields) -> Asked:
    return Asked(_name(fields, "code"), _text(fields, "text"))


def _bidder(value: Any) -> Bidder:
    names = ("name", "identifier", "contact", "email")
    fields = Fields(value, "bidder", names)
    found = Bidder(*(_name(fields, name) for name in names))
    local, at, host = found.email.rpartition("@")
    if not (local and at and host) or any(each.isspace() for each in found.email):
        raise ProblemError(f"bidder: email has to be an address, not {shown(found.email)}.")
    return found


def _price(fields: Fields) -> Price:
    return Price(_name(fields, "line"), _amount(fields, "price"))


def _answer(fields: Fields) -> Answer:
    return Answer(
        _name(fields, "code"), _flag(fields, "meets"), _maybe(fields, "note"),
        _maybe(fields, "file", LONGEST_NAME),
    )  # fmt: skip


def _described(fields: Fields) -> Described:
    return Described(
        _name(fields, "code"), _maybe(fields, "answer"), _maybe(fields, "file", LONGEST_NAME)
    )


def _declared(fields: Fields) -> Declared:
    return Declared(_name(fields, "code"), _flag(fields, "yes"), _maybe(fields, "note"))


def _discount(fields: Fields) -> Discount:
    return Discount(_lots(fields, "lots"), _amount(fields, "amount"))


def _secret(fields: Fields) -> TradeSecret:
    return TradeSecret(_name(fields, "file"), _text(fields, "reason"))

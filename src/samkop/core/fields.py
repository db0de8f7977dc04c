"""Reading one field of a JSON problem: its value, or one sentence on what is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from typing import Any

CENT_PLACES = 2
LONGEST_SHOWN = 60  # characters of a value in a sentence
MOST_PLACES = 20  # of an amount, before and after the point
_AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,2})?", re.ASCII)


class ProblemError(ValueError):
    """What is wrong in a problem: where, what, and what to do, in one sentence."""


def loaded(text: str) -> Any:
    """The JSON value, decimals exact.

    Raises ProblemError: no JSON, NaN, a name given twice, half of a character.
    """
    try:
        value = json.loads(
            text, parse_float=_decimal, parse_constant=_not_a_number, object_pairs_hook=_members
        )
        if "\\u" in text:
            _require_whole(value)
    except json.JSONDecodeError as error:
        raise ProblemError(
            f"Line {error.lineno}, column {error.colno}: this is no JSON ({error.msg}); "
            "correct the file there."
        ) from error
    except RecursionError as error:
        raise ProblemError("The file is nested too deeply; write it as documented.") from error
    except ProblemError:
        raise
    except ValueError as error:  # a whole number of thousands of digits
        raise ProblemError("A number in the file has too many digits; shorten it.") from error
    else:
        return value


def _require_whole(value: Any) -> None:
    """RFC 8259, section 8.2: an escape may stand for one half of a pair, which is no text."""
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError as error:
        raise ProblemError(
            "A text in the file holds half of a character (\\ud800 to \\udfff alone); correct it."
        ) from error


def _decimal(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite():
        raise ProblemError(f"The number {text[:40]} is too large; use a smaller one.")
    return value


def _not_a_number(word: str) -> Any:
    raise ProblemError(f"The file has {word} where a number has to stand; write a number.")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ProblemError(f"An object names {shown(twice)} twice; leave one of them.")
    return found


def shown(value: Any) -> str:
    """A value as it stands in the file, cut short."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}…"


class Fields:
    """The members of one object, taken one by one; ``at`` says where it stands."""

    def __init__(self, value: Any, at: str, known: tuple[str, ...]) -> None:
        if not isinstance(value, dict):
            raise ProblemError(f"{at} has to be an object, not {shown(value)}.")
        self.members: Mapping[str, Any] = value
        self.at = at
        strange = sorted(set(value) - set(known))
        if strange:
            raise ProblemError(
                f"{at} has the member {shown(strange[0])}, which is not known; "
                f"there are: {', '.join(known)}."
            )

    def has(self, name: str) -> bool:
        """Whether it is given, and not null."""
        return self.members.get(name) is not None

    def need(self, name: str) -> Any:
        """The member as it stands; absent or null is a fault."""
        if not self.has(name):
            raise ProblemError(f"{self.at} has no {name}; give it.")
        return self.members[name]

    def text(self, name: str) -> str:
        """A text that is not empty."""
        value = self.need(name)
        if not isinstance(value, str) or not value.strip():
            raise ProblemError(f"{self.at}: {name} has to be a text, not {shown(value)}.")
        return value

    def whole(self, name: str, low: int, high: int) -> int:
        """A whole number within limits, both included."""
        return whole(self.need(name), f"{self.at}: {name}", low, high)

    def number(self, name: str, high: int) -> Decimal:
        """A number from 0 to ``high`` with at most six decimals; absent is 0."""
        if not self.has(name):
            return Decimal(0)
        return number(self.members[name], f"{self.at}: {name}", high)

    def flag(self, name: str) -> bool:
        """True or false; absent is false."""
        value = self.members.get(name) or False
        if not isinstance(value, bool):
            raise ProblemError(f"{self.at}: {name} has to be true or false, not {shown(value)}.")
        return value

    def rows(self, name: str) -> list[Any]:
        """A list; absent is empty."""
        value = self.members[name] if self.has(name) else []
        if not isinstance(value, list):
            raise ProblemError(f"{self.at}: {name} has to be a list, not {shown(value)}.")
        return value

    def table(self, name: str) -> Mapping[str, Any]:
        """An object with names of its own; absent is empty."""
        value = self.members[name] if self.has(name) else {}
        if not isinstance(value, dict):
            raise ProblemError(f"{self.at}: {name} has to be an object, not {shown(value)}.")
        return value


def _exact(value: Any) -> Any:
    """A float as the decimal that it is written as; anything else as it is."""
    if isinstance(value, float) and isfinite(value):
        return Decimal(repr(value))
    return value


def whole(value: Any, at: str, low: int, high: int) -> int:
    """A whole number within limits; 12.0 counts as 12."""
    value = _exact(value)
    if isinstance(value, Decimal) and value == value.to_integral_value() and abs(value) <= 10**15:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ProblemError(f"{at} has to be a whole number, not {shown(value)}.")
    if not low <= value <= high:
        given = shown(value) if abs(value) < 10**20 else "a number of many digits"
        raise ProblemError(f"{at} has to lie between {low} and {high}, and is {given}.")
    return value


def number(value: Any, at: str, high: int) -> Decimal:
    """A number from 0 to ``high`` with at most six decimals."""
    value = _exact(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ProblemError(f"{at} has to be a number, not {shown(value)}.")
    if not 0 <= value <= high:
        raise ProblemError(f"{at} has to lie between 0 and {high}, and is {shown(value)[:40]}.")
    exact = Decimal(value)
    if exact != round(exact, 6):
        raise ProblemError(f"{at} has more than six decimals; round it.")
    return exact


def cents(value: Any, at: str, *, negative: bool = False) -> int:
    """An amount of money as a text or number with at most two decimals, in cents."""
    value = _exact(value)
    text = value if isinstance(value, str) else f"{value:f}" if _plain(value) else ""
    if "." in text and not isinstance(value, str):
        text = text.rstrip("0").rstrip(".")
    if not _AMOUNT.fullmatch(text) or (text.startswith("-") and not negative):
        sign = "" if negative else "not negative and "
        raise ProblemError(
            f"{at} has to be an amount such as 899.00, {sign}with at most two decimals, "
            f"not {shown(value)}."
        )
    return int(Decimal(text).scaleb(CENT_PLACES))


def _plain(value: Any) -> bool:
    """Whether a value is a number of a size that can be written out."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    return abs(Decimal(value).adjusted()) < MOST_PLACES

"""Reading values the way XPath 2.0 does, since the official rules are written in it.

`number()` gives NaN (here None, for which no comparison holds) where `xs:decimal()` ends in an
error; both end in an error for two elements where one is expected.
"""

import re
from decimal import Decimal
from functools import lru_cache

from samkop.core.edocs.rules.rule import OfficialAbortError
from samkop.core.edocs.ubl.datatypes import is_date, is_decimal
from samkop.core.edocs.ubl.tree import Branch, Leaf, decimal_of

_DATE_LENGTH = len("2026-05-31")
_SHORT = 24
_DAY = re.compile(r"[0-9]{1,17}").fullmatch


def only(parent: Branch, path: str) -> Leaf | None:
    """The basic element at `path`, if there is one; raises OfficialAbortError for several."""
    found = parent.leaves(path) if "/" in path else parent.get(path)
    if not found:
        return None
    if len(found) > 1:
        raise OfficialAbortError(path)
    leaf = found[0]
    return leaf if isinstance(leaf, Leaf) else None


def nodes(parent: Branch, path: str) -> list[Leaf | Branch]:
    """All elements at `path`."""
    step, _, rest = path.partition("/")
    found = parent.get(step, [])
    if not rest:
        return found
    return [inner for child in found if isinstance(child, Branch) for inner in nodes(child, rest)]


def value(parent: Branch, path: str) -> str:
    """`normalize-space(path)`: the empty string where there is nothing."""
    leaf = only(parent, path)
    return leaf.value if leaf else ""


def decimal(parent: Branch, path: str) -> Decimal | None:
    """`xs:decimal(path)`; None where there is nothing, OfficialAbortError if not a number."""
    leaf = only(parent, path)
    return None if leaf is None else as_decimal(leaf)


def as_decimal(leaf: Leaf) -> Decimal:
    """`xs:decimal(.)`."""
    found = as_number(leaf)
    if found is None:
        raise OfficialAbortError(leaf.text)
    return found


def total(parent: Branch, path: str) -> Decimal:
    """The sum of all decimals at `path`."""
    return sum((as_decimal(leaf) for leaf in parent.leaves(path)), Decimal(0))


def number(parent: Branch, path: str) -> Decimal | None:
    """`number(path)`."""
    leaf = only(parent, path)
    return as_number(leaf) if leaf else None


def as_number(leaf: Leaf) -> Decimal | None:
    """`number(.)`."""
    text = leaf.text
    return _short_number(text) if len(text) <= _SHORT else _number(text)


def _number(text: str) -> Decimal | None:
    return decimal_of(text) if is_decimal(text) else None


_short_number = lru_cache(maxsize=4096)(_number)
"""The rules ask for one number several times."""


def day(parent: Branch, path: str) -> int | None:
    """`number(translate(path, '-', ''))`: a date as one number; None if it is none."""
    leaf = only(parent, path)
    return _day(leaf.value) if leaf else None


@lru_cache(maxsize=1024)
def _day(text: str) -> int | None:
    digits = text.replace("-", "")
    return int(digits) if _DAY(digits) else None


def as_day(leaf: Leaf) -> str:
    """`xs:date(.)`, as text that is compared letter by letter."""
    if not is_date(leaf.text):
        raise OfficialAbortError(leaf.text)
    return leaf.text[:_DATE_LENGTH]


def period_is_in_order(period: Branch, _scope: object) -> bool:
    """The end is not before the start, where both stand."""
    start, end = only(period, "cbc:StartDate"), only(period, "cbc:EndDate")
    return start is None or end is None or as_day(end) >= as_day(start)


def at_least(left: Decimal | int | None, right: Decimal | int | None) -> bool:
    """`left >= right`, which does not hold where one is missing or no number."""
    return left is not None and right is not None and left >= right


def above_zero(leaf: Leaf | None) -> bool:
    """`leaf > 0`."""
    found = as_number(leaf) if leaf else None
    return found is not None and found > 0


def within(expected: Decimal, found: Decimal, slack: Decimal = Decimal("0.02")) -> bool:
    """Whether `found` lies at most `slack` from `expected`."""
    return abs(expected - found) <= slack

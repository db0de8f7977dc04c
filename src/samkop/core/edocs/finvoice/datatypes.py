"""Lexical forms of Finvoice 3.0: texts of bounded length, lists of values, patterns and dates.

White space around tokens is let pass, as the schema says.
"""

import re
from functools import cache

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules.rule import Rule
from samkop.core.edocs.ubl.datatypes import Form, is_date
from samkop.core.edocs.ubl.tree import WHITESPACE

_NAME_TOKEN = re.compile(r"[-.:\w]*").fullmatch
_DAY = re.compile("[0-9]{8}").fullmatch
_MOMENT = re.compile(
    r"(-?[0-9]{4,}-[0-9]{2}-[0-9]{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:[0-5]\d)?",
    re.ASCII,
).fullmatch


def is_day(text: str) -> bool:
    """A day as CCYYMMDD, such as 20260531."""
    day = text.strip(WHITESPACE)
    return _DAY(day) is not None and is_date(f"{day[:4]}-{day[4:6]}-{day[6:]}")


def _is_moment(text: str) -> bool:
    match = _MOMENT(text)
    return match is not None and is_date(match[1])


@cache
def form_of(name: str) -> Form | None:
    """The test of a form of the tables.

    `date`; `datetime`; `text:2:35`, `token:2:35`, `nmtoken:2:35` of so many characters; `one:A|B`;
    `~` and a regular expression, `=` and one that blanks count in. An empty name is any text.
    """
    kind, _, rest = name.partition(":")
    if kind == "date":
        return is_day
    if kind == "datetime":
        return _is_moment
    if kind == "one":
        allowed = frozenset(rest.split("|"))
        return lambda text: text.strip(WHITESPACE) in allowed
    if name.startswith("="):
        exactly = re.compile(name[1:]).fullmatch
        return lambda text: exactly(text) is not None
    if name.startswith("~"):
        matches = re.compile(name[1:]).fullmatch
        return lambda text: matches(text.strip(WHITESPACE)) is not None
    return _of_length(kind, *_bounds(rest)) if rest else None


def length_rule(name: str) -> Rule | None:
    """The rule against texts that are too short or too long, for a form that bounds them."""
    kind, _, rest = name.partition(":")
    if kind not in {"text", "token", "nmtoken"}:
        return None
    least, most = rest.split(":")
    if not most:
        return None
    return Rule(
        "FINVOICE-LENGTH",
        lambda _value, _scope: False,
        gettext_noop("{value} does not fit into {element}, which takes {least} to {most} signs."),
        values=(("least", least), ("most", most)),
    )


def _bounds(rest: str) -> tuple[int, int | None]:
    least, most = rest.split(":")
    return int(least), int(most) if most else None


def _of_length(kind: str, least: int, most: int | None) -> Form | None:
    if kind == "text":
        return lambda text: least <= len(text) and (most is None or len(text) <= most)

    def fits(text: str) -> bool:
        token = " ".join(text.split())
        if kind == "nmtoken" and _NAME_TOKEN(token) is None:
            return False
        return least <= len(token) and (most is None or len(token) <= most)

    return fits

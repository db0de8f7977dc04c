"""Lexical forms of UBL 2.1's data types (XML Schema 1.0 part 2).

White space around numbers and truth values is let pass, as the schema says. Around dates and times
it is not, although the schema says so there too: validators in wide use (libxml2) refuse it, and
what is accepted here should be accepted by the next one.
"""

import binascii
import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from functools import lru_cache

from samkop.core.edocs.ubl.tree import WHITESPACE

Form = Callable[[str], bool]

_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)").fullmatch
_DATE = re.compile(
    rf"(-?)((?:[1-9][0-9]{{4,17}})|[0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}}){_ZONE}", re.ASCII
).fullmatch
_TIME = re.compile(
    rf"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?){_ZONE}", re.ASCII
).fullmatch
_LAST_OF_BASE64 = re.compile(
    r"(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?"
).fullmatch
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*").fullmatch
_PLAIN = len("2026-05-31")
_BLANKS = str.maketrans("", "", WHITESPACE)


def is_decimal(text: str) -> bool:
    """xsd:decimal."""
    return _DECIMAL(text) is not None or _DECIMAL(text.strip(WHITESPACE)) is not None


def is_date(text: str) -> bool:
    """xsd:date, with or without a time zone; there is no year 0000."""
    return _is_plain_date(text) if len(text) == _PLAIN else _is_date(text)


@lru_cache(maxsize=4096)
def _is_plain_date(text: str) -> bool:
    """The same few days stand in a document thousands of times."""
    return _is_date(text)


def _is_date(text: str) -> bool:
    match = _DATE(text)
    if match is None or match[2] == "0000":
        return False
    year, month, day = int(match[2]), int(match[3]), int(match[4])
    return 1 <= month <= 12 and 1 <= day <= monthrange(2000 + year % 400, month)[1]  # noqa: PLR2004


def is_time(text: str) -> bool:
    """xsd:time."""
    return _TIME(text) is not None


def is_boolean(text: str) -> bool:
    """xsd:boolean."""
    return text.strip(WHITESPACE) in {"true", "false", "1", "0"}


def is_base64(text: str) -> bool:
    """xsd:base64Binary."""
    packed = text.translate(_BLANKS)
    try:
        binascii.a2b_base64(packed, strict_mode=True)
    except ValueError:
        return False
    return len(packed) % 4 == 0 and _LAST_OF_BASE64(packed[-4:]) is not None


def is_language(text: str) -> bool:
    """xsd:language."""
    return _LANGUAGE(text.strip(WHITESPACE)) is not None


_FORMS: Mapping[str, Form | None] = {
    "decimal": is_decimal,
    "date": is_date,
    "time": is_time,
    "boolean": is_boolean,
    "base64": is_base64,
    "language": is_language,
    "string": None,
}


def form_of(name: str) -> Form | None:
    """The test of a lexical form such as `decimal`; None where any text will do."""
    return _FORMS[name or "string"]

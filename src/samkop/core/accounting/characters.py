"""Text in an old character set: what the set lacks is replaced by a fixed rule.

The rule, in this order: what the set has stays; typographic signs and letters of other
alphabets of Latin script are spelt as the table says; of a letter with a mark the letter
stays; a control character becomes a blank; everything else becomes a question mark.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

UNKNOWN = "?"
_SPELT = {
    "\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{HYPHEN}": "-", "\N{NON-BREAKING HYPHEN}": "-",
    "\N{FIGURE DASH}": "-", "\N{MINUS SIGN}": "-", "\N{BULLET}": "-", "\N{MIDDLE DOT}": "-",
    "\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{SINGLE LOW-9 QUOTATION MARK}": "'", "\N{PRIME}": "'", "\N{ACUTE ACCENT}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"', "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{DOUBLE LOW-9 QUOTATION MARK}": '"', "\N{DOUBLE PRIME}": '"',
    "\N{HORIZONTAL ELLIPSIS}": "...", "\N{EURO SIGN}": "EUR", "\N{MULTIPLICATION SIGN}": "x",
    "\N{SECTION SIGN}": "par.", "\N{COPYRIGHT SIGN}": "(c)", "\N{REGISTERED SIGN}": "(R)",
    "\N{TRADE MARK SIGN}": "(TM)", "\N{NO-BREAK SPACE}": " ", "\N{NUMERO SIGN}": "No",
    "Ø": "Ö", "ø": "ö", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Þ": "Th",
    "þ": "th", "Œ": "Oe", "œ": "oe", "Æ": "Ae", "æ": "ae", "ẞ": "SS", "ß": "ss",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i", "Ŋ": "N", "ŋ": "n",
    "Ħ": "H", "ħ": "h", "Ŧ": "T", "ŧ": "t",
}  # fmt: skip
_DELETE = "\x7f"


def replaced(text: str, encoding: str) -> str:
    """The text by the rule, so that ``encode(encoding)`` takes it; never an exception.

    Composed first (NFC), so that an å of two characters is one. A no-break space becomes a
    blank in every set: readers of fixed fields do not know it.
    """
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii() and composed.isprintable():
        return composed
    return "".join(_letter(sign, encoding) for sign in composed)


@lru_cache(maxsize=4096)
def _letter(sign: str, encoding: str) -> str:
    if sign < " " or sign == _DELETE:
        return " "
    if sign != "\N{NO-BREAK SPACE}" and _has(sign, encoding):
        return sign
    if sign in _SPELT and _has(_SPELT[sign], encoding):
        return _SPELT[sign]
    plain = "".join(
        part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part)
    )
    return plain if plain.isprintable() and plain and _has(plain, encoding) else UNKNOWN


def _has(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True

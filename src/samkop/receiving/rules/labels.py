"""What a label's code says: GS1 element strings hold more than the serial number.

Source: GS1 General Specifications, release 24: 3 (application identifiers), 5.1.3 (symbology
identifiers), 7.8 (predefined lengths, separators).
"""

from __future__ import annotations

import re

from samkop.core.identifiers import is_gtin

SEPARATOR = "\x1d"  # FNC1 as scanners send it
SERIAL = "21"
_GTIN_14 = 14
# Symbology identifiers of GS1-128, GS1 DataMatrix, GS1 QR code and GS1 DataBar.
_SYMBOLOGY = re.compile(r"^\](?:C1|d2|Q3|e0)")
# The length with the identifier itself, by its first two digits; others end at a separator.
_LENGTHS = {
    **dict.fromkeys(("00",), 20), **dict.fromkeys(("01", "02", "03"), 16), "04": 18,
    **dict.fromkeys(("11", "12", "13", "14", "15", "16", "17", "18", "19"), 8), "20": 4,
    **dict.fromkeys(("31", "32", "33", "34", "35", "36"), 10), "41": 16,
}  # fmt: skip
_WRITTEN = re.compile(r"\((\d{2,4})\)([^(]*)")


def serial_of(scanned: str) -> str:
    """The serial number, AI (21), of a GS1 code; of any other code all that it says.

    A code is one by its symbology identifier, a separator at its beginning, identifiers in
    brackets, or a GTIN (01) whose check digit is right.
    """
    text = scanned.strip(" \t\r\n")
    if text.startswith("("):
        return dict(_WRITTEN.findall(text)).get(SERIAL, "").strip() or scanned
    bare = _SYMBOLOGY.sub("", text)
    marked = bare != text or bare.startswith(SEPARATOR)
    bare = bare.lstrip(SEPARATOR)
    if not marked and not _begins_with_gtin(bare):
        return scanned
    return _elements(bare).get(SERIAL) or scanned


def _begins_with_gtin(text: str) -> bool:
    number = text[2 : _LENGTHS["01"]]
    return text.startswith("01") and len(number) == _GTIN_14 and is_gtin(number)


def _elements(text: str) -> dict[str, str]:
    """The values by the first two digits of their identifiers."""
    found: dict[str, str] = {}
    while text:
        length = _LENGTHS.get(text[:2])
        element, rest = (text[:length], text[length:]) if length else text.partition(SEPARATOR)[::2]
        found.setdefault(element[:2], element[2:])
        text = rest.lstrip(SEPARATOR)
    return found

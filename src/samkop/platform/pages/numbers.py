"""Numbers that come in an address or a form."""

from __future__ import annotations

LARGEST_ID = 2**63 - 1
MOST_DIGITS = len(str(LARGEST_ID))


def number_of(text: str) -> int | None:
    """The whole number that a text writes in ASCII digits, 0 to LARGEST_ID; else None."""
    # The length first: Python reads no number of more than 4,300 digits.
    if len(text) > MOST_DIGITS or not (text.isascii() and text.isdigit()):
        return None
    number = int(text)
    return number if number <= LARGEST_ID else None

"""Characters that nobody sees: they make one text look like another, or hide what it says.

Source: Unicode Standard Annex 9 (explicit directional formatting), Unicode Technical Report 36
(visual spoofing). Zero width joiners and variation selectors stay: Persian names and emoji
are written with them. So do tabs and line breaks.
"""

from __future__ import annotations

import re
from itertools import chain

# What breaks a line or a page for some programs and not for others becomes a blank.
_BREAKS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_HIDDEN = "".join(
    map(
        chr,
        chain(
            set(range(0x20)) - {0x09, 0x0A, 0x0D, *map(ord, _BREAKS)},
            {*range(0x7F, 0xA0)} - {0x85},
            (0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF),
            range(0x202A, 0x202F),  # embeddings and overrides of direction
            range(0x2060, 0x2070),  # word joiner, invisible operators, isolates, deprecated
            range(0xFFF9, 0xFFFC),  # interlinear annotations
            range(0xE0000, 0xE0080),  # tags: whole sentences in ASCII that no page shows
        ),
    )
)
_TABLE = str.maketrans(_BREAKS, " " * len(_BREAKS), _HIDDEN)
_ANY = re.compile(f"[{re.escape(_HIDDEN + _BREAKS)}]")


def _escapes(letter: str) -> str:
    """How JSON may escape it: RFC 8259, section 7."""
    units = letter.encode("utf-16-be")
    pairs = zip(units[::2], units[1::2], strict=True)
    return "".join(
        f"u{high:02x}{low:02x}" if not at else f"\\u{high:02x}{low:02x}"
        for at, (high, low) in enumerate(pairs)
    )


_HIDDEN_ESCAPES = {"b", "f", *map(_escapes, _HIDDEN + _BREAKS)}
# An escaped backslash is taken whole, so that what follows it is no escape.
_ESCAPE = re.compile(r"\\(u(?:db40\\udc[0-7][0-9a-f]|[0-9a-f]{4})|.)", re.IGNORECASE)


def visible(text: str) -> str:
    """The text without what nobody sees."""
    return text if text.isprintable() else text.translate(_TABLE)


def hides_something(text: str) -> bool:
    """Whether a text holds characters that nobody sees."""
    return not text.isprintable() and _ANY.search(text) is not None


def json_hides_something(body: bytes) -> bool:
    """Whether a JSON text (RFC 8259) holds such characters, plain or escaped.

    Bytes that are no UTF-8 are left to whoever reads it.
    """
    text = body.decode("utf-8-sig", "ignore")
    escapes = {escape.lower() for escape in set(_ESCAPE.findall(text))}
    return hides_something(text) or not _HIDDEN_ESCAPES.isdisjoint(escapes)

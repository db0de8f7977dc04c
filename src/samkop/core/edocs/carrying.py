"""What an e-document can carry, asked before one is made of it."""

import re

from samkop.core.edocs.tables import codelist

# XML 1.0 (fifth edition), production 2: the control characters that are allowed.
_ALLOWED_CONTROLS = frozenset("\t\n\r")
_BLANKS = re.compile("[ \t\n\r]+")  # production 3
_FIRST_PRINTABLE = 0x20
_SURROGATES = range(0xD800, 0xE000)
_NO_CHARACTERS = frozenset({0xFFFE, 0xFFFF})


def is_xml_text(text: str) -> bool:
    """Whether XML 1.0 can hold the text: no control characters, no halves of characters."""
    return all(
        character in _ALLOWED_CONTROLS
        or (
            (code := ord(character)) >= _FIRST_PRINTABLE
            and code not in _SURROGATES
            and code not in _NO_CHARACTERS
        )
        for character in text
    )


def is_identifier_text(text: str) -> bool:
    """Whether an identifier arrives as it was written: white space in one is collapsed."""
    collapsed = " ".join(filter(None, _BLANKS.split(text)))
    return is_xml_text(text) and collapsed == text


def is_unit_code(code: str) -> bool:
    """Whether it is a unit of UN/ECE Recommendation 20, or of 21 with an X before it."""
    return code in codelist("UNECERec20")

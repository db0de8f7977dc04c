"""What nobody sees goes, what people write with stays."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samkop.core.tabular import read_table
from samkop.core.texts import hides_something, json_hides_something, visible

DIRECTION = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN = [
    *DIRECTION, "\u061c", "\u200b", "\u200e", "\u200f", "\u2060", "\ufeff", "\u00ad", "\x01",
    "\x1b", "\x7f", "\x9b", "\U000e0041",
]  # fmt: skip
# Two lines and a tab; Persian with a zero width non-joiner; a family; a heart in colour.
WRITTEN = ["Två\r\nrader\toch", "می\u200cخواهم", "👩\u200d👧", "❤\ufe0f", "x\u00a0y", "שלום"]


@pytest.mark.parametrize("letter", UNSEEN)
def test_what_nobody_sees_goes_wherever_it_stands(letter):
    text = f"{letter}fak{letter}tura{letter}"
    assert (hides_something(text), visible(text)) == (True, "faktura")


@pytest.mark.parametrize("text", WRITTEN)
def test_what_people_write_with_stays(text):
    assert (hides_something(text), visible(text)) == (False, text)


@pytest.mark.parametrize("letter", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85"])
def test_an_unusual_break_parts_two_words_by_a_blank(letter):
    assert visible(f"en{letter}två") == "en två"


def test_no_direction_and_no_control_is_forgotten():
    """Unicode's own tables name them: category Cc, and Bidi_Class of explicit formatting."""
    explicit = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    left = [
        f"U+{code:04X}"
        for code, letter in ((code, chr(code)) for code in range(sys.maxunicode + 1))
        if unicodedata.category(letter) == "Cc" or unicodedata.bidirectional(letter) in explicit
        if not hides_something(letter)
    ]
    assert left == ["U+0009", "U+000A", "U+000D"]


@given(st.text())
def test_a_text_once_cleaned_hides_nothing_and_stays(text):
    assert not hides_something(visible(text))
    assert visible(visible(text)) == visible(text)


@given(st.text(st.characters(codec="utf-8")), st.booleans())
def test_json_hides_what_its_texts_hide_escaped_or_not(text, ascii_only):
    body = json.dumps({"note": text}, ensure_ascii=ascii_only, indent=1).encode()
    hidden = text.replace("\0", "")  # refused before, by itself
    assert json_hides_something(body.replace(b"\\u0000", b"")) == hides_something(hidden)


@pytest.mark.parametrize(
    ("body", "hides"),
    [
        (rb'"\u202E"', True), (rb'"\\u202e"', False), (rb'"\\\u202e"', True), (rb'"\b"', True),
        (rb'"\\b"', False), (rb'"\uDB40\uDC41"', True), (rb'"\ud83d\ude00"', False),
        (b'\xef\xbb\xbf{"a":\t1}\r\n', False), (rb'"\t\n\r\"\/"', False),
    ],
)  # fmt: skip
def test_an_escape_counts_after_an_even_number_of_backslashes(body, hides):
    assert json_hides_something(body) is hides


def test_the_cells_of_a_table_come_without():
    content = "Name;Code\nSko\u200blan;\u202e12\u202c\n".encode()
    assert [row.cells for row in read_table(content).rows] == [("Skolan", "12")]

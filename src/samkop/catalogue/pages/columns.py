"""What a column of a catalogue is called in the reader's language."""

from __future__ import annotations

from functools import cache

from samkop.catalogue.tables import LANGUAGES, rows


def column_title(field: str, language: str) -> str:
    """The column's name as a sheet may have it; of a document, the place in it."""
    return _titles(language.partition("-")[0]).get(field, field)


@cache
def category_words(language: str) -> list[str]:
    """A word for each category that a sheet may have, in the reader's language."""
    known = language.partition("-")[0] if language.partition("-")[0] in LANGUAGES else "en"
    words: dict[str, str] = {}
    for row in rows("words.csv"):
        words.setdefault(row["category"], row[known].split()[0])
    return list(words.values())


@cache
def _titles(language: str) -> dict[str, str]:
    known = language if language in LANGUAGES else "en"
    return {row["field"]: row[known].partition("|")[0].capitalize() for row in rows("columns.csv")}

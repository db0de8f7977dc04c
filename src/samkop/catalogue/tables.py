"""The packaged tables: classifications, words for categories, names of columns."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from django.utils.translation import get_language

_DATA = files("samkop.catalogue") / "data"
LANGUAGES = ("sv", "fi", "en")


def readers_language() -> str:
    """The reader's language, as far as the shop has names in it; else ``en``."""
    language = get_language()
    return language if language in LANGUAGES else "en"


def shown_sort_key() -> str:
    """The field of an item that sorts by the name that its reader is shown."""
    return f"sort_key_{readers_language()}"


@cache
def rows(file: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file of this package; lines that begin with # are left out."""
    lines = (_DATA / file).read_text("utf-8").splitlines()
    return tuple(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def names_in_all_languages(file: str, key: str, separator: str) -> dict[str, str]:
    """Each name of each language, folded, and the ``key`` that it stands for."""
    return {
        name.strip().casefold(): row[key]
        for row in rows(file)
        for language in LANGUAGES
        for name in row[language].split(separator)
    }

"""Assumptions that come with the program: of a city that doubles, and some to begin with."""

from __future__ import annotations

from importlib.resources import files

# A municipality's in EUR, and the example's in SEK: wages and prices differ.
BEGINNINGS = {"EUR": "beginning.json", "SEK": "nacka.json"}


def example_text() -> str:
    """Nacka: 100,000 inhabitants become 200,000 in 15 years."""
    return _data("nacka.json")


def beginning_text(currency: str) -> str:
    """Assumptions to begin with; another currency's are those in EUR, to be corrected."""
    return _data(BEGINNINGS.get(currency, BEGINNINGS["EUR"]))


def _data(name: str) -> str:
    return files("samkop.core.forecast").joinpath("data", name).read_text("utf-8")

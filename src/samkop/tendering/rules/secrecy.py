"""Grounds of secrecy by country, and what is put in the place of a masked piece."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_TABLE = Path(__file__).parent.parent / "data" / "secrecy_grounds.tsv"
MASK = "\u2588\u2588\u2588"
# The answers of a bid that a piece may name, with the field that holds what is masked.
PIECES: Mapping[str, tuple[str, str]] = {
    "prices": ("line", "price"), "requirements": ("code", "note"), "criteria": ("code", "answer"),
    "espd": ("code", "note"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which a document is kept back; ``checked``: whether somebody read its source."""

    code: str
    until_award: bool
    checked: bool
    source: str


@cache
def grounds_of(country: str) -> dict[str, Ground]:
    """The grounds of a country by code; none for one that the table does not know."""
    lines = _TABLE.read_text("utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return {
        code: Ground(code, until == "yes", checked == "yes", source)
        for land, code, until, checked, source in rows
        if land == country
    }


def pieces_in(answers: Mapping[str, Any]) -> list[str]:
    """Every piece of a bid's answers that can be masked, such as ``criteria.Q1``."""
    return [
        f"{part}.{row[key]}"
        for part, (key, field) in PIECES.items()
        for row in answers.get(part, [])
        if row.get(field)
    ]


def masked(answers: Mapping[str, Any], pieces: Iterable[str]) -> dict[str, Any]:
    """The answers with these pieces masked; all else as it was sent."""
    hidden = set(pieces)
    copied = copy.deepcopy(dict(answers))
    for part, (key, field) in PIECES.items():
        for row in copied.get(part, []):
            if f"{part}.{row[key]}" in hidden:
                row[field] = MASK
    return copied

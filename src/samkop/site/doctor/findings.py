"""What the doctor says: a check's name, how bad it is, and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """``wrong`` makes the command answer no; a ``note`` is worth knowing."""

    WELL = "well"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """The outcome of one check; ``check`` is stable, the sentence is for people."""

    check: str
    level: Level
    sentence: str


def well(check: str, sentence: str) -> Finding:
    """All is as it should be."""
    return Finding(check, Level.WELL, sentence)


def note(check: str, sentence: str) -> Finding:
    """Nothing is broken."""
    return Finding(check, Level.NOTE, sentence)


def wrong(check: str, sentence: str) -> Finding:
    """Something has to be done; the sentence says what."""
    return Finding(check, Level.WRONG, sentence)

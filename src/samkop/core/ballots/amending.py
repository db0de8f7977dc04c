"""Amendments: in which order they are voted on, and the text that is carried over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class AmendmentKind(StrEnum):
    """What an amendment does to the text."""

    REPLACE = "replace"
    ADD = "add"
    REWRITE = "rewrite"


@dataclass(frozen=True)
class Amendment:
    """``passage`` of the text becomes ``text``; or ``text`` is added, or stands instead of all.

    ``place`` is where the chair has put it among the others; ``id`` decides between equals.
    """

    id: int
    kind: AmendmentKind
    text: str
    passage: str = ""
    place: int = 0


@dataclass(frozen=True)
class Carried:
    """The text after the amendments, and the ids of those whose passage was gone by then."""

    text: str
    fallen: tuple[int, ...] = ()


def voted_in_order(amendments: Iterable[Amendment]) -> list[Amendment]:
    """Amendments as they are voted on, all of them before the motion itself.

    Those to parts of the text come first, so that a text is at its best before it is set against
    another whole one; within each by the chair's place, then as they came.
    """
    return sorted(
        amendments, key=lambda one: (one.kind is AmendmentKind.REWRITE, one.place, one.id)
    )


def applies(amendment: Amendment, text: str) -> bool:
    """Whether the text still has what the amendment changes."""
    return amendment.kind is not AmendmentKind.REPLACE or amendment.passage in text


def amended(text: str, amendment: Amendment) -> str:
    """The text with a carried amendment; a passage is replaced where it stands first."""
    match amendment.kind:
        case AmendmentKind.REPLACE:
            return text.replace(amendment.passage, amendment.text, 1)
        case AmendmentKind.ADD:
            return f"{text}\n\n{amendment.text}"
        case AmendmentKind.REWRITE:
            return amendment.text


def carry_over(text: str, carried: Sequence[Amendment]) -> Carried:
    """The text after the carried amendments, in the order in which they were carried."""
    fallen = []
    for one in carried:
        if applies(one, text):
            text = amended(text, one)
        else:
            fallen.append(one.id)
    return Carried(text, tuple(fallen))

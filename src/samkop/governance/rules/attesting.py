"""How a member stands to a guideline on a day, and what a version changed of the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum


class Standing(StrEnum):
    """What the matrix shows."""

    FOLLOWS = "follows"
    EXPLAINS = "explains"
    MISSING = "missing"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Said:
    """What a member attested: until when it holds, and by when it mends each point explained."""

    renew_by: date
    mends: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Stand:
    """A standing and the day that belongs to it: due, mended or renewed by."""

    standing: Standing
    day: date


def stand_of(attest_by: date, said: Said | None, today: date) -> Stand:
    """Of a version that is attested by ``attest_by``; a last day counts.

    A promise of mending that has passed comes before a renewal that is due: it is broken.
    """
    if said is None:
        late = today > attest_by
        return Stand(Standing.OVERDUE if late else Standing.MISSING, attest_by)
    mend = min(said.mends, default=None)
    if mend is not None and mend < today:
        return Stand(Standing.OVERDUE, mend)
    if said.renew_by < today:
        return Stand(Standing.OVERDUE, said.renew_by)
    if mend is not None:
        return Stand(Standing.EXPLAINS, mend)
    return Stand(Standing.FOLLOWS, said.renew_by)


class Change(StrEnum):
    """What became of a point or a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Changed:
    """A point by its number (0: a paragraph of the text), before and after."""

    number: int
    change: Change
    before: str
    after: str


def changed_points(before: Mapping[int, str], after: Mapping[int, str]) -> list[Changed]:
    """What a version did to the points of the one before; those that stay as they were, too."""
    found = []
    for number in sorted(before.keys() | after.keys()):
        was, is_now = before.get(number, ""), after.get(number, "")
        change = (
            Change.ADDED if not was else Change.REMOVED if not is_now
            else Change.SAME if was == is_now else Change.CHANGED
        )  # fmt: skip
        found.append(Changed(number, change, was, is_now))
    return found


def changed_text(before: str, after: str) -> list[Changed]:
    """What a version did to the text of the one before, by paragraph; what stayed is left out."""
    old, new = before.splitlines(), after.splitlines()
    found = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        was, is_now = _text(old[i:j]), _text(new[k:m])
        if was or is_now:
            change = Change.ADDED if not was else Change.REMOVED if not is_now else Change.CHANGED
            found.append(Changed(0, change, was, is_now))
    return found


def _text(lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if line.strip())

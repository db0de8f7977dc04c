"""What somebody says of work, as it comes from a form, a phone or a program."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# The field in which a name is drawn, and what is kept of it at most.
WIDTH, HEIGHT = 600, 200
MOST_STROKES, MOST_POINTS = 200, 4000
SIGNED = "signed"


@dataclass(frozen=True, kw_only=True)
class Said:
    """One scan or one word, under the id that the phone gave it.

    ``kind`` is one of ``ReportKind``, or *signed*: then ``name`` and ``strokes`` are the
    signature, which covers every device of the order that was scanned and not yet handed over.
    ``code`` is what was scanned; ``at`` the phone's time, None: now.
    """

    client_id: uuid.UUID
    work_order_id: int
    kind: str
    code: str = ""
    reason: str = ""
    note: str = ""
    at: datetime | None = None
    name: str = ""
    strokes: Sequence[Any] = ()


@dataclass(frozen=True)
class Taken:
    """What became of one of them: *kept* (now or before) or *refused*, with code and sentence."""

    client_id: uuid.UUID
    status: str
    code: str = ""
    sentence: str = ""


def strokes_of(drawn: object) -> list[list[list[int]]]:
    """A drawing as it is kept: whole numbers within the field, and not more than a signature has.

    What is no point is left out.
    """
    kept: list[list[list[int]]] = []
    points = 0
    for stroke in drawn if isinstance(drawn, list) else ():
        line = [_point(one) for one in stroke] if isinstance(stroke, list) else []
        whole = [one for one in line if one is not None][: MOST_POINTS - points]
        points += len(whole)
        if whole and len(kept) < MOST_STROKES:
            kept.append(whole)
    return kept


def path_of(strokes: Sequence[Sequence[Sequence[int]]]) -> str:
    """The drawing as path data (SVG 2, 9.3), in the field of 600 by 200."""
    parts = []
    for stroke in strokes:
        first, *rest = stroke
        drawn = "".join(f"L{x} {y}" for x, y in rest) or "h0"
        parts.append(f"M{first[0]} {first[1]}{drawn}")
    return "".join(parts)


def _point(given: object) -> list[int] | None:
    if not (isinstance(given, list) and len(given) == 2):  # noqa: PLR2004 - x and y
        return None
    if not all(type(one) in {int, float} and abs(one) < 10**6 for one in given):
        return None
    x, y = (round(one) for one in given)
    return [min(max(x, 0), WIDTH), min(max(y, 0), HEIGHT)]

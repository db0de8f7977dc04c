"""When a consultation takes answers, and how a text looks without its secrets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from samkop.core.texts import visible
from samkop.planning.vocabulary import ConsultationState

# Shorter words would be masked all over a text.
SHORTEST_SECRET = 3
LONGEST_TEXT = 20_000

# A text in pieces: words as they stand, and None where a secret is left out.
Pieces = list[str | None]


def state_at(state: str, answers_until: datetime, now: datetime) -> ConsultationState:
    """Where the consultation stands: open until its limit, that very moment included."""
    stored = ConsultationState(state)
    if stored == ConsultationState.OPEN and now > answers_until:
        return ConsultationState.CLOSED
    return stored


def written(text: str) -> str:
    """A text as it is kept: without what nobody sees, its lines ended as everywhere."""
    return visible(text.replace("\r\n", "\n")).strip()


def masked(text: str, secrets: Iterable[str]) -> Pieces:
    """The text with each occurrence of each secret left out; how long it was is not told.

    Secrets that overlap or touch are one gap.
    """
    gaps = sorted(gap for secret in set(secrets) for gap in _occurrences(text, secret))
    pieces: Pieces = []
    at = 0
    for first, last in gaps:
        if first > at:
            pieces.append(text[at:first])
        if not pieces or pieces[-1] is not None:
            pieces.append(None)
        at = max(at, last)
    if at < len(text):
        pieces.append(text[at:])
    return pieces


def _occurrences(text: str, secret: str) -> Iterable[tuple[int, int]]:
    """Every one, those that overlap too."""
    at = text.find(secret) if secret else -1
    while at >= 0:
        yield at, at + len(secret)
        at = text.find(secret, at + 1)


def canonical_sha256(content: Any) -> str:
    """SHA-256 of a JSON value: keys sorted, no space, UTF-8."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

"""What is wrong in a file's cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class RowFault:
    """What is wrong in one cell: where, a stable code, and a sentence that says what to do."""

    row: int
    column: str
    code: str
    sentence: str | Promise
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.sentence) % self.facts

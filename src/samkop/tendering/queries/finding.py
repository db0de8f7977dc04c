"""What a check of a tender finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from samkop.tendering.models import Tender


@dataclass(frozen=True)
class Finding:
    """A fault, or a warning that stops nothing: what it is, and the page that mends it.

    ``address`` is the name of a page of the tender.
    """

    code: str
    sentence: str | Promise
    address: str = "tender"
    warning: bool = False
    facts: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence in the reader's language."""
        return str(self.sentence) % self.facts if self.facts else str(self.sentence)


Check = Callable[[Tender, datetime], Iterable[Finding]]

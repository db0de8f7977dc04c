"""What searching finds: things, by kind."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

SHOWN = 10


@dataclass(frozen=True)
class Hit:
    """One thing found: its name, a word about it, its page, and the numbers it is known by."""

    id: int
    label: str
    note: str
    url: str
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The things found of one kind; ``more`` is the list that shows all, or empty."""

    kind: str
    label: str | Promise
    icon: str
    hits: tuple[Hit, ...]
    more: str = ""

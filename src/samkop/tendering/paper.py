"""What the reports of a tender are made of, before they are printed or typeset."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with whether they are numeric, and rows of texts."""

    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: its tables, and below them its sentences."""

    heading: str
    tables: tuple[Table, ...] = ()
    texts: tuple[str, ...] = ()

"""Sections of a tender's page: a table whose rows can be taken out, and a form that adds one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class PartRow:
    """A row: its cells, the first its heading; ``kind`` and ``part_id`` where it can be taken out.

    ``url`` is where its heading leads.
    """

    cells: Sequence[Any]
    kind: str = ""
    part_id: int = 0
    url: str = ""


@dataclass(frozen=True)
class Section:
    """A table with its form; without ``form`` nothing is added, and nothing taken out.

    ``columns`` are (label, whether numeric).
    """

    title: Words
    columns: Sequence[tuple[Words, bool]]
    rows: Sequence[PartRow]
    empty: Words
    form: forms.Form | None = None
    action: str = ""
    button: Words = ""
    name: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def shown_rows(self) -> list[tuple[PartRow, list[tuple[Any, Words, bool]]]]:
        """Each row with its cells but the first: (value, label, whether numeric)."""
        return [
            (row, [(cell, *column)
                   for cell, column in zip(row.cells[1:], self.columns[1:], strict=True)])
            for row in self.rows
        ]  # fmt: skip

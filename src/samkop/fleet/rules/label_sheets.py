"""Sheets of labels, and which label stands where on which sheet."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

Label = TypeVar("Label")


@dataclass(frozen=True)
class LabelSheet:
    """A sheet of labels on A4; lengths in millimetres."""

    key: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap_x: float
    gap_y: float

    @property
    def labels(self) -> int:
        """How many there are on one."""
        return self.columns * self.rows


@cache
def label_sheets() -> dict[str, LabelSheet]:
    """The sheets that labels are printed on, by key."""
    text = (files("samkop.fleet") / "data" / "label_sheets.csv").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {
        row["key"]: LabelSheet(
            row["key"], int(row["columns"]), int(row["rows"]), float(row["width"]),
            float(row["height"]), float(row["left"]), float(row["top"]), float(row["gap_x"]),
            float(row["gap_y"]),
        )
        for row in csv.DictReader(lines)
    }  # fmt: skip


def on_sheets(
    labels: Sequence[Label], sheet: LabelSheet, used: int = 0
) -> list[list[Label | None]]:
    """The labels of each sheet by place, row after row; the first ``used`` places stay empty."""
    skipped = used % sheet.labels
    placed: list[Label | None] = [*[None] * skipped, *labels]
    return [placed[at : at + sheet.labels] for at in range(0, len(placed), sheet.labels)]

"""What the suppliers have heard, sent and meant: a JSON line each, on the disk before the next.

``{"what": "heard", "day", "file", "kind"}``: a file of an outbox has been read;
``{"what": "left", "day", "order", "buyer", "lines"…}``: goods are on their way, as they are;
``{"what": "sent", "day", "key", "file", "kind", "number", "sha256", "misbehaviour", "fate",
"fault", "means"}``: a file lies in an inbox.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

Line = dict[str, Any]


class Ledger:
    """The lines of a file. A line torn by a crash counts as not written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines = list(self._read())

    @property
    def today(self) -> date:
        """The latest day that was played; the first of all days if none was."""
        days = [line["day"] for line in self.lines]
        return date.fromisoformat(max(days)) if days else date.min

    def keep(self, line: Line) -> None:
        """Remember a line; it is on the disk when this returns."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file:
            # A torn line before is closed first.
            file.write(f"\n{json.dumps(line, ensure_ascii=False)}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        self.lines.append(line)

    def of(self, what: str) -> Iterator[Line]:
        """The lines of one kind, oldest first."""
        return (line for line in self.lines if line["what"] == what)

    def _read(self) -> Iterator[Line]:
        text = self.path.read_text(errors="replace") if self.path.exists() else ""
        for written in text.split("\n"):
            with contextlib.suppress(json.JSONDecodeError):
                line = json.loads(written)
                if isinstance(line, dict) and {"what", "day"} <= line.keys():
                    yield line


def ledger_of(data: Path) -> Ledger:
    """The ledger of the suppliers on the other side of this data folder."""
    return Ledger(data / "simulator" / "ledger.jsonl")

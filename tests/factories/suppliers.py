"""Simulated suppliers on the other side of a test's folders, and what their files say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from factories.exchange import DAY
from samkop.core import edocs
from samkop.site.simulator.answering import Mode
from samkop.site.simulator.ledger import Line
from samkop.site.simulator.misbehaviour import Habits, Misbehaviour
from samkop.site.simulator.suppliers import Suppliers


def suppliers(data: Path, wrong: Misbehaviour | None = None, *, mode=Mode.FULL, seed=1):
    """Suppliers that always go wrong in one way, or never."""
    return Suppliers(data, Habits(mode, {wrong: 100} if wrong else {}), seed)


def lived(actors: Suppliers, days: int = 60, since: date = DAY) -> list[Line]:
    """Their ledger lines of so many days; each day's files are taken out of the inboxes."""
    lines = []
    for passed in range(days):
        lines += actors.play(since + timedelta(days=passed))
        for path in inboxes(actors.exchange):
            path.rename(path.with_suffix(f".{passed}"))
    return lines


def inboxes(exchange: Path) -> Iterator[Path]:
    """The files that lie in the inboxes."""
    yield from exchange.glob("*/inbox/*.xml")


def taken_out(exchange: Path) -> dict[str, edocs.Document | edocs.Faults]:
    """What the files say that ``lived`` has taken out, by name and day."""
    found = exchange.glob("*/inbox/*.[0-9]*")
    return {path.name: edocs.read(path.read_bytes()) for path in sorted(found)}

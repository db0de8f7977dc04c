"""``samkop supplier-simulator``."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import typer

from samkop.platform.embedded_postgres import default_data_dir
from samkop.site.simulator.goods import EVERYBODY
from samkop.site.simulator.ledger import Line
from samkop.site.simulator.misbehaviour import Habits
from samkop.site.simulator.suppliers import UNREADABLE, Suppliers

PAUSE = 1.0  # seconds


def supplier_simulator(
    *, party: str, seed: int, habits: Habits, day: date | None, day_lasts: float | None, once: bool
) -> None:
    """Be the suppliers until stopped, or do what is due if ``once``.

    ``party`` is a supplier's identifier, or ``all``. It is ``day`` for the suppliers, else
    today; with ``day_lasts`` (seconds) their days pass quicker from there. One line for each
    order read and each file sent goes to stdout.
    """
    data = Path(default_data_dir(os.environ))
    typer.echo(
        f"Answering orders under {data / 'exchange'} ({habits.mode}, seed {seed}).",
        err=True,
    )
    suppliers = Suppliers(data, habits, seed, party)
    first, began = day or datetime.now(UTC).date(), time.monotonic()
    count = 0
    while True:
        passed = int((time.monotonic() - began) / day_lasts) if day_lasts else 0
        for line in suppliers.play(first + timedelta(days=passed)):
            count += line["what"] == "sent"
            said = _sentence(line)
            if said:
                typer.echo(said)
        if once:
            whose = "" if party == EVERYBODY else f" by {party}"
            typer.echo(f"Documents sent{whose}: {count}.", err=True)
            return
        if day is None and not day_lasts:
            first = datetime.now(UTC).date()
        time.sleep(min(PAUSE, day_lasts or PAUSE))


def _sentence(line: Line) -> str:
    """What the log says of a ledger line; goods that leave are told of by their documents."""
    if line["what"] == "heard":
        if line["kind"] == UNREADABLE:
            return (
                f"{line['day']} {line['file']}: this order cannot be read, so it was not answered"
            )
        return f"{line['day']} {line['file']}: read"
    if line["what"] == "left":
        return ""
    wrong = line["misbehaviour"]
    how = (
        f"{wrong}, to be {line['fate']}" if wrong else line["means"].get("mode", "as it should be")
    )
    return f"{line['day']} {line['file']}: {how}"

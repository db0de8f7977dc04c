"""``samkop supplier-simulator``."""

from __future__ import annotations

import os
import time
from pathlib import Path

import typer

from samkop.platform.embedded_postgres import default_data_dir
from samkop.site.simulator.answering import Mode
from samkop.site.simulator.correspondence import answer_orders, memory_of

PAUSE = 1.0  # seconds


def supplier_simulator(*, party: str, seed: int, mode: Mode, once: bool) -> None:
    """Answer each order in the outboxes, once; until stopped, or what waits if ``once``.

    ``party`` is a supplier's identifier, or ``all``. One line an answer goes to stdout.
    """
    data = Path(default_data_dir(os.environ))
    typer.echo(f"Answering orders under {data / 'exchange'} ({mode}, seed {seed}).", err=True)
    memory = memory_of(data)
    count = 0
    while True:
        for done in answer_orders(data, memory, party, mode, seed):
            count += 1
            typer.echo(
                f"{done.order}: {done.mode}, {done.response}"
                if done.mode
                else f"{done.order}: this order cannot be read, so it was not answered"
            )
        if once:
            whose = "" if party == "all" else f" for {party}"
            typer.echo(f"Orders answered{whose}: {count}.", err=True)
            return
        time.sleep(PAUSE)

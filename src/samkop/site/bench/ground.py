"""What is measured on: the demonstration's region with a year of orders, in a folder of its own."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typer

from samkop.platform import embedded_postgres as postgres
from samkop.site.project import run_samkop

ORDERS = 40_000
OF_AN_INSTALLATION = (
    "DATABASE_URL", "DATABASE_OWNER_URL", "SAMKOP_STATIC", "SAMKOP_SECRET_KEY",
)  # fmt: skip


def environment_of(data: Path) -> dict[str, str]:
    """The environment of commands that work on the folder and on nothing else."""
    kept = {name: text for name, text in os.environ.items() if name not in OF_AN_INSTALLATION}
    return {**kept, "SAMKOP_DATA": str(data), "SAMKOP_DEMO": "1"}


@cache
def a_year() -> Path:
    """The data folder, with this process at work on it; ``let_go`` removes it.

    Made once a process: Django's settings and connections go to the first folder.
    """
    data = Path(tempfile.mkdtemp(prefix="samkop-bench-"))
    atexit.register(let_go, data)
    typer.echo("  preparing the region …", err=True)
    subprocess.run(
        run_samkop("demo", "--no-serve"), env=environment_of(data), check=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for name in OF_AN_INSTALLATION:
        os.environ.pop(name, None)
    os.environ.update(SAMKOP_DATA=str(data), SAMKOP_DEMO="1")
    from samkop.site import start

    start.everything()
    from samkop.site.bench.year import load_year

    typer.echo(f"  loading {ORDERS:,} orders …", err=True)
    load_year(ORDERS, datetime.now(UTC))
    return data


def let_go(data: Path) -> None:
    """Stop the folder's server and remove it."""
    postgres.stop(data)
    shutil.rmtree(data, ignore_errors=True)

"""``samkop demo``: the region, its day, then the pages."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Annotated

import typer

from samkop.site.cli_serve import AsJson

# What an installation keeps in its data folder; nothing else of it is ever removed.
FOLDERS = (
    "postgresql", "exchange", "simulator", "audit", "static", "secrets", "mail", "officers"
)  # fmt: skip
MARK = "this-is-a-demo"


class NotADemoError(Exception):
    """The data folder holds an installation that is not a demo."""

    def __init__(self, data: Path) -> None:
        super().__init__(
            f"{data} holds an installation that is no demo, so nothing was touched."
            " Choose another folder: samkop --data DIR demo."
        )


def demo(
    *,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="Tell the story, then stop.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin anew: what an earlier demo left is removed.")
    ] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 8000,
    devices: Annotated[
        int, typer.Option(min=0, help="So many devices the region has, when it is made.")
    ] = 41_000,
    as_json: AsJson = False,
) -> None:
    """Show Samköp at work: a region, its day, then the pages.

    Prepares nine municipalities and a wellbeing services county, plays one order from the
    supplier's catalogue to the supplier's answer, and serves the pages. Run again, it
    doubles nothing.
    """
    from samkop.platform.embedded_postgres import default_data_dir

    os.environ["SAMKOP_DEMO"] = "1"
    data = default_data_dir(os.environ)
    claim(data, fresh=fresh)
    if no_serve:
        _tell(data, devices, as_json=as_json)
    else:
        _serve(data, port, devices, as_json=as_json)


def claim(data: Path, *, fresh: bool) -> None:
    """Make sure that the folder is a demo's, or nobody's; empty it if asked to.

    Raises NotADemoError: people of the demo can sign in without a password, so they must
    never get into a real installation, and none is ever removed.
    """
    mark = data / MARK
    taken = any((data / name).exists() for name in FOLDERS) or "DATABASE_URL" in os.environ
    if taken and not mark.exists():
        raise NotADemoError(data)
    if fresh and mark.exists():
        _empty(data)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark.touch()


def _empty(data: Path) -> None:
    """Remove what an earlier demo left. Raises ServeError while one is being served."""
    from samkop.platform.embedded_postgres import stop
    from samkop.site.supervisor.register import claimed

    with claimed(data):
        stop(data)
        for name in FOLDERS:
            shutil.rmtree(data / name, ignore_errors=True)


def _tell(data: Path, devices: int, *, as_json: bool) -> None:
    """Make the installation ready, play the day and tell it."""
    from samkop.site import start

    start.everything()
    from samkop.site.demo import command

    command.run(data, as_json=as_json, devices=devices)


def _serve(data: Path, port: int, devices: int, *, as_json: bool) -> None:
    """Serve; the pages load while the day is played."""
    from samkop.site import installation, supervisor

    installation.say_address(os.environ, port)
    installation.prepare(os.environ)

    def prepare() -> None:
        _tell(data, devices, as_json=as_json)
        typer.echo(f"Data, documents included, lie in {data}.", err=True)
        typer.echo("Starting the pages; Ctrl-C stops them.", err=True)

    raise typer.Exit(
        supervisor.serve(
            data,
            prepare=prepare,
            ready=lambda address: typer.echo(
                f"Samköp is ready: {address.rstrip('/')}/demo/ (choose whom to be)"
            ),
            host="127.0.0.1",
            port=port,
            workers=None,
        )
    )

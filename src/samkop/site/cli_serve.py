"""``samkop serve``, ``worker`` and ``doctor``: run it for real."""

from __future__ import annotations

import os
from typing import Annotated

import typer

NO = 1
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")]


def serve(
    host: Annotated[str, typer.Option(help="The address of this machine to listen on.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 8000,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Web processes; else by the machine's cores.")
    ] = None,
) -> None:
    """Serve the pages, and keep what they need running.

    That is the web process, the worker and the embedded database. Brings the database up to
    date first. What ends is started again; Ctrl-C or SIGTERM stops everything in order.
    """
    from samkop.platform.embedded_postgres import default_data_dir
    from samkop.site import installation, supervisor

    installation.say_address(os.environ, port)
    installation.prepare(os.environ)

    def prepare() -> None:
        from samkop.site import start

        start.everything()

    if os.geteuid() == 0:
        typer.echo(
            "Started by root, so pages and worker run as root. For more than a trial, give"
            " Samköp a user of its own: docs/how-to/run-it-for-real.md.",
            err=True,
        )
    raise typer.Exit(
        supervisor.serve(
            default_data_dir(os.environ),
            prepare=prepare,
            ready=lambda address: typer.echo(supervisor.said_ready(address, os.environ)),
            host=host,
            port=port,
            workers=workers,
        )
    )


def worker() -> None:
    """Send, receive, seal and run jobs, until stopped.

    `samkop serve` runs one already.
    """
    from samkop.site import start

    start.django()
    from samkop.site.worker import run

    run()


def migrate() -> None:
    """Bring the database up to date, or make it."""
    from samkop.site import start

    start.django()
    start.migrate()
    typer.echo("The database is up to date.", err=True)


def stop() -> None:
    """Stop the embedded database, if nobody uses it.

    Other commands leave it running, so that the next one starts at once. Before the data
    folder is copied, it has to stand still.
    """
    from samkop.platform.embedded_postgres import default_data_dir
    from samkop.site.supervisor import register
    from samkop.site.supervisor.database import release_server

    data = default_data_dir(os.environ)
    served = register.read(data)
    if served is not None and served.is_alive:
        typer.echo(
            f"The data folder is being served at {served.address} (process"
            f" {served.supervisor.pid}): stop that with SIGTERM or Ctrl-C.", err=True,
        )  # fmt: skip
        raise typer.Exit(NO)
    if not release_server(data):
        typer.echo("The database goes on: somebody else is connected to it.", err=True)
        raise typer.Exit(NO)
    typer.echo(f"Nothing runs in {data}.", err=True)


def doctor(*, as_json: AsJson = False) -> None:
    """Say what is wrong with this installation.

    Each sentence says what to do. Starts the embedded database if it does not run.
    """
    from samkop.site.doctor import report

    raise typer.Exit(report(as_json=as_json))

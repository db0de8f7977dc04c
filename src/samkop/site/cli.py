"""The command line: ``samkop`` (see docs/reference/command-line.md).

Imports stay inside the commands: one that needs no database starts in under half a second.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from samkop.site import cli_edocs

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Samköp: municipalities source ICT together.",
)
app.add_typer(cli_edocs.app, name="edocs")
audit = typer.Typer(no_args_is_help=True, help="The audit trail.")
app.add_typer(audit, name="audit")

STOPPED_BY_USER = 130


@app.callback()
def options(
    data: Annotated[
        Path | None, typer.Option("--data", help="The data folder (else $SAMKOP_DATA).")
    ] = None,
) -> None:
    """Options for every command."""
    if data:
        os.environ["SAMKOP_DATA"] = str(data.absolute())


@app.command()
def migrate() -> None:
    """Make the database ready, or bring it up to date."""
    from samkop.site import start

    start.django()
    start.migrate()
    typer.echo("The database is up to date.", err=True)


@app.command()
def worker() -> None:
    """Send, receive, seal and run jobs, until stopped."""
    from samkop.site import start

    start.django()
    from samkop.site.worker import run

    run()


@audit.command("verify")
def audit_verify(*, json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Check every party's chain of audit entries against its signed head."""
    from samkop.site import start

    data = start.django()
    from samkop.site.cli_audit import report

    raise typer.Exit(report(data, as_json=json))


def main() -> None:
    """Run a command; a person never sees a stack trace for what a sentence can say."""
    from samkop.site.failures import sentence_of

    try:
        app()
    except KeyboardInterrupt:
        typer.echo("Stopped; nothing was left half written.", err=True)
        sys.exit(STOPPED_BY_USER)
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        typer.echo(sentence, err=True)
        sys.exit(2)

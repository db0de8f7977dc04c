"""The command line: ``samkop`` (see docs/reference/command-line.md).

Imports stay inside the commands: one that needs no database starts in under half a second.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from samkop.site import (
    cli_account,
    cli_award,
    cli_bid,
    cli_checks,
    cli_demo,
    cli_edocs,
    cli_export,
    cli_forecast,
    cli_import,
    cli_officer,
    cli_opendata,
    cli_renewal,
    cli_serve,
    cli_tender,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Samköp: municipalities source ICT together.",
)
app.command()(cli_demo.demo)
app.command()(cli_serve.serve)
app.command()(cli_serve.worker)
app.command()(cli_serve.migrate)
app.command()(cli_serve.stop)
app.command()(cli_serve.doctor)
app.command(
    "test",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)(cli_checks.check)
app.command()(cli_checks.bench)
app.command()(cli_checks.schema)
app.command()(cli_checks.openapi)
app.add_typer(cli_award.app, name="award")
app.add_typer(cli_edocs.app, name="edocs")
app.add_typer(cli_forecast.app, name="forecast")
app.add_typer(cli_import.app, name="import")
app.add_typer(cli_renewal.app, name="renewal")
app.add_typer(cli_export.app, name="export")
app.add_typer(cli_opendata.app, name="opendata")
app.add_typer(cli_officer.app, name="officer")
app.add_typer(cli_bid.app, name="bid")
app.add_typer(cli_tender.app, name="tender")
app.add_typer(cli_account.app, name="account")
audit = typer.Typer(no_args_is_help=True, help="The audit trail.")
app.add_typer(audit, name="audit")

STOPPED_BY_USER = 130


@app.callback()
def options(
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", help="The data folder, else $SAMKOP_DATA. Stands before the command."
        ),
    ] = None,
) -> None:
    """Options for every command."""
    if data:
        os.environ["SAMKOP_DATA"] = str(data.absolute())


@audit.command("verify")
def audit_verify(*, as_json: cli_serve.AsJson = False) -> None:
    """Check each chain of the audit trail against its signed head."""
    from samkop.site import start

    data = start.django()
    from samkop.site.cli_audit import report

    raise typer.Exit(report(data, as_json=as_json))


@app.command("supplier-simulator")
def supplier_simulator(
    *,
    party: Annotated[str, typer.Option(help="The supplier's identifier, or all.")] = "all",
    seed: Annotated[int, typer.Option(help="The same seed, the same answers.")] = 1,
    mode: Annotated[
        Literal["full", "part", "substitute", "refusal", "mixed"],
        typer.Option(help="How orders are answered."),
    ] = "mixed",
    misbehave: Annotated[
        list[str] | None,
        typer.Option(help="NAME=PERCENT, or mixed: what goes wrong, how often. Repeatable."),
    ] = None,
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="It is this day for the suppliers, not today."),
    ] = None,
    day_lasts: Annotated[
        float | None, typer.Option(min=0.01, help="Seconds that a day takes from then on.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Do what is due, then stop.")] = False,
) -> None:
    """Be the suppliers: answer, despatch and invoice the orders.

    Every document is put into the inbox of its buyer when its day has come.
    """
    from samkop.site.simulator.answering import Mode
    from samkop.site.simulator.command import supplier_simulator as simulate
    from samkop.site.simulator.misbehaviour import Habits, UnknownHabitError, shares_of

    try:
        habits = Habits(Mode(mode), shares_of(misbehave or []))
    except UnknownHabitError as error:
        raise typer.BadParameter(str(error)) from error
    simulate(
        party=party, seed=seed, habits=habits, day=day.date() if day else None,
        day_lasts=day_lasts, once=once,
    )  # fmt: skip


def main() -> None:
    """Run a command; a person never sees a stack trace for what a sentence can say."""
    from samkop.site.failures import sentence_of

    try:
        app()
    except SystemExit as ending:
        if ending.code == STOPPED_BY_USER:
            typer.echo("Stopped; nothing was left half written.", err=True)
        raise
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        typer.echo(sentence, err=True)
        sys.exit(2)

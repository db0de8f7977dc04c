"""``samkop import``: files into the installation, each in one transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from samkop.site.cli_serve import AsJson

app = typer.Typer(no_args_is_help=True, help="Take in a file, in one transaction.")

Party = Annotated[
    str | None, typer.Option(help="The organisation's number, where there are several.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check only; write nothing.")]


@app.command("organisations")
def import_organisations(
    file: Annotated[Path, typer.Argument(help="CSV or xlsx, one organisation a row.")],
    *,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Organisations, each with its first administrator.

    This is how an empty installation begins. Faults are told by row and column; with one
    fault nothing is written. The same file again changes nothing.
    """
    from samkop.site import start

    start.django()
    start.migrate()
    from samkop.site.importing import organisations

    raise typer.Exit(organisations.import_organisations(file, dry_run=dry_run, as_json=as_json))


@app.command("people")
def import_people(
    file: Annotated[Path, typer.Argument(help="CSV or xlsx, one person a row.")],
    *,
    party: Party = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """People with their roles and cost centres.

    Faults are told by row and column; with one fault nothing is written.
    """
    from samkop.site import start

    start.django()
    from samkop.site.importing import people

    raise typer.Exit(people.import_people(party, file, dry_run=dry_run, as_json=as_json))


@app.command("catalogue")
def import_catalogue(
    file: Annotated[Path, typer.Argument(help="Peppol Catalogue, CSV or xlsx.")],
    *,
    agreement: Annotated[str, typer.Option(help="The number of the framework agreement.")],
    party: Party = None,
    replaces_all: Annotated[
        bool, typer.Option("--replaces-all", help="Items that a sheet lacks leave the shop.")
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """A supplier's catalogue, onto an agreement's shelf.

    Lines with faults are told by row and column and left out; all others are taken. A
    Peppol Catalogue says itself whether it replaces everything.
    """
    from samkop.site import start

    start.django()
    from samkop.site.importing import catalogue

    raise typer.Exit(
        catalogue.import_catalogue(
            party, agreement, file, replaces_all=replaces_all, dry_run=dry_run, as_json=as_json
        )
    )

"""``samkop import``: files into the installation, each in one transaction."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from samkop.site.cli_serve import AsJson

app = typer.Typer(no_args_is_help=True, help="Take in a file, in one transaction.")

Party = Annotated[
    str | None, typer.Option(help="The organisation's number, where there are several.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check only; write nothing.")]
MapFile = Annotated[
    Path | None,
    typer.Option(
        "--map", help='JSON: the file\'s headings, and the columns that they are (or "").'
    ),
]
Sheet = Annotated[Path, typer.Argument(help="CSV or xlsx.")]


@app.command("organisations")
def import_organisations(
    file: Annotated[Path, typer.Argument(help="CSV or xlsx, one organisation a row.")],
    *,
    dry_run: DryRun = False,
    map_file: MapFile = None,
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

    raise typer.Exit(
        organisations.import_organisations(
            file, dry_run=dry_run, as_json=as_json, map_file=map_file
        )
    )


@app.command("people")
def import_people(
    file: Annotated[Path, typer.Argument(help="CSV or xlsx, one person a row.")],
    *,
    party: Party = None,
    dry_run: DryRun = False,
    map_file: MapFile = None,
    as_json: AsJson = False,
) -> None:
    """People with their roles and cost centres.

    Faults are told by row and column; with one fault nothing is written.
    """
    from samkop.site import start

    start.django()
    from samkop.site.importing import people

    raise typer.Exit(
        people.import_people(party, file, dry_run=dry_run, as_json=as_json, map_file=map_file)
    )


@app.command("cost-centres")
def import_cost_centres(
    file: Sheet,
    *,
    party: Party = None,
    dry_run: DryRun = False,
    map_file: MapFile = None,
    as_json: AsJson = False,
) -> None:
    """Cost centres with who answers for them, one a row.

    Faults are told by row and column; with one fault nothing is written. What the file does
    not name stays as it is.
    """
    _finance("cost-centres", party, file, dry_run=dry_run, as_json=as_json, map_file=map_file)


@app.command("budgets")
def import_budgets(
    file: Sheet,
    *,
    party: Party = None,
    dry_run: DryRun = False,
    map_file: MapFile = None,
    as_json: AsJson = False,
) -> None:
    """Budgets by year, cost centre and project.

    Faults are told by row and column; with one fault nothing is written. No budget falls
    below what is committed.
    """
    _finance("budgets", party, file, dry_run=dry_run, as_json=as_json, map_file=map_file)


@app.command("authority")
def import_authority(
    file: Sheet,
    *,
    party: Party = None,
    dry_run: DryRun = False,
    map_file: MapFile = None,
    as_json: AsJson = False,
) -> None:
    """The register of authority: who may approve how much.

    Faults are told by row and column; with one fault nothing is written. A line that stands
    already is left, or ended by its last day.
    """
    _finance("authority", party, file, dry_run=dry_run, as_json=as_json, map_file=map_file)


@app.command("groups")
def import_groups(
    file: Sheet,
    *,
    party: Party = None,
    dry_run: DryRun = False,
    map_file: MapFile = None,
    as_json: AsJson = False,
) -> None:
    """Groups of people: who is in which, from when until when.

    Faults are told by row and column; with one fault nothing is written. A group that is not
    known yet is made; who is not in the file stays.
    """
    _finance("groups", party, file, dry_run=dry_run, as_json=as_json, map_file=map_file)


@app.command("fleet")
def import_fleet(
    file: Annotated[Path, typer.Argument(help="CSV or xlsx, one device a row.")],
    *,
    party: Party = None,
    dry_run: DryRun = False,
    map_file: MapFile = None,
    as_json: AsJson = False,
) -> None:
    """Devices with their holders, sites and dates.

    Faults are told by row and column; with one fault nothing is written. The same file again
    changes nothing.
    """
    from samkop.site import start

    start.django()
    from samkop.site.importing import fleet

    raise typer.Exit(
        fleet.import_fleet(party, file, dry_run=dry_run, as_json=as_json, map_file=map_file)
    )


def _finance(
    kind: str,
    party: str | None,
    file: Path,
    *,
    dry_run: bool,
    as_json: bool,
    map_file: Path | None,
) -> None:
    from samkop.site import start

    start.django()
    from samkop.site.importing import finance

    raise typer.Exit(
        finance.import_finance(
            kind, party, file, dry_run=dry_run, as_json=as_json, map_file=map_file
        )
    )


@app.command("support")
def import_support(
    file: Annotated[Path, typer.Argument(help="CSV or xlsx, one model a row.")],
    *,
    party: Party = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Until when makers give security updates.

    In endoflife.date's columns, or maker and model. Faults are told by row and column; with one
    fault nothing is written. A purchasing body's file counts for everybody, another's for
    itself; devices follow by themselves.
    """
    from samkop.site import start

    start.django()
    from samkop.site.importing import fleet_files

    raise typer.Exit(fleet_files.import_support(party, file, dry_run=dry_run, as_json=as_json))


@app.command("enrolment")
def import_enrolment(
    file: Annotated[Path, typer.Argument(help="The programme's whole list, CSV or xlsx.")],
    *,
    programme: Annotated[
        Literal["apple", "android-zero-touch", "samsung-knox", "windows-autopilot"],
        typer.Option(help="Whose list it is."),
    ],
    party: Party = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """The devices that a maker's enrolment programme knows.

    Faults are told by row and column; with one fault nothing is written. What is not in the
    list any more counts as not enrolled; devices in preparation are checked anew.
    """
    from samkop.site import start

    start.django()
    from samkop.site.importing import fleet_files

    raise typer.Exit(
        fleet_files.import_enrolment(party, file, programme, dry_run=dry_run, as_json=as_json)
    )


@app.command("erasures")
def import_erasures(
    file: Annotated[Path, typer.Argument(help="The tool's report, CSV or xlsx.")],
    *,
    party: Party = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """What an erasure tool proves of returned devices.

    Rows that prove nothing are told by row and column and left out; all others are taken. A
    device of which each storage is accounted for is cleared.
    """
    from samkop.site import start

    start.django()
    from samkop.site.importing import fleet_files

    raise typer.Exit(fleet_files.import_erasures(party, file, dry_run=dry_run, as_json=as_json))


@app.command("lease-schedule")
def import_lease_schedule(
    file: Annotated[Path, typer.Argument(help="CSV or xlsx, one device and its rent a row.")],
    *,
    financier: Annotated[str, typer.Option(help="The financier's organisation number.")],
    number: Annotated[str, typer.Option(help="The financier's own number of the schedule.")],
    starts_on: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="The first of a month.")
    ],
    months: Annotated[int, typer.Option(min=1, max=120, help="How long it runs.")],
    party: Party = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """A financier's schedule of what the organisation leases.

    Faults are told by row and column; with one fault nothing is written. The lease of these
    devices shows whether it agrees; a corrected schedule is taken in under the same number.
    """
    from samkop.site import start

    start.django()
    from samkop.site.importing import fleet_files

    terms = fleet_files.Terms(financier, number, starts_on.date(), months)
    raise typer.Exit(
        fleet_files.import_lease_schedule(party, file, terms, dry_run=dry_run, as_json=as_json)
    )


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

"""``samkop export``: registers out of the installation, as files that ``import`` reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Give out a register as a file.")


@app.callback()
def kinds() -> None:
    """Each register by its name."""


@app.command("fleet")
def export_fleet(
    file: Annotated[
        Path | None, typer.Argument(help="CSV or xlsx; without it, CSV to standard output.")
    ] = None,
    *,
    party: Annotated[
        str | None, typer.Option(help="The organisation's number, where there are several.")
    ] = None,
) -> None:
    """An organisation's devices with their holders, sites and dates.

    In the columns of ``samkop import fleet``: imported again, the file changes nothing.
    """
    from samkop.site import start

    start.django()
    from samkop.site.exporting import fleet

    raise typer.Exit(fleet.export_fleet(party, file))

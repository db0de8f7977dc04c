"""``samkop opendata``: what is published, as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="What everybody may see, as files.")


@app.callback()
def kinds() -> None:
    """Each form by its name."""


@app.command("export")
def export(
    out: Annotated[Path, typer.Option(help="The folder; made where it is not there.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Answer with the manifest.")] = False,
) -> None:
    """Write all releases, agreements and purchases to a folder.

    Broken off, the same command goes on where it was.
    """
    from samkop.site import start

    start.django()
    from samkop.site.exporting.open_data import export_open_data

    raise typer.Exit(export_open_data(out, as_json=as_json))

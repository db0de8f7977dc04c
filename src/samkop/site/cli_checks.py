"""``samkop test``, ``bench``, ``schema`` and ``openapi``: for whoever checks or builds on it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

BAD_USAGE = 2


def check(
    context: typer.Context,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="With the long ones; one line a promise at the end.")
    ] = False,
) -> None:
    """Run every check: style, types, floors, tests.

    Further arguments go to pytest; then nothing else runs: samkop test tests/core -k money
    """
    from samkop.site.checks import run

    raise typer.Exit(run(context.args, everything=everything))


def bench(
    names: Annotated[
        list[str] | None, typer.Argument(help="Which ones; all of them without a name.")
    ] = None,
    *,
    hot: Annotated[
        bool, typer.Option("--hot", help="With orders: all of them on one ceiling.")
    ] = False,
    examples: Annotated[
        Path | None, typer.Option(help="With edocs: the documents to measure, a corpus or files.")
    ] = None,
    official: Annotated[
        Path | None, typer.Option(help="With edocs: the official rules as XSLT, as the rival.")
    ] = None,
    json: Annotated[
        Path | None, typer.Option("--json", help="Also write the figures to this file.")
    ] = None,
) -> None:
    """Measure speed beside rivals and limits."""
    from samkop.site.bench import run

    chosen = [f"{name}-hot" if hot and name == "orders" else name for name in names or ["all"]]
    given = {"edocs": {"examples_at": examples, "official_at": official}}
    raise typer.Exit(run(chosen, json, given))


def schema(
    name: Annotated[
        str, typer.Argument(help="A command that has --json, such as doctor or edocs-validate.")
    ] = "",
) -> None:
    """Print the JSON Schema of a --json answer.

    Without a name: which ones there are.
    """
    from samkop.site import schemas

    if not name:
        typer.echo("\n".join(schemas.names()))
    elif name in schemas.names():
        typer.echo(schemas.text_of(name), nl=False)
    else:
        known = ", ".join(schemas.names())
        typer.echo(f"There is no schema {name}. There are: {known}.", err=True)
        raise typer.Exit(BAD_USAGE)


def openapi() -> None:
    """Print the OpenAPI description of the API."""
    import json

    from samkop.site import start

    start.django()
    from samkop.site.api import api

    typer.echo(json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=2))

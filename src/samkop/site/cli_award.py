"""``samkop award``: awards from a file. Needs no database."""

from __future__ import annotations

import typer

from samkop.site.cli_award_explain import explain
from samkop.site.cli_award_laboratory import laboratory
from samkop.site.cli_award_solve import solve

app = typer.Typer(
    help="Try out models of evaluation, and find the best combination of bids.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command()(explain)
app.command()(laboratory)
app.command()(solve)


@app.callback()
def award() -> None:
    """Try out models of evaluation, and find the best combination of bids."""

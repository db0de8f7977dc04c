"""``samkop forecast``: devices, licences and money for years ahead. Needs no database."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from samkop.core.forecast import Forecast, Percentiles

app = typer.Typer(
    help="Devices, licences and money for years ahead, from population and staff.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

MILLION = Decimal(1_000_000)


@app.command()
def plan(
    file: Annotated[Path, typer.Argument(help="The assumptions: samkop schema forecast-problem.")],
    *,
    draws: Annotated[
        int, typer.Option(min=1, max=100_000, help="How often all assumptions are drawn.")
    ] = 500,
    seed: Annotated[int, typer.Option(help="The same seed, the same answer.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Forecast devices, licences and budget, each with its range."""
    from samkop.core.forecast import answer_of, forecast, read_problem
    from samkop.site.problem_files import read

    made = forecast(read(file, read_problem), draws=draws, seed=seed)
    if as_json:
        typer.echo(json.dumps(answer_of(made), ensure_ascii=False, separators=(",", ":")))
    else:
        _print(made)


@app.command()
def example() -> None:
    """Print assumptions to begin with, of a city that doubles."""
    from samkop.core.forecast.examples import example_text

    typer.echo(example_text(), nl=False)


def _print(made: Forecast) -> None:
    """A line a year: the middle course, what is likely, and both ends."""
    from samkop.core.forecast import End

    currency = made.problem.currency
    typer.echo(made.problem.name)
    typer.echo(f"Money in millions of {currency}. p10 to p90: in eight of ten draws.\n")
    heads = ("year", "inhabitants", "devices", "p10 to p90", "bought", "p10 to p90",
             "licences", "budget", "p10 to p90", "low to high")  # fmt: skip
    rows = [heads]
    low, mid, high = (made.courses[end] for end in (End.LOW, End.MID, End.HIGH))
    for least, middle, most, likely in zip(low, mid, high, made.likely.years, strict=True):
        rows.append((
            str(middle.year), f"{middle.inhabitants:,}", f"{middle.in_use:,}",
            _counts(likely.in_use), f"{middle.bought:,}", _counts(likely.bought),
            f"{middle.licence_count:,}", _millions(middle.budget), _amounts(likely.budget),
            f"{_millions(least.budget)} to {_millions(most.budget)}",
        ))  # fmt: skip
    whole = [sum((year.budget for year in course), Decimal(0)) for course in (low, mid, high)]
    rows.append(("all", "", "", "", f"{sum(year.bought for year in mid):,}", "", "",
                 _millions(whole[1]), _amounts(made.likely.budget),
                 f"{_millions(whole[0])} to {_millions(whole[2])}"))  # fmt: skip
    widths = [max(len(row[n]) for row in rows) for n in range(len(heads))]
    for row in rows:
        line = "  ".join(part.rjust(width) for part, width in zip(row, widths, strict=True))
        typer.echo(line.rstrip())
    typer.echo(
        "\nlow, high: every assumption at once at the end that asks for least or most money, "
        "which hardly\nhappens. p10, p90: every assumption drawn for itself; where they go "
        "together, the range is wider."
    )


def _counts(found: Percentiles) -> str:
    return f"{found.p10:,} to {found.p90:,}"


def _amounts(found: Percentiles) -> str:
    return f"{_millions(Decimal(found.p10))} to {_millions(Decimal(found.p90))}"


def _millions(amount: Decimal) -> str:
    return f"{amount / MILLION:,.1f}"

"""What ``samkop award laboratory`` prints for people."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

import typer

from samkop.core.award.robustness.sentences import in_english, sentences_of
from samkop.core.award.scoring.showing import score

if TYPE_CHECKING:
    from samkop.core.award.robustness import Report
    from samkop.core.award.scoring import Model, Ranked

WIDTH = 96


def print_report(report: Report) -> None:
    """The ranking as a table, what was found in sentences, and a verdict a property."""
    if report.setting.name:
        typer.echo(report.setting.name)
    _print_ranking(report)
    typer.echo()
    for sentence in sentences_of(report):
        for line in wrap(in_english(sentence), WIDTH, subsequent_indent="  "):
            typer.echo(line)
    typer.echo()
    width = max(len(name) for name in report.verdicts)
    for name, verdict in report.verdicts.items():
        typer.echo(f"{name:<{width}}  {verdict}")


def _print_ranking(report: Report) -> None:
    model, ranked = report.setting.model, report.ranking.rows
    if not ranked:
        return
    names = ["price", *(leaf.id for leaf in model.leaves)]
    rows = [["rank", "bid", "score", *names], *(_cells(model, row) for row in ranked)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell.ljust(width) if n == 1 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        typer.echo("  ".join(cells).rstrip())


def _cells(model: Model, row: Ranked) -> list[str]:
    parts = [row.points.price, *row.points.criteria.values()]
    rank = f"{row.rank}{'=' if row.tied else ''}"
    shown = [str(score(model, value)) for value in (row.points.total, *parts)]
    return [rank, row.bid.id, *shown]

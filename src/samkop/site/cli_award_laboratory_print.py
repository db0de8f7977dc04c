"""What ``samkop award laboratory`` prints for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from samkop.core.award.robustness.sentences import in_english, sentences_of
from samkop.core.award.scoring.showing import score
from samkop.site.cli_award_telling import (
    print_facts,
    print_paragraphs,
    print_table,
    print_texts,
)

if TYPE_CHECKING:
    from samkop.core.award.robustness import Report
    from samkop.core.award.scoring import Model, Ranked
    from samkop.tendering.laboratory_report import LaboratoryReport


def print_report(report: Report) -> None:
    """The ranking as a table, what was found in sentences, and a verdict a property."""
    if report.setting.name:
        typer.echo(report.setting.name)
    _print_ranking(report)
    typer.echo()
    print_texts([in_english(sentence) for sentence in sentences_of(report)])
    typer.echo()
    print_facts([(name, verdict) for name, verdict in report.verdicts.items()])


def print_attachment(report: LaboratoryReport) -> None:
    """What is attached to the tender: its warnings first, then part after part."""
    typer.echo(report.title)
    if report.warnings.texts:
        print_paragraphs(report.warnings.heading, report.warnings.texts)
    print_paragraphs("", report.summary)
    typer.echo()
    print_facts(report.facts)
    for section in report.sections:
        typer.echo(f"\n{section.heading}")
        for table in section.tables:
            if table.caption:
                typer.echo(table.caption)
            print_table(table.columns, table.rows)
        print_texts(section.texts)


def _print_ranking(report: Report) -> None:
    model, ranked = report.setting.model, report.ranking.rows
    if not ranked:
        return
    names = ["rank", "bid", "score", "price", *(leaf.id for leaf in model.leaves)]
    columns = [(name, place != 1) for place, name in enumerate(names)]
    print_table(columns, [_cells(model, row) for row in ranked])


def _cells(model: Model, row: Ranked) -> list[str]:
    parts = [row.points.price, *row.points.criteria.values()]
    rank = f"{row.rank}{'=' if row.tied else ''}"
    shown = [str(score(model, value)) for value in (row.points.total, *parts)]
    return [rank, row.bid.id, *shown]

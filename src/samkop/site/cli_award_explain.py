"""``samkop award explain``: the best combination in sentences, or as a PDF. Needs no database."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from samkop.tendering.award_report import Report

NO = 1
UNUSABLE = 2
WIDTH = 96


class Language(StrEnum):
    """What it is told in."""

    SV = "sv"
    FI = "fi"
    EN = "en"


def explain(
    file: Annotated[Path, typer.Argument(help="The problem: samkop schema award-problem.")],
    *,
    language: Annotated[Language, typer.Option(help="What it is told in.")] = Language.EN,
    currency: Annotated[str, typer.Option(help="Of all amounts (ISO 4217).")] = "EUR",
    title: Annotated[str, typer.Option(help="Of the report.")] = "",
    pdf: Annotated[
        Path | None, typer.Option("--pdf", help="Write the report there, instead of printing.")
    ] = None,
    time_limit: Annotated[
        float, typer.Option("--time-limit", min=0, help="Seconds; then it is given up.")
    ] = 300,
) -> None:
    """Explain the cheapest combination of bids, lot by lot.

    Exit code 1: nothing can be awarded, or time ran out before it was proven.
    """
    from samkop.core.award.explain import EXPLAINED, explanation_of
    from samkop.core.award.optimise import Status, solve_award
    from samkop.core.award.reading import read_problem
    from samkop.core.award.relaxed import TimeIsUpError
    from samkop.site import start
    from samkop.site.problem_files import read

    problem = read(file, read_problem)
    award = solve_award(problem, time_limit=time_limit, asked=EXPLAINED)
    if award.status is Status.INFEASIBLE:
        stop("Nothing can be awarded: samkop award solve says what is in conflict.", NO)
    try:
        explanation = explanation_of(problem, award, time_limit=time_limit)
    except (TimeIsUpError, ValueError):
        stop("Time ran out before it was proven and explained; give more by --time-limit.", NO)
    start.django()
    from django.utils import translation

    from samkop.tendering.award_report import report_of
    from samkop.tendering.printing import printed_award

    with translation.override(language.value):
        report = report_of(problem, award, explanation, title=title, currency=currency)
        if pdf is None:
            print_report(report)
        else:
            write(pdf, printed_award(report, language.value))


def print_report(report: Report) -> None:
    """Facts, what is awarded as a table, rules and reasons a paragraph each."""
    typer.echo(report.title)
    width = max(len(term) for term, _value in report.facts)
    for term, value in report.facts:
        typer.echo(f"{term:<{width}}  {value}")
    print_paragraphs("", report.summary)
    typer.echo(f"\n{report.headings.awards}")
    columns = tuple(label for label, _numeric in report.awards.columns)
    rows = [columns, *report.awards.rows]
    widths = [max(len(row[place]) for row in rows) for place in range(len(columns))]
    for row in rows:
        cells = [
            cell.rjust(width) if numeric else cell.ljust(width)
            for cell, width, (_label, numeric) in zip(
                row, widths, report.awards.columns, strict=True
            )
        ]
        typer.echo("  ".join(cells).rstrip())
    if report.rules:
        print_paragraphs(report.headings.rules, report.rules)
    print_paragraphs(report.headings.reasons, report.reasons or (report.headings.no_reasons,))


def print_paragraphs(heading: str, texts: Sequence[str]) -> None:
    """A heading, if there is one, and each text on lines of readable length."""
    typer.echo(f"\n{heading}" if heading else "")
    for text in texts:
        for line in wrap(text, WIDTH, subsequent_indent="  "):
            typer.echo(line)


def write(file: Path, content: bytes) -> None:
    """Write a file whole; exit with a sentence where that cannot be."""
    try:
        file.write_bytes(content)
    except OSError as error:
        stop(f"{file} cannot be written: {error.strerror}.", UNUSABLE)
    typer.echo(f"Written: {file}", err=True)


def stop(sentence: str, code: int) -> NoReturn:
    """End with a sentence."""
    typer.echo(sentence, err=True)
    raise typer.Exit(code)

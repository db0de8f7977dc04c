"""``samkop award explain``: the best combination in sentences, or as a PDF. Needs no database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from samkop.site.cli_award_telling import (
    NO,
    Language,
    print_facts,
    print_paragraphs,
    print_table,
    stop,
    write,
)

if TYPE_CHECKING:
    from samkop.tendering.award_report import Report


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
    print_facts(report.facts)
    print_paragraphs("", report.summary)
    typer.echo(f"\n{report.headings.awards}")
    print_table(report.awards.columns, report.awards.rows)
    if report.rules:
        print_paragraphs(report.headings.rules, report.rules)
    print_paragraphs(report.headings.reasons, report.reasons or (report.headings.no_reasons,))

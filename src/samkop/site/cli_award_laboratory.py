"""``samkop award laboratory``: a model of evaluation, tried out. Needs no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from samkop.site.cli_award_telling import UNUSABLE, Language, stop, write

if TYPE_CHECKING:
    from samkop.core.award.robustness import Report


def laboratory(
    file: Annotated[
        Path, typer.Argument(help="Model, bids, ranges: samkop schema award-laboratory-problem.")
    ],
    *,
    draws: Annotated[
        int, typer.Option(min=1, max=10_000, help="How many third bids and tenders are drawn.")
    ] = 500,
    seed: Annotated[int, typer.Option(help="The same seed, the same answer.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
    language: Annotated[
        Language | None, typer.Option(help="A report to attach to the tender, told in it.")
    ] = None,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", help="Write that report there, instead of printing.")
    ] = None,
) -> None:
    """Try out a model of evaluation before it is published.

    Rank reversals by a third bid, ties, what a point is worth, the cheapest bid that changes the
    winner, how far the weights can move.
    """
    from samkop.core.award.robustness import answer_of, examine, read_setting
    from samkop.site.cli_award_laboratory_print import print_report
    from samkop.site.problem_files import read

    attached = language is not None or pdf is not None
    if as_json and attached:
        stop("--json is for programs; leave it out with --language or --pdf.", UNUSABLE)
    report = examine(read(file, read_setting), draws=draws, seed=seed)
    if as_json:
        typer.echo(json.dumps(answer_of(report), ensure_ascii=False, separators=(",", ":")))
    elif attached:
        _attach(report, language or Language.EN, pdf)
    else:
        print_report(report)


def _attach(report: Report, language: Language, pdf: Path | None) -> None:
    from samkop.site import start

    start.django()
    from django.utils import translation

    from samkop.site.cli_award_laboratory_print import print_attachment
    from samkop.tendering.laboratory_report import laboratory_report_of
    from samkop.tendering.printing import printed_laboratory

    with translation.override(language.value):
        told = laboratory_report_of(report)
        if pdf is None:
            print_attachment(told)
        else:
            write(pdf, printed_laboratory(told, language.value))

"""``samkop award laboratory``: a model of evaluation, tried out. Needs no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


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
) -> None:
    """Try out a model of evaluation before it is published.

    Rank reversals by a third bid, ties, what a point is worth, the cheapest bid that changes the
    winner, how far the weights can move.
    """
    from samkop.core.award.robustness import answer_of, examine, read_setting
    from samkop.site.cli_award_laboratory_print import print_report
    from samkop.site.problem_files import read

    report = examine(read(file, read_setting), draws=draws, seed=seed)
    if as_json:
        typer.echo(json.dumps(answer_of(report), ensure_ascii=False, separators=(",", ":")))
    else:
        print_report(report)

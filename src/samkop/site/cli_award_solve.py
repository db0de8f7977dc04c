"""``samkop award solve``: the best combination of bids from a file. Needs no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

NO = 1


def solve(
    file: Annotated[Path, typer.Argument(help="The problem: samkop schema award-problem.")],
    *,
    time_limit: Annotated[
        float, typer.Option("--time-limit", min=0, help="Seconds; then what is known.")
    ] = 300,
    brief: Annotated[
        bool, typer.Option("--brief", help="Only status, cost, bound and awards.")
    ] = False,
) -> None:
    """Find the cheapest combination of bids; prints one JSON object.

    Exit code 1: nothing can be awarded, or time ran out before it was proven.
    """
    from samkop.core.award.answers import award_answer
    from samkop.core.award.conflicts import SECONDS, conflict_of
    from samkop.core.award.optimise import EVERYTHING, Status, solve_award
    from samkop.core.award.reading import read_problem
    from samkop.site.problem_files import read

    problem = read(file, read_problem)
    award = solve_award(problem, time_limit=time_limit, asked=() if brief else EVERYTHING)
    conflict = None
    if award.status is Status.INFEASIBLE and not brief:
        conflict = conflict_of(problem, seconds=min(SECONDS, time_limit))
    answer = award_answer(problem, award, conflict, brief=brief)
    typer.echo(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
    if award.status is not Status.OPTIMAL:
        raise typer.Exit(NO)

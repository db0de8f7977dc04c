"""``samkop renewal``: plans of renewal from a file. Needs no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from samkop.site.cli_renewal_print import (
    print_conflict,
    print_plan,
    print_sides,
    print_variety,
)
from samkop.site.problem_files import read

app = typer.Typer(
    help="Plan which devices are renewed when.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

NO = 1
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")]
TimeLimit = Annotated[
    float, typer.Option("--time-limit", min=0, help="Seconds; then the best plan found.")
]
Gap = Annotated[
    float, typer.Option(min=0, max=1, help="How far from the best there is; 0 proves the best.")
]


@app.callback()
def renewal() -> None:
    """Plan which devices are renewed when."""


@app.command()
def plan(
    file: Annotated[Path, typer.Argument(help="The problem: samkop schema renewal-problem.")],
    *,
    time_limit: TimeLimit = 300,
    gap: Gap = 0.005,
    as_json: AsJson = False,
) -> None:
    """Plan when each cohort's devices are renewed.

    Exit code 1: there is no such plan, or none was found in time.
    """
    from samkop.core.renewal import Status, conflict_of, plan_renewal, read_problem, relaxation_of
    from samkop.core.renewal.answers import plan_answer

    problem = read(file, read_problem)
    made = plan_renewal(problem, gap=gap, time_limit=time_limit)
    none = made.status is Status.INFEASIBLE
    conflict = conflict_of(problem) if none else None
    relaxation = relaxation_of(problem) if none else None
    if as_json:
        print_json(plan_answer(problem, made, conflict, relaxation))
    else:
        print_plan(problem, made)
        print_conflict(problem, conflict, relaxation)
    if made.objective is None:
        raise typer.Exit(NO)


@app.command()
def compare(
    files: Annotated[list[Path], typer.Argument(help="Two problems or more, side by side.")],
    *,
    time_limit: TimeLimit = 300,
    gap: Gap = 0.005,
    as_json: AsJson = False,
) -> None:
    """Plan variants of a problem and put them side by side.

    Exit code 1: one of them has no plan.
    """
    from samkop.core.renewal import Status, conflict_of, plan_renewal, read_problem
    from samkop.core.renewal.comparing import side

    problems = [(file, read(file, read_problem)) for file in files]
    sides = []
    for file, problem in problems:
        made = plan_renewal(problem, gap=gap, time_limit=time_limit)
        conflict = conflict_of(problem) if made.status is Status.INFEASIBLE else None
        sides.append(side(str(file), problem, made, conflict))
    if as_json:
        print_json({"sides": sides})
    else:
        print_sides(sides)
    if any(one["objective"] is None for one in sides):
        raise typer.Exit(NO)


@app.command()
def variety(
    file: Annotated[Path, typer.Argument(help="Needs, models, assumptions.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Choose the best range of models, and price one more.

    Exit code 1: all models together cannot serve the needs.
    """
    from samkop.core.renewal.variety import read_choice
    from samkop.core.renewal.variety_answer import variety_answer

    answer = variety_answer(read(file, read_choice))
    if as_json:
        print_json(answer)
    else:
        print_variety(answer)
    if answer["best"] is None:
        raise typer.Exit(NO)


def print_json(answer: object) -> None:
    """One line, exact."""
    typer.echo(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))

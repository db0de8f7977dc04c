"""``samkop renewal``: plans of renewal from a file. Needs no database."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from samkop.core.renewal import Conflict, Plan, Problem, Relaxation

app = typer.Typer(
    help="Plan which devices are renewed when.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

NO = 1
UNUSABLE = 2
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
        _print_plan(problem, made)
        _print_conflict(problem, conflict, relaxation)
    if made.objective is None:
        raise typer.Exit(NO)


def read(file: Path, reader: Callable[[str], Any]) -> Any:
    """What a file holds; exit with a sentence where it cannot be read."""
    from samkop.core.renewal import ProblemError

    try:
        return reader(file.read_text("utf-8-sig"))
    except OSError as error:
        reason = f"{file} cannot be read: {error.strerror}."
    except UnicodeDecodeError:
        reason = f"{file} is not in UTF-8; save it so."
    except ProblemError as error:
        reason = f"{file}: {error}"
    typer.echo(reason, err=True)
    raise typer.Exit(UNUSABLE)


def print_json(answer: object) -> None:
    """One line, exact."""
    typer.echo(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))


def _print_plan(problem: Problem, plan: Plan) -> None:
    typer.echo(headline(plan))
    if plan.objective is None:
        return
    from samkop.core.renewal.checking import totals_of

    totals = totals_of(problem, plan.renewals)
    width = max([len(name) for name in totals], default=0)
    for name, months in totals.items():
        typer.echo(f"{name:<{width}}  {sum(months)} devices, most in a month {max(months)}")
    for month in range(problem.months):
        row = {name: months[month] for name, months in totals.items() if months[month]}
        told = ", ".join(f"{name} {count}" for name, count in row.items()) or "none"
        typer.echo(f"{problem.label_of(month)}  {sum(row.values()):>6}  {told}")


def _print_conflict(
    problem: Problem, conflict: Conflict | None, relaxation: Relaxation | None
) -> None:
    from samkop.core.renewal.answers import move_text

    if conflict is not None:
        typer.echo("These exclude each other:")
        for limit in conflict.limits:
            typer.echo(f"  {limit.text(problem)}")
        if not conflict.irreducible:
            typer.echo("  (time ran out before what is superfluous was left out)")
    if relaxation is not None:
        typer.echo("The least that has to move:")
        for move in relaxation.moves:
            typer.echo(f"  {move_text(problem, move)}")
        if not relaxation.proven:
            typer.echo("  (time ran out before it was proven to be the least)")


def headline(plan: Plan) -> str:
    """What is known of a plan, in a line."""
    if plan.objective is None:
        return f"{plan.status.value}: no plan, after {plan.seconds:.1f} s"
    gap = "unknown" if plan.gap is None else f"{plan.gap:.3%}"
    bound = "unknown" if plan.bound is None else f"{float(plan.bound):g}"
    return (
        f"{plan.status.value}: cost {float(plan.objective):g}, "
        f"none below {bound} (gap {gap}), {plan.seconds:.1f} s"
    )

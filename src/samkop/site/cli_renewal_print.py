"""What ``samkop renewal`` prints for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from samkop.core.renewal import Conflict, Plan, Problem, Relaxation


def print_plan(problem: Problem, plan: Plan) -> None:
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


def print_conflict(
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


def print_sides(sides: Sequence[Mapping[str, Any]]) -> None:
    """A column a variant."""
    rows: dict[str, list[object]] = {
        name: [one[name] for one in sides] for name in ("name", "status", "objective")
    }
    rows["months early"] = [one["early"] for one in sides]
    rows["months late"] = [one["late"] for one in sides]
    for year in sorted({year for one in sides for year in one["budget"]}):
        rows[f"budget {year}"] = [one["budget"].get(year, "0.00") for one in sides]
    for month in range(max(len(one["months"]) for one in sides)):
        counts = [one["months"] for one in sides]
        rows[f"month {month}"] = [c[month] if month < len(c) else "" for c in counts]
    width = max(len(str(value)) for values in rows.values() for value in values)
    for name, values in rows.items():
        typer.echo(f"{name:<14}" + "".join(f"  {value!s:>{width}}" for value in values))
    for one in sides:
        if one["conflicts"]:
            typer.echo(f"{one['name']}: these exclude each other:")
        for limit in one["conflicts"]:
            typer.echo(f"  {limit['text']}")


def print_variety(answer: Mapping[str, Any]) -> None:
    """A line a range; the best with who gets what; what is beyond it."""
    causes = answer["assumptions"]["per_model"].items()
    told = ", ".join(f"{cause} {amount}" for cause, amount in causes)
    years = answer["assumptions"]["years"]
    typer.echo(f"Assumed: each model costs a year {told or 'nothing'}; devices last {years} years.")
    best = answer["best"]
    for one in answer["ranges"]:
        mark = "best" if one == best or one["models"] == (best or {}).get("models") else ""
        more = "" if one["one_more"] is None else f", one more {one['one_more']}"
        names = ", ".join(one["models"])
        typer.echo(f"{one['size']:>3} {one['total']:>16}{more}  {names}  {mark}".rstrip())
    if best is None:
        typer.echo("All models together cannot serve the needs.")
        return
    for group, model in best["serves"].items():
        typer.echo(f"  {group}: {model}")
    for one in answer["outliers"]:
        typer.echo(
            f"  beyond the range: {one['model']}, {one['devices']} devices, "
            f"{one['cost_a_year']} a year"
        )

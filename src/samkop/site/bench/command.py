"""The command's body: which benchmarks there are, running them, printing and keeping."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from samkop.site.bench import (
    award,
    edocs,
    fleet,
    importing,
    matching,
    orders,
    pages,
    renewal,
    start,
)
from samkop.site.bench.figures import Figure

# By name; each measures and returns its figures.
BENCHMARKS: dict[str, Callable[..., list[Figure]]] = {
    "award": award.measure,
    "edocs": edocs.measure,
    "fleet": fleet.measure,
    "import": importing.measure,
    "matching": matching.measure,
    "orders": orders.measure,
    "orders-hot": orders.measure_hot,
    "pages": pages.measure,
    "renewal": renewal.measure,
    "start": start.measure,
}
MISSED, BAD_USAGE = 1, 2


def run(
    names: Sequence[str],
    answer_file: Path | None,
    given: Mapping[str, Mapping[str, Any]] | None = None,
) -> int:
    """Measure what is named (``all``: everything); 1 if a measured goal is missed.

    ``given`` holds what some benchmarks are told, by their names.
    """
    unknown = sorted(set(names) - {"all", *BENCHMARKS})
    if unknown:
        known = ", ".join(["all", *BENCHMARKS])
        typer.echo(f"There is no benchmark {', '.join(unknown)}. There are: {known}.", err=True)
        return BAD_USAGE
    chosen = list(BENCHMARKS) if "all" in names else list(dict.fromkeys(names))
    figures: list[Figure] = []
    for name in chosen:
        typer.echo(f"Measuring {name} …", err=True)
        for figure in BENCHMARKS[name](**(given or {}).get(name, {})):
            typer.echo(line_of(figure))
            figures.append(figure)
    if answer_file is not None:
        answers = [figure.as_answer() for figure in figures]
        answer_file.write_text(json.dumps(answers, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return MISSED if any(figure.met is False for figure in figures) else 0


def line_of(figure: Figure) -> str:
    """A figure as a line of text."""
    if figure.ours is None:
        return f"{figure.name} ({figure.size}): not measured, {figure.why_absent}"
    parts = [f"{figure.name} ({figure.size}): {figure.ours:.3g} {figure.unit}"]
    others = [other for other in (figure.rival, figure.limit) if other is not None]
    parts += [f"{one.name} {one.version} {one.value:.3g} {figure.unit}" for one in others]
    if figure.ratio is not None:
        parts.append(f"ratio {figure.ratio:.3g}")
    if figure.goal is not None:
        bound = (
            f"at most {figure.goal.at_most:g}"
            if figure.goal.at_most is not None
            else f"at least {figure.goal.at_least:g}"
        )
        verdict = {True: "met", False: "missed", None: "not judged"}[figure.met]
        parts.append(f"goal {bound}: {verdict}")
    return "; ".join(parts)

"""The doctor's words on the terminal."""

from __future__ import annotations

import json
import os
from dataclasses import asdict

import typer

from samkop.platform.embedded_postgres import default_data_dir
from samkop.site.doctor.examination import examine
from samkop.site.doctor.findings import Finding, Level

WRONG = 1


def report(*, as_json: bool) -> int:
    """Examine and print; 0 when nothing is wrong, 1 otherwise."""
    data = default_data_dir(os.environ)
    if data.exists():
        from samkop.site import start

        start.django()
        findings = list(examine(data))
    else:
        sentence = (
            f"There is no data folder {data} yet. `samkop demo` makes one to try, `samkop serve`"
            " an empty one; --data chooses another place."
        )
        findings = [Finding("data-folder-missing", Level.WRONG, sentence)]
    _print(findings, as_json=as_json)
    return WRONG if any(finding.level is Level.WRONG for finding in findings) else 0


def _print(findings: list[Finding], *, as_json: bool) -> None:
    count = sum(finding.level is Level.WRONG for finding in findings)
    if as_json:
        answer = {"well": count == 0, "findings": [asdict(finding) for finding in findings]}
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    colours = {Level.WRONG: "red", Level.NOTE: "yellow", Level.WELL: "green"}
    for finding in findings:
        mark = typer.style(f"{finding.level.value:5}", fg=colours[finding.level])
        typer.echo(f"{mark}  {finding.sentence}", color=False if _plain() else None)
    typer.echo("Nothing is wrong." if not count else f"Wrong: {count}.")


def _plain() -> bool:
    return bool(os.environ.get("NO_COLOR"))

"""``samkop import organisations``: a file of organisations into an installation, empty or not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer
from django.utils import translation

from samkop.exchange.organisation_plans import OrganisationsPlan, plan_organisations
from samkop.exchange.usecases.organisations import (
    import_organisations as import_organisations_case,
)
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.importing.answering import BAD_USAGE, DONE, NO, cells_are_wrong
from samkop.site.importing.whose import OPERATOR


@translation.override("en")
def import_organisations(file: Path, *, dry_run: bool, as_json: bool) -> int:
    """Check a file of organisations and, unless ``dry_run``, import it; returns the exit code.

    0: imported (or could be), 1: the file has faults, each told with row and column, 2: the
    file could not be found or read.
    """
    try:
        content = file.read_bytes()
        with reading(OPERATOR):
            plan = plan_organisations(content)
        accounts = None
        if not plan.faults and not dry_run:
            done = perform(OPERATOR, import_organisations_case, name=file.name, content=content)
            accounts = done["accounts"]
    except OSError as error:
        typer.echo(f"{file} could not be read: {error.strerror}.", err=True)
        return BAD_USAGE
    except Refused as refused:
        typer.echo(str(refused), err=True)
        return BAD_USAGE
    answer = _answer(plan, accounts, dry_run=dry_run)
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _print(answer)
    return NO if plan.faults else DONE


def _answer(plan: OrganisationsPlan, accounts: int | None, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "imported": accounts is not None,
        "rows": len(plan.rows),
        "new": len(plan.newcomers),
        "accounts": accounts,
        "faults": [
            {"row": f.row, "column": f.column, "code": f.code, "sentence": str(f)}
            for f in plan.faults
        ],
    }


def _print(answer: dict[str, Any]) -> None:
    for fault in answer["faults"]:
        typer.echo(f"Row {fault['row']}, column {fault['column']}: {fault['sentence']}")
    if answer["faults"]:
        typer.echo(cells_are_wrong(len(answer["faults"])))
    elif answer["imported"]:
        typer.echo(
            f"Organisations imported: {answer['rows']}, of them new: {answer['new']}."
            f" Accounts opened: {answer['accounts']}."
        )
    else:
        typer.echo(
            f"Organisations that could be imported: {answer['rows']}, of them new: {answer['new']}."
        )

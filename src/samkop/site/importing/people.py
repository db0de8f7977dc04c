"""``samkop import people``: a file of people into the register."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer
from django.utils import translation

from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.parties.people_plans import PeoplePlan, plan_people
from samkop.parties.usecases.people_import import import_people as import_people_case
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.importing.answering import BAD_USAGE, DONE, NO, cells_are_wrong
from samkop.site.importing.whose import party_meant


@translation.override("en")
def import_people(party_identifier: str | None, file: Path, *, dry_run: bool, as_json: bool) -> int:
    """Check a file of people and, unless ``dry_run``, import it; returns the exit code.

    0: imported (or could be), 1: the file has faults, each told with row and column, 2: the
    file or the party could not be found or read.
    """
    try:
        content = file.read_bytes()
        party = party_meant(party_identifier, BUYER_KINDS)
        operator = actors.job("operator", party.pk)
        with reading(operator):
            plan = plan_people(party.pk, content, day_of(datetime.now(UTC), party.time_zone))
        accounts = None
        if not plan.faults and not dry_run:
            done = perform(
                operator, import_people_case, party_id=party.pk, name=file.name, content=content
            )
            accounts = done["accounts"]
    except OSError as error:
        typer.echo(f"{file} could not be read: {error.strerror}.", err=True)
        return BAD_USAGE
    except Refused as refused:
        typer.echo(str(refused), err=True)
        return BAD_USAGE
    answer = _answer(party, plan, accounts, dry_run=dry_run)
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _print(answer)
    return NO if plan.faults else DONE


def _answer(
    party: Party, plan: PeoplePlan, accounts: int | None, *, dry_run: bool
) -> dict[str, Any]:
    return {
        "party": f"{party.identifier_scheme}:{party.identifier}",
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
            f"People imported: {answer['rows']}, of them new: {answer['new']}."
            f" Accounts opened: {answer['accounts']}."
        )
    else:
        typer.echo(f"People who could be imported: {answer['rows']}, of them new: {answer['new']}.")

"""``samkop import catalogue``: a supplier's catalogue onto an agreement's shelf."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer
from django.utils import translation

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries import agreement_of_number
from samkop.catalogue.documents import format_of, lines_about, read_file
from samkop.catalogue.models import Catalogue
from samkop.catalogue.pages.results import fault_rows
from samkop.catalogue.queries import known_catalogue, plan_import, require_fitting
from samkop.catalogue.rules.offers import OfferedCatalogue
from samkop.catalogue.rules.plan import ImportPlan, counts_of_known, faults_as_json
from samkop.catalogue.usecases.imports import import_catalogue as import_catalogue_case
from samkop.catalogue.vocabulary import RowFaultCode
from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.parties.vocabulary import PartyKind
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.importing.answering import BAD_USAGE, DONE, NO
from samkop.site.importing.whose import party_meant

BODIES = (PartyKind.CENTRAL_PURCHASING_BODY,)


@translation.override("en")
def import_catalogue(
    party_identifier: str | None,
    agreement_number: str,
    file: Path,
    *,
    replaces_all: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Check a catalogue and, unless ``dry_run``, take it onto the shelf; returns the exit code.

    0: taken (or could be) whole, 1: lines have faults and are left out, or nothing can be
    taken, 2: file, party or agreement could not be found or read.
    """
    try:
        content = file.read_bytes()
        body = party_meant(party_identifier, BODIES)
        _require_purchasing_body(body)
        operator = actors.job("operator", body.pk)
        with reading(operator):
            agreement = agreement_of_number(body.pk, agreement_number)
        offered = _offered(file, content, agreement, replaces_all=replaces_all)
        _require_readable(file, content, offered)
        today = day_of(datetime.now(UTC), body.time_zone)
        with reading(operator):
            require_fitting(agreement, offered, today)
            known = known_catalogue(agreement, offered)
            plan = plan_import(agreement, offered, today)
        catalogue = known
        if not known and not dry_run and (plan.taken or plan.leaving):
            catalogue = perform(
                operator, import_catalogue_case, agreement_id=agreement.pk, offered=offered,
                progress=_told("written", len(plan.written)),
            )  # fmt: skip
    except OSError as error:
        typer.echo(f"{file} could not be read: {error.strerror}.", err=True)
        return BAD_USAGE
    except Refused as refused:
        typer.echo(str(refused), err=True)
        return BAD_USAGE
    answer = _answer(agreement, offered, plan, catalogue, dry_run=dry_run)
    if known:
        answer |= _answer_of_known(known)
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _print(answer)
    return NO if answer["faults"] or not (known or plan.taken or plan.leaving) else DONE


def _require_purchasing_body(party: Party) -> None:
    if party.kind not in BODIES:
        raise Refused(
            "not-a-purchasing-body",
            "%(name)s is no central purchasing body, so it runs no agreements: give the number of"
            " the one that does by --party.",
            name=party.name,
        )


def _require_readable(file: Path, content: bytes, offered: OfferedCatalogue) -> None:
    """Raises Refused for bytes that are no catalogue at all: that is bad input, no answer."""
    if not content.strip():
        raise Refused("file-empty", "%(file)s is empty.", file=str(file))
    whole = [fault for fault in offered.faults if fault.code == RowFaultCode.FILE_UNREADABLE]
    if whole:
        [(_row, _column, sentence), *_more] = fault_rows(faults_as_json(whole))
        raise Refused("file-unreadable", f"%(file)s: {sentence}", file=str(file))


def _offered(
    file: Path, content: bytes, agreement: FrameworkAgreement, *, replaces_all: bool
) -> OfferedCatalogue:
    file_format = format_of(content, file.name)
    return read_file(
        content, file_format=file_format, name=file.name,
        sha256=hashlib.sha256(content).hexdigest(), currency=agreement.currency,
        replaces_all=replaces_all,
        progress=_told("read", lines_about(content, file_format)),
    )  # fmt: skip


def _told(verb: str, total: int) -> Callable[[int], None]:
    """Progress on stderr: one line that is written over, where a person watches."""

    def told(done: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done >= total else ""
            typer.echo(f"\r{min(done, total):,} of {total:,} lines {verb}{end}", nl=False, err=True)

    return told


def _answer(
    agreement: FrameworkAgreement,
    offered: OfferedCatalogue,
    plan: ImportPlan,
    catalogue: Catalogue | None,
    *,
    dry_run: bool,
) -> dict[str, Any]:
    kept = faults_as_json(plan.faults)
    return {
        "agreement": agreement.number,
        "catalogue": offered.number,
        "version": offered.version,
        "dry_run": dry_run,
        "imported": catalogue is not None,
        "lines": plan.lines,
        "added": plan.added,
        "changed": plan.changed,
        "unchanged": plan.unchanged,
        "leaving": len(plan.leaving),
        "refused": plan.refused,
        "faults": _shown(kept),
        "known": False,
    }


def _answer_of_known(known: Catalogue) -> dict[str, Any]:
    """The same number and version were imported before: the answer of that time."""
    counts = counts_of_known(known)
    kept = counts.pop("faults")
    return {**counts, "faults": _shown(kept), "known": True}


def _shown(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"row": row, "column": column, "code": fault["code"], "sentence": sentence}
        for fault, (row, column, sentence) in zip(kept, fault_rows(kept), strict=True)
    ]


def _print(answer: dict[str, Any]) -> None:
    for fault in answer["faults"]:
        place = f"Row {fault['row']}, {fault['column']}" if fault["column"] else "The file"
        typer.echo(f"{place}: {fault['sentence']}")
    if answer["known"]:
        typer.echo(
            f"Catalogue {answer['catalogue']} version {answer['version']} was imported before:"
            " nothing was written, and the answer is that of then."
        )
    could = "" if answer["imported"] else "would be "
    typer.echo(
        f"Catalogue {answer['catalogue']} for agreement {answer['agreement']}:"
        f" {answer['added']} items {could}new, {answer['changed']} {could}changed,"
        f" {answer['leaving']} {could}taken off, {answer['unchanged']} as they were,"
        f" {answer['refused']} of {answer['lines']} lines refused."
    )
    if not answer["imported"]:
        typer.echo("Nothing was written.")

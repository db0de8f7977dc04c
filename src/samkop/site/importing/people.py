"""``samkop import people``: a file of people into the register."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.utils import translation

from samkop.core.period import day_of
from samkop.parties.import_files import headings_of
from samkop.parties.people_plans import plan_people
from samkop.parties.usecases.people_import import PEOPLE
from samkop.parties.usecases.people_import import import_people as import_people_case
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.importing.answering import Answer, column_map, refused, unreadable
from samkop.site.importing.whose import party_meant


@translation.override("en")
def import_people(
    party_identifier: str | None,
    file: Path,
    *,
    dry_run: bool,
    as_json: bool,
    map_file: Path | None = None,
) -> int:
    """Check a file of people and, unless ``dry_run``, import it; returns the exit code.

    0: imported (or could be), 1: the file has faults, each told with row and column, 2: the
    file or the party could not be found or read.
    """
    try:
        content, named = file.read_bytes(), column_map(map_file)
        party = party_meant(party_identifier, BUYER_KINDS)
        operator = actors.job("operator", party.pk)
        today = day_of(datetime.now(UTC), party.time_zone)
        with reading(operator):
            called = {**headings_of(party.pk, PEOPLE), **named}
            plan = plan_people(party.pk, content, today, called)
        counts = plan.counts()
        imported = not plan.faults and not dry_run
        if imported:
            counts = perform(
                operator, import_people_case, party_id=party.pk, name=file.name, content=content,
                called=called,
            )  # fmt: skip
    except OSError as error:
        return unreadable(error)
    except Refused as refusal:
        return refused(refusal)
    return Answer("people", party, dry_run, imported, counts, plan.faults).tell(as_json=as_json)

"""``samkop import cost-centres``, ``budgets``, ``authority`` and ``groups``: an office's files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.utils import translation

from samkop.core.period import day_of
from samkop.ordering.queries.import_plans import Against, plan_import_file
from samkop.ordering.usecases.import_file import import_file
from samkop.parties.import_files import headings_of
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.importing.answering import Answer, column_map, refused, unreadable
from samkop.site.importing.whose import party_meant


@translation.override("en")
def import_finance(
    kind: str,
    party_identifier: str | None,
    file: Path,
    *,
    dry_run: bool,
    as_json: bool,
    map_file: Path | None = None,
) -> int:
    """Check a file and, unless ``dry_run``, import it; returns the exit code.

    ``kind`` is one of ``ordering.vocabulary.ImportKind``. 0: imported (or could be), 1: the
    file has faults, each told with row and column, 2: file, map or party could not be found
    or read.
    """
    try:
        content, named = file.read_bytes(), column_map(map_file)
        party = party_meant(party_identifier, BUYER_KINDS)
        operator = actors.job("operator", party.pk)
        against = Against(party, day_of(datetime.now(UTC), party.time_zone))
        with reading(operator):
            called = {**headings_of(party.pk, kind), **named}
            plan = plan_import_file(kind, content, against, called)
        counts = plan.counts()
        imported = not plan.faults and not dry_run
        if imported:
            counts = perform(
                operator, import_file, party_id=party.pk, kind=kind, name=file.name,
                content=content, called=called,
            )  # fmt: skip
    except OSError as error:
        return unreadable(error)
    except Refused as refusal:
        return refused(refusal)
    return Answer(kind, party, dry_run, imported, counts, plan.faults).tell(as_json=as_json)

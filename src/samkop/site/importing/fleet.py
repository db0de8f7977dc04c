"""``samkop import fleet``: a register of devices into an organisation's own."""

from __future__ import annotations

from pathlib import Path

from django.utils import translation

from samkop.fleet.queries.register_plans import plan_fleet
from samkop.fleet.usecases.register_import import import_fleet as import_fleet_case
from samkop.fleet.vocabulary.registers import FLEET
from samkop.parties.import_files import headings_of
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.importing.answering import Answer, column_map, refused, unreadable
from samkop.site.importing.whose import party_meant


@translation.override("en")
def import_fleet(
    party_identifier: str | None,
    file: Path,
    *,
    dry_run: bool,
    as_json: bool,
    map_file: Path | None = None,
) -> int:
    """Check a register and, unless ``dry_run``, import it; returns the exit code.

    0: imported (or could be), 1: the file has faults, each told with row and column, 2: the
    file or the party could not be found or read.
    """
    try:
        content, named = file.read_bytes(), column_map(map_file)
        party = party_meant(party_identifier, BUYER_KINDS)
        operator = actors.job("operator", party.pk)
        with reading(operator):
            called = {**headings_of(party.pk, FLEET), **named}
            plan = plan_fleet(party.pk, content, called)
        counts = plan.counts()
        imported = not plan.faults and not dry_run
        if imported:
            counts = perform(
                operator, import_fleet_case, party_id=party.pk, name=file.name, content=content,
                called=called,
            )  # fmt: skip
    except OSError as error:
        return unreadable(error)
    except Refused as refusal:
        return refused(refusal)
    return Answer(FLEET, party, dry_run, imported, counts, plan.faults).tell(as_json=as_json)

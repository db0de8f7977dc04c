"""``samkop import organisations``: a file of organisations into an installation, empty or not."""

from __future__ import annotations

from pathlib import Path

from django.utils import translation

from samkop.exchange.organisation_plans import plan_organisations
from samkop.exchange.usecases.organisations import (
    import_organisations as import_organisations_case,
)
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.importing.answering import Answer, column_map, refused, unreadable
from samkop.site.importing.whose import OPERATOR


@translation.override("en")
def import_organisations(
    file: Path, *, dry_run: bool, as_json: bool, map_file: Path | None = None
) -> int:
    """Check a file of organisations and, unless ``dry_run``, import it; returns the exit code.

    0: imported (or could be), 1: the file has faults, each told with row and column, 2: the
    file could not be found or read.
    """
    try:
        content, called = file.read_bytes(), column_map(map_file)
        with reading(OPERATOR):
            plan = plan_organisations(content, called)
        counts = {"rows": len(plan.rows), "new": len(plan.newcomers)}
        imported = not plan.faults and not dry_run
        if imported:
            counts = perform(
                OPERATOR, import_organisations_case, name=file.name, content=content, called=called
            )
    except OSError as error:
        return unreadable(error)
    except Refused as refusal:
        return refused(refusal)
    answer = Answer("organisations", None, dry_run, imported, counts, plan.faults)
    return answer.tell(as_json=as_json)

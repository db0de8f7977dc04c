"""Cost centres, budgets and the register of authority from a file: all rows or none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.ordering.models import ImportFile
from samkop.ordering.policies import may_import
from samkop.ordering.queries.import_plans import Against, columns_for, plan_import_file
from samkop.ordering.usecases.holding import hold
from samkop.ordering.vocabulary import ImportKind
from samkop.parties.columns import NO_MAP, ColumnMap
from samkop.parties.models import Party
from samkop.parties.people_plans import table_of
from samkop.platform.actors import Actor
from samkop.platform.imports import import_done, import_waits
from samkop.platform.records import change, create, create_all, note
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

LARGEST_FILE = 2 * 1024 * 1024  # bytes; far more than 5,000 rows need


def upload_import_file(
    *, actor: Actor, now: datetime, kind: str, name: str, content: bytes
) -> ImportFile:
    """Keep a file until it is imported; it replaces the person's earlier one of its kind.

    What the earlier one's headings were called stays: the next export has the same. Raises
    Refused ``not-found`` for a kind that there is not, ``file-too-large``,
    ``file-unreadable``.
    """
    require(may_import(actor))
    if kind not in ImportKind.values:
        raise not_found()
    if len(content) > LARGEST_FILE:
        raise _about_file("file-too-large", _("The file is larger than 2 MB: divide it."))
    try:
        table_of(content)
    except Refused as refused:
        raise _about_file(refused.code, refused.sentence) from refused
    earlier = ImportFile.objects.filter(
        party_id=actor.own_party_id, uploaded_by_id=actor.own_person_id, kind=kind
    )
    called = earlier.values_list("called", flat=True).first() or {}
    earlier.delete()
    sha256 = hashlib.sha256(content).hexdigest()
    # Counted, not written out in the history: it holds people's addresses.
    [file] = create_all(
        [
            ImportFile(
                party_id=actor.own_party_id, uploaded_by_id=actor.own_person_id, kind=kind,
                name=name[-200:], content=content, called=called, sha256=sha256, uploaded_at=now,
            )
        ]
    )  # fmt: skip
    note(file=file.name, sha256=sha256)
    import_waits(now=now, kind=kind, name=file.name, sha256=sha256, file=file)
    return file


def call_columns(
    *, actor: Actor, now: datetime, file_id: int, called: Mapping[str, str]
) -> ImportFile:
    """Say what the headings of an uploaded file mean: heading to key, or to nothing.

    Raises Refused ``not-found``, ``column-unknown``.
    """
    file = import_file_of(actor, file_id)
    if set(called.values()) - {*columns_for(file.kind), ""}:
        raise Refused(
            "column-unknown",
            _("There is no such column. Choose one of those that the page names."),
            status=422,
        )
    return change(file, called=dict(called))


def import_uploaded_file(*, actor: Actor, now: datetime, file_id: int) -> dict[str, Any]:
    """Import an uploaded file, and let the file go. Answers as ``import_file``, with ``kind``."""
    file = import_file_of(actor, file_id)
    done = import_file(
        actor=actor, now=now, party_id=file.party_id, kind=file.kind, name=file.name,
        content=bytes(file.content), called=file.called,
    )  # fmt: skip
    ImportFile.objects.filter(id=file.pk).delete()
    return {**done, "kind": file.kind}


def import_file(
    *, actor: Actor, now: datetime, party_id: int, kind: str, name: str, content: bytes,
    called: ColumnMap = NO_MAP,
) -> dict[str, int]:  # fmt: skip
    """Write what a file says into the register that its kind names.

    What the file does not name stays as it is; the same file again changes nothing.
    Returns the counts ``rows``, ``new``, ``changed``, ``unchanged``. Raises Refused
    ``not-allowed``, ``file-unreadable``, and ``import-file-faulty`` with ``faults`` (row,
    column, code) among its facts.
    """
    require(may_import(actor) and party_id == actor.party_id)
    hold("import", party_id)
    party = Party.objects.get(id=party_id)
    against = Against(party, day_of(now, party.time_zone), actor.person_id, lock=True)
    plan = plan_import_file(kind, content, against, called)
    if plan.faults:
        raise Refused(
            "import-file-faulty",
            _("Nothing was imported: %(count)s cells of the file are wrong."),
            status=422, count=len(plan.faults),
            faults=[(fault.row, fault.column, fault.code) for fault in plan.faults],
        )  # fmt: skip
    # One by one: each budget's and each authority's own history says who set it.
    for thing in plan.new:
        create(thing)
    for thing, fields in plan.changed:
        change(thing, **fields)
    sha256 = hashlib.sha256(content).hexdigest()
    note(file=name, sha256=sha256, rows=len(plan.rows))
    import_done(now=now, kind=kind, name=name, sha256=sha256, rows=len(plan.rows))
    return plan.counts()


def import_file_of(actor: Actor, file_id: int) -> ImportFile:
    """The organisation's uploaded file. Raises Refused ``not-allowed``, ``not-found``."""
    require(may_import(actor))
    file = ImportFile.objects.filter(id=file_id, party_id=actor.own_party_id).first()
    if file is None:
        raise not_found()
    return file


def _about_file(code: str, sentence: str | Promise) -> Refused:
    return Refused(code, sentence, status=422, fields={"file": sentence})

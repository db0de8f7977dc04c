"""Cost centres, budgets, the register of authority and groups from a file: all rows or none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.ordering.policies import may_import
from samkop.ordering.queries.import_plans import Against, columns_for, plan_import_file
from samkop.ordering.vocabulary import ImportKind
from samkop.parties.columns import NO_MAP, ColumnMap
from samkop.parties.import_files import headings_of, import_file_of
from samkop.parties.models import GroupMember, HeadingMap, ImportFile, Party
from samkop.parties.usecases.import_files import keep_file, name_headings
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.imports import import_done
from samkop.platform.records import change, create, note
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def upload_import_file(
    *, actor: Actor, now: datetime, kind: str, name: str, content: bytes
) -> ImportFile:
    """Keep a file until it is imported; it replaces the person's earlier one of its kind.

    Raises Refused ``not-found`` for a kind that there is not, ``file-too-large``,
    ``file-unreadable``.
    """
    if kind not in ImportKind.values:
        raise not_found()
    require(may_import(actor, kind))
    return keep_file(actor=actor, now=now, kind=kind, name=name, content=content)


def call_columns(
    *, actor: Actor, now: datetime, file_id: int, called: Mapping[str, str]
) -> HeadingMap:
    """Remember what the headings of an uploaded file mean: heading to key, or to nothing.

    Raises Refused ``not-found``, ``column-unknown``.
    """
    kind = uploaded_file(actor, file_id).kind
    return name_headings(actor=actor, now=now, kind=kind, called=called, known=columns_for(kind))


def import_uploaded_file(*, actor: Actor, now: datetime, file_id: int) -> dict[str, Any]:
    """Import an uploaded file, and let the file go. Answers as ``import_file``, with ``kind``."""
    file = uploaded_file(actor, file_id)
    done = import_file(
        actor=actor, now=now, party_id=file.party_id, kind=file.kind, name=file.name,
        content=bytes(file.content), called=headings_of(file.party_id, file.kind),
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
    require(may_import(actor, kind) and party_id == actor.party_id)
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
    for thing in plan.first:
        create(thing)
    for thing in plan.new:
        if isinstance(thing, GroupMember):
            thing.group_id = thing.group.pk  # of a group that was made just before
        create(thing)
    for thing, fields in plan.changed:
        change(thing, **fields)
    sha256 = hashlib.sha256(content).hexdigest()
    note(file=name, sha256=sha256, rows=len(plan.rows))
    import_done(now=now, kind=kind, name=name, sha256=sha256, rows=len(plan.rows))
    return plan.counts()


def uploaded_file(actor: Actor, file_id: int) -> ImportFile:
    """The organisation's uploaded file. Raises Refused ``not-allowed``, ``not-found``."""
    file = import_file_of(actor.own_party_id, file_id, ImportKind.values)
    require(may_import(actor, file.kind))
    return file

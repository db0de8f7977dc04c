"""The register of imports: use cases that take in a file say here what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models

from samkop.platform.actors import ActorKind
from samkop.platform.models import ImportRecord
from samkop.platform.records import subject_of
from samkop.platform.unit_of_work import current_unit

State = ImportRecord.State
# So many faults of a file are kept; how many there were is kept beside.
MOST_FAULTS = 1_000
Fault = tuple[int, str, str, str]


def import_waits(
    *, now: datetime, kind: str, name: str, sha256: str, file: models.Model, replaces: bool = True,
    instead_of: Iterable[models.Model] | None = None,
) -> None:  # fmt: skip
    """A person has uploaded a file. It ``replaces`` the person's earlier one of its kind.

    Where several of a kind may wait, it is ``instead_of`` those named.
    """
    actor = current_unit().actor
    earlier = ImportRecord.objects.filter(
        party_id=actor.own_party_id, person_id=actor.person_id, kind=kind, state=State.WAITING
    )
    if instead_of is not None:
        earlier = earlier.filter(subject__in=[subject_of(one) for one in instead_of])
    if replaces:
        earlier.update(state=State.REPLACED, ended_at=now)
    _keep(
        ImportRecord(
            party_id=actor.own_party_id, person_id=actor.person_id, kind=kind,
            file_name=name[-200:], sha256=sha256, state=State.WAITING, subject=subject_of(file),
            sent_at=now,
        )
    )  # fmt: skip


def import_done(
    *, now: datetime, kind: str, name: str, sha256: str, rows: int,
    fault_count: int = 0, faults: Iterable[Fault] = (), page: str = "",
    party_id: int | None = None, file: models.Model | None = None,
) -> None:  # fmt: skip
    """A file has been taken in: the one that waits with these bytes, or one never uploaded.

    Where the same bytes may wait several times, ``file`` says which of them.

    Faults are (row, column, code, sentence). A document that came as a message is kept
    with its message, and not here. ``party_id`` is the organisation's whose file it is, where
    the actor acts for none (the installation's operator).
    """
    actor = current_unit().actor
    if actor.kind == ActorKind.MESSAGE:
        return
    party = actor.own_party_id if party_id is None else party_id
    kept = [list(fault) for fault in faults][:MOST_FAULTS]
    outcome = {
        "state": State.IMPORTED, "ended_at": now, "rows": rows, "fault_count": fault_count,
        "faults": kept, "page": page,
    }  # fmt: skip
    waiting = ImportRecord.objects.filter(
        party_id=party, kind=kind, sha256=sha256, state=State.WAITING
    )
    if file is not None:
        waiting = waiting.filter(subject=subject_of(file))
    last = waiting.order_by("-id").values("id")[:1]
    if ImportRecord.objects.filter(id__in=last).update(**outcome):
        return
    _keep(
        ImportRecord(
            party_id=party, person_id=actor.person_id, kind=kind,
            file_name=name[-200:], sha256=sha256, sent_at=now, **outcome,
        )
    )  # fmt: skip


def _keep(record: ImportRecord) -> None:
    """Without a line in the history: the entry of the import itself names file and rows."""
    ImportRecord.objects.bulk_create([record])

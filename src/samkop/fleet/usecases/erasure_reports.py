"""An erasure tool's report proves many erasures at once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.texts import visible
from samkop.fleet.models import DeviceReturn, ErasureProof
from samkop.fleet.policies.returns import may_read_erasures
from samkop.fleet.rules.erasure_file import (
    ERASED_TOO_EARLY,
    ReportedErasure,
    erasures_in,
    is_before_hand_in,
    placed,
)
from samkop.fleet.usecases.clearing import accounted_for, clear_what_is_accounted_for, left_of
from samkop.fleet.usecases.moving import locked_assets
from samkop.fleet.vocabulary.returns import BACK, DeviceReturnState
from samkop.parties.faults import RowFault
from samkop.parties.import_files import table_of
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.imports import import_done
from samkop.platform.records import create_each, note
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

ERASURES = "erasures"
LARGEST_FILE = 10 * 1024 * 1024  # bytes


@dataclass
class ErasurePlan:
    """What a report proves: the storage of a return that each row is of, and what is wrong."""

    rows: int
    faults: list[RowFault]
    proofs: list[tuple[DeviceReturn, int, ReportedErasure]] = field(default_factory=list)
    known: int = 0

    def counts(self) -> dict[str, int]:
        """As the register of imports and programs count."""
        return {"rows": self.rows, "new": len(self.proofs), "unchanged": self.known}


def import_erasure_reports(
    *, actor: Actor, now: datetime, name: str, content: bytes
) -> dict[str, int]:
    """Take in what a report proves, and name each row that proves nothing.

    A tool reports devices of others and failures too: the faults stand in the register of
    imports, by row and column, and the other rows are taken in. Run twice it changes nothing.
    Answers with how many ``rows``, ``new`` and ``unchanged`` proofs, ``cleared`` devices and
    ``faults`` there are. Raises Refused: ``not-allowed``, ``file-too-large``, ``file-unreadable``.
    """
    owner_id = actor.own_party_id
    require(may_read_erasures(actor, owner_id))
    plan = plan_erasures(owner_id, content, now, locked=True)
    source = visible(name)[-200:]
    create_each([
        _proof(actor, now, back, storage, one, source) for back, storage, one in plan.proofs
    ])  # fmt: skip
    returns = {back.pk: back for back, _storage, _one in plan.proofs}
    cleared = clear_what_is_accounted_for(actor, now, list(returns.values()))
    counts = {**plan.counts(), "cleared": len(cleared), "faults": len(plan.faults)}
    sha256 = hashlib.sha256(content).hexdigest()
    note(file=name, sha256=sha256, **counts)
    import_done(
        now=now, kind=ERASURES, name=name, sha256=sha256, rows=plan.rows,
        fault_count=len(plan.faults),
        faults=[(one.row, one.column, one.code, str(one)) for one in plan.faults],
    )  # fmt: skip
    return counts


def plan_erasures(
    owner_id: int, content: bytes, now: datetime, *, locked: bool = False
) -> ErasurePlan:
    """Hold a report against the returns that are back; writes nothing.

    ``locked``: the returns stay as they are until the end. Raises Refused: ``file-too-large``,
    ``file-unreadable``.
    """
    if len(content) > LARGEST_FILE:
        raise Refused("file-too-large", _("A report has at most 10 MB: split it."), status=422)
    table = table_of(content)
    erasures, faults = erasures_in(table, ZoneInfo(party_of(owner_id).time_zone), now)
    plan = ErasurePlan(len(table.rows), faults)
    by_serial: dict[str, list[ReportedErasure]] = defaultdict(list)
    for one in erasures:
        by_serial[one.serial].append(one)
    returns = _returns_by_serial(owner_id, by_serial, locked=locked)
    accounted = accounted_for([one for several in returns.values() for one in several])
    known = set(
        ErasureProof.objects.filter(owner_id=owner_id, storage_serial__in=[
            one.storage_serial for one in erasures
        ]).values_list("asset__serial_number", "storage_serial")
    )  # fmt: skip
    for serial, reported in by_serial.items():
        new = [one for one in reported if (serial, one.storage_serial) not in known]
        plan.known += len(reported) - len(new)
        several = returns.get(serial, [])
        if new and len(several) != 1:
            plan.faults += [_no_device(one, several) for one in new]
        elif new:
            [back] = several
            _place(plan, back, new, left_of(back, accounted[back.pk]))
    return plan


def _place(
    plan: ErasurePlan, back: DeviceReturn, new: Sequence[ReportedErasure], left: Sequence[int]
) -> None:
    once, at = _once(new), back.handed_in_at
    early = [one for one in once if is_before_hand_in(one.erased_at, at)]
    plan.faults += [
        _fault(one, "erased_at", "erased-before-hand-in", ERASED_TOO_EARLY) for one in early
    ]
    for one, storage in placed([one for one in once if one not in early], left):
        if storage is None:
            plan.faults.append(_no_storage(one))
        else:
            plan.proofs.append((back, storage, one))


def _once(reported: Sequence[ReportedErasure]) -> list[ReportedErasure]:
    """A storage that a report names twice was erased twice; the last time counts."""
    return list({one.storage_serial: one for one in reported}.values())


def _returns_by_serial(
    owner_id: int, serials: Iterable[str], *, locked: bool
) -> dict[str, list[DeviceReturn]]:
    """The returns of devices that are back, by serial number; locked with their devices."""
    back = DeviceReturn.objects.filter(
        owner_id=owner_id, state__in=sorted(BACK), asset__serial_number__in=list(serials)
    )
    rows = back.select_related("asset").order_by("id")
    if locked:
        ids = dict(back.values_list("asset_id", "id"))
        locked_assets(owner_id, ids)
        rows = (
            DeviceReturn.objects.select_for_update(of=("self",)).select_related("asset")
            .filter(id__in=list(ids.values())).order_by("id")
        )  # fmt: skip
    found: dict[str, list[DeviceReturn]] = defaultdict(list)
    for row in rows:
        if row.state != DeviceReturnState.CLEARED:
            found[row.asset.serial_number].append(row)
    return found


def _proof(
    actor: Actor, now: datetime, back: DeviceReturn, storage: int, one: ReportedErasure,
    source: str,
) -> ErasureProof:  # fmt: skip
    return ErasureProof(
        owner_id=back.owner_id, device_return=back, asset_id=back.asset_id, storage=storage,
        storage_serial=one.storage_serial, method=one.method, tool=one.tool,
        erased_at=one.erased_at, source=source, person_id=actor.person_id, recorded_at=now,
    )  # fmt: skip


def _no_device(one: ReportedErasure, several: Sequence[DeviceReturn]) -> RowFault:
    code, sentence = (
        "not-back",
        _("No device of this serial number has been handed in: do it first."),
    )
    if several:
        code, sentence = "serial-ambiguous", _(
            "Several devices that are back have this serial number: write the proof on the page of"
            " the right one."
        )  # fmt: skip
    return _fault(one, "serial", code, sentence)


def _no_storage(one: ReportedErasure) -> RowFault:
    return _fault(
        one, "storage_serial", "storage-too-many",
        _("The device has no more storages than are accounted for: correct their number where it"
          " was checked."),
    )  # fmt: skip


def _fault(one: ReportedErasure, column: str, code: str, sentence: str | Promise) -> RowFault:
    return RowFault(one.row, column, code, sentence)

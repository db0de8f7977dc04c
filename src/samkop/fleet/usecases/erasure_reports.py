"""An erasure tool's report proves many erasures at once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.texts import visible
from samkop.fleet.models import DeviceReturn, ErasureProof
from samkop.fleet.policies.returns import may_take_back
from samkop.fleet.rules.erasure_file import ReportedErasure, erasures_in, placed
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


@dataclass(frozen=True)
class ErasureOutcome:
    """What became of a report: rows that were proofs, known already, cleared devices, faults."""

    rows: int
    proofs: int
    known: int
    cleared: int
    faults: tuple[RowFault, ...]

    def counts(self) -> dict[str, int]:
        """As the register of imports and programs count."""
        return {
            "rows": self.rows, "new": self.proofs, "unchanged": self.known,
            "cleared": self.cleared, "faults": len(self.faults),
        }  # fmt: skip


def import_erasure_reports(
    *, actor: Actor, now: datetime, name: str, content: bytes
) -> dict[str, int]:
    """Take in what a report proves, and name each row that proves nothing.

    A tool reports devices of others and failures too: the faults stand in the register of
    imports, by row and column, and the other rows are taken in. Run twice it changes nothing.
    Raises Refused: ``not-allowed``, ``file-too-large``, ``file-unreadable``.
    """
    owner_id = actor.own_party_id
    require(may_take_back(actor, owner_id))
    if len(content) > LARGEST_FILE:
        raise Refused("file-too-large", _("A report has at most 10 MB: split it."), status=422)
    zone = ZoneInfo(party_of(owner_id).time_zone)
    table = table_of(content)
    erasures, faults = erasures_in(table, zone, now)
    outcome = _take_in(actor, now, erasures, faults, visible(name)[-200:], len(table.rows))
    sha256 = hashlib.sha256(content).hexdigest()
    note(file=name, sha256=sha256, **outcome.counts())
    import_done(
        now=now, kind=ERASURES, name=name, sha256=sha256, rows=outcome.rows,
        fault_count=len(outcome.faults),
        faults=[(one.row, one.column, one.code, str(one)) for one in outcome.faults],
    )  # fmt: skip
    return outcome.counts()


def _take_in(
    actor: Actor, now: datetime, erasures: Sequence[ReportedErasure], faults: list[RowFault],
    source: str, rows: int,
) -> ErasureOutcome:  # fmt: skip
    owner_id = actor.own_party_id
    by_serial: dict[str, list[ReportedErasure]] = defaultdict(list)
    for one in erasures:
        by_serial[one.serial].append(one)
    returns = _returns_by_serial(owner_id, by_serial)
    found = [one for several in returns.values() for one in several]
    accounted = accounted_for(found)
    known = set(
        ErasureProof.objects.filter(owner_id=owner_id, storage_serial__in=[
            one.storage_serial for one in erasures
        ]).values_list("asset__serial_number", "storage_serial")
    )  # fmt: skip
    proofs: list[ErasureProof] = []
    before = 0
    for serial, reported in by_serial.items():
        new = [one for one in reported if (serial, one.storage_serial) not in known]
        before += len(reported) - len(new)
        several = returns.get(serial, [])
        if new and len(several) != 1:
            faults += [_no_device(one, several) for one in new]
            continue
        for one, storage in placed(_once(new), left_of(several[0], accounted[several[0].pk])
                                   if several else []):  # fmt: skip
            if storage is None:
                faults.append(_no_storage(one))
            else:
                proofs.append(_proof(actor, now, several[0], storage, one, source))
    create_each(proofs)
    wanted = {proof.device_return_id for proof in proofs}
    cleared = clear_what_is_accounted_for(actor, now, [one for one in found if one.pk in wanted])
    return ErasureOutcome(rows, len(proofs), before, len(cleared), tuple(faults))


def _once(reported: Sequence[ReportedErasure]) -> list[ReportedErasure]:
    """A storage that a report names twice was erased twice; the last time counts."""
    return list({one.storage_serial: one for one in reported}.values())


def _returns_by_serial(owner_id: int, serials: Iterable[str]) -> dict[str, list[DeviceReturn]]:
    """The returns of devices that are back, by serial number, locked with their devices."""
    back = DeviceReturn.objects.filter(
        owner_id=owner_id, state__in=sorted(BACK), asset__serial_number__in=list(serials)
    )
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

"""A register of devices from a file: all of its rows in one transaction, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import DeviceModel
from samkop.fleet.policies.registers import may_import_fleet
from samkop.fleet.queries.register_file import fleet_columns
from samkop.fleet.queries.register_plans import FleetPlan, plan_fleet
from samkop.fleet.usecases.device_models import facts_of_name, models_for
from samkop.fleet.usecases.register_writing import Register, write_changed, write_new
from samkop.fleet.vocabulary.registers import FLEET
from samkop.parties.columns import NO_MAP, ColumnMap
from samkop.parties.import_files import headings_of, import_file_of
from samkop.parties.models import HeadingMap, ImportFile
from samkop.parties.queries import party_of
from samkop.parties.usecases.import_files import keep_file, name_headings
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.imports import import_done
from samkop.platform.records import note
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

LARGEST_FILE = 10 * 1024 * 1024  # bytes; some 50,000 devices


def upload_fleet_file(*, actor: Actor, now: datetime, name: str, content: bytes) -> ImportFile:
    """Keep a register until it is imported; it replaces the person's earlier one.

    Refuses ``not-allowed``, ``file-too-large``, ``file-unreadable``.
    """
    require(may_import_fleet(actor, actor.own_party_id) and actor.person_id is not None)
    return keep_file(
        actor=actor, now=now, kind=FLEET, name=name, content=content, largest=LARGEST_FILE
    )


def name_fleet_headings(
    *, actor: Actor, now: datetime, file_id: int, called: Mapping[str, str]
) -> HeadingMap:
    """Remember what the headings of an uploaded register mean: heading to key, or to nothing.

    Refuses ``not-allowed``, ``not-found``, ``column-unknown``.
    """
    fleet_file_of(actor, file_id)
    return name_headings(actor=actor, now=now, kind=FLEET, called=called, known=fleet_columns())


def fleet_file_of(actor: Actor, file_id: int) -> ImportFile:
    """The organisation's uploaded register. Refuses ``not-allowed``, ``not-found``."""
    require(may_import_fleet(actor, actor.own_party_id))
    return import_file_of(actor.own_party_id, file_id, [FLEET])


def import_fleet_file(*, actor: Actor, now: datetime, file_id: int) -> dict[str, int]:
    """Import an uploaded register, and let the file go. Answers as ``import_fleet``."""
    file = fleet_file_of(actor, file_id)
    counts = import_fleet(
        actor=actor, now=now, party_id=file.party_id, name=file.name,
        content=bytes(file.content), called=headings_of(file.party_id, FLEET),
    )  # fmt: skip
    ImportFile.objects.filter(id=file_id).delete()
    return counts


def import_fleet(
    *, actor: Actor, now: datetime, party_id: int, name: str, content: bytes,
    called: ColumnMap = NO_MAP,
) -> dict[str, int]:  # fmt: skip
    """Write what a register of devices says into the owner's.

    A row is a known device's by its asset number, else by model and serial number. What the
    file does not name stays as it is; the same file again changes nothing. Returns the counts
    ``rows``, ``new``, ``changed``, ``unchanged``. Refuses ``not-allowed``, ``file-unreadable``,
    and ``fleet-file-faulty`` with ``faults`` (row, column, code) among its facts.
    """
    require(may_import_fleet(actor, party_id))
    hold("fleet-import", party_id)
    plan = plan_fleet(party_id, content, called)
    if plan.faults:
        raise Refused(
            "fleet-file-faulty",
            _("Nothing was imported: %(count)s cells of the file are wrong."),
            status=422, count=len(plan.faults),
            faults=[(fault.row, fault.column, fault.code) for fault in plan.faults],
        )  # fmt: skip
    sha256 = hashlib.sha256(content).hexdigest()
    currency = party_of(party_id).currency
    register = Register(actor, now, party_id, currency, f"import:{sha256}")
    models = _models(party_id, currency, plan)
    write_new(register, plan.new, models)
    write_changed(register, plan.changed, models)
    counts = plan.counts()
    note(file=name, sha256=sha256, **counts)
    import_done(now=now, kind=FLEET, name=name, sha256=sha256, rows=plan.rows, party_id=party_id)
    return counts


def _models(owner_id: int, currency: str, plan: FleetPlan) -> dict[str, DeviceModel]:
    """The owner's models by key; those that the register is the first to name are made."""
    named = {
        key: facts_of_name(one.manufacturer, one.name, one.category, currency)
        for key, one in plan.models.items()
    }
    models_for(owner_id, named.values())
    return {row.key: row for row in DeviceModel.objects.filter(owner_id=owner_id)}

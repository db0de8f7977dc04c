"""Devices of a register are written in bulk: COPY to a temporary table, then INSERT … SELECT."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import connection

from samkop.fleet.models import Asset, DeviceModel, Holder
from samkop.fleet.queries.register_plans import Changed
from samkop.fleet.rules.holding import Target
from samkop.fleet.rules.registering import Device, Memo
from samkop.fleet.usecases.moving import Move, locked_assets, move_assets
from samkop.fleet.usecases.numbering import next_numbers
from samkop.fleet.vocabulary import CustodyReason
from samkop.platform.actors import Actor

# From so many devices on it pays to prepare the server for them.
MANY = 1_000
# Rows of a file that are sent at once.
SENT = 2_000
# The text format of COPY (PostgreSQL 18, "File Formats").
NULL = r"\N"
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
# One statement names each device that changes: more at once cost more than further statements.
AT_ONCE = 500
COLUMNS = (
    "asset_number, serial_number, model_id, state, holder_id, location_id, cost_centre_id,"
    " unit_cents, received_on, warranty_until, renew_on, ended_on, end_reason"
)
# COPY into a protected table is refused; a temporary one belongs to nobody.
INCOMING = f"""
CREATE TEMPORARY TABLE fleet_incoming ON COMMIT DROP AS
    SELECT {COLUMNS} FROM fleet_asset WITH NO DATA
"""  # noqa: S608 - made of column names
COPY = f"COPY fleet_incoming ({COLUMNS}) FROM STDIN"
# Kilobytes: what is new waits for the index of texts, and is sorted in so much at a time.
ROOM = """
SELECT set_config('gin_pending_list_limit', '65536', true), set_config('work_mem', '65536', true)
"""
# A device and the step of custody at which it stands, in one statement.
INSERT = f"""
WITH made AS (
    INSERT INTO fleet_asset (owner_id, {COLUMNS}, model_name, category, support_ends, currency,
        state_since, custody_step, held_since, created_at)
    SELECT %(owner)s, {", ".join(f"i.{name.strip()}" for name in COLUMNS.split(","))}, m.name,
        m.category, m.support_ends, %(currency)s, %(now)s, 0, %(now)s, %(now)s
    FROM fleet_incoming i JOIN fleet_devicemodel m ON m.id = i.model_id
    RETURNING id, holder_id)
INSERT INTO fleet_custody (asset_id, owner_id, holder_id, step, since, reason, source, note,
    person_id)
SELECT id, %(owner)s, holder_id, 0, %(now)s, %(reason)s, %(source)s, '', %(person)s FROM made
"""  # noqa: S608 - made of column names


@dataclass(frozen=True)
class Register:
    """Whose register is written, by whom, from which file (``Custody.source``)."""

    actor: Actor
    now: datetime
    owner_id: int
    currency: str
    source: str


def write_holders(owner_id: int, targets: Iterable[Target]) -> dict[tuple[str, str], int]:
    """The holders' ids by kind and code; those that are new are made, many at once."""
    wanted = {target.key: target for target in targets}
    found = _holder_ids(owner_id, wanted)
    Holder.objects.bulk_create(
        (
            Holder(
                owner_id=owner_id, kind=one.kind, code=one.code, name=one.name[:200],
                person_id=one.person_id, location_id=one.location_id, party_id=one.party_id,
            )
            for key, one in wanted.items() if key not in found
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    return found if wanted.keys() <= found.keys() else _holder_ids(owner_id, wanted)


def _holder_ids(
    owner_id: int, wanted: Mapping[tuple[str, str], Target]
) -> dict[tuple[str, str], int]:
    kinds = {kind for kind, _code in wanted}
    rows = Holder.objects.filter(owner_id=owner_id, kind__in=kinds)
    every = {(kind, code): pk for kind, code, pk in rows.values_list("kind", "code", "id")}
    return {key: pk for key, pk in every.items() if key in wanted}


def write_new(
    register: Register, devices: Sequence[Device], models: Mapping[str, DeviceModel]
) -> None:
    """Write devices down, each with its first step of custody.

    Those without an asset number get the next of the owner's series, after all others.
    """
    if not devices:
        return
    holders = write_holders(
        register.owner_id, [one.holder for one in devices if one.holder is not None]
    )
    many = len(devices) >= MANY
    with connection.cursor() as cursor:
        if many:
            cursor.execute("SELECT fleet_take_statistics()")
            cursor.execute(ROOM)
        cursor.execute(INCOMING)
    named = [one for one in devices if one.asset_number]
    unnamed = [one for one in devices if not one.asset_number]
    ids = {key: str(model.pk) for key, model in models.items()}
    if named:
        _insert(register, _lines(named, ids, holders))
    if unnamed:
        numbers = next_numbers(register.owner_id, len(unnamed))
        for one, number in zip(unnamed, numbers, strict=True):
            one.asset_number = number
        _insert(register, _lines(unnamed, ids, holders))
    if many:
        with connection.cursor() as cursor:
            cursor.execute("SELECT fleet_sort_in_search()")


def _insert(register: Register, lines: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE fleet_incoming")
        with cursor.copy(COPY) as copy:
            while some := "".join(islice(lines, SENT)):
                copy.write(some)
        cursor.execute(
            INSERT,
            {
                "owner": register.owner_id, "currency": register.currency, "now": register.now,
                "reason": CustodyReason.IMPORTED, "source": register.source,
                "person": register.actor.person_id,
            },
        )  # fmt: skip


def _lines(
    devices: Iterable[Device], models: Mapping[str, str], holders: Mapping[tuple[str, str], int]
) -> Iterator[str]:
    """Devices as COPY reads them; what the same days and sums look like is worked out once."""
    plain = Memo[object, str](lambda value: NULL if value is None else str(value))
    for one in devices:
        cells = (
            _escaped(one.asset_number), _escaped(one.serial_number), models[one.model_key],
            plain[one.state], plain[one.holder and holders[one.holder.key]], plain[one.site_id],
            plain[one.cost_centre_id], plain[one.unit_cents], plain[one.received_on],
            plain[one.warranty_until], plain[one.renew_on], plain[one.ended_on],
            plain[one.end_reason],
        )  # fmt: skip
        yield "\t".join(cells) + "\n"


def _escaped(text: str) -> str:
    return text if text.isalnum() else text.translate(ESCAPES)


def write_changed(
    register: Register, changes: Sequence[Changed], models: Mapping[str, DeviceModel]
) -> None:
    """Give devices what the file says of them: fields, states, and holders by a move."""
    write_holders(register.owner_id, [one.holder for one in changes if one.holder is not None])
    for first in range(0, len(changes), AT_ONCE):
        by_id = {one.id: one for one in changes[first : first + AT_ONCE]}
        assets = locked_assets(register.owner_id, by_id)
        move_assets(
            register.actor, register.now,
            [_move(asset, by_id[asset.pk], models, register.source) for asset in assets],
        )  # fmt: skip


def _move(asset: Asset, change: Changed, models: Mapping[str, DeviceModel], source: str) -> Move:
    fields = dict(change.fields)
    key = fields.pop("model_key", None)
    if key is not None:
        model = models[key]
        fields |= {
            "model_id": model.pk, "model_name": model.name, "category": model.category,
            "support_ends": model.support_ends,
        }  # fmt: skip
    return Move(
        asset, CustodyReason.IMPORTED, to=change.holder, state=change.state, source=source,
        fields=fields,
    )  # fmt: skip

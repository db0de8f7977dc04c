"""What a register of devices would do to ours: what is new, what changes, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.core.period import months_after
from samkop.fleet.models import DeviceModel
from samkop.fleet.queries.register_file import Raw, register_file
from samkop.fleet.queries.register_known import Known, KnownDevices, known_devices
from samkop.fleet.queries.register_words import Meanings
from samkop.fleet.rules.holding import Target, nobody
from samkop.fleet.rules.registering import Device, Memo, NamedModel, Wrong
from samkop.fleet.vocabulary import TRANSITIONS, USUAL_LIFETIME, AssetState
from samkop.fleet.vocabulary.assets import USERS
from samkop.fleet.vocabulary.registers import BY_RETURN
from samkop.parties.columns import NO_MAP, Cells, ColumnMap
from samkop.parties.faults import RowFault

LONGEST_NUMBER, LONGEST_SERIAL = 40, 100


@dataclass(frozen=True)
class Changed:
    """A device that stands in the register and gets another value: fields, state, holder."""

    row: int
    id: int
    fields: Mapping[str, Any]
    state: AssetState | None
    holder: Target | None


@dataclass
class FleetPlan:
    """What a register would do; nothing of it where there are faults.

    ``models`` are those that the new devices name, by ``DeviceModel.key``.
    """

    cells: list[Cells] = field(default_factory=list)
    rows: int = 0
    faults: list[RowFault] = field(default_factory=list)
    new: list[Device] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    unchanged: int = 0
    models: Mapping[str, NamedModel] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """How many rows there are, and what they do."""
        return {
            "rows": self.rows, "new": len(self.new), "changed": len(self.changed),
            "unchanged": self.unchanged,
        }  # fmt: skip


def plan_fleet(owner_id: int, content: bytes, called: ColumnMap = NO_MAP) -> FleetPlan:
    """Hold a register against the owner's; writes nothing.

    Raises Refused ``file-unreadable`` when the bytes are no table.
    """
    file = register_file(content, called)
    plan = FleetPlan(cells=file.cells, rows=len(file.raws), faults=file.faults)
    if not plan.faults:
        _Planning(owner_id, file.raws, plan).work()
        plan.faults.sort(key=lambda fault: fault.row)
    return plan


class _Planning:
    """One register held against one owner's."""

    def __init__(self, owner_id: int, raws: list[Raw], plan: FleetPlan) -> None:
        self._owner_id, self._raws, self._plan = owner_id, raws, plan
        self._meaning = Meanings(owner_id, {raw[8] for raw in raws})
        self._renewals = Memo(self._renewal)
        self._numbers: dict[str, int] = {}
        self._serials: dict[tuple[str, str], int] = {}

    def work(self) -> None:
        """Say of each row what it does, or what is wrong with it."""
        devices = list(self._devices())
        known = known_devices(
            self._owner_id, [one.asset_number for one in devices if one.asset_number],
            [one.serial_number for one in devices],
        )  # fmt: skip
        for device in devices:
            self._hold_against(device, known)
        self._plan.models = self._meaning.named

    def _devices(self) -> Iterator[Device]:
        for raw in self._raws:
            device = self._device(raw)
            if device is not None and self._stands_once(device):
                yield device

    def _device(self, raw: Raw) -> Device | None:
        """What a row says; None where a cell is wrong."""
        (row, number, serial, maker, model, category, state, kind, holder, name, site, centre,
         received, price, warranty, renewal, ended, reason) = raw  # fmt: skip
        meaning = self._meaning
        days = meaning.days
        values: tuple[Any, ...] = (
            meaning.models[maker, model, category], meaning.states[state],
            meaning.holders[kind, holder, name, site], meaning.sites[site],
            meaning.centres[centre], days["received_on"][received], meaning.cents[price],
            days["warranty_until"][warranty], days["renew_on"][renewal], days["ended_on"][ended],
            meaning.ends[reason],
        )  # fmt: skip
        wrong = [value for value in values if type(value) is Wrong]
        if not serial or len(serial) > LONGEST_SERIAL or len(number) > LONGEST_NUMBER:
            wrong += _wrong_numbers(number, serial)
        for one in wrong:
            self._fault(row, one)
        return None if wrong else Device(row, number, serial, *values)

    def _fault(self, row: int, wrong: Wrong) -> None:
        self._plan.faults.append(
            RowFault(row, wrong.column, wrong.code, wrong.sentence, wrong.facts)
        )

    def _stands_once(self, device: Device) -> bool:
        if device.asset_number:
            first = self._numbers.setdefault(device.asset_number, device.row)
            if first != device.row:
                self._fault(device.row, _repeated("asset_number", "number-repeated", first))
                return False
        if device.state != AssetState.ENDED:
            first = self._serials.setdefault((device.model_key, device.serial_number), device.row)
            if first != device.row:
                self._fault(device.row, _repeated("serial_number", "serial-repeated", first))
                return False
        return True

    def _hold_against(self, device: Device, known: KnownDevices) -> None:
        same = known.by_serial.get((device.model_key, device.serial_number))
        if device.state == AssetState.ENDED and device.asset_number:
            same = None  # an earlier life of it
        found = known.by_number.get(device.asset_number) if device.asset_number else None
        if found is not None and same is not None and same.id != found.id:
            sentence = _("Device %(number)s has this serial number already. Correct one of them.")
            facts = {"number": same.asset_number}
            self._fault(device.row, Wrong("serial_number", "serial-taken", sentence, facts))
        elif found is None and same is None:
            self._begin(device)
        elif found is not None:
            self._change(device, found)
        elif same is not None:
            self._change(device, same)

    def _begin(self, device: Device) -> None:
        """A device that begins here, in the state of the register that it comes from."""
        wrong = _wrong_beginning(device)
        if wrong is not None:
            self._fault(device.row, wrong)
            return
        device.holder = device.holder or nobody()
        if not device.state:
            used = device.holder.kind in USERS
            device.state = AssetState.IN_USE if used else AssetState.RECEIVED
        if device.site_id is None:
            device.site_id = device.holder.location_id
        if device.renew_on is None and device.received_on is not None:
            device.renew_on = self._renewals[device.received_on, device.model_key]
        device.end_reason = device.end_reason or ""
        self._plan.new.append(device)

    def _renewal(self, key: tuple[date, str]) -> date:
        received_on, model_key = key
        model: DeviceModel | None = self._meaning.known_models.get(model_key)
        return months_after(received_on, model.lifetime_months if model else USUAL_LIFETIME)

    def _change(self, device: Device, known: Known) -> None:
        """What a row says of a device that stands here; an empty cell leaves what there is."""
        fields = {
            name: value
            for name, value, was in (
                ("asset_number", device.asset_number, known.asset_number),
                ("serial_number", device.serial_number, known.serial_number),
                ("model_key", device.model_key, known.model_key),
                ("location_id", device.site_id, known.site_id),
                ("cost_centre_id", device.cost_centre_id, known.cost_centre_id),
                ("received_on", device.received_on, known.received_on),
                ("warranty_until", device.warranty_until, known.warranty_until),
                ("renew_on", device.renew_on, known.renew_on),
            )
            if value and value != was
        }  # fmt: skip
        holder = device.holder
        if holder is not None and holder.key == (known.holder_kind, known.holder_code):
            holder = None
        told = device.state
        state = AssetState(told) if told and told != known.state else None
        wrong = _wrong_change(device, known, state, changes=bool(fields or holder))
        if wrong is not None:
            self._fault(device.row, wrong)
        elif fields or holder is not None or state is not None:
            self._plan.changed.append(Changed(device.row, known.id, fields, state, holder))
        else:
            self._plan.unchanged += 1


def _wrong_numbers(number: str, serial: str) -> Iterator[Wrong]:
    sentence = _("This is too long: shorten it to %(longest)s characters.")
    if not serial:
        yield Wrong("serial_number", "serial-missing", _("Give the device's serial number."))
    for column, text, longest in (
        ("asset_number", number, LONGEST_NUMBER), ("serial_number", serial, LONGEST_SERIAL),
    ):  # fmt: skip
        if len(text) > longest:
            code = f"{column.replace('_', '-')}-too-long"
            yield Wrong(column, code, sentence, {"longest": longest})


def _repeated(column: str, code: str, first: int) -> Wrong:
    sentence = _("This stands in row %(first)s already: leave one of the rows out.")
    return Wrong(column, code, sentence, {"first": first})


def _wrong_beginning(device: Device) -> Wrong | None:
    if device.state == AssetState.EXPECTED:
        sentence = _("A device is expected by its order. Say where it stands: in stock or in use.")
        return Wrong("state", "state-by-order", sentence)
    if device.state == AssetState.ENDED:
        if device.ended_on is None:
            return Wrong("ended_on", "ended-on-missing", _("Say on which day the device ended."))
        if not device.end_reason:
            return Wrong("end_reason", "end-reason-missing", _("Say how the device ended."))
        return None
    return _not_ended(device)


def _not_ended(device: Device) -> Wrong | None:
    column = "ended_on" if device.ended_on else "end_reason" if device.end_reason else ""
    if not column:
        return None
    sentence = _("Only what has ended has this. Leave the cell empty, or say that it has ended.")
    return Wrong(column, "not-ended", sentence)


def _wrong_change(
    device: Device, known: Known, state: AssetState | None, *, changes: bool
) -> Wrong | None:
    if known.state == AssetState.ENDED:
        told = (device.ended_on or known.ended_on, device.end_reason or known.end_reason)
        if changes or state is not None or told != (known.ended_on, known.end_reason):
            sentence = _("Device %(number)s has ended: nothing of it changes. Leave the row out.")
            return Wrong("asset_number", "asset-ended", sentence, {"number": known.asset_number})
        return None
    if device.unit_cents is not None and device.unit_cents != known.unit_cents:
        sentence = _("What a device cost stands once it is registered. Leave the cell empty.")
        return Wrong("price", "price-stands", sentence)
    return _wrong_step(AssetState(known.state), state) or _not_ended(device)


def _wrong_step(was: AssetState, state: AssetState | None) -> Wrong | None:
    if state in BY_RETURN:
        sentence = _("A device is returned and ended by a return, which proves that it is erased."
                     " Leave the cell empty.")  # fmt: skip
        return Wrong("state", "state-by-return", sentence)
    if state is not None and state not in TRANSITIONS[was]:
        sentence = _("The device is %(state)s: it cannot become %(wanted)s from there.")
        facts = {"state": was.label, "wanted": state.label}
        return Wrong("state", "state-not-allowed", sentence, facts)
    return None

"""What a row of a register says, as plain values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise

from samkop.core.devices.names import model_key
from samkop.fleet.rules.holding import Target

Key = TypeVar("Key")
Value = TypeVar("Value")
LONGEST_KEY = 250


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a cell: its column, a stable code, and what to do."""

    column: str
    code: str
    sentence: str | Promise
    facts: dict[str, Any] = field(default_factory=dict)


class Memo(dict[Key, Value], Generic[Key, Value]):
    """What was worked out for a text once: registers say the same things again and again."""

    def __init__(self, work: Callable[[Key], Value]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, key: Key) -> Value:
        value = self[key] = self._work(key)
        return value


@dataclass(frozen=True, slots=True)
class NamedModel:
    """A model as a register names it; ``category`` empty where it says none."""

    manufacturer: str
    name: str
    category: str

    @property
    def key(self) -> str:
        """One for all the ways in which the model is written, as ``DeviceModel.key``."""
        return model_key(self.manufacturer, self.name)[:LONGEST_KEY]


@dataclass(slots=True)
class Device:
    """A row without faults; None or empty is what it does not say.

    ``model_key`` as ``DeviceModel.key``; ``site_id`` where the device is.
    """

    row: int
    asset_number: str
    serial_number: str
    model_key: str
    state: str | None
    holder: Target | None
    site_id: int | None
    cost_centre_id: int | None
    received_on: date | None
    unit_cents: int | None
    warranty_until: date | None
    renew_on: date | None
    ended_on: date | None
    end_reason: str | None

"""What is done with many devices at once, as a job keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class What(StrEnum):
    """What is done with each."""

    HAND_OVER = "hand-over"
    COST_CENTRE = "cost-centre"
    RENEWAL = "renewal"


@dataclass(frozen=True, slots=True)
class Change:
    """One change for all. Of handing over ``kind``, ``code``, ``name``, ``location_id`` and
    ``note`` count (``usecases.handing_over``), else ``cost_centre_id`` or ``renew_on``.
    """

    what: What
    kind: str = ""
    code: str = ""
    name: str = ""
    location_id: int | None = None
    note: str = ""
    cost_centre_id: int | None = None
    renew_on: date | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        day = None if self.renew_on is None else self.renew_on.isoformat()
        return asdict(self) | {"what": self.what.value, "renew_on": day}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Change:
        """What ``as_json`` gave."""
        day = kept["renew_on"]
        return cls(
            **{
                **kept,
                "what": What(kept["what"]),
                "renew_on": None if day is None else date.fromisoformat(day),
            }
        )

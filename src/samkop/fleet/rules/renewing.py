"""Which devices are renewed together, and in which months they can be.

Devices of one model, price and window are planned as one cohort. The window is set by what
cannot be moved (the end of the lease, the end of security updates) and by how far from their
age's end an organisation lets its devices be renewed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from samkop.fleet.vocabulary import WindowReason


@dataclass(frozen=True, slots=True)
class Renewable:
    """A device to be renewed: ``due`` by its age; ``decided`` by a plan before, else None.

    After ``support_ends`` and ``lease_ends`` it cannot stay; it ``came`` on a day, if known.
    """

    asset_id: int
    model_id: int
    unit_cents: int
    due: date
    support_ends: date | None = None
    lease_ends: date | None = None
    decided: date | None = None
    came: date | None = None


@dataclass(frozen=True, slots=True)
class Horizon:
    """From the first day of ``start`` for ``months``; renewed at most ``early`` months before
    and ``late`` months after its age's end. What is due before the plan begins is renewed
    within the first ``catch_up`` months. With ``by_age`` its months tell apart devices that
    came in different ones.
    """

    start: date
    months: int
    early: int
    late: int
    catch_up: int
    by_age: bool = False

    def index(self, day: date) -> int:
        """The month of the plan on which a day falls, from 0; before it begins, below 0."""
        return (day.year - self.start.year) * 12 + day.month - self.start.month


@dataclass(frozen=True, slots=True)
class CohortKey:
    """What the devices of a cohort have in common; months count from 0."""

    model_id: int
    unit_cents: int
    earliest: int
    due: int
    latest: int
    reason: WindowReason
    bought: int | None = None


def window_of(device: Renewable, horizon: Horizon) -> CohortKey | None:
    """In which months a device can be renewed; None where that is after the plan's end.

    The end of a lease or of security updates that lies within the plan is never passed; one
    that is past when the plan begins is caught up with, like an age.
    """
    bought = horizon.index(device.came) if horizon.by_age and device.came else None
    if device.decided is not None and 0 <= horizon.index(device.decided) < horizon.months:
        month = horizon.index(device.decided)
        return CohortKey(
            device.model_id, device.unit_cents, month, month, month, WindowReason.DECIDED, bought
        )
    due = horizon.index(device.due)
    latest, reason = due + horizon.late, WindowReason.AGE
    for day, why in (
        (device.support_ends, WindowReason.SUPPORT), (device.lease_ends, WindowReason.LEASE),
    ):  # fmt: skip
        if day is not None and horizon.index(day) < latest:
            latest, reason = horizon.index(day), why
    due = min(due, latest)
    if due >= horizon.months:
        return None
    earliest = max(due - horizon.early, 0)
    if latest < 0 or (latest < horizon.catch_up and reason is WindowReason.AGE):
        latest = max(latest, horizon.catch_up - 1)
        reason = WindowReason.OVERDUE if due < 0 else reason
    latest = min(latest, horizon.months - 1)
    return CohortKey(
        device.model_id, device.unit_cents, min(earliest, latest), min(max(due, 0), latest),
        latest, reason, bought,
    )  # fmt: skip


def cohorts_of(devices: Iterable[Renewable], horizon: Horizon) -> dict[CohortKey, list[Renewable]]:
    """The devices by cohort, the longest due first within each."""
    found: dict[CohortKey, list[Renewable]] = defaultdict(list)
    for device in devices:
        key = window_of(device, horizon)
        if key is not None:
            found[key].append(device)
    for group in found.values():
        group.sort(key=lambda one: (one.due, one.asset_id))
    return dict(found)

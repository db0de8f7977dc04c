"""The ledger of a lease, and what it commits of budgets and of its agreement's ceiling.

Whatever happens to a lease, these two bring both in step with what its rows now owe; called last
in the lock order: leases, budgets, share, ceiling. docs/adr/0019-leases.md
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypedDict

from samkop.agreements.usecases.ceiling import commit, commit_outside, release
from samkop.fleet.models import Lease, LeasedAsset, LeaseEvent
from samkop.fleet.queries.lease_sums import (
    booked_differences,
    dues_of,
    financing_of,
    paid_by_year,
)
from samkop.fleet.queries.leases import booked_of
from samkop.fleet.vocabulary import LeaseEventKind, LeaseState
from samkop.ordering.models import Budget
from samkop.ordering.usecases.budget import Part, budget_parts, commit_budget
from samkop.platform.outbox import tell
from samkop.platform.records import change, create_under

# What is not committed yet says of itself.
WAITS = "waits"


class Named(TypedDict):
    """What each movement of a ceiling names."""

    agreement_id: int
    participation_id: int
    buyer_id: int
    cents: int
    quantities: dict[str, int]
    reference: str
    now: datetime


def reference_of(lease: Lease) -> str:
    """Under which its movements stand on budgets and ceiling."""
    return f"lease:{lease.pk}"


def event_of(
    lease: Lease, kind: LeaseEventKind, now: datetime, *, due_on: date, devices: int,
    cents: int = 0, month: date | None = None, note: str = "",
) -> LeaseEvent:  # fmt: skip
    """A row of the ledger, not written yet."""
    return LeaseEvent(
        lease=lease, owner_id=lease.owner_id, financier_id=lease.financier_id, kind=kind,
        month=month, due_on=due_on, cents=cents, devices=devices, note=note[:200], at=now,
    )  # fmt: skip


def book(
    lease: Lease, devices: Sequence[LeasedAsset], now: datetime, said: Iterable[LeaseEvent] = ()
) -> None:
    """Write what happened, and by month what the devices owe and the ledger does not have yet.

    Rents stand in the ledger once a schedule is agreed: what is owed no more as rows below 0.
    """
    rows = list(said)
    if lease.schedule_number:
        counts = Counter(
            (due.interim, due.month) for device in devices for due in dues_of(lease, [device])
        )
        missing = booked_differences(dues_of(lease, devices), booked_of(lease.pk))
        rows += [
            event_of(
                lease, LeaseEventKind.INTERIM_RENT if interim else LeaseEventKind.RENT, now,
                due_on=due_on, month=month, cents=cents, devices=counts[interim, month],
            )
            for (interim, month), (due_on, cents) in missing.items()
        ]  # fmt: skip
    create_under([(lease, rows)])


def locked_devices(lease: Lease) -> list[LeasedAsset]:
    """All devices that the lease has and had, each locked until the end."""
    return list(LeasedAsset.objects.select_for_update().filter(lease=lease).order_by("id"))


def settle_leaving(
    lease: Lease, devices: Sequence[LeasedAsset], on: date, said: Sequence[LeaseEvent],
    now: datetime, *, lower_only: bool = False,
) -> None:  # fmt: skip
    """What follows when devices left: ledger, the lease's own end, the rents, the money."""
    book(lease, devices, now, said)
    if all(one.stopped_on for one in devices):
        change(lease, state=LeaseState.ENDED, ended_on=on)
    tell_rents_changed(lease)
    recommit(lease, devices, now, lower_only=lower_only)


def tell_rents_changed(lease: Lease) -> None:
    """The floors above expect a lease's rents (``lease-rents-changed``)."""
    tell("lease-rents-changed", buyer_id=lease.owner_id, lease_id=lease.pk)


def recommit(
    lease: Lease, devices: Sequence[LeasedAsset], now: datetime, *, freed: Iterable[Part] = (),
    lower_only: bool = False,
) -> None:  # fmt: skip
    """Bring budgets and the ceiling in step with what the lease owes over its whole term.

    ``freed`` goes back to the budgets of the orders by which its devices were bought. With
    ``lower_only`` nothing more is taken, so that nothing is refused: what a device that has gone
    owed before is given back. Else raises Refused as ``budget_parts``, ``commit_budget`` and
    ``agreements.usecases.ceiling.commit``.
    """
    stands = {int(key): cents for key, cents in lease.budget_cents.items()}
    paid = paid_by_year(lease, devices)
    wanted = _known_budgets(stands, paid) if lower_only else _budgets(lease, paid)
    moved = Counter({key: wanted.get(key, 0) - stands.get(key, 0) for key in wanted | stands})
    financing = financing_of(lease, devices) - lease.financing_cents
    if lower_only:
        moved = Counter({key: cents for key, cents in moved.items() if cents < 0})
        financing = min(financing, 0)
    after = Counter(stands)
    after.update(moved)
    change(
        lease, financing_cents=lease.financing_cents + financing,
        budget_cents={str(key): cents for key, cents in sorted(after.items()) if cents},
    )  # fmt: skip
    for part in freed:
        moved[part.budget_id] += part.cents
    parts = [Part(key, cents) for key, cents in sorted(moved.items()) if cents]
    if parts:
        commit_budget(parts=parts, reference=reference_of(lease), now=now)
    _move_ceiling(lease, financing, now)


def _budgets(lease: Lease, paid: dict[tuple[int, int | None], dict[int, int]]) -> dict[int, int]:
    found: Counter[int] = Counter()
    for (centre, project), years in sorted(paid.items(), key=str):
        for part in budget_parts(
            cost_centre_id=centre, project_id=project, currency=lease.currency, schedule=years
        ):
            found[part.budget_id] += part.cents
    return dict(found)


def _known_budgets(
    stands: dict[int, int], paid: dict[tuple[int, int | None], dict[int, int]]
) -> dict[int, int]:
    return {
        budget.pk: paid.get((budget.cost_centre_id, budget.project_id), {}).get(budget.year, 0)
        for budget in Budget.objects.filter(id__in=stands)
    }


def _move_ceiling(lease: Lease, cents: int, now: datetime) -> None:
    """By the agreement's own function, which alone can; nothing is read before it locks."""
    if not cents:
        return
    named = Named(
        agreement_id=lease.agreement_id, participation_id=lease.participation_id,
        buyer_id=lease.owner_id, cents=abs(cents), quantities={},
        reference=reference_of(lease), now=now,
    )  # fmt: skip
    if cents < 0:
        release(**named)
    elif lease.state == LeaseState.INTERIM:
        commit(**named, tier_marks={}, on=lease.accepted_on)
    else:
        # What a lease costs later belongs to the call-off of its first day: it may outlive the
        # agreement (domain.md, "Framework agreements", 3). Whoever took it over may have joined
        # after that day.
        commit_outside(**named, on=max(lease.accepted_on, _first_day(lease)))


def _first_day(lease: Lease) -> date:
    return lease.participation.orders_from or lease.accepted_on

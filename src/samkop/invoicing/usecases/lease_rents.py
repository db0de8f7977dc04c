"""Rents that leases expect of their financiers' invoices: what the fleet says, kept in step."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max

from samkop.fleet.models import Lease, LeasedAsset
from samkop.fleet.queries.leases import lease_of
from samkop.invoicing.models import RentSchedule
from samkop.invoicing.policies import may_match
from samkop.invoicing.usecases.rents import tell_of_rents
from samkop.invoicing.vocabulary import LONGEST_TERM, RENTS
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.records import change, create_all
from samkop.platform.unit_of_work import require

YEAR = 12


def follow_lease(*, actor: Actor, now: datetime, lease_id: int) -> int:
    """Expect the rents of a lease's devices, each once; those of what has left it end.

    A rent that is known by financier, schedule and serial number, from a file or from before,
    gets what the lease says. Returns how many were written. Raises Refused: ``not-allowed``,
    ``not-found``.
    """
    require(may_match(actor))
    lease = lease_of(lease_id)
    if not lease.schedule_number:
        return 0
    hold(RENTS, lease.owner_id)
    known = {
        one.serial_number: one
        for one in RentSchedule.objects.filter(
            buyer_id=lease.owner_id, financier_id=lease.financier_id,
            schedule=lease.schedule_number,
        )
    }  # fmt: skip
    new: list[RentSchedule] = []
    changed: list[RentSchedule] = []
    later = _leased_again(lease)
    for device in lease.devices.order_by("id"):
        said = _said(lease, device) if later.get(device.asset_id, 0) < device.pk else None
        before = known.get(device.serial_number)
        if said is None:
            continue
        if before is None:
            new.append(_rent(lease, device, said, now))
        elif any(getattr(before, name) != value for name, value in said.items()):
            changed.append(change(before, **said))
    create_all(new)
    tell_of_rents([*new, *changed])
    return len(new) + len(changed)


def _leased_again(lease: Lease) -> dict[int, int]:
    """The newest stay, by device, in another lease that runs by the same schedule: it passed on to
    another organisation, and came back.
    """
    others = LeasedAsset.objects.filter(
        owner_id=lease.owner_id, financier_id=lease.financier_id,
        lease__schedule_number=lease.schedule_number,
    ).exclude(lease=lease)  # fmt: skip
    return dict(others.values_list("asset_id").annotate(newest=Max("id")))


def _said(lease: Lease, device: LeasedAsset) -> dict[str, Any] | None:
    """What is expected of a device; None where no month of it falls to the device."""
    first, end = device.first_month, lease.ends_on
    months = (end.year - first.year) * YEAR + end.month - first.month + 1
    if months < 1:
        return None
    return {
        "monthly_cents": device.monthly_cents, "currency": lease.currency, "first_month": first,
        "months": min(months, LONGEST_TERM), "returned_on": device.stopped_on,
    }  # fmt: skip


def _rent(
    lease: Lease, device: LeasedAsset, said: dict[str, Any], now: datetime
) -> RentSchedule:  # fmt: skip
    return RentSchedule(
        buyer_id=lease.owner_id, financier_id=lease.financier_id,
        schedule=lease.schedule_number, serial_number=device.serial_number, recorded_at=now,
        **said,
    )  # fmt: skip

"""Writes the leases of the past, with their financier's schedules and the rents expected of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from samkop.fleet.models import LeasedAsset, LeaseEvent, LeaseSchedule, LeaseScheduleLine
from samkop.invoicing.models import RentSchedule
from samkop.site.demo.bulk.leases import Leasing
from samkop.site.demo.bulk.loading import Loader, Row
from samkop.site.demo.bulk.rent_bills import bill_rents

YEAR = 12
RECORDED_BEFORE = timedelta(days=2)


def write_leases(loader: Loader, made: Sequence[Leasing], founded: date) -> None:
    """Write leases that have their ids, all that they are made of, and what follows of them."""
    for one in made:
        for device in one.devices:
            device.lease_id = one.lease.pk
        for event in one.events:
            event.lease_id = one.lease.pk
    loader.write([one.lease for one in made])
    loader.write([device for one in made for device in one.devices])
    loader.copy(
        LeaseEvent,
        "lease_id, owner_id, financier_id, kind, month, due_on, cents, devices, note, at",
        (
            (row.lease_id, row.owner_id, row.financier_id, str(row.kind), row.month, row.due_on,
             row.cents, row.devices, row.note, row.at)
            for one in made for row in one.events
        ),
    )  # fmt: skip
    running = [one for one in made if one.agreed_at]
    _write_schedules(loader, running)
    bill_rents(loader, _write_rents(loader, running), founded)


def _write_schedules(loader: Loader, running: Sequence[Leasing]) -> None:
    schedules = [_schedule(one) for one in running]
    loader.number(schedules)
    loader.write(schedules)
    loader.copy(
        LeaseScheduleLine,
        "schedule_id, financier_id, lessee_id, recorded_by_id, serial_number, monthly_cents",
        (
            (schedule.pk, schedule.financier_id, schedule.lessee_id, schedule.recorded_by_id,
             device.serial_number, device.monthly_cents)
            for one, schedule in zip(running, schedules, strict=True) for device in one.devices
        ),
    )  # fmt: skip


def _write_rents(loader: Loader, running: Sequence[Leasing]) -> list[tuple[Leasing, Sequence[int]]]:
    """What is expected of each device; with each lease the ids of its devices' rents."""
    ids = loader.ids(RentSchedule, sum(len(one.devices) for one in running))
    loader.copy(
        RentSchedule,
        "id, buyer_id, financier_id, schedule, serial_number, monthly_cents, currency,"
        " first_month, months, returned_on, recorded_at",
        ((pk, *row) for pk, row in zip(ids, _rents(running), strict=True)),
    )
    left = iter(ids)
    return [(one, list(islice(left, len(one.devices)))) for one in running]


def _schedule(one: Leasing) -> LeaseSchedule:
    lease = one.lease
    assert one.agreed_at is not None  # noqa: S101 - asked before
    return LeaseSchedule(
        financier_id=lease.financier_id, lessee_id=lease.owner_id,
        recorded_by_id=lease.financier_id, number=lease.schedule_number,
        starts_on=lease.starts_on, months=lease.plan.months,
        monthly_cents=sum(device.monthly_cents for device in one.devices),
        recorded_at=one.agreed_at - RECORDED_BEFORE,
    )  # fmt: skip


def _rents(running: Sequence[Leasing]) -> Iterator[Row]:
    for one in running:
        lease = one.lease
        for device in one.devices:
            yield (
                lease.owner_id, lease.financier_id, lease.schedule_number, device.serial_number,
                device.monthly_cents, lease.currency, device.first_month, _months(device, one),
                device.stopped_on, one.agreed_at,
            )  # fmt: skip


def _months(device: LeasedAsset, one: Leasing) -> int:
    first, end = device.first_month, one.lease.ends_on
    return (end.year - first.year) * YEAR + end.month - first.month + 1

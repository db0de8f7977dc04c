"""Leases go on with whoever their devices pass to. docs/adr/0019-leases.md

The giver's job ends its part and says what goes on; the receiver's job takes that over. Neither
reads what is the other's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse

from samkop.agreements.models import Participation
from samkop.agreements.policies import SELLS
from samkop.core.leasing import going_on
from samkop.core.period import day_of
from samkop.fleet.models import (
    Asset,
    AssetTransfer,
    Lease,
    LeasedAsset,
    PassedAsset,
    PassedLease,
    TransferAnswer,
)
from samkop.fleet.policies import may_watch_leases
from samkop.fleet.queries.lease_sums import lent
from samkop.fleet.queries.leases import lease_of, locked_leases, next_lease_number
from samkop.fleet.queries.transfers import transfer_of
from samkop.fleet.usecases.lease_books import (
    WAITS,
    book,
    event_of,
    locked_devices,
    settle_leaving,
    tell_rents_changed,
)
from samkop.fleet.vocabulary import AssetState, LeaseEventKind, StopReason
from samkop.fleet.vocabulary.leases import HELD
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.notifications import notify
from samkop.platform.outbox import tell
from samkop.platform.records import change_each, create, create_all, subject_of
from samkop.platform.unit_of_work import require

# As the lease had it, so its part has it.
KEPT = (
    "financier_id", "plan_id", "state", "schedule_number", "accepted_on", "starts_on", "ends_on",
    "notice_given_on", "alarm_days", "rate_ppm", "value_permille", "life_permille",
    "accounting_class",
)  # fmt: skip
OF_DEVICE = ("serial_number", "model_name", "price_cents", "monthly_cents")
DAYS = ("first_month", "interim_from", "interim_since")


def pass_leases_on(*, actor: Actor, now: datetime, transfer_id: int) -> int:
    """A job of the giver's: of leases whose devices have passed on, its own part has ended.

    The month in which they pass on is the giver's; interim rent is owed by days. What it owes
    no more goes back to budgets and ceiling, without a penalty. What goes on is written for the
    receiver (``PassedLease``), and told as ``lease-passed-on``. Returns how many leases.
    """
    transfer = transfer_of(transfer_id)
    require(may_watch_leases(actor, transfer.giver_id))
    passed = dict(
        PassedAsset.objects.filter(transfer=transfer).values_list("asset_id", "passed_at")
    )
    found = LeasedAsset.objects.filter(
        owner_id=transfer.giver_id, asset_id__in=passed, stopped_on=None
    )
    leases = set(found.values_list("lease_id", flat=True))
    if not leases:
        return 0
    on = day_of(max(passed.values()), transfer.receiver.time_zone)
    for lease in locked_leases(transfer.giver_id, leases):
        _pass_on(lease, transfer, set(passed), on, now)
    return len(leases)


def take_over_lease(*, actor: Actor, now: datetime, passed_id: int) -> Lease:
    """A job of the receiver's: a lease goes on with it, in the month after the giver's last.

    It stands in the ledger at once. What it commits of budgets and ceiling waits for
    ``commit_lease``: the contract goes on whether there is room or not. Told as
    ``lease-taken-over``.
    """
    part = PassedLease.objects.select_related("transfer", "plan__agreement").get(id=passed_id)
    require(may_watch_leases(actor, part.receiver_id))
    agreement = part.plan.agreement
    owner_id = part.receiver_id
    hold(HELD, owner_id)
    lease = create(
        Lease(
            owner_id=owner_id, passed=part, agreement=agreement, currency=agreement.currency,
            participation=Participation.objects.get(agreement=agreement, buyer_id=owner_id),
            number=next_lease_number(owner_id), accepted_at=now, uncommitted_code=WAITS,
            price_cents=sum(one["price_cents"] for one in part.devices),
            **{name: getattr(part, name) for name in KEPT},
        )
    )  # fmt: skip
    centre_id = TransferAnswer.objects.get(transfer=part.transfer).cost_centre_id
    assert centre_id is not None  # noqa: S101 - the database lets nothing leased pass without
    devices = create_all([_device(lease, one, centre_id) for one in part.devices], under=lease)
    said = event_of(
        lease, LeaseEventKind.TAKEN_OVER, now, due_on=part.on_date, devices=len(devices),
        note=part.transfer.name,
    )  # fmt: skip
    book(lease, devices, now, [said])
    tell_rents_changed(lease)
    tell(
        "lease-taken-over", buyer_id=owner_id, financier_id=lease.financier_id, lease_id=lease.pk
    )  # fmt: skip
    _follow_ended(owner_id, devices)
    return lease


def tell_financier_of_lease(*, actor: Actor, now: datetime, lease_id: int, what: str) -> None:
    """Tell the financier's people what became of a lease, by its fact; ``actor`` is its own job."""
    lease = lease_of(lease_id)
    financier = party_of(lease.financier_id)
    notify(
        party_id=financier.pk,
        person_ids=ids_with_any_role(financier.pk, SELLS, day_of(now, financier.time_zone)),
        kind=what, subject=subject_of(lease),
        facts={
            "number": lease.number, "lessee": lease.owner.legal_name,
            "devices": lease.devices.filter(stopped_on=None).count(),
            "schedule": lease.schedule_number or "-",
            "accepted_on": lease.accepted_on.isoformat(), "ends_on": lease.ends_on.isoformat(),
        },
        url=reverse("lease", args=[lease.pk]),
    )  # fmt: skip


def _pass_on(
    lease: Lease, transfer: AssetTransfer, asset_ids: set[int], on: date, now: datetime
) -> None:
    every, last = locked_devices(lease), on - timedelta(days=1)
    leaving = [one for one in every if one.asset_id in asset_ids and one.stopped_on is None]
    if not leaving:
        return
    part = create(
        PassedLease(
            transfer=transfer, giver_id=transfer.giver_id, receiver_id=transfer.receiver_id,
            lease=lease, on_date=on, devices=[_going_on(lease, one, on) for one in leaving],
            **{name: getattr(lease, name) for name in KEPT},
        )
    )  # fmt: skip
    change_each((one, {"stopped_on": last, "stop_reason": StopReason.PASSED_ON}) for one in leaving)
    said = event_of(
        lease, LeaseEventKind.PASSED_ON, now, due_on=last, devices=len(leaving),
        note=transfer.name,
    )  # fmt: skip
    settle_leaving(lease, every, last, [said], now, lower_only=True)
    tell(
        "lease-passed-on", giver_id=transfer.giver_id, receiver_id=transfer.receiver_id,
        passed_id=part.pk,
    )  # fmt: skip


def _going_on(lease: Lease, device: LeasedAsset, on: date) -> dict[str, Any]:
    """What of a device goes on from a day, as JSON."""
    said = {name: getattr(device, name) for name in OF_DEVICE}
    rest = going_on(lent(lease, device), on)
    days = {name: getattr(rest, name) for name in DAYS}
    shown = {name: day and day.isoformat() for name, day in days.items()}
    return {"asset": device.asset_id, **said, **shown}


def _device(lease: Lease, said: dict[str, Any], centre_id: int) -> LeasedAsset:
    days = {name: said[name] and date.fromisoformat(said[name]) for name in DAYS}
    return LeasedAsset(
        lease=lease, owner_id=lease.owner_id, financier_id=lease.financier_id,
        asset_id=said["asset"], cost_centre_id=centre_id, **days,
        **{name: said[name] for name in OF_DEVICE},
    )  # fmt: skip


def _follow_ended(owner_id: int, devices: Iterable[LeasedAsset]) -> None:
    """What has ended in the meantime has left this lease, too."""
    ended = Asset.objects.filter(
        owner_id=owner_id, id__in=[one.asset_id for one in devices], state=AssetState.ENDED
    )
    asset_ids: Sequence[int] = sorted(ended.values_list("id", flat=True))
    if asset_ids:
        tell("assets-ended", owner_id=owner_id, asset_ids=asset_ids, reason="passed-on")

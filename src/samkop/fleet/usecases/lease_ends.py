"""A lease goes on for want of notice, and ends device by device: returned, bought out, swapped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.core.leasing import notice_of, penalty, term_end
from samkop.core.matching.shares import divided
from samkop.core.period import day_of, months_after
from samkop.fleet.models import Asset, Lease, LeasedAsset, LeaseEvent
from samkop.fleet.policies import may_keep_leases, may_watch_leases
from samkop.fleet.queries.lease_sums import plan_buy_out, rents_left
from samkop.fleet.queries.leases import leases_going_on, locked_leases, price_said
from samkop.fleet.usecases.lease_books import (
    WAITS,
    book,
    event_of,
    locked_devices,
    recommit,
    settle_leaving,
    tell_rents_changed,
)
from samkop.fleet.usecases.moving import locked_assets
from samkop.fleet.vocabulary import (
    PENALISED,
    RENTED,
    EndReason,
    LeaseEventKind,
    LeaseState,
    StopReason,
)
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.outbox import tell
from samkop.platform.records import change, change_each, create, subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

TOLD = (RoleName.ICT_MANAGER, RoleName.FINANCE_CLERK)


def stop_leases(
    actor: Actor, now: datetime, assets: Iterable[Asset], on: date, reason: StopReason
) -> int:
    """Devices have left their leases on a day: their rents end with its month.

    Inner: for whoever takes devices back, locked before. What is in no lease is left out; how
    many stopped is returned. What they owe no more goes back to budgets and ceiling, and is
    taken out of the ledger; before the end of the lease the plan's penalty is owed.
    """
    found = LeasedAsset.objects.filter(asset__in=list(assets), stopped_on=None)
    by_lease: dict[int, list[int]] = {}
    for lease_id, device_id in found.values_list("lease_id", "id"):
        by_lease.setdefault(lease_id, []).append(device_id)
    if not by_lease:
        return 0
    owner_id = found.values_list("owner_id", flat=True)[0]
    stopped = 0
    for lease in locked_leases(owner_id, by_lease):
        every = locked_devices(lease)
        wanted = set(by_lease[lease.pk])
        # What somebody else has stopped or bought out while this waited for the lock has left.
        leaving = [one for one in every if one.pk in wanted and one.stopped_on is None]
        if not leaving:
            continue
        stopped += len(leaving)
        fine = sum(rents_left(lease, one, on) for one in leaving)
        owed = penalty(fine, lease.plan.penalty_permille) if reason in PENALISED else 0
        change_each((one, {"stopped_on": on, "stop_reason": reason}) for one in leaving)
        said = [_stopped(lease, len(leaving), on, now)]
        if owed and lease.state in RENTED:
            said.append(
                event_of(lease, LeaseEventKind.PENALTY, now, due_on=on, devices=len(leaving),
                         cents=owed)
            )  # fmt: skip
        settle_leaving(lease, every, on, said, now, lower_only=True)
    return stopped


def stop_leases_of_ended(*, actor: Actor, now: datetime, asset_ids: Sequence[int]) -> int:
    """Devices have ended: what was leased of them has left its lease on that day.

    What went to the financier was returned; what was lost, or went elsewhere, is lost to it.
    Returns how many were leased. Raises Refused: ``not-allowed``, ``not-found``.
    """
    require(may_watch_leases(actor, actor.own_party_id))
    found: dict[tuple[date, StopReason], list[Asset]] = {}
    for asset in locked_assets(actor.own_party_id, asset_ids):
        if asset.ended_on is not None:
            returned = asset.end_reason == EndReason.TO_LESSOR
            reason = StopReason.RETURNED if returned else StopReason.LOST
            found.setdefault((asset.ended_on, reason), []).append(asset)
    return sum(stop_leases(actor, now, assets, *how) for how, assets in sorted(found.items()))


def swap_leased(now: datetime, old: Asset, new: Asset, on: date) -> bool:
    """Another device takes the place of a leased one: same lease, price, rent and end.

    Inner: for whoever swaps, both locked before. False where the old one is in no lease, or the
    new one is in a lease of its own: then each keeps its own.
    """
    found = LeasedAsset.objects.filter(asset=old, stopped_on=None).first()
    if found is None or LeasedAsset.objects.filter(asset=new, stopped_on=None).exists():
        return False
    [lease] = locked_leases(found.owner_id, [found.lease_id])
    leaving = LeasedAsset.objects.select_for_update().get(pk=found.pk)
    if leaving.stopped_on is not None:  # bought out while this waited for the lock
        return False
    begun = on >= leaving.first_month
    first = months_after(on.replace(day=1), 1) if begun else leaving.first_month
    interim_from = None if begun else leaving.interim_from
    change(
        leaving, stopped_on=on, stop_reason=StopReason.SWAPPED,
        interim_from=leaving.interim_from if begun else None,
    )  # fmt: skip
    create(
        LeasedAsset(
            lease=lease, owner_id=lease.owner_id, financier_id=lease.financier_id, asset=new,
            serial_number=new.serial_number, model_name=new.model_name,
            cost_centre_id=leaving.cost_centre_id, project_id=leaving.project_id,
            price_cents=leaving.price_cents, monthly_cents=leaving.monthly_cents,
            interim_from=interim_from, interim_since=interim_from and leaving.interim_since,
            first_month=first, replaces=leaving,
        )
    )  # fmt: skip
    said = event_of(
        lease, LeaseEventKind.SWAPPED, now, due_on=on, devices=1,
        note=f"{old.serial_number} → {new.serial_number}",
    )  # fmt: skip
    settle_leaving(lease, locked_devices(lease), on, [said], now, lower_only=True)
    return True


def give_notice(*, actor: Actor, now: datetime, lease_id: int) -> Lease:
    """Say that a lease ends with its last day: it does not go on by itself.

    Raises Refused: ``not-found``, ``not-allowed``, ``lease-not-running``, ``notice-too-late``.
    """
    require(may_keep_leases(actor, actor.own_party_id))
    [lease] = locked_leases(actor.own_party_id, [lease_id])
    _require_running(lease)
    today = day_of(now, lease.owner.time_zone)
    last = notice_of(lease.ends_on, lease.plan.notice_months, 0).given_by
    if today > last:
        raise Refused(
            "notice-too-late",
            _("Notice had to be given by %(day)s. The lease goes on for %(months)s months; give"
              " notice to its next end then."),
            day=last.isoformat(), months=lease.plan.extension_months,
        )  # fmt: skip
    if lease.notice_given_on is None:
        change(lease, notice_given_on=today)
        said = event_of(lease, LeaseEventKind.NOTICE, now, due_on=lease.ends_on, devices=0)
        create(said)
        tell(
            "lease-notice-given", buyer_id=lease.owner_id, financier_id=lease.financier_id,
            lease_id=lease.pk,
        )  # fmt: skip
    return lease


def buy_out(*, actor: Actor, now: datetime, lease_id: int, asset_ids: Sequence[int]) -> int:
    """Keep devices of a lease for good: their rents end with this month; the cents it costs.

    All that is left of a lease costs what the financier has said, while its word holds; else
    each device what the plan says. The price goes on this year's budgets. Raises Refused:
    ``not-found``, ``not-allowed``, ``lease-not-running``, and as ``lease_books.recommit``.
    """
    require(may_keep_leases(actor, actor.own_party_id))
    [lease] = locked_leases(actor.own_party_id, [lease_id])
    _require_running(lease)
    every, wanted = locked_devices(lease), set(asset_ids)
    living = [one for one in every if one.stopped_on is None]
    kept = [one for one in living if one.asset_id in wanted]
    if not kept or len(kept) < len(wanted):
        raise not_found()
    today = day_of(now, lease.owner.time_zone)
    by_plan = [plan_buy_out(lease, one, today) for one in kept]
    said = price_said(lease.pk, today) if len(kept) == len(living) else None
    prices = by_plan if said is None else divided(said, [max(cents, 1) for cents in by_plan])
    change_each(
        (one, {"stopped_on": today, "stop_reason": StopReason.BOUGHT_OUT, "buy_out_cents": cents})
        for one, cents in zip(kept, prices, strict=True)
    )
    rows = [
        _stopped(lease, len(kept), today, now),
        event_of(lease, LeaseEventKind.BUY_OUT, now, due_on=today, devices=len(kept),
                 cents=sum(prices)),
    ]  # fmt: skip
    settle_leaving(lease, every, today, rows, now)
    return sum(prices)


def extend_lease(*, actor: Actor, now: datetime, lease_id: int) -> bool:
    """The last day of notice has passed without notice: the lease goes on, as its plan says.

    Whether it did. What it costs waits to be committed (``commit_lease``): the contract goes on
    whether there is a budget or not.
    """
    require(may_watch_leases(actor, actor.own_party_id))
    [lease] = locked_leases(actor.own_party_id, [lease_id])
    today = day_of(now, lease.owner.time_zone)
    if lease.pk not in leases_going_on(lease.owner_id, today):
        return False
    months = lease.plan.extension_months
    change(
        lease, state=LeaseState.EXTENDED, uncommitted_code=WAITS,
        ends_on=term_end(lease.ends_on + timedelta(days=1), months),
    )  # fmt: skip
    every = locked_devices(lease)
    living = sum(1 for one in every if one.stopped_on is None)
    said = event_of(
        lease, LeaseEventKind.EXTENDED, now, due_on=lease.ends_on, devices=living
    )  # fmt: skip
    book(lease, every, now, [said])
    tell_rents_changed(lease)
    return True


def commit_lease(*, actor: Actor, now: datetime, lease_id: int) -> None:
    """Put on budgets and ceiling what a lease costs since it went on.

    Raises Refused as ``lease_books.recommit``.
    """
    require(may_watch_leases(actor, actor.own_party_id))
    [lease] = locked_leases(actor.own_party_id, [lease_id])
    change(lease, uncommitted_code="")
    recommit(lease, locked_devices(lease), now)


def leave_uncommitted(*, actor: Actor, now: datetime, lease_id: int, code: str) -> None:
    """It could not be: ICT manager and finance are told, once for each reason."""
    require(may_watch_leases(actor, actor.own_party_id))
    [lease] = locked_leases(actor.own_party_id, [lease_id])
    if lease.uncommitted_code != code:
        change(lease, uncommitted_code=code)
        _notify(lease, now, "lease-uncommitted")


def alarm_of_notice(*, actor: Actor, now: datetime, lease_id: int) -> None:
    """Tell ICT manager and finance by when notice has to be given; once for each end."""
    require(may_watch_leases(actor, actor.own_party_id))
    [lease] = locked_leases(actor.own_party_id, [lease_id])
    if lease.alarmed_for != lease.ends_on:
        change(lease, alarmed_for=lease.ends_on)
        _notify(lease, now, "lease-notice-near")


def _notify(lease: Lease, now: datetime, kind: str) -> None:
    today = day_of(now, lease.owner.time_zone)
    notify(
        party_id=lease.owner_id, person_ids=ids_with_any_role(lease.owner_id, TOLD, today),
        kind=kind, subject=subject_of(lease), url=reverse("lease", args=[lease.pk]),
        facts={
            "number": lease.number, "financier": party_of(lease.financier_id).legal_name,
            "notice_on":
                notice_of(lease.ends_on, lease.plan.notice_months, 0).given_by.isoformat(),
            "ends_on": lease.ends_on.isoformat(),
        },
    )  # fmt: skip


def _require_running(lease: Lease) -> None:
    if lease.state not in RENTED:
        raise Refused(
            "lease-not-running",
            _("Lease %(number)s does not run. Agree its schedule first, if it has not ended."),
            number=lease.number,
        )


def _stopped(lease: Lease, count: int, on: date, now: datetime) -> LeaseEvent:
    return event_of(lease, LeaseEventKind.STOPPED, now, due_on=on, devices=count)

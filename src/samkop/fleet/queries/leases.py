"""Reads of leases: one's own, what one finances, what is near."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from samkop.core.leasing import Difference, Line, differences, notice_of
from samkop.core.period import months_after
from samkop.fleet.models import (
    Asset,
    Lease,
    LeasedAsset,
    LeaseEvent,
    LeasePlan,
    LeaseSchedule,
    LeaseStatement,
)
from samkop.fleet.vocabulary import RENTED, LeaseEventKind, LeaseState, StatementKind
from samkop.platform.refusals import Refused, not_found

OWED = (LeaseEventKind.RENT, LeaseEventKind.INTERIM_RENT)


def leases_of(party_id: int) -> QuerySet[Lease]:
    """The leases that a party has, or finances, with how many devices are in them.

    Counted lease by lease, for those alone that are shown.
    """
    there = LeasedAsset.objects.filter(lease=OuterRef("id"), stopped_on__isnull=True)
    counted = there.order_by().values("lease").annotate(count=Count("id")).values("count")
    return (
        Lease.objects.filter(Q(owner_id=party_id) | Q(financier_id=party_id))
        .select_related("owner", "financier", "plan", "agreement")
        .annotate(living=Coalesce(Subquery(counted), 0))
    )


def lease_of(lease_id: int) -> Lease:
    """A lease with its parties and plan. Raises Refused ``not-found``."""
    found = (
        Lease.objects.select_related("owner", "financier", "plan", "agreement", "passed__giver")
        .filter(id=lease_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def next_lease_number(owner_id: int) -> str:
    """The next of an owner's own numbers; others are kept away (``vocabulary.leases.HELD``)."""
    return f"L{Lease.objects.filter(owner_id=owner_id).count() + 1:05}"


def locked_leases(owner_id: int, ids: Iterable[int]) -> list[Lease]:
    """Leases with their plans, by id, each locked until the end. Raises Refused ``not-found``."""
    wanted = set(ids)
    found = list(
        Lease.objects.select_for_update(of=("self",))
        .select_related("plan", "owner")
        .filter(owner_id=owner_id, id__in=wanted)
        .order_by("id")
    )
    if len(found) < len(wanted):
        raise not_found()
    return found


def living_devices(lease_id: int) -> list[LeasedAsset]:
    """The devices that are in the lease now."""
    return list(LeasedAsset.objects.filter(lease_id=lease_id, stopped_on=None).order_by("id"))


def lines_of(devices: Iterable[LeasedAsset]) -> list[Line]:
    """The same as a schedule has them."""
    return [Line(device.serial_number, device.monthly_cents) for device in devices]


def schedules_for(lease: Lease) -> list[LeaseSchedule]:
    """The financier's schedules that may be the lease's: of its devices, the newest first."""
    serials = LeasedAsset.objects.filter(lease=lease).values("serial_number")
    found = LeaseSchedule.objects.filter(
        lessee_id=lease.owner_id, financier_id=lease.financier_id,
        lines__serial_number__in=serials,
    )  # fmt: skip
    return list(found.distinct().order_by("-id")[:5])


def schedule_differences(lease: Lease, schedule: LeaseSchedule) -> list[Difference]:
    """In what a financier's schedule differs from the lease, by device."""
    theirs = [Line(*row) for row in schedule.lines.values_list("serial_number", "monthly_cents")]
    return differences(lines_of(living_devices(lease.pk)), theirs)


def booked_of(lease_id: int) -> dict[tuple[bool, date], int]:
    """Cents of rents that stand in the ledger, by interim or not and month."""
    rows = (
        LeaseEvent.objects.filter(lease_id=lease_id, kind__in=OWED)
        .values("kind", "month")
        .annotate(total=Sum("cents"))
    )
    return {
        (row["kind"] == LeaseEventKind.INTERIM_RENT, row["month"]): row["total"] for row in rows
    }


def ledger_of(lease_id: int) -> QuerySet[LeaseEvent]:
    """The rows of a lease's ledger, as they were written."""
    return LeaseEvent.objects.filter(lease_id=lease_id).order_by("id")


def plans_open(party_id: int, on: date) -> QuerySet[LeasePlan]:
    """The plans on which a party may accept a lease on a day: of agreements that it has joined."""
    return (
        LeasePlan.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on),
            valid_from__lte=on, agreement__participations__buyer_id=party_id,
        )
        .select_related("agreement", "financier")
        .order_by("financier__legal_name", "months", "id")
    )  # fmt: skip


def plan_of(plan_id: int) -> LeasePlan:
    """A plan with its agreement. Raises Refused ``not-found``."""
    found = LeasePlan.objects.select_related("agreement", "financier").filter(id=plan_id).first()
    if found is None:
        raise not_found()
    return found


def lease_of_asset(asset_id: int) -> LeasedAsset | None:
    """The newest lease of a device, the one that it is in first."""
    return (
        LeasedAsset.objects.filter(asset_id=asset_id)
        .select_related("lease__plan", "lease__financier")
        .order_by(F("stopped_on").desc(nulls_first=True), "-id")
        .first()
    )


def lease_ends_of(owner_id: int) -> dict[int, date]:
    """By device in a lease the lease's last day."""
    rows = LeasedAsset.objects.filter(owner_id=owner_id, stopped_on=None)
    going_on = rows.exclude(lease__state=LeaseState.ENDED)
    return dict(going_on.values_list("asset_id", "lease__ends_on"))


def assets_by_serial(owner_id: int, serials: Sequence[str]) -> list[int]:
    """Ids of an owner's devices by serial number. Raises Refused ``serial-unknown``."""
    wanted = {serial for serial in (text.strip() for text in serials) if serial}
    rows = Asset.objects.filter(owner_id=owner_id, serial_number__in=wanted).exclude(state="ended")
    found = dict(rows.values_list("serial_number", "id"))
    unknown = sorted(wanted - found.keys())
    if unknown or not wanted:
        sentence = _("No device of yours has the serial number “%(serial)s”: correct it.")
        if not wanted:
            sentence = _("Write the serial numbers of the devices, one a line.")
        raise Refused(
            "serial-unknown", sentence, status=422, fields={"serials": sentence},
            serial=unknown[0] if unknown else "",
        )  # fmt: skip
    return sorted(found.values())


def leased_among(assets: Iterable[Asset]) -> set[int]:
    """Ids of those of the devices that are in a lease now; one query."""
    living = LeasedAsset.objects.filter(asset__in=list(assets), stopped_on=None)
    return set(living.values_list("asset_id", flat=True))


def price_said(lease_id: int, today: date) -> int | None:
    """What the financier asks for all that is left of a lease, if its word still holds."""
    newest = (
        LeaseStatement.objects.filter(lease_id=lease_id, kind=StatementKind.BUY_OUT_PRICE)
        .order_by("-id")
        .first()
    )
    if newest is None or (newest.holds_until is not None and newest.holds_until < today):
        return None
    return newest.cents


def leases_near_notice(owner_id: int, today: date) -> list[int]:
    """Ids of the leases of whose last day of notice somebody is to be told, each day once."""
    return [
        lease.pk
        for lease in _without_notice(owner_id, today)
        if lease.alarmed_for != lease.ends_on
        and notice_of(lease.ends_on, lease.plan.notice_months, lease.alarm_days).is_near(today)
    ]


def leases_going_on(owner_id: int, today: date) -> list[int]:
    """Ids of the leases whose last day of notice has passed without notice."""
    return [
        lease.pk
        for lease in _without_notice(owner_id, today)
        if notice_of(lease.ends_on, lease.plan.notice_months, 0).is_past(today)
    ]


def leases_uncommitted(owner_id: int) -> list[int]:
    """Ids of the leases that have gone on and do not stand on budget and ceiling in whole."""
    rows = Lease.objects.filter(owner_id=owner_id).exclude(uncommitted_code="")
    return list(rows.exclude(state=LeaseState.ENDED).order_by("id").values_list("id", flat=True))


def _without_notice(owner_id: int, today: date) -> list[Lease]:
    # Nobody is told more than two years before an end.
    until = months_after(today, 24) + timedelta(days=1)
    return list(
        Lease.objects.filter(
            owner_id=owner_id, state__in=RENTED, notice_given_on=None, ends_on__lte=until
        )
        .select_related("plan")
        .order_by("ends_on", "id")
    )

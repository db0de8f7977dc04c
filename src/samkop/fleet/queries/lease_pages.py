"""Leases as programs read them: pages of leases, of one's devices and ledger, of schedules."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from samkop.fleet.models import Lease, LeasedAsset, LeaseEvent, LeaseSchedule
from samkop.fleet.queries.leases import leases_of
from samkop.fleet.queries.newest import newest_below
from samkop.parties.models import Party
from samkop.parties.rules import normal_identifier
from samkop.parties.vocabulary import IdentifierScheme


def lease_page(
    party_id: int, before: int | None, *, state: str = "", serial_number: str = "",
    schedule_number: str = "", since: date | None = None, ends_by: date | None = None,
) -> list[Lease]:  # fmt: skip
    """A page of the newest that a party has or finances, and one more.

    Accepted ``since`` a day, and of which the last day is not after ``ends_by``.
    """
    devices = LeasedAsset.objects.filter(serial_number=serial_number).values("lease_id")
    return newest_below(
        [leases_of(party_id)], before, state=state, schedule_number=schedule_number,
        accepted_on__gte=since, ends_on__lte=ends_by, id__in=devices if serial_number else None,
    )  # fmt: skip


def leased_device_page(lease: Lease, before: int | None, *, own: bool) -> list[LeasedAsset]:
    """A page of the devices that came into a lease last, and one more.

    With their cost centres for the lessee (``own``): its financier does not see them.
    """
    rows = LeasedAsset.objects.filter(lease=lease).select_related("replaces")
    return newest_below([rows.select_related("cost_centre") if own else rows], before)


def ledger_page(lease_id: int, before: int | None) -> list[LeaseEvent]:
    """A page of the newest rows of a lease's ledger, and one more."""
    return newest_below([LeaseEvent.objects.filter(lease_id=lease_id)], before)


def schedule_page(
    party_id: int, before: int | None, *, number: str = "", since: date | None = None
) -> list[LeaseSchedule]:
    """A page of the newest schedules that a party has or lets by, and one more."""
    rows = LeaseSchedule.objects.filter(Q(lessee_id=party_id) | Q(financier_id=party_id))
    return newest_below(
        [rows.select_related("financier", "lessee", "recorded_by")], before, number=number,
        starts_on__gte=since,
    )  # fmt: skip


def schedule_of(schedule_id: int) -> LeaseSchedule | None:
    """A schedule with its sides."""
    found = LeaseSchedule.objects.select_related("financier", "lessee", "recorded_by")
    return found.filter(id=schedule_id).first()


def party_numbered(text: str) -> Party | None:
    """The party with this registered number, as its register or people write it."""
    numbers = {normal_identifier(scheme, text) for scheme in IdentifierScheme.values}
    return Party.objects.filter(identifier__in=numbers).order_by("id").first()

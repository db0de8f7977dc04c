"""What the clock tells the cooperation of a fleet: how many devices lack security support."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db.models import Count, Q

from samkop.core.period import day_of, months_after
from samkop.fleet.models import Asset
from samkop.fleet.policies import FLEET_KEEPER
from samkop.fleet.vocabulary import AssetState
from samkop.governance.models import DeviceSupport
from samkop.governance.usecases.security_contacts import state_device_support
from samkop.parties.queries import parties_of_kind, party_of
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading

AHEAD = 6  # months


def count_support(now: datetime | None = None) -> int:
    """Count each owner's devices, once a day, in the owner's name; of how many owners.

    ``now`` is for tests.
    """
    now = now or datetime.now(UTC)
    with reading(actors.job(FLEET_KEEPER), now=now):
        owners = list(parties_of_kind(*BUYER_KINDS).values_list("id", flat=True))
    counted = 0
    for owner_id in owners:
        job = actors.job(FLEET_KEEPER, owner_id)
        with reading(job, now=now):
            today = day_of(now, party_of(owner_id).time_zone)
            if DeviceSupport.objects.filter(party_id=owner_id, counted_on=today).exists():
                continue
            counts = support_on(owner_id, today)
        if counts["in_use"]:
            perform(job, state_device_support, key=None, now=now, counted_on=today, **counts)
            counted += 1
    return counted


def support_on(owner_id: int, today: date) -> dict[str, int]:
    """Devices in use on a day: how many, and of them without support, losing it within six
    months (the last day counts), and those of which nobody knows. One query.
    """
    ends = {"lost": Q(support_ends__lt=today), "unknown": Q(support_ends__isnull=True)}
    ends["losing"] = Q(support_ends__gte=today, support_ends__lte=months_after(today, AHEAD))
    rows = Asset.objects.filter(owner_id=owner_id, state=AssetState.IN_USE)
    return rows.aggregate(
        in_use=Count("id"), **{name: Count("id", filter=asked) for name, asked in ends.items()}
    )

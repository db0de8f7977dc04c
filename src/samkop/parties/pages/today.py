"""The day that it is where the organisation acted for is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from samkop.core.period import day_of
from samkop.parties.queries import Standing
from samkop.platform.unit_of_work import current_unit


def own_day(request: HttpRequest) -> date:
    """The organisation's own day, inside the door; UTC's for who acts for none. No query."""
    unit = current_unit()
    return day_for(unit.actor.party_id, getattr(request, "standings", ()), unit.now)


def zone_for(party_id: int | None, standings: Iterable[Standing]) -> ZoneInfo | None:
    """A party's time zone, by the standings in parties; None where it stands in none."""
    zones = {standing.party.pk: standing.party.time_zone for standing in standings}
    return ZoneInfo(zones[party_id]) if party_id in zones else None


def day_for(party_id: int | None, standings: Iterable[Standing], now: datetime) -> date:
    """The day that it is at a moment in a party's time zone, by the standings in parties."""
    zones = {standing.party.pk: standing.party.time_zone for standing in standings}
    return day_of(now, zones.get(party_id or 0, "UTC"))

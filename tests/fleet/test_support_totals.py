"""How many devices lack security support: what the clock counts, by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections

from factories.fleet_register import a_keeper, registered
from factories.parties import a_municipality
from samkop.fleet.support_clock import count_support, support_on
from samkop.governance.models import DeviceSupport
from samkop.platform import actors
from samkop.platform.unit_of_work import reading

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]


def devices_ending(keeper, *days):
    """Devices in use whose makers' support ends on these days (None: nobody knows)."""
    made = registered(keeper, len(days), state="in-use")
    with connections["owner"].cursor() as cursor:
        for asset, day in zip(made, days, strict=True):
            cursor.execute(
                "UPDATE fleet_asset SET support_ends = %s WHERE id = %s", [day, asset.pk]
            )


def test_devices_in_use_are_counted_by_the_day_on_which_their_support_ends(database):
    keeper, today = a_keeper(), date(2026, 8, 31)
    # Six months from 31 August: 28 February, which counts.
    devices_ending(
        keeper, date(2026, 8, 30), date(2026, 8, 31), date(2027, 2, 28), date(2027, 3, 1), None
    )
    registered(keeper, 2, state="received")
    with reading(keeper.manager):
        assert support_on(keeper.party.pk, today) == {
            "in_use": 5, "lost": 1, "losing": 2, "unknown": 1,
        }  # fmt: skip


def test_the_clock_counts_once_a_day_in_each_owners_name_and_anew_the_next(database):
    keeper, empty = a_keeper("Räknköping"), a_municipality("Tomköping")
    devices_ending(keeper, date(2026, 1, 1), date(2029, 1, 1))
    noon = datetime(2026, 11, 29, 10, tzinfo=UTC)
    assert count_support(noon) >= 1
    assert count_support(noon + timedelta(hours=1)) == 0

    def counted():
        with reading(actors.job("fleet-keeper", keeper.party.pk)):
            rows = DeviceSupport.objects.filter(party=keeper.party)
            return [(one.in_use, one.lost, one.losing, one.counted_on.day) for one in rows]

    assert counted() == [(2, 1, 0, 29)]
    devices_ending(keeper, date(2026, 12, 24))
    count_support(noon + timedelta(days=1))
    assert counted() == [(3, 1, 1, 30)]
    with reading(actors.job("fleet-keeper", empty.pk)):
        assert not DeviceSupport.objects.filter(party=empty).exists()

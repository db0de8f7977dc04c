"""Asset numbers, in the owner's own series."""

from __future__ import annotations

from collections.abc import Sequence

from samkop.fleet.models import Asset, AssetSeries
from samkop.platform.records import change, create_new

DIGITS = 6


def next_numbers(owner_id: int, count: int) -> list[str]:
    """So many new asset numbers of an owner, none of which stands on a device yet.

    The series is locked until the end: two who number at once wait for each other.
    """
    create_new(AssetSeries(owner_id=owner_id))
    series = AssetSeries.objects.select_for_update().get(owner_id=owner_id)
    numbers: list[str] = []
    first = series.next_number
    while len(numbers) < count:
        wanted = count - len(numbers)
        offered = [f"{series.prefix}{first + place:0{DIGITS}}" for place in range(wanted)]
        first += wanted
        numbers += _free(owner_id, offered)
    if count:
        change(series, next_number=first)
    return numbers


def _free(owner_id: int, offered: Sequence[str]) -> list[str]:
    """A register that was taken over may hold numbers of the series already."""
    taken = set(
        Asset.objects.filter(owner_id=owner_id, asset_number__in=offered).values_list(
            "asset_number", flat=True
        )
    )
    return [number for number in offered if number not in taken]

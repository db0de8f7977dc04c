"""Whole devices come in, live and leave: nothing is lost, nobody waits."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from samkop.core.forecast.flow import MONTHS, flow_of

YEARS = st.integers(1, 4)
NEEDED = YEARS.flatmap(
    lambda years: st.lists(
        st.integers(0, 60), min_size=years * MONTHS, max_size=years * MONTHS
    )
)  # fmt: skip
STOCK = st.none() | st.dictionaries(st.integers(0, 70), st.integers(0, 40), max_size=4)
LIFE = st.integers(1, 60)


def by_single_devices(needed, stock, life):
    """The twin: a list of single devices, each with the month in which it leaves."""
    if stock is None:
        ages = [month for month in range(life) for _ in range(share(needed[0], month, life))]
        leaves = sorted(ages)
    else:
        leaves = [max(0, life - age) for age, count in stock.items() for _ in range(count)]
    years = []
    for first in range(0, len(needed), MONTHS):
        bought = retired = 0
        opening = len(leaves)
        for month in range(first, first + MONTHS):
            kept = [end for end in leaves if end > month]
            retired += len(leaves) - len(kept)
            missing = max(0, needed[month] - len(kept))
            bought += missing
            leaves = kept + [month + life] * missing
        years.append((opening, bought, retired, len(leaves)))
    return years


def share(all_of_them, month, life):
    return all_of_them * (month + 1) // life - all_of_them * month // life


@given(NEEDED, STOCK, LIFE)
@settings(max_examples=60)
def test_the_flow_is_that_of_single_devices_counted_one_by_one(needed, stock, life):
    found = [(year.opening, year.bought, year.retired, year.closing)
             for year in flow_of(needed, stock, life)]  # fmt: skip
    assert found == by_single_devices(needed, stock, life)


@given(NEEDED, STOCK, LIFE)
@settings(max_examples=60)
def test_each_year_balances_to_the_device_and_begins_where_the_last_one_ended(needed, stock, life):
    years = flow_of(needed, stock, life)
    assert [one.opening + one.added + one.renewed - one.retired for one in years] == [
        one.closing for one in years
    ]
    assert [one.opening for one in years[1:]] == [one.closing for one in years[:-1]]
    assert all(one.closing >= one.needed for one in years)


def test_as_many_as_are_needed_of_all_ages_alike_are_renewed_evenly():
    years = flow_of([48] * 48, None, 48)
    assert [(one.added, one.renewed) for one in years] == [(0, 12)] * 4


def test_what_is_past_its_life_is_renewed_first_and_what_is_left_over_ages_out():
    years = flow_of([10] * 12 + [4] * 24, {50: 6, 30: 4}, 48)
    assert [(one.added, one.renewed, one.retired, one.closing) for one in years] == [
        (0, 6, 6, 10), (0, 0, 4, 6), (0, 0, 0, 6),
    ]  # fmt: skip

"""Who gets how many in a shortage."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from samkop.core.allocation import AllocationMethod, Demand, allocate, divided

FIRST, SHARES = AllocationMethod.FIRST_COME, AllocationMethod.PROPORTIONAL


def test_a_critical_place_gets_all_before_anybody_else():
    demands = [Demand(1, 10, 8, 2, 1), Demand(2, 20, 6, 0, 9), Demand(3, 30, 5, 1, 5)]
    assert allocate(demands, 10, FIRST, {}) == {2: 6, 3: 4, 1: 0}
    assert allocate(demands, 10, SHARES, {10: 10**9}) == {2: 6, 3: 4, 1: 0}


def test_first_come_serves_in_order_of_arrival():
    demands = [Demand(1, 10, 4, 2, 3), Demand(2, 20, 4, 2, 1), Demand(3, 30, 4, 2, 2)]
    assert allocate(demands, 7, FIRST, {}) == {2: 4, 3: 3, 1: 0}


def test_shares_by_hand():
    """100 pieces, shares 60, 30 and 10. Their parts are 60, 30 and 10; the first wants only
    20, so that 80 are divided 3 to 1 among the others: 60 and 20."""
    demands = [Demand(1, 10, 20, 2, 1), Demand(2, 20, 90, 2, 2), Demand(3, 30, 90, 2, 3)]
    shares = {10: 60, 20: 30, 30: 10}
    assert allocate(demands, 100, SHARES, shares) == {1: 20, 2: 60, 3: 20}


def test_a_piece_that_is_left_goes_to_the_largest_remainder():
    """10 pieces by 5, 3 and 3 are 4.54, 2.72 and 2.72: the two larger remainders get one."""
    assert divided(10, {1: 9, 2: 9, 3: 9}, {1: 5, 2: 3, 3: 3}) == {1: 4, 2: 3, 3: 3}


def test_a_buyer_without_an_expected_share_counts_as_the_smallest():
    assert divided(8, {1: 9, 2: 9, 3: 9}, {1: 2, 2: 1}) == {1: 4, 2: 2, 3: 2}


demands = st.lists(
    st.builds(
        Demand, st.just(0), st.integers(1, 5), st.integers(1, 40), st.integers(0, 2),
        st.integers(1, 9),
    ),
    max_size=12,
).map(
    lambda found: [
        Demand(number, one.buyer, one.quantity, one.rank, one.place)
        for number, one in enumerate(found)
    ]
)  # fmt: skip
shares = st.dictionaries(st.integers(1, 5), st.integers(0, 1000))
methods = st.sampled_from(list(AllocationMethod))


@given(demands, st.integers(0, 300), methods, shares)
def test_never_more_than_there_is_nor_than_wanted_and_nothing_is_left_over(
    waiting, supply, method, shares
):
    given_out = allocate(waiting, supply, method, shares)
    wanted = sum(demand.quantity for demand in waiting)
    assert sum(given_out.values()) == min(supply, wanted)
    assert all(0 <= given_out[demand.id] <= demand.quantity for demand in waiting)


@given(demands, st.integers(0, 300), methods, shares)
def test_a_lower_rank_gets_nothing_while_a_higher_one_waits(waiting, supply, method, shares):
    given_out = allocate(waiting, supply, method, shares)
    unserved = [demand.rank for demand in waiting if given_out[demand.id] < demand.quantity]
    for demand in waiting:
        if given_out[demand.id] > 0:
            assert all(rank >= demand.rank for rank in unserved)


@given(demands, st.integers(0, 300), methods, shares, st.randoms())
def test_the_order_in_which_demand_is_listed_changes_nothing(
    waiting, supply, method, shares, chance: random.Random
):
    listed = list(waiting)
    chance.shuffle(listed)
    assert allocate(listed, supply, method, shares) == allocate(waiting, supply, method, shares)

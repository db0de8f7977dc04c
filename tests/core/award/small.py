"""Small problems, with everything that a problem may have."""

from __future__ import annotations

from hypothesis import strategies as st

from samkop.core.award.problem import Bid, Discount, Lot, Problem, Rules

MOST_LOTS, MOST_BIDDERS = 6, 4


@st.composite
def problems(draw: st.DrawFn, most_bids: int = 8, *, demanded: bool = False) -> Problem:
    """Costs are few and near to each other, so that many allocations cost the same.

    ``demanded``: each lot has to be awarded, so that many problems have no allocation.
    """
    cents = st.integers(0, 12).map(lambda step: step * draw(st.sampled_from([1, 50, 12345])))
    lots = draw(st.integers(1, MOST_LOTS))
    some_lots = st.sets(st.integers(0, lots - 1), min_size=1, max_size=3).map(
        lambda chosen: tuple(sorted(chosen))
    )
    bidders = st.integers(1, MOST_BIDDERS).map(lambda number: f"S{number}")
    bids = draw(st.lists(st.tuples(bidders, some_lots, cents), max_size=most_bids))
    discounts = draw(st.lists(st.tuples(bidders, some_lots, cents), max_size=3))
    left = draw(
        st.lists(st.none() if demanded else st.none() | cents, min_size=lots, max_size=lots)
    )
    few = st.none() | st.integers(0, 3)
    pairs = st.sets(st.integers(0, lots - 1), min_size=2, max_size=2).map(
        lambda pair: tuple(sorted(pair))
    )
    rules = Rules(
        draw(few), draw(st.dictionaries(bidders, st.integers(0, 2), max_size=2)), draw(few),
        draw(few), tuple(draw(st.sets(pairs, max_size=2))) if lots > 1 else (),
    )  # fmt: skip
    return Problem(
        tuple(Lot(f"L{place}", cost) for place, cost in enumerate(left)),
        tuple(Bid(f"B{place}", *bid) for place, bid in enumerate(bids)),
        tuple(Discount(bidder, of, 1 + cost) for bidder, of, cost in discounts),
        rules,
    )

"""Which reserved line each line of an order is: never more than is held, all of it or none."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samkop.ordering.rules.held_lines import (
    Difference,
    Held,
    NotAsReservedError,
    Taken,
    Wanted,
    is_all_of_it,
    taken_lines,
)

ITEMS = st.sampled_from(["P-1", "P-2"])
CENTS = st.sampled_from([100, 250])
HELD = st.lists(st.tuples(ITEMS, st.integers(1, 5), CENTS), min_size=1, max_size=4).map(
    lambda rows: [Held(n, item, "EA", count, cents) for n, (item, count, cents) in enumerate(rows)]
)
WANTED = st.lists(
    st.builds(
        Wanted, sellers_id=ITEMS, unit=st.just("EA"), quantity=st.integers(1, 6).map(Decimal),
        price=st.sampled_from([None, Decimal(1), Decimal("2.50")]),
        quoted_line=st.sampled_from(["", "0", "2"]),
    ),
    min_size=1, max_size=4,
)  # fmt: skip


def taken_or_not(held, wanted):
    """What is taken, or why nothing is."""
    try:
        return taken_lines(held, wanted)
    except NotAsReservedError as error:
        return error.difference


@given(HELD, WANTED)
def test_an_order_takes_no_more_than_is_held_at_its_price_and_all_that_it_asks_for(held, wanted):
    taken = taken_or_not(held, wanted)
    if isinstance(taken, Difference):
        assert taken in {Difference.NOT_RESERVED, Difference.PRICE, Difference.MORE}
        return
    by_number = {line.line_number: line for line in held}
    used, asked = Counter(), Counter()
    for one in taken:
        line, want = by_number[one.line_number], wanted[one.place]
        assert (line.sellers_id, one.quantity > 0) == (want.sellers_id, True)
        assert want.price is None or want.price * 100 == line.cents
        used[one.line_number] += one.quantity
        asked[one.place] += one.quantity
    assert all(count <= by_number[number].quantity for number, count in used.items())
    assert asked == {place: int(want.quantity) for place, want in enumerate(wanted)}


def test_a_line_takes_the_reserved_line_that_it_names_first():
    held = [Held(1, "P", "EA", 2, 100), Held(2, "P", "EA", 2, 100)]
    asked = [Wanted("P", "EA", Decimal(3), Decimal(1), quoted_line="2")]
    assert taken_lines(held, asked) == [Taken(2, 0, 2), Taken(1, 0, 1)]


def test_a_sellers_number_that_oci_has_cut_is_known_again():
    held = [Held(1, "X" * 60, "EA", 1, 100)]
    assert taken_lines(held, [Wanted("X" * 40, "EA", Decimal(1), None)]) == [Taken(1, 0, 1)]


@pytest.mark.parametrize(
    ("wanted", "difference"),
    [
        (Wanted("Q", "EA", Decimal(2), None), Difference.NOT_RESERVED),
        (Wanted("P", "XBX", Decimal(2), None), Difference.UNIT),
        (Wanted("P", "EA", Decimal(2), Decimal("1.001")), Difference.PRICE),
        (Wanted("P", "EA", Decimal("1.5"), None), Difference.NOT_WHOLE),
        (Wanted("P", "EA", Decimal(0), None), Difference.NOT_WHOLE),
        (Wanted("P", "EA", Decimal(3), None), Difference.STEPS),
        (Wanted("P", "EA", Decimal(6), None), Difference.MORE),
    ],
)
def test_what_differs_is_named(wanted, difference):
    held = [Held(1, "P", "EA", 4, 100, step=2)]
    with pytest.raises(NotAsReservedError) as refused:
        taken_lines(held, [wanted])
    assert (refused.value.difference, refused.value.place) == (difference, 0)


def test_only_the_whole_basket_with_its_prices_is_it_without_a_reference():
    held = [Held(1, "P", "EA", 2, 100)]
    assert is_all_of_it(held, [Wanted("P", "EA", Decimal(2), Decimal(1))])
    assert not is_all_of_it(held, [Wanted("P", "EA", Decimal(1), Decimal(1))])
    assert not is_all_of_it(held, [Wanted("P", "EA", Decimal(2), None)])

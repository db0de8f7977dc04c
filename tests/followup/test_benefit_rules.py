"""Own prices, tiers with and without a member: whatever was bought."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from samkop.agreements.rules import Tier
from samkop.agreements.rules.price_tiers import tier_at, tiers_rise
from samkop.core.benefit import Span
from samkop.followup.rules.benefit import (
    Purchase,
    bought,
    dearer,
    differences,
    left_by,
    own_price,
    unit_price,
)
from samkop.followup.vocabulary.benefit import Assumed

PLAIN = Purchase(
    1, 1, "laptops", "L-1", "Laptop", 969_00, 1_000_00, True, 50, 0, 0, 20, 0, 4, 1
)  # fmt: skip


@st.composite
def rising_tiers(draw):
    steps = draw(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 60)), max_size=6))
    made, quantity, permille = [], 0, 0
    for more_units, more_permille in steps:
        quantity, permille = quantity + more_units, permille + more_permille
        made.append(Tier(quantity, permille))
    return made


@given(tiers=rising_tiers(), before=st.integers(0, 400), joins=st.integers(0, 400),
       rule=st.integers(0, 10**7), markup=st.integers(0, 200))  # fmt: skip
def test_one_more_member_never_worsens_the_tier_nor_the_price(tiers, before, joins, rule, markup):
    assert tiers_rise(tiers)
    alone, more = (
        found.discount_permille if (found := tier_at(tiers, volume)) else 0
        for volume in (before, before + joins)
    )
    assert more >= alone
    one = replace(PLAIN, rule_cents=rule, markup_permille=markup)
    assert unit_price(one, more) <= unit_price(one, alone)


rows = st.lists(
    st.builds(
        lambda buyer, group, quantity, rule, joint, less: replace(
            PLAIN, buyer_id=buyer, price_group=group, quantity=quantity, rule_cents=rule,
            joint_permille=joint, without_permille=max(joint - less, 0),
        ),
        st.integers(1, 4), st.sampled_from("ab"), st.integers(1, 30), st.integers(0, 10**6),
        st.integers(0, 300), st.integers(0, 300),
    )
)  # fmt: skip


@given(purchases=rows, leaver=st.integers(1, 4))
def test_without_a_member_nobody_pays_less_and_the_steps_add_up(purchases, leaver):
    left = left_by(leaver, purchases)
    assert all(one.buyer_id != leaver for one in left)
    assert all(one.without_cents >= one.with_cents for one in left)
    others = [one for one in purchases if one.buyer_id != leaver]
    assert sum(one.quantity for one in left) == sum(one.quantity for one in others)
    more = sum(
        one.quantity * (unit_price(one, one.without_permille) - unit_price(one, one.joint_permille))
        for one in others
    )
    assert dearer(left) == (more, 0)
    assert (
        sum(dearer([one for one in left if one.buyer_id == buyer])[0] for buyer in range(5)) == more
    )


def test_an_own_price_is_by_its_own_tier_and_without_markup():
    assert own_price(PLAIN, {}) == Span.exactly(1_000_00)
    assert own_price(replace(PLAIN, own_permille=50), {}) == Span.exactly(950_00)
    assert bought(PLAIN, {}).markup_cents == 19_00


def test_an_own_price_without_tiers_is_assumed_or_no_data():
    without = replace(PLAIN, tiers=False)
    assert own_price(without, {}) is None
    better = {Assumed.OWN_PRICE: Span.of(-5, 10, 20)}
    assert own_price(without, better) == Span.of(950_00, 1_100_00, 1_200_00)


def test_what_the_order_line_does_not_tell_is_no_data():
    assert own_price(replace(PLAIN, rule_cents=None), {}) is None
    assert own_price(replace(PLAIN, own_permille=None), {}) is None
    [left] = left_by(2, [replace(PLAIN, without_permille=None)])
    assert (left.without_cents, dearer([left])) == (None, (0, 4))


def test_the_part_of_the_suppliers_fee_that_is_assumed_in_the_price_comes_off():
    with_fee = replace(PLAIN, fee_permille=20, markup_permille=0)
    assert own_price(with_fee, {}) == Span.exactly(1_000_00)
    half = {Assumed.FEE_IN_PRICE: Span.of(0, 50, 100)}
    # 2 per cent of 1,000 is 20: none of it, half of it, all of it.
    assert own_price(with_fee, half) == Span.of(980_00, 990_00, 1_000_00)
    assert bought(with_fee, {}).fee_cents == 19_38


def test_only_what_differs_is_a_difference():
    before = {"units": 1, "gain_cents": [1, 2, 3], "months": None, "missing": []}
    after = {"units": 1, "gain_cents": [1, 4, 5], "months": [1, 2, 3], "missing": ["x"]}
    assert differences(before, after) == {"gain_cents": (2, 4), "months": (None, 2)}

"""What makes a price and what explains another: one of each rule, recomputed by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samkop.agreements.rules import IndexStep, Tier
from samkop.agreements.vocabulary import RuleKind
from samkop.followup.rules.price_chains import Chain, chain_of, held_against
from samkop.followup.rules.price_drift import Tolerance, equally_configured
from samkop.followup.vocabulary.prices import PriceCause as Cause

# From 108.4 to 111.9: 3.2287822… per cent.
INDEX = IndexStep(
    date(2027, 1, 1), "PPI", date(2025, 10, 1), Decimal("108.4"), date(2026, 10, 1),
    Decimal("111.9"),
)  # fmt: skip
# 400.00; index + 12.92 (12.9151…) = 412.92; tier 5 % - 20.65 (20.646) = 392.27;
# markup 2.5 % + 9.81 (9.80675) = 402.08.
FIXED = Chain(RuleKind.FIXED, 400_00, 0, (INDEX,), None, 50, 25)
# 299.90; discount 12.5 % - 37.49 (37.4875) = 262.41; index + 8.47 (8.4726…) = 270.88;
# tier 2 % - 5.42 (5.4176) = 265.46; markup 2.5 % + 6.64 (6.6365) = 272.10.
LISTED = Chain(RuleKind.LIST_DISCOUNT, 299_90, 125, (INDEX,), None, 20, 25)
# 912.35; margin 3.5 % + 31.93 (31.93225) = 944.28; index + 30.49 (30.4887…) = 974.77;
# tier 1.5 % - 14.62 (14.62155) = 960.15; markup 2.5 % + 24.00 (24.00375) = 984.15.
COST_PLUS = Chain(RuleKind.COST_PLUS, 912_35, 35, (INDEX,), None, 15, 25)
TIERS = (Tier(0, 20), Tier(10, 50), Tier(100, 120))


@pytest.mark.parametrize(
    ("chain", "cents"), [(FIXED, 402_08), (LISTED, 272_10), (COST_PLUS, 984_15)]
)
def test_each_rule_with_index_tier_and_markup_gives_its_price_by_hand(chain, cents):
    assert chain.cents == cents
    assert chain_of(chain.origin()) == chain
    verdict = held_against(chain, cents, chain_of(chain.origin()))
    assert (verdict.outcome, verdict.difference, verdict.shares) == ("agrees", 0, ())


def shares(verdict):
    return [(share.cause, share.cents) for share in verdict.shares]


@pytest.mark.parametrize(
    ("paid", "causes"),
    [
        # No tier: 412.92 + 10.32 (10.323) = 423.24.
        (423_24, [(Cause.TIER, 21_16)]),
        # The next tier, 12 %: 412.92 - 49.55 = 363.37 + 9.08 = 372.45.
        (372_45, [(Cause.TIER, -29_63)]),
        # No index: 400.00 - 20.00 + 9.50 = 389.50.
        (389_50, [(Cause.INDEX, -12_58)]),
        # No markup: 392.27.
        (392_27, [(Cause.MARKUP, -9_81)]),
        # Neither index nor tier: 400.00 + 10.00; the parts add up to 7.92.
        (410_00, [(Cause.INDEX, -12_58), (Cause.TIER, 20_50)]),
        (402_09, [(Cause.ROUNDING, 1)]),
        (402_06, [(Cause.ROUNDING, -2)]),
        (402_11, [(Cause.ABOVE_RULE, 3)]),
        (333_33, [(Cause.BELOW_RULE, -68_75)]),
    ],
)
def test_a_bare_price_is_explained_by_the_least_that_was_left_out(paid, causes):
    verdict = held_against(FIXED, paid, None, TIERS)
    assert shares(verdict) == causes
    assert verdict.difference == paid - 402_08
    expected = "higher" if paid > 402_08 else "lower"
    assert verdict.outcome == ("agrees" if abs(paid - 402_08) <= 2 else expected)


def test_a_price_with_its_own_origin_is_explained_by_what_differs_in_it():
    # The list price was 310.00 and the discount 10 %: 310.00 - 31.00 = 279.00 + 9.01 = 288.01
    # - 5.76 = 282.25 + 7.06 = 289.31. With the base alone: 310.00 - 38.75 = 271.25 + 8.76
    # = 280.01 - 5.60 = 274.41 + 6.86 = 281.27.
    paid = replace(LISTED, base_cents=310_00, permille=100)
    verdict = held_against(LISTED, 289_31, paid)
    assert shares(verdict) == [(Cause.BASE, 9_17), (Cause.RATE, 8_04)]
    assert (verdict.outcome, verdict.main) == ("higher", Cause.BASE)
    # An origin that does not give the price is not believed.
    assert shares(held_against(LISTED, 500_00, paid)) == [(Cause.ABOVE_RULE, 227_90)]


def test_a_lower_offer_is_lower_and_no_drift():
    # 350.00 before tier and markup: - 17.50 + 8.31 = 340.81.
    paid = replace(FIXED, offered_cents=350_00)
    verdict = held_against(FIXED, 340_81, paid)
    assert (verdict.outcome, shares(verdict)) == ("lower", [(Cause.OFFER, -61_27)])


CHAINS = st.builds(
    Chain,
    st.sampled_from(RuleKind), st.integers(0, 10**7), st.integers(0, 400),
    st.sampled_from([(), (INDEX,)]), st.none(), st.integers(0, 400), st.integers(0, 400),
)  # fmt: skip


@given(CHAINS, st.integers(0, 10**7), CHAINS | st.none())
def test_the_causes_always_add_up_to_the_difference(expected, paid_cents, paid):
    verdict = held_against(expected, paid_cents, paid, TIERS)
    assert sum(share.cents for share in verdict.shares) == verdict.difference
    assert verdict.difference == paid_cents - expected.cents


def test_a_tolerance_passes_what_is_within_the_larger_of_its_two_bounds():
    # 0.5 % of 300.00 is 1.50.
    tolerance = Tolerance(permille=5, cents=5, rise_permille=20, answer_days=14)
    assert [tolerance.passes(cents, 300_00) for cents in (150, 151)] == [True, False]
    assert [tolerance.passes(cents, 1_00) for cents in (5, 6)] == [True, False]
    # 300.00 x 1.05 x 1.02 = 321.30.
    index = Decimal("1.05")
    assert [tolerance.rises_beyond(300_00, after, index) for after in (321_30, 321_31)] == [
        False, True,
    ]  # fmt: skip


def test_items_without_properties_are_not_taken_for_equal():
    assert not equally_configured({}, {})
    assert equally_configured({"memory": 8}, {"memory": 8})
    assert not equally_configured({"memory": 8}, {"memory": 16})

"""Price from list price, tier and markup: exact, monotone, adding up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samkop.agreements.rules import (
    Basis,
    Tier,
    base_steps,
    next_tier,
    price_of,
    tier_at,
    tier_marks,
    tiers_rise,
)
from samkop.agreements.vocabulary import PriceStepCode, RuleKind

CENTS = st.integers(0, 10**9)
VOLUME = st.integers(0, 10**6)
MARKUP = st.integers(0, 1000)
RISING = st.builds(
    lambda froms, discounts: [
        Tier(*pair) for pair in zip(sorted(froms), sorted(discounts), strict=False)
    ],
    st.sets(st.integers(0, 10**5), max_size=6),
    st.sets(st.integers(1, 1000), max_size=6),
)


def fixed(cents):
    return base_steps(Basis(RuleKind.FIXED, cents), (), date(2026, 11, 2))


def test_the_steps_are_rounded_to_the_cent_one_after_another():
    origin = price_of(fixed(33_333), [Tier(0, 125)], 0, 35, price_group="phones", currency="EUR")
    # 12.5 % of 333.33 is 41.66625, that is 41.67; 3.5 % of 291.66 is 10.2081, that is 10.21.
    assert [(step.code, step.cents, step.permille) for step in origin.steps] == [
        (PriceStepCode.LIST_PRICE, 33_333, 0),
        (PriceStepCode.TIER_DISCOUNT, -4_167, 125),
        (PriceStepCode.MARKUP, 1_021, 35),
    ]
    assert origin.net_cents == 30_187
    assert tier_marks([origin]) == {"phones": 125}


def test_half_a_cent_is_rounded_away_from_zero():
    assert price_of(fixed(100), [], 0, 5).net_cents == 101
    assert price_of(fixed(100), [Tier(0, 5)], 0, 0).net_cents == 99


def test_steps_without_effect_are_left_out():
    assert [step.code for step in price_of(fixed(500), [Tier(10, 5)], 9, 0).steps] == ["list-price"]


def test_an_origin_as_json_holds_plain_values():
    assert price_of(
        fixed(1_000), [Tier(1, 100)], 7, 0, price_group="g", currency="SEK"
    ).as_json() == {
        "net_cents": 900,
        "currency": "SEK",
        "price_group": "g",
        "volume": 7,
        "steps": [
            {"code": "list-price", "cents": 1_000, "permille": 0},
            {"code": "tier-discount", "cents": -100, "permille": 100},
        ],
    }


@given(CENTS, RISING, VOLUME, MARKUP)
def test_the_steps_add_up_to_the_price_which_is_never_negative(cents, tiers, volume, markup):
    origin = price_of(fixed(cents), tiers, volume, markup)
    assert sum(step.cents for step in origin.steps) == origin.net_cents
    assert origin.net_cents >= 0


@given(CENTS, RISING, VOLUME, VOLUME, MARKUP)
def test_a_higher_volume_never_makes_it_dearer(cents, tiers, first, second, markup):
    lower, higher = sorted((first, second))
    assert (
        price_of(fixed(cents), tiers, higher, markup).net_cents
        <= price_of(fixed(cents), tiers, lower, markup).net_cents
    )


@given(CENTS, RISING.filter(bool), MARKUP)
def test_a_tier_switches_exactly_at_its_threshold(cents, tiers, markup):
    for before, tier in zip([None, *tiers], tiers, strict=False):
        assert tier_at(tiers, tier.from_quantity) == tier
        assert tier_at(tiers, tier.from_quantity - 1) == before
        assert next_tier(tiers, tier.from_quantity - 1) == tier
        at = price_of(fixed(cents), tiers, tier.from_quantity, markup)
        assert at == price_of(fixed(cents), [Tier(0, tier.discount_permille)], at.volume, markup)
    assert next_tier(tiers, tiers[-1].from_quantity) is None


@given(RISING)
def test_rising_tiers_are_accepted_in_any_order(tiers):
    assert tiers_rise(tiers[::-1])


@pytest.mark.parametrize(
    "tiers",
    [
        [Tier(10, 50), Tier(20, 50)],
        [Tier(10, 50), Tier(20, 40)],
        [Tier(10, 50), Tier(10, 60)],
        [Tier(10, 0)],
        [Tier(10, 1001)],
        [Tier(-1, 10)],
    ],
)
def test_tiers_that_do_not_rise_are_found(tiers):
    assert not tiers_rise(tiers)

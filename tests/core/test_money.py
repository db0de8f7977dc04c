"""Money: exact sums in one currency, and two ways of rounding."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samkop.core.money import CurrencyMismatchError, Money, to_cents, to_cents_upwards

amounts = st.decimals(-(10**9), 10**9, places=4)


@given(amounts, amounts)
def test_sums_and_differences_are_exact(one: Decimal, other: Decimal) -> None:
    total = Money(one, "EUR") + Money(other, "EUR")
    assert total - Money(other, "EUR") == Money(one, "EUR")


def test_a_price_times_a_quantity_is_exact() -> None:
    assert Money(Decimal("0.1"), "EUR") * 3 == Money(Decimal("0.3"), "EUR")


@pytest.mark.parametrize("operation", ["__add__", "__sub__", "__lt__", "__le__"])
def test_two_currencies_do_not_mix(operation: str) -> None:
    with pytest.raises(CurrencyMismatchError):
        getattr(Money(Decimal(1), "EUR"), operation)(Money(Decimal(1), "SEK"))


def test_money_in_one_currency_is_ordered() -> None:
    low, high = Money(Decimal(1), "EUR"), Money(Decimal(2), "EUR")
    assert low < high
    assert low <= high
    assert not high < low


@pytest.mark.parametrize(
    ("amount", "away_from_zero", "upwards"),
    [
        ("0.005", "0.01", "0.01"),
        ("-0.005", "-0.01", "0.00"),
        ("1.234", "1.23", "1.23"),
        ("-1.236", "-1.24", "-1.24"),
    ],
)
def test_halves_go_away_from_zero_or_upwards(
    amount: str, away_from_zero: str, upwards: str
) -> None:
    assert to_cents(Decimal(amount)) == Decimal(away_from_zero)
    assert to_cents_upwards(Decimal(amount)) == Decimal(upwards)
    assert Money(Decimal(amount), "EUR").rounded().amount == Decimal(away_from_zero)

"""The thresholds of 2018 to 2027, in euros, in kronor as far as known, and the national ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from samkop.core.money import CurrencyMismatchError, Money
from samkop.core.procurement import Buyer, Kind, NoRuleError, national_threshold, threshold_of

CENTRAL, SUB_CENTRAL = Buyer.CENTRAL, Buyer.SUB_CENTRAL


@pytest.mark.parametrize(
    ("year", "central", "sub_central", "works"),
    [(2018, 144, 221, 5548), (2020, 139, 214, 5350), (2022, 140, 215, 5382),
     (2024, 143, 221, 5538), (2026, 140, 216, 5404)],
)  # fmt: skip
def test_each_period_of_two_years_has_its_own_in_euros(year, central, sub_central, works):
    for day in (date(year, 1, 1), date(year + 1, 12, 31)):
        for kind in (Kind.SUPPLIES, Kind.SERVICES, Kind.DESIGN_CONTEST):
            assert threshold_of(kind, CENTRAL, day).value.amount == central * 1000
            assert threshold_of(kind, SUB_CENTRAL, day).value.amount == sub_central * 1000
        assert threshold_of(Kind.WORKS, CENTRAL, day).value.amount == works * 1000
        for kind in (Kind.HEALTH_AND_SOCIAL, Kind.OTHER_SPECIAL):
            found = threshold_of(kind, SUB_CENTRAL, day)
            assert (found.value.amount, found.valid_until) == (750_000, date(year + 1, 12, 31))


@pytest.mark.parametrize(
    ("day", "kronor"),
    [("2019-12-31", 2_096_097), ("2020-01-01", 2_197_545), ("2023-12-31", 2_236_731),
     ("2025-12-31", 2_389_585)],
)  # fmt: skip
def test_in_kronor_it_is_what_was_announced(day, kronor):
    found = threshold_of(Kind.SUPPLIES, SUB_CENTRAL, date.fromisoformat(day), "SEK")
    assert (found.value, found.checked) == (Money(Decimal(kronor), "SEK"), True)


@pytest.mark.parametrize(
    ("day", "currency"),
    [("2017-12-31", "EUR"), ("2028-01-01", "EUR"), ("2026-01-01", "SEK"), ("2025-01-01", "DKK")],
)
def test_a_period_or_a_currency_outside_the_table_is_no_guess(day, currency):
    with pytest.raises(NoRuleError):
        threshold_of(Kind.SUPPLIES, SUB_CENTRAL, date.fromisoformat(day), currency)


def test_a_value_of_the_threshold_itself_reaches_it_and_other_money_is_not_compared():
    found = threshold_of(Kind.SERVICES, SUB_CENTRAL, date(2026, 5, 1))
    assert found.reached_by(Money(Decimal(216_000), "EUR"))
    assert not found.reached_by(Money(Decimal("215999.99"), "EUR"))
    with pytest.raises(CurrencyMismatchError):
        found.reached_by(Money(Decimal(216_000), "SEK"))


@pytest.mark.parametrize(
    ("kind", "euros"),
    [(Kind.SUPPLIES, 60_000), (Kind.SERVICES, 60_000), (Kind.WORKS, 150_000),
     (Kind.HEALTH_AND_SOCIAL, 400_000), (Kind.OTHER_SPECIAL, 300_000)],
)  # fmt: skip
def test_finland_has_national_thresholds_known_until_the_text_that_was_read(kind, euros):
    found = national_threshold("FI", kind, date(2025, 6, 1))
    assert (found.value, found.checked) == (Money(Decimal(euros), "EUR"), True)
    assert not national_threshold("FI", kind, date(2026, 6, 1)).checked


@pytest.mark.parametrize(
    ("day", "goods", "special"),
    [("2018-01-01", 586_907, 586_907), ("2021-12-31", 615_312, 615_312),
     ("2022-02-01", 700_000, 7_802_550), ("2024-01-01", 700_000, 8_109_450)],
)  # fmt: skip
def test_sweden_allows_direct_awards_below_an_amount_of_its_own(day, goods, special):
    on = date.fromisoformat(day)
    assert national_threshold("SE", Kind.SUPPLIES, on).value == Money(Decimal(goods), "SEK")
    assert national_threshold("SE", Kind.OTHER_SPECIAL, on).value == Money(Decimal(special), "SEK")


def test_the_swedish_amount_of_january_2022_is_not_known():
    with pytest.raises(NoRuleError):
        national_threshold("SE", Kind.SUPPLIES, date(2022, 1, 15))

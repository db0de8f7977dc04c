"""Present values agree with numpy-financial; the rate found is the one that was put in."""

from __future__ import annotations

from decimal import Decimal

import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samkop.core.leasing import Purchase, compared, implicit_rate, present_value

CENTS = st.integers(1, 10_000_000).map(lambda cents: Decimal(cents) / 100)
MONTHS = st.integers(1, 120)
RATES = st.integers(1, 300).map(lambda permille: Decimal(permille) / 1000)
WHEN = st.booleans()


@settings(max_examples=60)
@given(CENTS, MONTHS, RATES, CENTS, WHEN)
def test_present_values_are_those_of_numpy_financial(rent, months, rate, left, in_advance):
    ours = present_value(rent, months, rate, left=left, in_advance=in_advance)
    when = "begin" if in_advance else "end"
    theirs = -npf.pv(float(rate) / 12, months, float(rent), float(left), when=when)
    assert float(ours) == pytest.approx(theirs, rel=1e-10, abs=1e-6)


@settings(max_examples=30)
@given(st.integers(2, 120), st.integers(1, 200), WHEN)
def test_the_rate_is_found_by_which_a_rent_was_reckoned(months, permille, in_advance):
    rate = Decimal(permille) / 1000
    when = "begin" if in_advance else "end"
    rent = Decimal(-npf.pmt(float(rate) / 12, months, 1000, -150, when=when))
    found = implicit_rate(
        Decimal(1000), rent, months, left=Decimal(150), in_advance=in_advance
    )  # fmt: skip
    assert float(found) == pytest.approx(float(rate), abs=1e-8)
    theirs = npf.rate(months, float(rent), -1000, 150, when=when) * 12
    assert float(found) == pytest.approx(theirs, abs=1e-6)


def test_without_interest_payments_are_worth_their_sum():
    assert present_value(Decimal("20.23"), 36, Decimal(0), left=Decimal(90)) == Decimal("818.28")


def test_rents_below_the_price_have_no_rate():
    assert implicit_rate(Decimal(1000), Decimal(20), 36) is None


def test_a_worked_example_of_lease_against_purchase():
    found = compared(
        Decimal("24.90"), 36, Purchase(Decimal(900), sold_for=Decimal(120)), Decimal("0.03"),
        residual=Decimal(90),
    )  # fmt: skip
    assert round(found.lease, 2) == Decimal("858.36")
    assert round(found.purchase, 2) == Decimal("790.32")
    assert round(found.saved_by_purchase, 2) == Decimal("68.05")

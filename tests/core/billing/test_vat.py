"""VAT: rates by day and country, and numbers that follow from the organisation's own."""

from datetime import date
from decimal import Decimal

import pytest

from samkop.core.billing.vat import Vat, choices_of, rates_of, vat_number

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("country", "day", "standard"),
    [
        ("FI", date(2024, 8, 31), "24"),
        ("FI", date(2024, 9, 1), "25.5"),
        ("FI", TODAY, "25.5"),
        ("SE", TODAY, "25"),
    ],
)
def test_the_standard_rate_comes_first_and_changes_on_its_day(country, day, standard):
    assert rates_of(country, day)[0] == Decimal(standard)


def test_the_reduced_rates_are_those_of_the_day():
    assert rates_of("FI", date(2025, 12, 31)) == (Decimal("25.5"), Decimal(14), Decimal(10))
    assert rates_of("FI", date(2026, 1, 1)) == (Decimal("25.5"), Decimal("13.5"), Decimal(10))
    assert rates_of("SE", TODAY) == (Decimal(25), Decimal(12), Decimal(6))
    assert rates_of("FI", date(2012, 12, 31)) == ()
    assert rates_of("DE", TODAY) == ()


def test_goods_to_another_member_state_go_without_tax_first_of_all():
    assert choices_of("SE", "FI", TODAY)[0] == Vat("K", Decimal(0))
    assert choices_of("DE", "FI", TODAY) == (Vat("K", Decimal(0)), Vat("AE", Decimal(0)))
    assert choices_of("FI", "FI", TODAY)[0] == Vat("S", Decimal("25.5"))
    assert choices_of("NO", "FI", TODAY) == (Vat("AE", Decimal(0)),)


def test_a_vat_number_follows_from_the_organisations_number_where_it_is_right():
    assert vat_number("FI", "0112038-9") == "FI01120389"
    assert vat_number("SE", "5560360793") == "SE556036079301"
    assert [vat_number("FI", "0112038-8"), vat_number("EE", "5560360793")] == [None, None]

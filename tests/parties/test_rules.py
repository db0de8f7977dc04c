from __future__ import annotations

from datetime import date

import pytest

from samkop.parties.rules import (
    holds_on,
    is_email,
    is_identifier,
    normal_identifier,
    usual_language,
)


@pytest.mark.parametrize(
    ("scheme", "typed", "kept", "right"),
    [
        ("0212", "0112038-9", "0112038-9", True),
        ("0212", "01120389", "0112038-9", True),
        ("0212", "0112038-8", "0112038-8", False),
        ("0007", "202100-5489", "2021005489", True),
        ("0007", "2021005488", "2021005488", False),
        ("0088", "7300010000001", "7300010000001", True),
        ("0088", "7300010000002", "7300010000002", False),
        ("9999", "0112038-9", "01120389", False),
    ],
)
def test_an_identifier_is_brought_into_form_and_checked_by_its_digit(scheme, typed, kept, right):
    assert normal_identifier(scheme, typed) == kept
    assert is_identifier(scheme, kept) is right


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("a@example.org", True),
        ("a.b+c@mail.example.org", True),
        ("a@example", False),
        ("a b@example.org", False),
        ("a@b@example.org", False),
        (f"{'a' * 250}@example.org", False),
        ("", False),
    ],
)
def test_an_address_has_one_at_sign_and_a_domain(address, right):
    assert is_email(address) is right


def test_the_last_day_of_something_dated_counts():
    first, last = date(2026, 8, 1), date(2026, 8, 31)
    days = [date(2026, 7, 31), first, last, date(2026, 9, 1)]
    assert [holds_on(day, first, last) for day in days] == [False, True, True, False]
    assert holds_on(date(2099, 1, 1), first, None)


def test_who_chose_no_language_gets_the_countrys():
    assert [usual_language(country) for country in ("FI", "SE", "NO")] == ["fi", "sv", "en"]
